/** `/sobjects/X`: one record at a time, by id or by an external id. */
import type { FastifyInstance } from 'fastify';
import type { UserContext } from '../../library/ports.ts';
import type { ObjectSchema } from '../../schema/schema.ts';
import { setSlot } from '../../values/sobject.ts';
import type { ApiHost } from '../host.ts';
import type { Authenticate } from '../authentication.ts';
import { apiError, notFound } from '../errors.ts';
import { dml, idOnly, objectOf, query, recordClassOf, requireId, requireSuccess } from './data.ts';
import { recordFromJson } from './record-json.ts';

interface ByObject {
  Params: { version: string; object: string };
}
interface ById {
  Params: { version: string; object: string; id: string };
  Querystring: { fields?: string };
}
interface ByExternalId {
  Params: { version: string; object: string; field: string; value: string };
  Querystring: { fields?: string };
}

export type JsonObject = Readonly<Record<string, unknown>>;

export function registerRecords(server: FastifyInstance, host: ApiHost, authenticate: Authenticate): void {
  const root = '/services/data/v:version/sobjects/:object';

  server.post<ByObject>(root, async (request, reply) => {
    const user = authenticate(request);
    const object = objectOf(host.schema(), request.params.object);
    const id = await create(host, user, object, bodyOf(request.body));
    return reply.code(201).send({ id, success: true, errors: [] });
  });

  server.get<ById>(`${root}/:id`, async (request) => {
    const user = authenticate(request);
    return readOne(host, user, objectOf(host.schema(), request.params.object), 'Id', requireId(request.params.id), request.query.fields);
  });

  server.patch<ById>(`${root}/:id`, async (request, reply) => {
    const user = authenticate(request);
    await update(host, user, objectOf(host.schema(), request.params.object), requireId(request.params.id), bodyOf(request.body));
    return reply.code(204).send();
  });

  server.delete<ById>(`${root}/:id`, async (request, reply) => {
    const user = authenticate(request);
    await remove(host, user, objectOf(host.schema(), request.params.object), requireId(request.params.id));
    return reply.code(204).send();
  });

  server.get<ByExternalId>(`${root}/:field/:value`, async (request) => {
    const user = authenticate(request);
    const object = objectOf(host.schema(), request.params.object);
    return readOne(host, user, object, externalIdField(object, request.params.field), request.params.value, request.query.fields);
  });

  server.patch<ByExternalId>(`${root}/:field/:value`, async (request, reply) => {
    const user = authenticate(request);
    const object = objectOf(host.schema(), request.params.object);
    const { id, created } = await upsert(host, user, object, request.params.field, request.params.value, bodyOf(request.body));
    return reply.code(created ? 201 : 200).send({ id, success: true, errors: [], created });
  });
}

export function bodyOf(body: unknown): JsonObject {
  if (typeof body === 'object' && body !== null && !Array.isArray(body) && !(body instanceof URLSearchParams)) return body as JsonObject;
  throw apiError(400, 'JSON_PARSER_ERROR', 'The HTTP entity body is required, but this request has no entity body.');
}

export function create(host: ApiHost, user: UserContext, object: ObjectSchema, body: JsonObject): Promise<string> {
  return host.run({ user, kind: 'REST' }, () => requireSuccess(dml('insert', [recordFromJson(recordClassOf(object.apiName), object, body)])).id ?? '');
}

export function update(host: ApiHost, user: UserContext, object: ObjectSchema, id: string, body: JsonObject): Promise<void> {
  if ('Id' in body || 'id' in body) throw apiError(400, 'INVALID_FIELD', 'The Id field should not be specified in the sobject data.', ['Id']);
  return host.run({ user, kind: 'REST' }, () => {
    const record = recordFromJson(recordClassOf(object.apiName), object, body);
    setSlot(record, '$id', id);
    requireSuccess(dml('update', [record]));
  });
}

export function remove(host: ApiHost, user: UserContext, object: ObjectSchema, id: string): Promise<void> {
  return host.run({ user, kind: 'REST' }, () => {
    requireSuccess(dml('delete', [idOnly(object.apiName, id)]));
  });
}

export function upsert(host: ApiHost, user: UserContext, object: ObjectSchema, fieldName: string, value: string, body: JsonObject): Promise<{ id: string; created: boolean }> {
  const field = externalIdField(object, fieldName);
  if (Object.keys(body).some((name) => name.toLowerCase() === field.toLowerCase())) throw apiError(400, 'INVALID_FIELD', `The ${field} field should not be specified in the sobject data.`, [field]);
  return host.run({ user, kind: 'REST' }, () => {
    const recordClass = recordClassOf(object.apiName);
    const record = recordFromJson(recordClass, object, { ...body, [field]: value });
    const { id, created } = requireSuccess(dml('upsert', [record], true, field === 'Id' ? undefined : field.toLowerCase()));
    return { id: id ?? '', created };
  });
}

/** Canonical name of a field that may identify a record: Id or an external id. */
export function externalIdField(object: ObjectSchema, name: string): string {
  const field = object.fieldsByName.get(name.toLowerCase());
  if (field !== undefined && (field.isExternalId || field.type === 'id')) return field.apiName;
  throw notFound(`Provided external ID field does not exist or is not accessible: ${name}`);
}

async function readOne(host: ApiHost, user: UserContext, object: ObjectSchema, field: string, value: string, fieldList: string | undefined): Promise<unknown> {
  const names = fieldList === undefined ? await readableFields(host, user, object) : fieldList.split(',').map((name) => name.trim());
  const column = object.fieldsByName.get(field.toLowerCase());
  const isNumber = column !== undefined && ['int', 'double', 'currency', 'percent'].includes(column.type);
  const literal = isNumber ? value : `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
  const answer = await query(host, user, `SELECT ${names.join(', ')} FROM ${object.apiName} WHERE ${field} = ${literal} LIMIT 2`);
  const [record] = answer.records;
  if (record === undefined) throw notFound();
  return record;
}

/** All fields the user may read; asking for one he may not would refuse the whole query. */
async function readableFields(host: ApiHost, user: UserContext, object: ObjectSchema): Promise<string[]> {
  return host.run({ user, kind: 'REST' }, () => object.fields.filter((field) => field.type !== 'location' && host.canReadField(user, object, field)).map((field) => field.apiName));
}
