/** Event payloads between the JSON the event log keeps and Avro. */
import type { ChangeHeader } from '../../library/org/ChangeEventHeader.ts';
import type { EventSchema, PayloadField } from './avro-schema.ts';

const MS_PER_DAY = 86_400_000;

/** @param mayRead fields the subscriber may not read are left out */
export function encodePayload(schema: EventSchema, payload: Readonly<Record<string, unknown>>, mayRead: (field: PayloadField) => boolean): Buffer {
  const record: Record<string, unknown> = {};
  for (const field of schema.fields) record[field.apiName] = mayRead(field) ? avroValue(field, payload[field.apiName]) : null;
  const header = payload['ChangeEventHeader'] as ChangeHeader | undefined;
  if (header === undefined) {
    record['CreatedDate'] = Date.parse(String(payload['CreatedDate']));
    record['CreatedById'] = payload['CreatedById'];
  } else {
    const readable = new Set(schema.fields.filter(mayRead).map(({ apiName }) => apiName));
    record['ChangeEventHeader'] = { ...header, nulledFields: bitmap(schema, header.nulledFields, readable), diffFields: bitmap(schema, header.diffFields, readable), changedFields: bitmap(schema, header.changedFields, readable) };
  }
  return schema.type.toBuffer(record);
}

/** JSON of the fields a publisher has set, as the REST API takes them. @throws when the bytes are not of the schema */
export function decodePayload(schema: EventSchema, bytes: Buffer): Readonly<Record<string, unknown>> {
  const record = schema.type.fromBuffer(bytes) as Readonly<Record<string, unknown>>;
  const values: Record<string, unknown> = {};
  for (const field of schema.fields) {
    const value = record[field.apiName];
    if (value !== null && value !== undefined) values[field.apiName] = jsonValue(field, value);
  }
  return values;
}

/** Fields by name as one hexadecimal number: bit i, counted from the right, is field i of the schema. No fields: an empty list. platform-facts: pubsub-field-bitmaps */
function bitmap({ fieldNames }: EventSchema, names: readonly string[], readable: ReadonlySet<string>): readonly string[] {
  let bits = 0n;
  for (const name of names) {
    const place = fieldNames.indexOf(name);
    if (place >= 0 && readable.has(name)) bits |= 1n << BigInt(place);
  }
  return bits === 0n ? [] : [`0x${bits.toString(16).toUpperCase()}`];
}

function avroValue({ schema, avro }: PayloadField, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (avro === 'string') return typeof value === 'string' ? value : JSON.stringify(value);
  if (avro !== 'long' || typeof value !== 'string') return value;
  if (schema.type === 'time') return Date.parse(`1970-01-01T${value}`);
  return Date.parse(schema.type === 'date' ? `${value}T00:00:00Z` : value);
}

function jsonValue({ schema, avro }: PayloadField, value: unknown): unknown {
  if (avro !== 'long') return value;
  const milliseconds = schema.type === 'date' ? Math.floor((value as number) / MS_PER_DAY) * MS_PER_DAY : (value as number);
  const text = new Date(milliseconds).toISOString();
  if (schema.type === 'date') return text.slice(0, 10);
  return schema.type === 'time' ? text.slice(11) : text;
}
