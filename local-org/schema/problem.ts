/** What is wrong with a piece of metadata, in the words and with the place a deploy answers. */
export interface MetadataProblem {
  /** Metadata type: `CustomField`, `PermissionSet`. */
  readonly componentType: string;
  /** Full name: `Stock_Position__c.On_Hand__c`. */
  readonly fullName: string;
  readonly path: string;
  /** From 1; 1 where the whole file is meant. */
  readonly line: number;
  readonly message: string;
}

export class ProblemList {
  readonly all: MetadataProblem[] = [];

  add(component: { readonly type: string; readonly fullName: string; readonly path: string }, line: number, message: string): void {
    this.all.push({ componentType: component.type, fullName: component.fullName, path: component.path, line, message });
  }
}

/** Names are compared without case everywhere on the platform. */
export function fold(name: string): string {
  return name.toLowerCase();
}
