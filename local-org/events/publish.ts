/** `EventBus.publish`: checks each record against its event definition and puts it into the transaction's outbox. */
import type { DmlRowResult, UserContext } from '../library/ports.ts';
import type { DmlError } from '../values/exceptions.ts';
import { slotOf, type SObjectRecord } from '../values/sobject.ts';
import type { EventDefinition, EventDefinitions } from './event-definition.ts';
import { eventValue } from './event-value.ts';
import type { Outbox, PublishCallback } from './outbox.ts';
import { versionFour } from '../values/uuid.ts';

export interface Publisher {
  readonly definitions: EventDefinitions;
  readonly user: UserContext;
  readonly nowMs: number;
  readonly callback?: PublishCallback | undefined;
  /** Bytes from the org's one random source. */
  random(bytes: number): Uint8Array;
  /** Create permission of the user on an event type; always in system mode. */
  mayPublish(objectName: string): boolean;
}

/** One result per record, in order. Success means queued: whether subscribers succeed is their own affair. */
export function publishEvents(records: readonly SObjectRecord[], publisher: Publisher, outbox: Outbox): DmlRowResult[] {
  const createdDate = new Date(publisher.nowMs).toISOString();
  return records.map((record) => {
    const definition = publisher.definitions.of(record.$shape);
    if (definition === undefined) return refused({ statusCode: 'INVALID_TYPE', message: `${record.$shape.apiName} is not a platform event`, fields: [] });
    if (!publisher.mayPublish(definition.apiName)) return refused({ statusCode: 'INSUFFICIENT_ACCESS_OR_READONLY', message: `Access to entity '${definition.apiName}' denied`, fields: [] });
    const errors = checkEvent(record, definition);
    if (errors.length > 0) return refused(...errors);
    const payload = payloadOf(record, definition, createdDate, publisher);
    outbox.add({ objectName: definition.apiName, payload, callback: publisher.callback }, definition.behavior);
    return { success: true, id: null, created: true, errors: [], operationId: String(payload['EventUuid']) };
  });
}

const refused = (...errors: DmlError[]): DmlRowResult => ({ success: false, id: null, created: false, errors });

function checkEvent(record: SObjectRecord, { fields, limited }: EventDefinition): DmlError[] {
  const errors: DmlError[] = [];
  const missing = fields.filter((field) => field.isRequired && isEmpty(slotOf(record, field.slot)));
  if (missing.length > 0) {
    const names = missing.map((field) => field.apiName);
    errors.push({ statusCode: 'REQUIRED_FIELD_MISSING', message: `Required fields are missing: [${names.join(', ')}]`, fields: names });
  }
  for (const { slot, label, length, apiName } of limited) {
    const value = slotOf(record, slot);
    if (typeof value === 'string' && value.length > length) {
      errors.push({ statusCode: 'STRING_TOO_LONG', message: `${label}: data value too large: ${value.slice(0, 255)} (max length=${String(length)})`, fields: [apiName] });
    }
  }
  return errors;
}

/** Empty text arrives as null. platform-facts: event-empty-text. */
function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

function payloadOf(record: SObjectRecord, { fields }: EventDefinition, createdDate: string, { user, random }: Publisher): Record<string, unknown> {
  const payload: Record<string, unknown> = {};
  for (const { apiName, slot, fallback } of fields) {
    const value = slotOf(record, slot);
    payload[apiName] = isEmpty(value) ? fallback : eventValue(value);
  }
  payload['CreatedDate'] = createdDate;
  payload['CreatedById'] = user.id;
  // A record made with default values has one already.
  const known = slotOf(record, '$eventuuid');
  payload['EventUuid'] = typeof known === 'string' ? known : versionFour(random(16));
  return payload;
}
