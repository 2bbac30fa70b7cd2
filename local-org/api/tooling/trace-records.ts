/** TraceFlag and DebugLevel records, the ones of the Tooling API that clients write. */
import { levelNamed } from '../../deploy/logs/log-levels.ts';
import { DEBUG_LEVEL_FIELDS, type LogStore, type TraceRecord } from '../../deploy/logs/log-store.ts';
import type { UserContext } from '../../library/ports.ts';
import { apiError, notFound } from '../errors.ts';
import { momentText, nextId } from './ids.ts';

export type TraceObject = 'TraceFlag' | 'DebugLevel';

const FIELDS: Readonly<Record<TraceObject, readonly string[]>> = {
  TraceFlag: ['TracedEntityId', 'DebugLevelId', 'LogType', 'StartDate', 'ExpirationDate'],
  DebugLevel: ['DeveloperName', 'MasterLabel', 'Language', ...DEBUG_LEVEL_FIELDS.keys()],
};
const REQUIRED: Readonly<Record<TraceObject, readonly string[]>> = { TraceFlag: ['TracedEntityId', 'DebugLevelId', 'LogType', 'ExpirationDate'], DebugLevel: ['DeveloperName', 'MasterLabel'] };

/** A trace flag lasts a day at most. platform-facts: trace-flag-day */
const LONGEST_MS = 24 * 60 * 60 * 1000;

export class TraceRecords {
  readonly #store: LogStore;
  readonly #now: () => number;

  constructor(store: LogStore, now: () => number) {
    this.#store = store;
    this.#now = now;
  }

  create(object: TraceObject, body: unknown, user: UserContext): string {
    const values = readValues(object, body);
    const missing = REQUIRED[object].filter((name) => name !== 'ExpirationDate' && (values[name] === undefined || values[name] === null));
    if (missing.length > 0) throw apiError(400, 'REQUIRED_FIELD_MISSING', `Required fields are missing: [${missing.join(', ')}]`, missing);
    const now = momentText(this.#now());
    const id = nextId(object);
    const defaults = object === 'TraceFlag' ? { StartDate: now, ExpirationDate: momentText(this.#now() + 60 * 60 * 1000) } : { Language: 'en_US' };
    this.#put(object, { ...defaults, ...values, Id: id, CreatedDate: now, CreatedById: user.id, LastModifiedDate: now, LastModifiedById: user.id, SystemModstamp: now });
    return id;
  }

  update(object: TraceObject, id: string, body: unknown, user: UserContext): void {
    const now = momentText(this.#now());
    this.#put(object, { ...this.#find(object, id), ...readValues(object, body), LastModifiedDate: now, LastModifiedById: user.id, SystemModstamp: now });
  }

  remove(object: TraceObject, id: string): void {
    this.#records(object).delete(this.#find(object, id).Id);
  }

  #put(object: TraceObject, record: TraceRecord): void {
    if (object === 'TraceFlag') this.#checkFlag(record);
    this.#records(object).set(record.Id, record);
  }

  #checkFlag(record: TraceRecord): void {
    if (![...this.#store.debugLevels.keys()].some((id) => id.slice(0, 15) === String(record['DebugLevelId']).slice(0, 15))) {
      throw apiError(400, 'INVALID_CROSS_REFERENCE_KEY', `DebugLevelId: there is no debug level ${String(record['DebugLevelId'])}`, ['DebugLevelId']);
    }
    const [start, end] = [timeOf(record['StartDate']) ?? this.#now(), timeOf(record['ExpirationDate']) ?? Number.NaN];
    if (!(end > start) || end - start > LONGEST_MS) throw apiError(400, 'FIELD_INTEGRITY_EXCEPTION', 'Expiration Date must be after the start date and within 24 hours of it.', ['ExpirationDate']);
  }

  #find(object: TraceObject, id: string): TraceRecord {
    const found = [...this.#records(object).values()].find((record) => record.Id.slice(0, 15) === id.slice(0, 15));
    if (found === undefined) throw notFound(`There is no ${object} ${id}.`);
    return found;
  }

  #records(object: TraceObject): Map<string, TraceRecord> {
    return object === 'TraceFlag' ? this.#store.traceFlags : this.#store.debugLevels;
  }
}

function timeOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' ? Date.parse(value.replace(/\+0000$/, 'Z')) : undefined;
}

/** Names in any case; null is no value. */
function readValues(object: TraceObject, body: unknown): Record<string, unknown> {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw apiError(400, 'JSON_PARSER_ERROR', 'The body must be a JSON object.');
  return Object.fromEntries(Object.entries(body).map(([name, value]) => {
    const canonical = FIELDS[object].find((field) => field.toLowerCase() === name.toLowerCase());
    if (canonical === undefined) throw apiError(400, 'INVALID_FIELD', `No such column '${name}' on sobject of type ${object}`, [name]);
    if (DEBUG_LEVEL_FIELDS.has(canonical) && (typeof value !== 'string' || levelNamed(value) === undefined)) throw apiError(400, 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', `${canonical}: bad value for restricted picklist field: ${String(value)}`, [canonical]);
    return [canonical, value instanceof Date ? momentText(value.getTime()) : value];
  }));
}
