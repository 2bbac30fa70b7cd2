/** `/pos/v1`: what tills call. Contract: gateway/contracts/pos-ingest.openapi.yaml. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { addRoute, type Answer } from '../../contracts/routes.ts';
import type { operations } from '../../contracts/generated/pos-ingest.generated.ts';
import type { BodyOf, QueryOf } from '../../contracts/typed.ts';
import { Contract, type CheckedRequest } from '../../contracts/validator.ts';
import type { GatewayStore } from '../../delivery/store.ts';
import { Refusal } from '../../shared/failures.ts';
import { POS_PREFIX, refusedTo, signedBy } from './callers.ts';
import { TillIntake } from './intake.ts';
import { readPosLog } from './poslog.ts';
import { registerPosPromises, type PosPromisesParts } from './promises.ts';
import { registersOf, type RegisterState } from './register-cursors.ts';
import type { TillNetwork } from './signature.ts';
import { checkUpload, normalised, sha256, type Transaction } from './transaction.ts';

const MOST_REGISTERS = 200;
const MOST_RANGES = 500;

export interface PosParts extends PosPromisesParts {
  readonly store: GatewayStore;
}

export function registerPos(server: FastifyInstance, parts: PosParts): void {
  const contract = Contract.read('pos-ingest');
  const intake = new TillIntake(parts);
  const signed = signedBy(parts);
  const refused = refusedTo(parts);
  const take = async (network: TillNetwork, transactions: readonly Transaction[], checked: CheckedRequest, request: FastifyRequest): Promise<Answer> => {
    const told = transactions.map(normalised);
    checkUpload(told);
    const idempotency = { key: checked.headers['Idempotency-Key'] as string, hash: sha256(request.rawBody!) };
    return { status: 202, body: await intake.accept({ network, transactions: told, idempotency }) };
  };
  addRoute(server, contract, POS_PREFIX, 'postTransactions', {
    before: signed,
    handle: (checked, network, request) => take(network, (checked.body as BodyOf<operations, 'postTransactions'>).transactions, checked, request),
    refused,
  });
  addRoute(server, contract, POS_PREFIX, 'postPosLog', {
    before: signed,
    handle: async (checked, network, request) => {
      if (request.rawBody === undefined || request.rawBody.length === 0) throw new Refusal('GW-MALFORMED', 'The body is missing.', { fields: ['the body'] });
      const upload = contract.checkRequest('postTransactions', { headers: request.headers, body: { transactions: readPosLog(request.rawBody) } });
      return take(network, (upload.body as BodyOf<operations, 'postTransactions'>).transactions, checked, request);
    },
    refused,
  });
  registerPosPromises(server, parts);
  addRoute(server, contract, POS_PREFIX, 'getRegisters', {
    before: signed,
    handle: async ({ query }, { source }) => {
      const asked = query as QueryOf<operations, 'getRegisters'>;
      const states = await registersOf(parts.store, source, asked.store.toUpperCase());
      const wanted = states.filter((state) => (asked.businessDay === undefined || state.businessDay === asked.businessDay) && (asked.missing !== true || state.missing.length > 0));
      return { status: 200, body: { registers: wanted.slice(0, MOST_REGISTERS).map(registerDay) } };
    },
  });
}

function registerDay(state: RegisterState): object {
  const { store, register, businessDay, contiguous, highest, missing, told, lastAtMs } = state;
  const ranges = missing.slice(0, MOST_RANGES).map(({ from, to }) => ({ from, to }));
  return { store, register, ...(businessDay === undefined ? {} : { businessDay }), contiguous, highest, missing: ranges, transactions: told, lastAt: new Date(lastAtMs).toISOString() };
}
