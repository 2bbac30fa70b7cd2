import type { WorkQuestion } from './store.ts';
import type { WorkState } from './work.ts';

/** States as literals, never as parameters: that lets a database use the index it keeps for the dead and the waiting. */
const STATES: Readonly<Record<WorkState, string>> = { Waiting: "state = 'Waiting'", Done: "state = 'Done'", Dead: "state = 'Dead'", Discarded: "state = 'Discarded'" };

/** How a database says what differs from one to the other. */
export interface Dialect {
  /** The n-th value, from 1. */
  placeholder(position: number): string;
  /** Is one of the n-th value, which is a list. */
  isOneOf(position: number, type: 'bigint' | 'text'): string;
  /** A column by which rows are told apart but not looked up: the index that begins with it holds all of a kind, and looks good to a planner without figures about its tables. */
  unindexed(column: string): string;
  /** What stands behind the first `|` of the lane: the expression that is indexed. */
  readonly locationOfLane: string;
}

type Value = string | number | readonly number[] | readonly string[];

export interface Conditions {
  readonly sql: string;
  /** In the order of their placeholders. */
  readonly values: readonly Value[];
  /** Is it to be looked up by lanes or a location, whose index a database might not take by itself? */
  readonly isByLane: boolean;
  /** Does it name few items, so that they are better looked up and sorted than met while reading all in their order? */
  readonly isNarrow: boolean;
}

/** What narrows a question down, as conditions of SQL. */
export function conditionsOf(question: WorkQuestion, { placeholder, isOneOf, unindexed, locationOfLane }: Dialect): Conditions {
  const conditions: string[] = [];
  const values: Value[] = [];
  const add = (condition: (position: number) => string, value: Value | undefined): void => {
    if (value !== undefined) conditions.push(condition(values.push(value)));
  };
  const { lanes, location, key, keys, ids } = question;
  const column = (name: string): string => (key === undefined && keys === undefined ? unindexed(name) : name);
  if (question.state !== undefined) conditions.push(STATES[question.state]);
  // The index of lanes begins with their location.
  add((at) => `${locationOfLane} ${isOneOf(at, 'text')}`, lanes === undefined ? undefined : [...new Set(lanes.map(locationOf))]);
  add((at) => `lane ${isOneOf(at, 'text')}`, lanes);
  add((at) => `${locationOfLane} = ${placeholder(at)}`, location);
  add((at) => `${column('kind')} = ${placeholder(at)}`, question.kind);
  add((at) => `${column('source')} = ${placeholder(at)}`, question.source);
  add((at) => `key = ${placeholder(at)}`, key);
  add((at) => `key ${isOneOf(at, 'text')}`, keys);
  add((at) => `reason = ${placeholder(at)}`, question.reason);
  add((at) => `id ${isOneOf(at, 'bigint')}`, ids);
  add((at) => `received_at_ms >= ${placeholder(at)}`, question.fromMs);
  add((at) => `received_at_ms < ${placeholder(at)}`, question.toMs);
  add((at) => `id > ${placeholder(at)}`, question.afterId);
  const isByLane = lanes !== undefined || location !== undefined;
  return { sql: conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`, values, isByLane, isNarrow: isByLane || keys !== undefined };
}

/** All of a lane that has no `|`, as the databases' own functions say. */
const locationOf = (lane: string): string => lane.slice(lane.indexOf('|') + 1);

/** Names that begin with a text lie from it up to here, in the order of code points: what follows is no character, so no name has it. */
export const endOfNames = (prefix: string): string => `${prefix}\u{10ffff}`;
