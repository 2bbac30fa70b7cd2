/**
 * sObject records in memory. Each object type has its own class with one JavaScript property per field, so that emitted code reads and writes them as fast as plain objects.
 * Slot names: `$` + folded API name for fields, `$` + folded relationship name for parents and children.
 * A slot is `undefined` while nobody has set or queried the field (isSet is false), `null` when it was set to or queried as null.
 */
import type { PrimitiveName } from './runtime-type.ts';

export interface RecordField {
  readonly apiName: string;
  readonly folded: string;
  readonly slot: string;
  readonly kind: 'field' | 'parent' | 'children';
  /** For fields: the type of the value. Parents hold a record, children an ApexList. */
  readonly type: PrimitiveName;
  readonly scale: number | undefined;
  readonly referenceTo: readonly string[];
}

export interface RecordShape {
  readonly apiName: string;
  /** Three characters, `undefined` for objects without ids (events before publishing have none, AggregateResult). */
  readonly keyPrefix: string | undefined;
  readonly slots: readonly RecordField[];
  readonly byName: ReadonlyMap<string, RecordField>;
}

/** Bits of `$stateBits`; the capital keeps the name apart from the slot of a field State. */
export const QUERIED = 1;
/** Trigger.old and, in after triggers, Trigger.new. */
export const READ_ONLY = 2;

export abstract class SObjectRecord {
  /** On the prototype of each generated class. */
  declare readonly $shape: RecordShape;
  $stateBits = 0;
  /** Errors added by addError during a trigger; `undefined` outside. `statusCode` is set when a trigger failed as a whole (default FIELD_CUSTOM_VALIDATION_EXCEPTION). */
  $errors: { field: string | undefined; message: string; statusCode?: string }[] | undefined = undefined;
}

export type RecordClass = new () => SObjectRecord;

/** Slot access by name, for dynamic get/put and for layers that walk fields. */
export function slotOf(record: SObjectRecord, slot: string): unknown {
  return (record as unknown as Record<string, unknown>)[slot];
}
export function setSlot(record: SObjectRecord, slot: string, value: unknown): void {
  (record as unknown as Record<string, unknown>)[slot] = value;
}

/** Makes the function that reads these slots of a record in their order. It is generated, so that every slot is read at a fixed place instead of looked up by name. */
export function makeSlotReader(slots: readonly string[]): (record: SObjectRecord) => unknown[] {
  for (const slot of slots) requirePlainSlot(slot);
  return new Function('record', `return [${slots.map((slot) => `record.${slot}`).join(', ')}];`) as (record: SObjectRecord) => unknown[];
}

function requirePlainSlot(slot: string): void {
  if (!/^\$[a-z0-9_]+$/.test(slot)) throw new Error(`Slot name ${slot} is not a plain identifier.`);
}

/**
 * Makes the class of an object type. The constructor assigns every slot in one order, so that all records of a type share one hidden class.
 * API names are checked before they reach the generated source.
 */
export function makeRecordClass(shape: RecordShape): RecordClass {
  for (const field of shape.slots) requirePlainSlot(field.slot);
  const assignments = shape.slots.map((field) => `this.${field.slot} = undefined;`).join(' ');
  const make = new Function('Base', `return class extends Base { constructor() { super(); ${assignments} } };`) as (base: typeof SObjectRecord) => RecordClass;
  const created = make(SObjectRecord);
  Object.defineProperty(created, 'name', { value: shape.apiName });
  Object.defineProperty(created.prototype, '$shape', { value: shape });
  return created;
}
