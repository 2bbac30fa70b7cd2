/** What a user may receive and publish. Changes need "View All Records" of their object, as sharing is not looked at; of other events read access is enough. platform-facts: pubsub-permissions */
import type { UserContext } from '../../library/ports.ts';
import type { ObjectSchema } from '../../schema/schema.ts';
import type { ApiHost } from '../host.ts';
import type { PayloadField } from './avro-schema.ts';

export type AccessHost = Pick<ApiHost, 'schema' | 'events' | 'canViewAll' | 'canReadField'>;

export function mayReceive(host: AccessHost, user: UserContext, object: ObjectSchema): boolean {
  if (object.changesOf !== undefined) return host.canViewAll(user, object.changesOf.toLowerCase());
  return user.objectAccess(object.apiName.toLowerCase()).read;
}

/** Channels for several types may be subscribed to by everybody: what one may not receive does not come. */
export function maySubscribe(host: AccessHost, user: UserContext, topic: string): boolean {
  const types = host.events.types(topic);
  if (isChannel(topic, types)) return true;
  return types.some(({ objectName }) => mayReceive(host, user, objectNamed(host, objectName)!));
}

export function mayPublish(host: AccessHost, user: UserContext, topic: string): boolean {
  const types = host.events.types(topic);
  const object = types.length === 1 && !isChannel(topic, types) ? objectNamed(host, types[0]!.objectName) : undefined;
  return object?.isWriteable === true && user.objectAccess(object.apiName.toLowerCase()).create;
}

/** Field-level security of a change is that of the object it tells of; platform events have none. */
export function mayReadField(host: AccessHost, user: UserContext, object: ObjectSchema, { schema }: PayloadField): boolean {
  if (object.changesOf === undefined) return true;
  const source = objectNamed(host, object.changesOf);
  const field = source?.fieldsByName.get(schema.apiName.toLowerCase());
  return source !== undefined && field !== undefined && host.canReadField(user, source, field);
}

export const objectNamed = (host: Pick<ApiHost, 'schema'>, name: string): ObjectSchema | undefined => host.schema().objects.get(name.toLowerCase());

function isChannel(topic: string, types: readonly { readonly objectName: string }[]): boolean {
  return types.length !== 1 || !topic.endsWith(`/${types[0]!.objectName}`);
}
