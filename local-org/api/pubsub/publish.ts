/** Publish and PublishStream: Avro payloads become records that are published in one transaction of the calling user, as any API does. */
import type { UserContext, DmlRowResult } from '../../library/ports.ts';
import type { ObjectSchema } from '../../schema/schema.ts';
import { setSlot, type SObjectRecord } from '../../values/sobject.ts';
import { ApiError } from '../errors.ts';
import type { StoredEvent } from '../host.ts';
import { dml, recordClassOf } from '../rest/data.ts';
import { recordFromJson } from '../rest/record-json.ts';
import { mayPublish } from './access.ts';
import { decodePayload } from './avro-payload.ts';
import type { EventSchema } from './avro-schema.ts';
import { newRpcId, PubSubRefusal } from './errors.ts';
import type { PubSubParts } from './parts.ts';
import { replayIdOf, type ProducerEvent, type PublishRequest, type PublishResponse, type PublishResult } from './wire.ts';

const LARGEST_EVENT_BYTES = 1_000_000;

/** What can be published on a topic. @throws PubSubRefusal */
export function publishTarget(parts: PubSubParts, topicName: string, user: UserContext): EventSchema {
  const { events } = parts.host;
  if (topicName === '') throw new PubSubRefusal('publishTopicEmpty', 'The request must name a topic.');
  const topic = events.topic(topicName);
  if (topic === undefined) throw new PubSubRefusal('topicNotFound', `The topic ${topicName} does not exist.`);
  if (!mayPublish(parts.host, user, topic)) throw new PubSubRefusal('topicPermission', `${user.username} may not publish on ${topic}.`);
  const [type] = events.types(topic);
  return parts.schemas.of(type!.objectName, type!.schemaId)!;
}

/** One result per event, in their order: those that are wrong fail alone. @throws PubSubRefusal when the whole request is wrong */
export async function publishEvents(parts: PubSubParts, target: EventSchema, { events }: PublishRequest, user: UserContext): Promise<PublishResponse> {
  if (events.length === 0) throw new PubSubRefusal('publishCountInvalid', 'The request holds no events.');
  const payloads = events.map((event) => payloadOf(parts, target, event));
  const replayIds = new ReplayIds();
  const stop = parts.host.events.onPublished((published) => { replayIds.note(published); });
  try {
    const published = await parts.host.run({ user, kind: 'REST' }, () => publishAll(target, payloads, events));
    return { results: published.map((result, index) => resultOf(parts, result, events[index]!, replayIds)), schemaId: target.schemaId, rpcId: newRpcId() };
  } finally {
    stop();
  }
}

/** Where published events stand, by their EventUuid. A publisher may give two of them the same. */
class ReplayIds {
  readonly #known = new Map<string, number[]>();

  note(published: readonly StoredEvent[]): void {
    for (const { payload, replayId } of published) {
      const uuid = payload['EventUuid'];
      if (typeof uuid === 'string') this.#known.set(uuid, [...(this.#known.get(uuid) ?? []), replayId]);
    }
  }

  take(uuid: string): number | undefined {
    return this.#known.get(uuid)?.shift();
  }
}

function payloadOf(parts: PubSubParts, target: EventSchema, { schemaId, payload }: ProducerEvent): Readonly<Record<string, unknown>> | Error {
  if (payload.length > LARGEST_EVENT_BYTES) return new Error(`The event has ${String(payload.length)} bytes; ${String(LARGEST_EVENT_BYTES)} are the most.`);
  const schema = parts.schemas.withId(schemaId);
  if (schema?.object.apiName !== target.object.apiName) return new Error(`The schema ID ${schemaId} is not one of ${target.object.apiName}.`);
  try {
    return decodePayload(schema, payload);
  } catch (error) {
    return new Error(`The payload does not follow schema ${schemaId}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Inside a transaction: one statement over all that could be read. */
function publishAll({ object }: EventSchema, payloads: readonly (Readonly<Record<string, unknown>> | Error)[], events: readonly ProducerEvent[]): readonly (DmlRowResult | Error)[] {
  const records = payloads.map((payload, index) => (payload instanceof Error ? payload : recordOf(object, payload, events[index]!)));
  const published = [...dml('insert', records.filter((record): record is SObjectRecord => !(record instanceof Error)))];
  return records.map((record) => (record instanceof Error ? record : published.shift()!));
}

/** The id a publisher gives is the EventUuid. platform-facts: pubsub-event-id */
function recordOf(object: ObjectSchema, payload: Readonly<Record<string, unknown>>, { id }: ProducerEvent): SObjectRecord | Error {
  try {
    const record = recordFromJson(recordClassOf(object.apiName), object, payload);
    if (id !== '') setSlot(record, '$eventuuid', id);
    return record;
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
}

function resultOf(parts: PubSubParts, result: DmlRowResult | Error, { id }: ProducerEvent, replayIds: ReplayIds): PublishResult {
  if (result instanceof Error) return { error: { code: 'PUBLISH', msg: result.message }, correlationKey: id };
  if (!result.success) return { error: { code: 'PUBLISH', msg: result.errors.map(({ message }) => message).join(' ') }, correlationKey: id };
  // An event that a fault switch lost has no place of its own.
  return { replayId: replayIdOf(replayIds.take(String(result.operationId)) ?? parts.host.events.latest()), correlationKey: id };
}
