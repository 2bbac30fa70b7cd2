/** `/operations/v1`: figures, and work that somebody must look at. */
import type { FastifyInstance } from 'fastify';
import type { operations } from '../../contracts/generated/operations.generated.ts';
import { addRoute, type Answer, type Route } from '../../contracts/routes.ts';
import type { BodyOf, QueryOf } from '../../contracts/typed.ts';
import { Contract } from '../../contracts/validator.ts';
import type { GatewayStore, WorkQuestion } from '../../delivery/store.ts';
import type { WorkKind } from '../../delivery/work.ts';
import type { Clock } from '../../shared/clock.ts';
import { Refusal } from '../../shared/failures.ts';
import type { Authorise, Scope } from '../../shared/http.ts';
import { shownFigure, shownWork, type RunningFigures } from './shapes.ts';

/** What changes work; answers how many items. */
export interface WorkOperations {
  redrive(ids: readonly number[]): Promise<number>;
  discard(ids: readonly number[]): Promise<number>;
  replay(span: { readonly source: string; readonly kind?: WorkKind; readonly fromMs: number; readonly toMs: number }): Promise<number>;
}

export interface OperationsParts {
  readonly store: Pick<GatewayStore, 'find' | 'figures'>;
  readonly work: WorkOperations;
  readonly figures: () => RunningFigures;
  readonly authorise: Authorise;
  readonly clock: Clock;
}

type Id = keyof operations;
const PREFIX = '/operations/v1';
const MOST_PER_PAGE = 200;

export function registerOperations(server: FastifyInstance, parts: OperationsParts): void {
  const contract = Contract.read('operations');
  const add = (id: Id, scope: Scope, handle: Route<void>['handle']): void => { addRoute(server, contract, PREFIX, id, { before: parts.authorise(scope), handle }); };
  const { store, work } = parts;
  add('getFigures', 'operations:read', async () => ok({ at: new Date(parts.clock.now()).toISOString(), ...parts.figures(), work: (await store.figures()).map(shownFigure) }));
  add('findWork', 'operations:read', async ({ query }) => {
    const items = await store.find({ ...questionOf(query), most: MOST_PER_PAGE });
    const last = items.length === MOST_PER_PAGE ? items.at(-1) : undefined;
    return ok({ items: items.map(shownWork), ...(last === undefined ? {} : { nextAfterId: last.id }) });
  });
  add('getWork', 'operations:read', async ({ path }) => {
    const [item] = await store.find({ ids: [path['id'] as number], most: 1 });
    if (item === undefined) throw new Refusal('GW-UNKNOWN-WORK', `There is no work ${String(path['id'])}; done work is forgotten after some days.`, { status: 404 });
    return ok({ ...shownWork(item), body: item.body });
  });
  add('redriveWork', 'operations:write', async ({ body }) => ok({ changed: await work.redrive((body as BodyOf<operations, 'redriveWork'>).ids) }));
  add('discardWork', 'operations:write', async ({ body }) => ok({ changed: await work.discard((body as BodyOf<operations, 'discardWork'>).ids) }));
  add('replayWork', 'operations:write', async ({ body }) => {
    const { source, kind, from, to } = body as BodyOf<operations, 'replayWork'>;
    const [fromMs, toMs] = [Date.parse(from), Date.parse(to)];
    if (toMs <= fromMs) throw new Refusal('GW-MALFORMED', `to is ${to}; it must be later than from, ${from}.`, { fields: ['to'] });
    return ok({ changed: await work.replay({ source, fromMs, toMs, ...(kind === undefined ? {} : { kind: kindOf(kind) }) }) });
  });
}

const ok = (body: unknown): Answer => ({ status: 200, body });

/** The pattern of the contract knows the kinds; its types do not. */
const kindOf = (kind: string): WorkKind => kind as WorkKind;

function questionOf({ state, kind, source, key, from, to, afterId }: QueryOf<operations, 'findWork'>): Omit<WorkQuestion, 'most'> {
  return {
    ...(state === undefined ? {} : { state }), ...(kind === undefined ? {} : { kind: kindOf(kind) }), ...(source === undefined ? {} : { source }), ...(key === undefined ? {} : { key }),
    ...(from === undefined ? {} : { fromMs: Date.parse(from) }), ...(to === undefined ? {} : { toMs: Date.parse(to) }), ...(afterId === undefined ? {} : { afterId }),
  };
}
