/** One shopper or till: sends a call until the org has answered it, with the same keys each time, as every client of the API should. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

export interface Attempts {
  answer: Answer | undefined;
  /** Told to come again: the org or a row was too busy. */
  busy: number;
  /** No answer at all: the org was down, or too slow for the client. */
  silent: number;
  /** From the first sending to the answer. */
  ms: number;
}

const PATIENCE_MS = 10_000;
const PAUSE_WHEN_SILENT_MS = 500;

export interface Org {
  url: string;
  token: string;
}

/** @param org read again before every attempt, since the org may come back elsewhere @param giveUpAt moment of `performance.now()` */
export async function sendUntilAnswered(org: Org, path: string, body: unknown, giveUpAt: number): Promise<Attempts> {
  const started = performance.now();
  const attempts: Attempts = { answer: undefined, busy: 0, silent: 0, ms: 0 };
  const text = JSON.stringify(body);
  while (attempts.answer === undefined && performance.now() < giveUpAt) {
    try {
      const response = await fetch(`${org.url}/services/apexrest/holdfast/v1${path}`, {
        method: 'POST', headers: { authorization: `Bearer ${org.token}`, 'content-type': 'application/json' }, body: text, signal: AbortSignal.timeout(PATIENCE_MS),
      });
      const answered = await response.text();
      if (response.status === 503 || response.status === 429) {
        attempts.busy += 1;
        await pause(Number(response.headers.get('retry-after') ?? 1) * 1_000);
      } else {
        attempts.answer = { status: response.status, body: answered === '' ? undefined : JSON.parse(answered) };
      }
    } catch {
      // Refused, cut off or timed out: what became of the call is not known, and the same keys make it harmless to ask again.
      attempts.silent += 1;
      await pause(PAUSE_WHEN_SILENT_MS);
    }
  }
  attempts.ms = performance.now() - started;
  return attempts;
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => { setTimeout(resolve, Math.max(ms, 0)); });
}
