/** Tills as callers of `/pos/v1`. */
import type { FastifyRequest } from 'fastify';
import type { HealthLog } from '../../health/health-log.ts';
import type { Clock } from '../../shared/clock.ts';
import { Refusal } from '../../shared/failures.ts';
import { networkOf, type TillNetwork } from './signature.ts';

export const POS_PREFIX = '/pos/v1';

/** Who signed a request. Those who did not are counted by what was wrong. */
export function signedBy({ networks, clock, health }: { readonly networks: readonly TillNetwork[]; readonly clock: Clock; readonly health: HealthLog }): (request: FastifyRequest) => Promise<TillNetwork> {
  return async (request) => {
    const till = header(request, 'x-till');
    const content = takesBody(request) && request.rawBody !== undefined && request.rawBody.length > 0 ? request.rawBody : Buffer.from(request.url);
    try {
      return networkOf(networks, { till, signature: header(request, 'x-signature'), content }, clock.now());
    } catch (error) {
      const source = networks.find(({ network }) => network === till)?.source ?? 'UNKNOWN';
      if (error instanceof Refusal) health.count(source, error.code === 'GW-CLOCK' ? 'refused-clock' : 'refused-signature');
      throw error;
    }
  };
}

/** Where no body is looked at, a signature of one would fit every such call: whoever got hold of an upload could return quotas with it. */
function takesBody({ routeOptions: { config: { operation } } }: FastifyRequest): boolean {
  return operation !== undefined && operation.contract.operation(operation.id).body !== undefined;
}

function header(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
}

/** Counts what is turned away, by source. */
export function refusedTo({ health }: { readonly health: HealthLog }): (refusal: Refusal, network: TillNetwork) => void {
  return ({ status, code }, { source }) => {
    if (code === 'GW-BUSY') health.count(source, 'refused-busy');
    if (status === 400) health.count(source, 'refused-body');
    if (status === 409) health.count(source, 'refused-key');
  };
}
