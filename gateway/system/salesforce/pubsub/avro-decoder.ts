/** Takes Avro payloads apart by the schemas the org gives. A schema never changes under its id, so each is asked for once. */
import avro, { type Type } from 'avsc';
import { messageOf } from '../../../shared/failures.ts';
import { OrgEventUnreadable } from './unreadable.ts';
import type { Change, OrgEvent } from './org-event.ts';
import type { RawEvent } from './transport.ts';

interface KnownSchema {
  readonly type: Type;
  readonly name: string;
  readonly fieldNames: readonly string[];
}

interface Header {
  readonly entityName: string;
  readonly recordIds: readonly string[];
  readonly changeType: string;
  readonly transactionKey: string;
  readonly commitTimestamp: number;
  readonly commitNumber: number;
  readonly changedFields: readonly string[];
}

export class AvroDecoder {
  readonly #schema: (schemaId: string) => Promise<string>;
  readonly #known = new Map<string, KnownSchema>();

  /** @param schema asks the org for a schema as JSON */
  constructor(schema: (schemaId: string) => Promise<string>) {
    this.#schema = schema;
  }

  /** @throws OrgEventUnreadable when the bytes do not follow their schema; whatever asking for the schema throws */
  async decode({ replayId, id, schemaId, payload }: RawEvent): Promise<OrgEvent> {
    const schema = this.#known.get(schemaId) ?? (await this.#learn(schemaId));
    try {
      const { ChangeEventHeader: header, ...values } = schema.type.fromBuffer(payload) as Readonly<Record<string, unknown>> & { readonly ChangeEventHeader?: Header };
      const change = header === undefined ? undefined : changeOf(header, schema.fieldNames);
      return { replayId, id, type: schema.name, values, change, happenedAtMs: header?.commitTimestamp ?? Number(values['CreatedDate']) };
    } catch (error) {
      throw new OrgEventUnreadable(`Event ${id} at ${replayId} does not follow schema ${schemaId}: ${messageOf(error)}`);
    }
  }

  async #learn(schemaId: string): Promise<KnownSchema> {
    const json = JSON.parse(await this.#schema(schemaId)) as { readonly name: string; readonly fields: readonly { readonly name: string }[] };
    // Plain values instead of `{string: …}`: a union of Salesforce has null and one type.
    const type = avro.Type.forSchema(json as never, { wrapUnions: 'never' } as never);
    const known = { type, name: json.name, fieldNames: json.fields.map(({ name }) => name) };
    this.#known.set(schemaId, known);
    return known;
  }
}

function changeOf(header: Header, fieldNames: readonly string[]): Change {
  const { entityName, changeType, recordIds, transactionKey, commitNumber } = header;
  return { entityName, type: changeType, recordIds, transactionKey, commitNumber, changedFields: header.changedFields.flatMap((bitmap) => namesOf(bitmap, fieldNames)) };
}

/** `0x22`: fields 1 and 5, counted from the right. `4-0x3`: fields of the compound field 4, told as that field. Source: Pub/Sub API Guide, "Event Deserialization Considerations". */
function namesOf(bitmap: string, fieldNames: readonly string[]): readonly string[] {
  const [parent, ofParent] = bitmap.split('-');
  if (ofParent !== undefined) return fieldNames.filter((_name, index) => index === Number(parent));
  const bits = BigInt(bitmap);
  return fieldNames.filter((_name, index) => (bits >> BigInt(index)) & 1n);
}
