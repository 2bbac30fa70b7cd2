/** Work and figures as the operations API tells them. */
import type { operations } from '../../contracts/generated/operations.generated.ts';
import type { AnswerOf } from '../../contracts/typed.ts';
import type { WorkFigure } from '../../delivery/store.ts';
import type { WorkItem } from '../../delivery/work.ts';

export type FiguresAnswer = AnswerOf<operations, 'getFigures', 200>;
type Work = AnswerOf<operations, 'findWork', 200>['items'][number];

/** What this process knows of itself; work is counted in the store. */
export type RunningFigures = Pick<FiguresAnswer, 'sources' | 'breakers' | 'subscriptions'>;

const moment = (milliseconds: number): string => new Date(milliseconds).toISOString();

export function shownWork({ id, kind, source, key, state, attempts, effect, reason, message, occurredAtMs, receivedAtMs, endedAtMs, nextAttemptAtMs }: WorkItem): Work {
  return {
    id, kind, source, key, state, attempts, occurredAt: moment(occurredAtMs), receivedAt: moment(receivedAtMs),
    ...(effect === undefined ? {} : { effect }), ...(reason === undefined ? {} : { reason }), ...(message === undefined ? {} : { message }),
    ...(endedAtMs === undefined ? {} : { endedAt: moment(endedAtMs) }), ...(state === 'Waiting' ? { nextAttemptAt: moment(nextAttemptAtMs) } : {}),
  };
}

export function shownFigure({ kind, source, state, effect, count, oldestReceivedAtMs }: WorkFigure): FiguresAnswer['work'][number] {
  return { kind, source, state, count, ...(effect === undefined ? {} : { effect }), ...(oldestReceivedAtMs === undefined ? {} : { oldestReceivedAt: moment(oldestReceivedAtMs) }) };
}
