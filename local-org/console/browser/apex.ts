/** `@salesforce/apex/*`: calls the org, and the client-side cache behind `@wire` and `refreshApex`. */
import { request } from './connection.ts';
import { requestHeaders } from './page.ts';
import { deepFreeze } from './deep-freeze.ts';
import { keepRefreshable } from './refreshable.ts';

export { refreshApex } from './refreshable.ts';

type Parameters = Readonly<Record<string, unknown>>;
interface WireValue {
  readonly data: unknown;
  readonly error: unknown;
}
interface CacheEntry {
  readonly fetch: () => Promise<unknown>;
  readonly subscribers: Set<ApexWire>;
  /** JSON of the newest data, to tell an equal answer from a new one. */
  json: string | undefined;
  value: WireValue | undefined;
  pending: Promise<void> | undefined;
  queued: Promise<void> | undefined;
}

const NOTHING_YET: WireValue = { data: undefined, error: undefined };
const entries = new Map<string, CacheEntry>();

export interface ApexMethod {
  (parameters?: Parameters): Promise<unknown>;
  adapter?: new (callback: (value: WireValue) => void) => ApexWire;
}

/** The function a component imports. Only cacheable methods can be wired, as on the platform. */
export function apexMethod(className: string, methodName: string, isCacheable: boolean): ApexMethod {
  const invoke = (parameters: Parameters = {}): Promise<unknown> => callOrg(className, methodName, parameters);
  const method: ApexMethod = (parameters) => invoke(parameters);
  if (isCacheable) {
    method.adapter = class extends ApexWire {
      constructor(callback: (value: WireValue) => void) {
        super(callback, `${className}.${methodName}`, invoke);
      }
    };
  }
  return method;
}

class ApexWire {
  readonly #callback: (value: WireValue) => void;
  readonly #name: string;
  readonly #invoke: (parameters: Parameters) => Promise<unknown>;
  #entry: CacheEntry | undefined;
  #isConnected = false;

  constructor(callback: (value: WireValue) => void, name: string, invoke: (parameters: Parameters) => Promise<unknown>) {
    this.#callback = callback;
    this.#name = name;
    this.#invoke = invoke;
    callback(NOTHING_YET);
  }

  connect(): void {
    this.#isConnected = true;
    this.#entry?.subscribers.add(this);
  }

  disconnect(): void {
    this.#isConnected = false;
    this.#entry?.subscribers.delete(this);
  }

  update(parameters: Parameters): void {
    this.#entry?.subscribers.delete(this);
    this.#entry = undefined;
    // As on the platform: while a parameter is undefined there is no call.
    if (Object.values(parameters).some((value) => value === undefined)) return;
    const entry = entryFor(this.#name, parameters, this.#invoke);
    this.#entry = entry;
    if (this.#isConnected) entry.subscribers.add(this);
    if (entry.value?.error === undefined && entry.value !== undefined) this.emit(entry.value);
    else void load(entry);
  }

  emit(value: WireValue): void {
    if (this.#isConnected) this.#callback(value);
  }
}

function entryFor(name: string, parameters: Parameters, invoke: (parameters: Parameters) => Promise<unknown>): CacheEntry {
  const sorted = Object.fromEntries(Object.entries(parameters).sort(([left], [right]) => (left < right ? -1 : 1)));
  const key = `${name}(${JSON.stringify(sorted)})`;
  const known = entries.get(key);
  if (known !== undefined) return known;
  const entry: CacheEntry = { fetch: () => invoke(sorted), subscribers: new Set(), json: undefined, value: undefined, pending: undefined, queued: undefined };
  entries.set(key, entry);
  return entry;
}

/** One call at a time. What asks while a call is under way shares the one after it: the answer on its way may be older than the question. */
function load(entry: CacheEntry): Promise<void> {
  if (entry.pending === undefined) {
    entry.pending = fetchInto(entry).finally(() => {
      entry.pending = undefined;
    });
    return entry.pending;
  }
  entry.queued ??= entry.pending.then(() => {
    entry.queued = undefined;
    return load(entry);
  });
  return entry.queued;
}

async function fetchInto(entry: CacheEntry): Promise<void> {
  try {
    const data = await entry.fetch();
    const json = JSON.stringify(data);
    // platform-facts: refresh-apex-equal-data. Equal data is not provisioned a second time.
    if (json === entry.json && entry.value?.error === undefined) return;
    entry.json = json;
    entry.value = { data: deepFreeze(data), error: undefined };
  } catch (error) {
    entry.value = { data: undefined, error };
  }
  keepRefreshable(entry.value, () => load(entry));
  for (const subscriber of [...entry.subscribers]) subscriber.emit(entry.value);
}

async function callOrg(className: string, methodName: string, parameters: Parameters): Promise<unknown> {
  const response = await request(`/console/apex/${className}/${methodName}`, {
    method: 'POST',
    headers: requestHeaders,
    body: JSON.stringify(parameters),
  }).catch(() => {
    throw failure(0, 'Disconnected', { message: 'The org cannot be reached. What was sent may or may not have been done.' });
  });
  const body: unknown = await response.json();
  if (!response.ok) throw failure(response.status, response.statusText, body);
  return (body as { readonly value: unknown }).value;
}

/** The shape in which the platform reports a failed call to a component. */
function failure(status: number, statusText: string, body: unknown): unknown {
  return { ok: false, status, statusText, headers: {}, errorType: 'fetchResponse', body };
}
