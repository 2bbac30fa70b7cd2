/** Platform classes that JSON can carry: each says how its objects are made of JSON and what they are written as. All others are refused. */
import type { JsonNode } from './tree.ts';

export interface JsonForm {
  /** @throws JSONException */
  read(node: JsonNode): unknown;
  /** Keys and Apex values in the order they are written. */
  write(value: never): readonly (readonly [name: string, value: unknown])[];
}

const forms = new Map<string, JsonForm>();

/** Called once per class, when the library is loaded. */
export function defineJsonForm(qualifiedName: string, form: JsonForm): void {
  forms.set(qualifiedName, form);
}

export function jsonFormOf(qualifiedName: string): JsonForm | undefined {
  return forms.get(qualifiedName);
}
