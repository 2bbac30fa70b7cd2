/** A logged event as the record an event trigger sees. */
import { ChangeEventHeader, type ChangeHeader } from '../library/org/ChangeEventHeader.ts';
import { Blob } from '../values/blob.ts';
import { ApexDate } from '../values/date.ts';
import { Datetime } from '../values/datetime.ts';
import { Decimal } from '../values/decimal.ts';
import { setSlot, type RecordClass, type RecordField, type SObjectRecord } from '../values/sobject.ts';
import { Time } from '../values/time.ts';
import type { LoggedEvent } from './event-log.ts';

export function eventRecord(recordClass: RecordClass, event: LoggedEvent): SObjectRecord {
  const record = new recordClass();
  for (const field of record.$shape.slots) {
    if (field.kind !== 'field') continue;
    const value = event.payload[field.apiName];
    setSlot(record, field.slot, value === undefined || value === null ? null : fromJson(value, field));
  }
  if (record.$shape.byName.has('replayid')) setSlot(record, '$replayid', String(event.replayId));
  return record;
}

function fromJson(value: unknown, field: RecordField): unknown {
  switch (field.type) {
    case 'Decimal': return Decimal.parse(String(value));
    case 'Datetime': return new Datetime(Date.parse(String(value)));
    case 'Time': return Time.of(Number(String(value).slice(0, 2)), Number(String(value).slice(3, 5)), Number(String(value).slice(6, 8)), Number(String(value).slice(9, 12)));
    case 'Blob': return new Blob(new Uint8Array(Buffer.from(String(value), 'base64')));
    case 'Object': return ChangeEventHeader.of(value as ChangeHeader);
    case 'Date': return new ApexDate(Date.parse(`${String(value)}T00:00:00Z`) / 86_400_000);
    default: return value;
  }
}
