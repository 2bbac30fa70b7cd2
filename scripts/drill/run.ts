/** Plays an hour against an org: every call at its moment, every client patient, the org killed once in the middle. */
import type { RunningOrg } from '../../e2e/support/running-org.ts';
import { pause, sendUntilAnswered, type Attempts, type Org } from './client.ts';
import type { Call, Fact, Hour, Order } from './plan.ts';

export interface RunOptions {
  readonly hour: Hour;
  /** Real seconds for the hour. */
  readonly seconds: number;
  /** Minute at which the org is killed and started again; none: never. */
  readonly crashMinute: number | undefined;
  restart(): Promise<RunningOrg>;
  tell(line: string): void;
}

/** What became of one order. */
export interface OrderOutcome {
  readonly order: Order;
  readonly minute: number;
  readonly isQueued: boolean;
  readonly attempts: Attempts;
  readonly status: string | undefined;
  readonly granted: number;
}

export interface Outcome {
  readonly orders: readonly OrderOutcome[];
  readonly facts: readonly { readonly fact: Fact; readonly attempts: Attempts; readonly effect: string | undefined }[];
  /** From the kill until the org was ready again; none without a crash. */
  readonly downMs: number | undefined;
}

interface ReservationAnswer {
  readonly results: readonly { readonly status: string; readonly lines?: readonly { readonly granted: number }[] }[];
}

interface FactAnswer {
  readonly results: readonly { readonly key: string; readonly effect: string }[];
}

/** After the hour clients go on asking for so long. */
const GRACE_MS = 60_000;
/** A shop that was told Queued asks again for the decision. */
const ASK_AGAIN_MS = 250;

export async function runHour(org: Org, { hour, seconds, crashMinute, restart, tell }: RunOptions): Promise<Outcome> {
  const orders: OrderOutcome[] = [];
  const facts: { fact: Fact; attempts: Attempts; effect: string | undefined }[] = [];
  const started = performance.now();
  const realMs = (minute: number): number => (minute / 60) * seconds * 1_000;
  const giveUpAt = started + realMs(60) + GRACE_MS;
  const play = async (call: Call): Promise<void> => {
    if (call.kind === 'order') orders.push(await order(org, call, giveUpAt));
    else if (call.kind === 'release') {
      await sendUntilAnswered(org, `/reservations/${encodeURIComponent(call.requestKey)}/release`, {}, giveUpAt);
    } else facts.push(...(await factsTold(org, call.facts, giveUpAt)));
  };
  let downMs: number | undefined;
  const crash = crashMinute === undefined ? Promise.resolve() : crashAt(realMs(crashMinute));
  const running: Promise<void>[] = [];
  let minutesTold = 0;
  for (const call of [...hour.calls].sort((one, other) => sentAt(one) - sentAt(other))) {
    await pause(started + realMs(sentAt(call)) - performance.now());
    running.push(play(call));
    if (sentAt(call) >= minutesTold + 10) {
      minutesTold += 10;
      tell(`minute ${String(minutesTold)}: ${String(orders.length)} orders and ${String(facts.length)} facts answered`);
    }
  }
  await Promise.all([...running, crash]);
  return { orders, facts, downMs };

  async function crashAt(ms: number): Promise<void> {
    await pause(ms);
    tell('the org is killed');
    const killed = performance.now();
    const again = await restart();
    Object.assign(org, { url: again.url, token: await again.token() });
    downMs = performance.now() - killed;
    tell(`the org is back after ${(downMs / 1_000).toFixed(1)} s`);
  }
}

const sentAt = (call: Call): number => (call.kind === 'facts' ? call.heldUntilMinute ?? call.minute : call.minute);

async function order(org: Org, { order: asked, minute, isQueued }: Extract<Call, { kind: 'order' }>, giveUpAt: number): Promise<OrderOutcome> {
  const started = performance.now();
  let attempts = await sendUntilAnswered(org, isQueued ? '/reservations?mode=async' : '/reservations', asked, giveUpAt);
  if (attempts.answer?.status === 202) {
    await pause(ASK_AGAIN_MS);
    const decided = await sendUntilAnswered(org, '/reservations', asked, giveUpAt);
    attempts = { answer: decided.answer, busy: attempts.busy + decided.busy, silent: attempts.silent + decided.silent, ms: performance.now() - started };
  }
  const result = attempts.answer?.status === 200 ? (attempts.answer.body as ReservationAnswer).results[0] : undefined;
  return { order: asked, minute, isQueued, attempts, status: result?.status, granted: (result?.lines ?? []).reduce((sum, { granted }) => sum + granted, 0) };
}

/** Facts are told until they are answered: they have happened. */
async function factsTold(org: Org, facts: readonly Fact[], giveUpAt: number): Promise<{ fact: Fact; attempts: Attempts; effect: string | undefined }[]> {
  const attempts = await sendUntilAnswered(org, '/events', { events: facts.map((fact) => ({ ...fact, occurredAt: new Date().toISOString() })) }, giveUpAt);
  const results = attempts.answer?.status === 200 ? (attempts.answer.body as FactAnswer).results : [];
  return facts.map((fact, index) => ({ fact, attempts, effect: results[index]?.effect }));
}
