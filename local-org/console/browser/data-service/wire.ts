/** Wire adapters over the record store. */
import { entryFor, NOTHING_YET, type Provisioned, type Question } from './store.ts';

type Callback<Data> = (value: Provisioned<Data>) => void;
export type Config = Readonly<Record<string, unknown>>;

/** The question a configuration asks; `undefined` while something it needs is missing. */
export type AskedBy = (config: Config) => Question | undefined;

export interface WireAdapter {
  connect(): void;
  disconnect(): void;
  update(config: Config): void;
}
export type WireAdapterConstructor<Data> = new (callback: Callback<Data>) => WireAdapter;

/** `Data` is what the org answers to the question. */
export function wireAdapter<Data = unknown>(questionOf: AskedBy): WireAdapterConstructor<Data> {
  return class implements WireAdapter {
    readonly #callback: Callback<Data>;
    #question: Question | undefined;
    #end: (() => void) | undefined;
    #isConnected = false;

    constructor(callback: Callback<Data>) {
      this.#callback = callback;
      callback({ ...NOTHING_YET, data: undefined });
    }

    connect(): void {
      this.#isConnected = true;
      this.#begin();
    }

    disconnect(): void {
      this.#isConnected = false;
      this.#stop();
    }

    update(config: Config): void {
      const question = questionOf(config);
      if (question !== undefined && question.key === this.#question?.key) return;
      this.#stop();
      this.#question = question;
      this.#begin();
    }

    #begin(): void {
      if (!this.#isConnected || this.#question === undefined || this.#end !== undefined) return;
      this.#end = entryFor(this.#question).subscribe((value) => this.#callback(value as Provisioned<Data>));
    }

    #stop(): void {
      this.#end?.();
      this.#end = undefined;
    }
  };
}

/** `Book__c`, or what `@salesforce/schema/Book__c` gives. */
export function objectName(value: unknown): string | undefined {
  if (typeof value === 'string' && value !== '') return value;
  const { objectApiName } = (value ?? {}) as { objectApiName?: unknown };
  return typeof objectApiName === 'string' ? objectApiName : undefined;
}

/** `Book__c.Name`, or what `@salesforce/schema/Book__c.Name` gives. */
export function fieldName(value: unknown): string | undefined {
  if (typeof value === 'string' && value !== '') return value;
  const { objectApiName, fieldApiName } = (value ?? {}) as { objectApiName?: unknown; fieldApiName?: unknown };
  return typeof objectApiName === 'string' && typeof fieldApiName === 'string' ? `${objectApiName}.${fieldApiName}` : undefined;
}

/** One field or a list of fields, in one order, so that equal questions are equal; `undefined` when there is none. */
export function fieldNames(value: unknown): string | undefined {
  const names = (Array.isArray(value) ? value : [value]).flatMap((one) => fieldName(one) ?? []);
  return names.length === 0 ? undefined : [...new Set(names)].sort().join(',');
}

export function listOf(value: unknown): string | undefined {
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.map(String).join(',');
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
