/** System.Id. */
import { equalIds, idValueOf, keyPrefixOf } from '../../values/id.ts';
import { SObjectException } from '../../values/exceptions.ts';
import { defineClass } from '../define.ts';
import { context } from '../ports.ts';
import type { SchemaPort } from '../ports.ts';
import { sobjectTypeToken } from '../schema/tokens.ts';
import type { SObjectTypeToken } from '../schema/tokens.ts';
import { given } from './arguments.ts';

/** Object names by key prefix; a new schema is a new port object. */
const objectsByPrefix = new WeakMap<SchemaPort, ReadonlyMap<string, string>>();

function prefixesOf(schema: SchemaPort): ReadonlyMap<string, string> {
  let prefixes = objectsByPrefix.get(schema);
  if (prefixes === undefined) {
    prefixes = new Map(schema.objectNames().map((name) => [schema.describe(name.toLowerCase())!.keyPrefix, name]));
    objectsByPrefix.set(schema, prefixes);
  }
  return prefixes;
}

/** The object whose key prefix the id has. Throws SObjectException when no object has it. */
function sobjectTypeOf(self: string): SObjectTypeToken {
  const objectName = prefixesOf(context().schema).get(keyPrefixOf(self));
  if (objectName === undefined) throw new SObjectException(`Cannot locate Apex Type for ID: ${self}`);
  return sobjectTypeToken(objectName);
}

export const idClass = defineClass('System.Id', {
  'static Id valueOf(String text)': (text: string | null) => idValueOf(text, false),
  'static Id valueOf(String text, Boolean restoreCasing)': (text: string | null, restoreCasing: boolean | null) => idValueOf(text, given(restoreCasing)),
  'Boolean equals(String other)': (self: string, other: string | null) => equalIds(self, other),
  'Schema.SObjectType getSobjectType()': sobjectTypeOf,
  'String to15()': (self: string) => self.slice(0, 15),
});
