/** Process API `reconciliation`: the cases of drift. */
import type { FastifyInstance } from 'fastify';
import type { operations } from '../../contracts/generated/reconciliation.generated.ts';
import { addRoute } from '../../contracts/routes.ts';
import type { AnswerOf } from '../../contracts/typed.ts';
import { Contract } from '../../contracts/validator.ts';
import type { Authorise } from '../../shared/http.ts';
import type { DriftCase } from './cases.ts';
import type { DriftCheck } from './drift-check.ts';

type ShownCase = AnswerOf<operations, 'getDrift', 200>['cases'][number];

export function registerDrift(server: FastifyInstance, { check, authorise }: { readonly check: Pick<DriftCheck, 'cases'>; readonly authorise: Authorise }): void {
  addRoute(server, Contract.read('reconciliation'), '/reconciliation/v1', 'getDrift', {
    before: authorise('system:read'),
    handle: async ({ query }) => {
      const { explained, location } = query as { readonly explained?: boolean; readonly location?: string };
      const cases = (await check.cases()).filter((one) => (explained === undefined || one.explained === explained) && (location === undefined || one.location === location.toUpperCase()));
      return { status: 200, body: { cases: cases.toSorted((a, b) => a.firstDiverging.atMs - b.firstDiverging.atMs).map(shown) } };
    },
  });
}

function shown({ foundAtMs, explainedAtMs, firstDiverging: { atMs, ...event }, alternatives, ...rest }: DriftCase): ShownCase {
  return { ...rest, alternatives: [...alternatives], firstDiverging: { ...event, at: moment(atMs) }, foundAt: moment(foundAtMs), ...(explainedAtMs === undefined ? {} : { explainedAt: moment(explainedAtMs) }) };
}

const moment = (milliseconds: number): string => new Date(milliseconds).toISOString();
