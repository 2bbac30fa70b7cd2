/** eventbus.ChangeEventHeader: what a change event says about the change. */
import { ApexObject, describePlatformClass } from '../../values/apex-object.ts';
import { ApexList } from '../../values/collections/list.ts';
import { STRING } from '../../values/runtime-type.ts';
import { defineClass } from '../define.ts';
import type { LibraryFunction } from '../define.ts';

/** As JSON, in the spelling streaming clients get. */
export interface ChangeHeader {
  readonly entityName: string;
  readonly recordIds: readonly string[];
  readonly changeType: string;
  readonly changeOrigin: string;
  readonly transactionKey: string;
  readonly sequenceNumber: number;
  readonly commitTimestamp: number;
  readonly commitNumber: number;
  readonly commitUser: string;
  readonly nulledFields: readonly string[];
  readonly diffFields: readonly string[];
  readonly changedFields: readonly string[];
}

export class ChangeEventHeader extends ApexObject {
  /** By Apex name, first letter upper case; Apex values. */
  readonly #values = new Map<string, unknown>();
  /** What was told and nobody has asked for yet: of most events little is read. */
  #told: Readonly<Record<string, unknown>> = {};

  static of(header: ChangeHeader): ChangeEventHeader {
    const made = new ChangeEventHeader();
    made.#told = header as unknown as Readonly<Record<string, unknown>>;
    return made;
  }

  get(name: string): unknown {
    if (!this.#values.has(name)) {
      const spelled = `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
      this.#values.set(name, toApex(spelled, this.#told[spelled] ?? null));
    }
    return this.#values.get(name);
  }

  set(name: string, value: unknown): void {
    this.#values.set(name, value);
  }
}
describePlatformClass(ChangeEventHeader, 'eventbus.ChangeEventHeader');

const LONGS: ReadonlySet<string> = new Set(['commitTimestamp', 'commitNumber']);

function toApex(name: string, value: unknown): unknown {
  if (Array.isArray(value)) return ApexList.of(STRING, [...(value as string[])]);
  return LONGS.has(name) && value !== null ? BigInt(value as number) : value;
}

const TYPES: Readonly<Record<string, string>> = {
  ChangedFields: 'List<String>', ChangeOrigin: 'String', ChangeType: 'String', CommitNumber: 'Long', CommitTimestamp: 'Long', CommitUser: 'String', DiffFields: 'List<String>',
  EntityName: 'String', NulledFields: 'List<String>', RecordIds: 'List<String>', SequenceNumber: 'Integer', TransactionKey: 'String',
};

const members: Record<string, LibraryFunction> = { 'new()': () => new ChangeEventHeader() };
for (const [name, type] of Object.entries(TYPES)) {
  const read = (self: ChangeEventHeader): unknown => self.get(name);
  const write = (self: ChangeEventHeader, value: unknown): void => { self.set(name, value); };
  members[`${type} get${name}()`] = read;
  members[`get ${type} ${name}`] = read;
  members[`void set${name}(${type} value)`] = write;
  members[`set ${type} ${name}`] = write;
}

export const CHANGE_EVENT_HEADER = defineClass('eventbus.ChangeEventHeader', members, { instances: ChangeEventHeader });
