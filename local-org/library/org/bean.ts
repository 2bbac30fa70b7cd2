/**
 * Platform classes that only carry values: a constructor without arguments, properties, and pairs of getX and setX. Their members are read from the platform's
 * declarations, so a class like Messaging.SingleEmailMessage is one line. What a class does beyond carrying values is written out and wins over the generated member.
 */
import { ApexObject, describePlatformClass } from '../../values/apex-object.ts';
import { defineClass } from '../define.ts';
import type { ClassOptions, LibraryClass, LibraryFunction } from '../define.ts';
import { platformDeclaration } from '../symbols/declarations.ts';
import type { PlatformDeclaration, PlatformMember } from '../symbols/declarations.ts';

/** Values by folded property name; what was never set is null. */
export class Bean extends ApexObject {
  readonly values = new Map<string, unknown>();
}

/** Reads a property of a bean. */
export function beanValue(bean: Bean, name: string): unknown {
  return bean.values.get(name.toLowerCase()) ?? null;
}

export interface BeanOptions extends ClassOptions {
  /** Members that do more than carrying values, by signature. */
  readonly members?: Readonly<Record<string, LibraryFunction>>;
  /** Values of properties in a new object, by name; made anew for each. */
  readonly initial?: Readonly<Record<string, () => unknown>>;
  /** Members to leave out, by name: they would have to do more than carrying values, and do not. */
  readonly without?: readonly string[];
  readonly interfaces?: readonly string[];
}

/** The library class of a value carrier, and its JavaScript class. */
export function bean(qualifiedName: string, options: BeanOptions = {}): { readonly library: LibraryClass; readonly instances: new () => Bean } {
  const declaration = platformDeclaration(qualifiedName.toLowerCase());
  if (declaration === undefined) throw new Error(`The platform declares no ${qualifiedName}.`);
  const instances = beanClass(declaration, options);
  const members = { ...valueMembers(declaration, instances, new Set(options.without)), ...options.members };
  return { library: defineClass(qualifiedName, members, { instances, ...options }), instances };
}

function beanClass(declaration: PlatformDeclaration, { initial = {}, interfaces = [] }: BeanOptions): new () => Bean {
  const created = class extends Bean {
    constructor() {
      super();
      for (const [name, value] of Object.entries(initial)) this.values.set(name.toLowerCase(), value());
    }
  };
  describePlatformClass(created, declaration.qualifiedName, [...supertypes(declaration), ...interfaces]);
  return created;
}

function supertypes(declaration: PlatformDeclaration): string[] {
  return [...declaration.extended, ...declaration.implemented].flatMap((name) => {
    const parent = platformDeclaration(name.toLowerCase());
    return parent === undefined ? [] : [parent.qualifiedName, ...supertypes(parent)];
  });
}

function valueMembers(declaration: PlatformDeclaration, instances: new () => Bean, without: ReadonlySet<string>): Record<string, LibraryFunction> {
  const members: Record<string, LibraryFunction> = {};
  for (const member of declaration.members) {
    if (!without.has(member.name) && !member.isStatic) Object.assign(members, valueMember(member, instances));
  }
  return members;
}

function valueMember(member: PlatformMember, instances: new () => Bean): Record<string, LibraryFunction> {
  if (member.kind === 'constructor') return member.parameters.length === 0 ? { 'new()': () => new instances() } : {};
  if (member.kind === 'property') return { ...reader(`get ${member.type} ${member.name}`, member.name), ...writer(`set ${member.type} ${member.name}`, member.name) };
  const accessor = /^(get|is|set)(\w+)$/.exec(member.name);
  if (accessor === null) return {};
  const [, verb, name = ''] = accessor;
  const parameters = member.parameters.map((type, index) => `${type} argument${index}`).join(', ');
  if (verb === 'set') return member.parameters.length === 1 && member.type === 'void' ? writer(`void ${member.name}(${parameters})`, name) : {};
  return member.parameters.length === 0 ? reader(`${member.type} ${member.name}()`, name) : {};
}

function reader(signature: string, name: string): Record<string, LibraryFunction> {
  return { [signature]: (self: Bean) => beanValue(self, name) };
}

function writer(signature: string, name: string): Record<string, LibraryFunction> {
  const folded = name.toLowerCase();
  return {
    [signature]: (self: Bean, value: unknown) => {
      self.values.set(folded, value);
    },
  };
}
