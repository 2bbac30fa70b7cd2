/** Values to try on a field of a request: typical mistakes, and the last right and first wrong value at every limit its schema has. */
import { object, text, type Contract, type Json, type JsonObject } from './contract.ts';

const TYPICAL: readonly Json[] = [
  true, 0, 1, -1, 0.5, 1.5, 0.001, 0.0001, 2_147_483_648, 1e15, '', '1', 'x', 'a b', 'ä', '2026-02-28', '2026-02-30', '2026-02-28T09:00:00Z', '2026-02-28T09:00:00.123+01:00', '2026-02-30T09:00:00Z',
  '2026-02-28T09:00:00', 'Cart', 'cart', 'Ship', [], {}, ['x'], [{}],
];

/** A change of one field of a body. */
export interface FieldCase {
  readonly field: string;
  /** `undefined`: left out. */
  readonly value: Json | undefined;
  /** Does the document allow it? */
  readonly isAllowed: boolean;
}

/** Every field of an object schema with every value to try, and what the document says of each. */
export function fieldCases(contract: Contract, schema: JsonObject): FieldCase[] {
  const required = (schema['required'] ?? []) as readonly string[];
  return Object.entries(object(schema['properties'])).flatMap(([field, value]) => {
    const property = object(value);
    const isOptional = !required.includes(field);
    const absent = [undefined, null].map((one): FieldCase => ({ field, value: one, isAllowed: isOptional }));
    const given = distinct([...TYPICAL, ...limits(contract, property)]).map((one): FieldCase => ({ field, value: one, isAllowed: contract.allows(property, one) }));
    return [...absent, ...given];
  });
}

function limits(contract: Contract, property: JsonObject): Json[] {
  const parts = ['allOf', 'oneOf'].flatMap((name) => (property[name] ?? []) as readonly Json[]);
  if (parts.length > 0) return parts.flatMap((part) => limits(contract, contract.resolve(part)));
  const schema = contract.resolve(property);
  const number = (name: string): number | undefined => (typeof schema[name] === 'number' ? schema[name] : undefined);
  const length = number('maxLength') ?? Number(/\{1,(\d+)\}\$$/.exec(text(schema['pattern'] ?? ''))?.[1] ?? 0);
  const items = number('maxItems');
  const maximum = number('maximum');
  const minimum = number('minimum');
  const step = number('multipleOf') ?? 1;
  return [
    ...((schema['enum'] ?? []) as readonly Json[]),
    ...(length === 0 ? [] : ['x'.repeat(length), 'x'.repeat(length + 1)]),
    ...(items === undefined ? [] : [Array.from({ length: items + 1 }, () => 'x')]),
    ...(maximum === undefined ? [] : [maximum, maximum + step]),
    ...(minimum === undefined ? [] : [minimum, minimum - step]),
  ];
}

function distinct(values: readonly Json[]): Json[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}

/** Short enough for a message. */
export function shown(value: Json | undefined): string {
  const literal = value === undefined ? 'left out' : JSON.stringify(value);
  return literal.length > 60 ? `${literal.slice(0, 40)}… (${String(literal.length)} characters)` : literal;
}
