/** What gateways of a group tell by their operations API: each of what it saw itself, all of the work they share. */
import type { operations } from '../../gateway/contracts/generated/operations.generated.ts';
import type { AnswerOf } from '../../gateway/contracts/typed.ts';

export type Figures = AnswerOf<operations, 'getFigures', 200>;
export type DeadWork = AnswerOf<operations, 'findWork', 200>['items'][number];

export class Operations {
  readonly #baseUrls: () => readonly string[];
  readonly #token: string;

  /** @param baseUrls of those that run */
  constructor(baseUrls: () => readonly string[], token: string) {
    this.#baseUrls = baseUrls;
    this.#token = token;
  }

  async figures(): Promise<Figures> {
    return mergedFigures(await Promise.all(this.#baseUrls().map((url) => this.#get<Figures>(url, '/figures'))));
  }

  async dead(): Promise<readonly DeadWork[]> {
    return (await this.#get<{ items: DeadWork[] }>(this.#anyUrl, '/work?state=Dead')).items;
  }

  async redrive(ids: readonly number[]): Promise<void> {
    const answer = await fetch(`${this.#anyUrl}/operations/v1/work/redrive`, { method: 'POST', headers: { authorization: `Bearer ${this.#token}`, 'content-type': 'application/json' }, body: JSON.stringify({ ids }) });
    if (!answer.ok) throw new Error(`Re-driving failed: ${await answer.text()}`);
  }

  get #anyUrl(): string {
    const [url] = this.#baseUrls();
    if (url === undefined) throw new Error('No gateway is running.');
    return url;
  }

  async #get<T>(url: string, path: string): Promise<T> {
    const answer = await fetch(`${url}/operations/v1${path}`, { headers: { authorization: `Bearer ${this.#token}` }, signal: AbortSignal.timeout(5_000) });
    if (!answer.ok) throw new Error(`${path}: ${String(answer.status)} ${await answer.text()}`);
    return await answer.json() as T;
  }
}

/** Counts add up, and of two that measured the same way the slower one is shown. @throws Error for none */
export function mergedFigures(all: readonly Figures[]): Figures {
  const [first, ...others] = all;
  if (first === undefined) throw new Error('No gateway is running.');
  return others.reduce(merged, first);
}

function merged(one: Figures, other: Figures): Figures {
  const names = [...new Set([...one.sources, ...other.sources].map(({ source }) => source))];
  return {
    ...one,
    sources: names.map((name) => {
      const parts = [one, other].flatMap(({ sources }) => sources.filter(({ source }) => source === name));
      return { ...parts[0]!, counts: sumsOf(parts.map(({ counts }) => counts)), hops: slowest(parts.flatMap(({ hops }) => hops)) };
    }),
    breakers: [...Map.groupBy([...one.breakers, ...other.breakers], ({ system }) => system).values()].map((states) => states.find(({ state }) => state !== 'Closed') ?? states[0]!),
    subscriptions: [...one.subscriptions, ...other.subscriptions],
  };
}

function sumsOf(counts: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const [name, count] of counts.flatMap((one) => Object.entries(one))) sums[name] = (sums[name] ?? 0) + count;
  return sums;
}

type Hops = Figures['sources'][number]['hops'];

function slowest(hops: Hops): Hops {
  return [...Map.groupBy(hops, ({ hop }) => hop).values()].map((same) => ({ ...same.toSorted((a, b) => b.p95Ms - a.p95Ms)[0]!, count: same.reduce((sum, { count }) => sum + count, 0) }));
}
