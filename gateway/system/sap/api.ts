/** System API `sap-stock`: documents, stock and movements of the ERP in our words, and the webhook of its doorbell. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { operations } from '../../contracts/generated/sap-stock.generated.ts';
import { addRoute } from '../../contracts/routes.ts';
import type { BodyOf } from '../../contracts/typed.ts';
import { Contract } from '../../contracts/validator.ts';
import type { GatewayStore } from '../../delivery/store.ts';
import type { Clock } from '../../shared/clock.ts';
import { Refusal, TransientFailure } from '../../shared/failures.ts';
import type { Authorise } from '../../shared/http.ts';
import { readDoorbell, type DoorbellInlet } from './doorbell.ts';
import type { SapApi } from './sap-api.ts';
import { postOnce } from './post-once.ts';

const PREFIX = '/sap-stock/v1';
const DAY_MS = 86_400_000;

export interface SapStockParts {
  readonly sap: SapApi;
  readonly store: Pick<GatewayStore, 'transaction'>;
  readonly clock: Clock;
  readonly authorise: Authorise;
}

export function registerSapStock(server: FastifyInstance, { sap, store, clock, authorise }: SapStockParts): void {
  const contract = Contract.read('sap-stock');
  const [reading, writing] = [authorise('system:read'), authorise('system:write')];
  addRoute(server, contract, PREFIX, 'getDocument', {
    before: reading,
    handle: async ({ path }) => {
      const [year, number] = [String(path['year']), String(path['number'])];
      const document = await sap.document({ year, number });
      if (document === undefined) throw new Refusal('GW-NO-DOCUMENT', `SAP has no document ${number} of ${year}, or it cannot be read yet.`, { status: 404, fields: ['number'] });
      return { status: 200, body: document };
    },
  });
  addRoute(server, contract, PREFIX, 'getDocuments', { before: reading, handle: async ({ query }) => ({ status: 200, body: { documents: await documentsOf(sap, query) } }) });
  addRoute(server, contract, PREFIX, 'getStock', {
    before: reading,
    handle: async ({ query }) => {
      const { plant, storageLocation = '', material } = query as { plant: string; storageLocation?: string; material?: string };
      return { status: 200, body: { stock: await sap.stock(plant, storageLocation, material === undefined ? undefined : [material]) } };
    },
  });
  addRoute(server, contract, PREFIX, 'postMovement', {
    before: writing,
    handle: async ({ body }) => {
      const { headerText = '', ...movement } = body as BodyOf<operations, 'postMovement'>;
      const { document, isNew } = await postOnce({ sap, store, clock }, { headerText, ...movement });
      return { status: isNew ? 201 : 200, body: document };
    },
  });
}

async function documentsOf(sap: SapApi, query: Readonly<Record<string, unknown>>) {
  const { from, to, plant, reference } = query as { from?: string; to?: string; plant?: string; reference?: string };
  if (reference !== undefined) {
    const found = await sap.documentByReference(reference);
    return found === undefined ? [] : [found];
  }
  if (from === undefined || to === undefined) throw new Refusal('GW-MALFORMED', 'Ask with from and to, or with reference.', { fields: ['from', 'to'] });
  const length = Date.parse(to) - Date.parse(from);
  if (length < 0 || length > DAY_MS) throw new Refusal('GW-MALFORMED', `From ${from} to ${to} is ${length < 0 ? 'backwards' : 'more than a day'}; ask for at most a day.`, { fields: ['to'] });
  return sap.documentsCreated(new Date(from).toISOString(), new Date(to).toISOString(), plant === undefined ? [] : [plant]);
}

/** @param token the ERP sends as `Authorization: Bearer <token>` */
export function registerDoorbell(server: FastifyInstance, { inlet, token }: { readonly inlet: DoorbellInlet; readonly token: string }): void {
  const contract = Contract.read('sap-stock');
  const expected = createHash('sha256').update(`Bearer ${token}`).digest();
  const before = async (request: FastifyRequest): Promise<void> => {
    const given = createHash('sha256').update(request.headers.authorization ?? '').digest();
    if (!timingSafeEqual(given, expected)) throw new Refusal('GW-UNAUTHORISED', 'The doorbell needs the token agreed with SAP: Authorization: Bearer <token>.', { status: 401 });
  };
  addRoute(server, contract, PREFIX, 'ringDoorbell', {
    before,
    handle: async ({ body }, _caller, request) => {
      try {
        const doorbell = readDoorbell(isStructured(request) ? body : { ...attributesOf(request), data: body });
        const [status] = await inlet.take([doorbell]);
        return { status: 200, body: { status } };
      } catch (error) {
        if (!(error instanceof Refusal)) throw new TransientFailure('The doorbell could not be stored.', { cause: error });
        inlet.refused(error);
        throw error;
      }
    },
  });
  // CloudEvents 1.0, webhooks, section 4: who wants to deliver asks first, without a token.
  server.options(`${PREFIX}/doorbell`, async (request, reply) => {
    const origin = request.headers['webhook-request-origin'];
    if (typeof origin !== 'string') throw new Refusal('GW-MALFORMED', 'The header WebHook-Request-Origin is missing.', { fields: ['WebHook-Request-Origin'] });
    return reply.status(200).headers({ 'webhook-allowed-origin': origin, 'webhook-allowed-rate': '*', allow: 'POST' }).send();
  });
}

function isStructured(request: FastifyRequest): boolean {
  return request.headers['content-type']?.startsWith('application/cloudevents') === true || request.headers['ce-type'] === undefined;
}

function attributesOf(request: FastifyRequest): Record<string, unknown> {
  return Object.fromEntries(Object.entries(request.headers).flatMap(([name, value]) => (name.startsWith('ce-') && typeof value === 'string' ? [[name.slice(3), decoded(name, value)]] : [])));
}

function decoded(name: string, value: string): string {
  try {
    return decodeURIComponent(value);
  } catch (error) {
    throw new Refusal('GW-DOORBELL', `This is no CloudEvent of a material document: its header ${name} is not percent-encoded.`, { fields: [name], cause: error });
  }
}
