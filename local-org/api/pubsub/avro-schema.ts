/** Event types as Avro schemas, in the form Salesforce gives them: a record of nullable fields, in front the header of a change or who published when. platform-facts: pubsub-avro-schema */
import avro, { type Schema, type Type } from 'avsc';
import type { FieldSchema, FieldType, ObjectSchema } from '../../schema/schema.ts';

/** A record type, ready to write and read payloads. */
export interface EventSchema {
  readonly object: ObjectSchema;
  readonly schemaId: string;
  readonly json: string;
  readonly type: Type;
  /** Fields of the payload in their order: their places are the bits of the header's bitmaps. */
  readonly fieldNames: readonly string[];
  readonly fields: readonly PayloadField[];
}

export interface PayloadField {
  readonly apiName: string;
  readonly avro: AvroType;
  readonly schema: FieldSchema;
}

type AvroType = 'string' | 'double' | 'boolean' | 'long' | 'int';

const AVRO_TYPES: Readonly<Partial<Record<FieldType, AvroType>>> = {
  string: 'string', textarea: 'string', longtextarea: 'string', email: 'string', phone: 'string', url: 'string', picklist: 'string', multipicklist: 'string', boolean: 'boolean', int: 'int',
  double: 'double', currency: 'double', percent: 'double', date: 'long', datetime: 'long', time: 'long', reference: 'string', base64: 'string', autonumber: 'string',
};

const CHANGE_TYPES = ['CREATE', 'UPDATE', 'DELETE', 'UNDELETE', 'GAP_CREATE', 'GAP_UPDATE', 'GAP_DELETE', 'GAP_UNDELETE', 'GAP_OVERFLOW', 'SNAPSHOT'];
const TEXTS = { type: 'array', items: 'string' };

const CHANGE_EVENT_HEADER = {
  name: 'ChangeEventHeader',
  type: {
    type: 'record', name: 'ChangeEventHeader',
    fields: [
      { name: 'entityName', type: 'string' }, { name: 'recordIds', type: TEXTS }, { name: 'changeType', type: { type: 'enum', name: 'ChangeType', symbols: CHANGE_TYPES } },
      { name: 'changeOrigin', type: 'string' }, { name: 'transactionKey', type: 'string' }, { name: 'sequenceNumber', type: 'int' }, { name: 'commitTimestamp', type: 'long' },
      { name: 'commitNumber', type: 'long' }, { name: 'commitUser', type: 'string' }, { name: 'nulledFields', type: TEXTS }, { name: 'diffFields', type: TEXTS }, { name: 'changedFields', type: TEXTS },
    ],
  },
};
/** Of platform events; the two are never null. */
const PUBLISHED = [{ name: 'CreatedDate', type: 'long', doc: 'CreatedDate:DateTime' }, { name: 'CreatedById', type: 'string', doc: 'CreatedBy:EntityId' }];

/** Not part of a payload: they travel beside it, or are computed when they are read. */
const BESIDE: ReadonlySet<string> = new Set(['replayid', 'eventuuid', 'changeeventheader', 'createddate', 'createdbyid']);

export function eventSchemaOf(object: ObjectSchema, schemaId: string): EventSchema {
  const isChange = object.changesOf !== undefined;
  const fields = object.fields.flatMap((schema): PayloadField[] => {
    const avro = AVRO_TYPES[schema.type];
    const isBeside = BESIDE.has(schema.apiName.toLowerCase()) && !(isChange && schema.apiName.startsWith('Created'));
    return avro === undefined || isBeside ? [] : [{ apiName: schema.apiName, avro, schema }];
  });
  const front = isChange ? [CHANGE_EVENT_HEADER] : PUBLISHED;
  const all = [...front, ...fields.map(({ apiName, avro, schema }) => ({ name: apiName, type: ['null', avro], doc: `Data:${schema.type}`, default: null }))];
  const record = { name: object.apiName, namespace: 'com.sforce.eventbus', type: 'record', fields: all, uuid: schemaId };
  return {
    object, schemaId, json: JSON.stringify(record), fields, fieldNames: all.map(({ name }) => name),
    // Plain values instead of `{string: …}`: no union here has two branches one value could mean.
    type: avro.Type.forSchema(record as unknown as Schema, { wrapUnions: 'never' } as never),
  };
}
