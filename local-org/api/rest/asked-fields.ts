import type { ObjectSchema } from '../../schema/schema.ts';
import { apiError } from '../errors.ts';
import type { ResourceCall } from './resource.ts';

/** `?fields=A,B`, or all the user may read: asking for one he may not would refuse the whole query. */
export function askedFields({ host, user, query }: ResourceCall, object: ObjectSchema): readonly string[] {
  const { fields } = query;
  if (fields !== undefined) return fields.split(',').map((name) => requireFieldName(name.trim()));
  return object.fields.filter((field) => field.type !== 'location' && host.canReadField(user, object, field)).map((field) => field.apiName);
}

/** What a client names goes into a query: a name or a path of names, nothing else. */
export function requireFieldName(name: string): string {
  if (/^\w+(\.\w+)*$/.test(name)) return name;
  throw apiError(400, 'INVALID_FIELD', `No such column '${name.slice(0, 80)}'.`);
}
