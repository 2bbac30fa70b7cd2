/** The gateway's figures as its operations API tells them. */
import type { operations } from '../../gateway/contracts/generated/operations.generated.ts';
import type { AnswerOf } from '../../gateway/contracts/typed.ts';

export type Figures = AnswerOf<operations, 'getFigures', 200>;
export type DeadWork = AnswerOf<operations, 'findWork', 200>['items'][number];

export class Operations {
  readonly #baseUrl: () => string;
  readonly #token: string;

  constructor(baseUrl: () => string, token: string) {
    this.#baseUrl = baseUrl;
    this.#token = token;
  }

  figures(): Promise<Figures> {
    return this.#get<Figures>('/figures');
  }

  async dead(): Promise<readonly DeadWork[]> {
    return (await this.#get<{ items: DeadWork[] }>('/work?state=Dead')).items;
  }

  async redrive(ids: readonly number[]): Promise<void> {
    const answer = await fetch(`${this.#baseUrl()}/operations/v1/work/redrive`, { method: 'POST', headers: { authorization: `Bearer ${this.#token}`, 'content-type': 'application/json' }, body: JSON.stringify({ ids }) });
    if (!answer.ok) throw new Error(`Re-driving failed: ${await answer.text()}`);
  }

  async #get<T>(path: string): Promise<T> {
    const answer = await fetch(`${this.#baseUrl()}/operations/v1${path}`, { headers: { authorization: `Bearer ${this.#token}` }, signal: AbortSignal.timeout(5_000) });
    if (!answer.ok) throw new Error(`${path}: ${String(answer.status)} ${await answer.text()}`);
    return await answer.json() as T;
  }
}
