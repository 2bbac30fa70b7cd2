import type { WorkQuestion } from './store.ts';
import type { WorkState } from './work.ts';

/** States as literals, never as parameters: that lets a database use the index it keeps for the dead and the waiting. */
const STATES: Readonly<Record<WorkState, string>> = { Waiting: "state = 'Waiting'", Done: "state = 'Done'", Dead: "state = 'Dead'", Discarded: "state = 'Discarded'" };

/** What narrows a question down, as conditions of SQL with their values in order. @param placeholder of the n-th value, from 1; `ids` is the one of a list of numbers */
export function conditionsOf(question: WorkQuestion, placeholder: (position: number) => string, ids: (position: number) => string): { readonly sql: string; readonly values: readonly (string | number | readonly number[])[] } {
  const conditions: string[] = [];
  const values: (string | number | readonly number[])[] = [];
  const add = (condition: (position: number) => string, value: string | number | readonly number[] | undefined): void => {
    if (value !== undefined) conditions.push(condition(values.push(value)));
  };
  if (question.state !== undefined) conditions.push(STATES[question.state]);
  add((at) => `kind = ${placeholder(at)}`, question.kind);
  add((at) => `source = ${placeholder(at)}`, question.source);
  add((at) => `key = ${placeholder(at)}`, question.key);
  add((at) => `reason = ${placeholder(at)}`, question.reason);
  add((at) => `id ${ids(at)}`, question.ids);
  add((at) => `received_at_ms >= ${placeholder(at)}`, question.fromMs);
  add((at) => `received_at_ms < ${placeholder(at)}`, question.toMs);
  add((at) => `id > ${placeholder(at)}`, question.afterId);
  return { sql: conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`, values };
}
