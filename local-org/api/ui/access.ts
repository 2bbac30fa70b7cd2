/** What the calling user may see and do of objects. */
import type { UserContext } from '../../library/ports.ts';
import type { FieldSchema, ObjectSchema } from '../../schema/schema.ts';
import type { Viewer } from './display-value.ts';
import { type ApiError, apiError } from '../errors.ts';
import type { ResourceCall } from '../rest/resource.ts';

/** platform-facts: ui-api-no-access */
export const noAccess = (): ApiError => apiError(403, 'INSUFFICIENT_ACCESS', "You don't have access to this record. Ask your administrator for help or to request access.");

export const noField = (path: string, entity: string): ApiError =>
  apiError(400, 'INVALID_FIELD', `No such column '${path}' on entity '${entity}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.`);

/** @throws 404 for a name that is no object, 403 for one the user may not read */
export function readableObject({ host, user }: ResourceCall, name: string): ObjectSchema {
  const object = host.schema().objects.get(name.toLowerCase());
  if (object === undefined || object.keyPrefix === '') throw apiError(404, 'NOT_FOUND', `Object ${name.slice(0, 80)} not found`);
  if (!user.objectAccess(object.apiName.toLowerCase()).read) throw noAccess();
  return object;
}

export function canRead({ host, user }: ResourceCall, object: ObjectSchema, field: FieldSchema): boolean {
  return host.canReadField(user, object, field);
}

export function canEdit(user: UserContext, object: ObjectSchema, field: FieldSchema): boolean {
  return user.fieldAccess(object.apiName.toLowerCase(), field.apiName.toLowerCase()).edit;
}

export const viewerOf = (user: UserContext): Viewer => ({ locale: user.locale.replace('_', '-'), timeZone: user.timeZone });

/** Comma-separated names, without blanks and repeats. */
export function namesIn(text: string | undefined): readonly string[] {
  return [...new Set((text ?? '').split(',').map((name) => name.trim()).filter((name) => name !== ''))];
}
