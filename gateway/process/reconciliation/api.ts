/** Process API `reconciliation`: snapshot runs. */
import type { FastifyInstance } from 'fastify';
import type { operations } from '../../contracts/generated/reconciliation.generated.ts';
import { addRoute } from '../../contracts/routes.ts';
import type { BodyOf } from '../../contracts/typed.ts';
import { Contract } from '../../contracts/validator.ts';
import { Refusal } from '../../shared/failures.ts';
import type { Authorise } from '../../shared/http.ts';
import type { Runs } from './runs.ts';

const PREFIX = '/reconciliation/v1';

export function registerRuns(server: FastifyInstance, { runs, authorise }: { readonly runs: Runs; readonly authorise: Authorise }): void {
  const contract = Contract.read('reconciliation');
  const reading = authorise('system:read');
  addRoute(server, contract, PREFIX, 'postRun', {
    before: authorise('process:write'),
    handle: async ({ body }) => ({ status: 202, body: await runs.begin((body as BodyOf<operations, 'postRun'>).locations?.map((code) => code.toUpperCase())) }),
  });
  addRoute(server, contract, PREFIX, 'getRuns', { before: reading, handle: async () => ({ status: 200, body: { runs: runs.runs } }) });
  addRoute(server, contract, PREFIX, 'getRun', {
    before: reading,
    handle: async ({ path }) => {
      const run = runs.runs.find(({ id }) => id === path['id']);
      if (run === undefined) throw new Refusal('GW-NO-RUN', `There is no run ${String(path['id'])}; the last ${String(runs.runs.length)} are kept.`, { status: 404, fields: ['id'] });
      return { status: 200, body: run };
    },
  });
}
