/** Avro schemas of the org's event types, by type and by id. An id once given keeps its schema while the org runs, whatever is deployed. */
import type { ApiHost } from '../host.ts';
import { eventSchemaOf, type EventSchema } from './avro-schema.ts';

export class EventSchemas {
  readonly #host: Pick<ApiHost, 'schema' | 'events'>;
  readonly #byId = new Map<string, EventSchema>();

  constructor(host: Pick<ApiHost, 'schema' | 'events'>) {
    this.#host = host;
  }

  /** `undefined` when the type is gone from the org. */
  of(objectName: string, schemaId: string): EventSchema | undefined {
    const known = this.#byId.get(schemaId);
    if (known !== undefined) return known;
    const object = this.#host.schema().objects.get(objectName.toLowerCase());
    if (object === undefined) return undefined;
    const schema = eventSchemaOf(object, schemaId);
    this.#byId.set(schemaId, schema);
    return schema;
  }

  /** Ids that nobody was told yet are looked for among the types of the org: a client may have kept one over a restart. */
  withId(schemaId: string): EventSchema | undefined {
    const known = this.#byId.get(schemaId);
    if (known !== undefined) return known;
    for (const object of this.#host.schema().objects.values()) {
      if (object.kind !== 'event') continue;
      const topic = `/${object.changesOf === undefined ? 'event' : 'data'}/${object.apiName}`;
      const type = this.#host.events.types(topic).find((each) => each.schemaId === schemaId);
      if (type !== undefined) return this.of(type.objectName, schemaId);
    }
    return undefined;
  }
}
