/**
 * Tells the org every few seconds how the gateway does, and does what people ask for in the answers. Only what changed since the last report that the org
 * took is told; a report that is lost, or taken twice, does no harm, because each tells how things are and not what happened.
 */
import { messageOf, TransientFailure } from '../shared/failures.ts';
import type { Clock } from '../shared/clock.ts';
import type { Log } from '../shared/log.ts';
import { settle, type Command, type Settlement } from './commands.ts';
import type { Figures } from './figures.ts';
import type { BreakerState, CallOrg, DriftCase, RegisterProgress, SequenceGap, SubscriptionState, WorkChanges, WorkView } from './ports.ts';
import { breakerEntry, deadEntry, driftEntry, gapEntry, moment, outcomeText, part, registerEntry, sourceEntries, subscriptionEntry, type Entry } from './report-body.ts';
import { ToldEntries } from './told-entries.ts';
import { ToldGaps } from './told-gaps.ts';

export interface ReporterParts {
  /** Name of this process, and of those that share its store. */
  readonly gateway: string;
  readonly group: string;
  readonly callOrg: CallOrg;
  readonly figures: Figures;
  readonly work: WorkView;
  readonly changes: WorkChanges;
  readonly clock: Clock;
  readonly log: Log;
  readonly breakers?: () => readonly BreakerState[];
  readonly subscriptions?: () => readonly SubscriptionState[];
  readonly gaps?: () => Promise<readonly SequenceGap[]>;
  readonly registers?: () => Promise<readonly RegisterProgress[]>;
  /** Open cases, and for some days explained ones. */
  readonly drift?: () => Promise<readonly DriftCase[]>;
  readonly everyMs?: number;
}

const EVERY_MS = 5_000;
const LONGEST_PAUSE_MS = 60_000;
/** Everything is told anew this often, so that what the org lost comes back. */
const TELL_ALL_MS = 10 * 60_000;
const REGISTER_MS = 60_000;
const MOST_NAMES = 50;
const MOST_ROWS = 200;
const MOST_GAPS = 500;
/** More dead letters than these are counted, not listed. */
const MOST_PAGES = 10;
/** The org takes 1 MB at once. What has long texts may have so much of it; everything else together is less than the rest. What does not fit is told next time. */
const DEAD_BYTES = 400_000;
const DRIFT_BYTES = 200_000;
const LAST_ID = 999_999_999_999_999;
const LONGEST_NAME = 80;
const PATH = '/integration/report';

export class Reporter {
  readonly #parts: ReporterParts;
  readonly #told = new ToldEntries();
  readonly #toldGaps = new ToldGaps();
  readonly #settlements = new Map<string, Settlement>();
  readonly #running = new Set<string>();
  /** Commands are done one after the other, in the order in which they were asked. */
  #lastCommand: Promise<void> = Promise.resolve();
  #toldAllAtMs = -Infinity;
  /** The next page of dead letters: how many came before it, and after which number it begins. */
  #deadPage = { number: 0, after: 0 };
  #failures = 0;
  #lastTakenAtMs: number | undefined;

  constructor(parts: ReporterParts) {
    this.#parts = parts;
  }

  /** When the org last took a report; `undefined`: never. */
  get lastTakenAtMs(): number | undefined {
    return this.#lastTakenAtMs;
  }

  /** Reports until the signal is aborted. Never throws: a gateway works without being seen. */
  async run(signal: AbortSignal): Promise<void> {
    const { clock, everyMs = EVERY_MS } = this.#parts;
    while (!signal.aborted) {
      await this.reportOnce(signal);
      await clock.sleep(Math.min(everyMs * 2 ** Math.min(this.#failures, 10), LONGEST_PAUSE_MS), signal);
    }
    await this.commandsEnded();
  }

  /** Resolves once every command that was taken has been done. */
  async commandsEnded(): Promise<void> {
    await this.#lastCommand;
  }

  /** One report, and what it was answered with. */
  async reportOnce(signal?: AbortSignal): Promise<void> {
    try {
      const report = await this.#next();
      await this.#send(report, signal);
      if (this.#failures > 0) this.#parts.log.write('info', 'report-taken-again', { failures: this.#failures });
      this.#failures = 0;
    } catch (error) {
      if (signal?.aborted === true) return;
      this.#failures += 1;
      // Once, not every five seconds of an outage.
      if (this.#failures === 1) this.#parts.log.write(error instanceof TransientFailure ? 'warn' : 'error', 'report-not-taken', { message: messageOf(error) });
    }
  }

  async #next(): Promise<Report> {
    const { clock, figures, work, breakers, subscriptions, gaps, registers, drift } = this.#parts;
    const now = clock.now();
    if (now - this.#toldAllAtMs >= TELL_ALL_MS) {
      this.#told.forget();
      this.#toldAllAtMs = now;
    }
    const openGaps = gaps === undefined ? undefined : (await gaps()).map(gapEntry);
    const sections = new Map<string, readonly Entry[]>([
      ['sources', this.#told.changed('sources', sourceEntries(figures.sources(), await work.figures()).slice(0, MOST_NAMES), ['source'])],
      ['subscriptions', this.#told.changed('subscriptions', (subscriptions?.() ?? []).slice(0, MOST_NAMES).map(subscriptionEntry), ['topic'])],
      ['breakers', this.#told.changed('breakers', (breakers?.() ?? []).slice(0, MOST_NAMES).map(breakerEntry), ['system'])],
      ['registers', this.#told.changed('registers', ((await registers?.()) ?? []).map(registerEntry), ['source', 'register'], { nowMs: now, atMostEveryMs: REGISTER_MS }).slice(0, MOST_ROWS)],
      ['drift', fitting(this.#told.changed('drift', ((await drift?.()) ?? []).map(driftEntry), ['key']).slice(0, MOST_ROWS), DRIFT_BYTES)],
    ]);
    return { sections, whole: new Map([...this.#gapList(openGaps), ...(await this.#deadLetters())]), settled: [...this.#settlements.keys()] };
  }

  /** The list as a whole: what it does not name is closed. Of a longer one, what is over is named. */
  #gapList(gaps: readonly Entry[] | undefined): Map<string, WholeList> {
    if (gaps === undefined) return new Map();
    const { entries, isComplete, isUrgent, took } = this.#toldGaps.next(gaps, MOST_GAPS);
    if (!isUrgent && !this.#told.isOther('gaps', gaps)) return new Map();
    return new Map([['gaps', { fields: { gaps: entries, gapsComplete: isComplete }, told: gaps, took }]]);
  }

  /** One page of dead letters, with the range of numbers that it speaks of. */
  async #deadLetters(): Promise<Map<string, WholeList>> {
    const { number, after: first } = this.#deadPage;
    const next = (await this.#parts.work.dead({ afterId: first, most: MOST_ROWS })).map(deadEntry);
    const page = fitting(next, DEAD_BYTES);
    const isLast = page.length === next.length && next.length < MOST_ROWS;
    const through = isLast ? LAST_ID : Number(page.at(-1)!['id']);
    this.#deadPage = isLast || number + 1 >= MOST_PAGES ? { number: 0, after: 0 } : { number: number + 1, after: through };
    const name = `dead ${String(first)}`;
    if (!this.#told.isOther(name, page)) return new Map();
    return new Map([[name, { fields: { deadLetters: page, deadLetterRange: { after: first, through } }, told: page }]]);
  }

  async #send(report: Report, signal: AbortSignal | undefined): Promise<void> {
    const left = new Set([...report.sections.keys(), ...report.whole.keys(), 'settled']);
    for (;;) {
      const { status, body } = await this.#parts.callOrg('POST', PATH, this.#body(report, left), signal);
      if (status === 200) {
        this.#took(report, left, body);
        return;
      }
      const refused = refusedPart(body, left);
      if (status !== 400 || refused === undefined) throw new Error(`The org answered ${String(status)} to a report: ${JSON.stringify(body)?.slice(0, 500) ?? 'nothing'}`);
      // One part that the org does not take must not keep everything else from being seen.
      this.#parts.log.write('error', 'report-part-refused', { part: refused, message: firstMessageOf(body) });
      left.delete(refused);
      if (refused === 'settled') this.#settlements.clear();
    }
  }

  #body({ sections, whole, settled }: Report, left: ReadonlySet<string>): Entry {
    const { gateway, group, clock, figures } = this.#parts;
    const lists = [...sections].filter(([name, entries]) => left.has(name) && entries.length > 0);
    const settledEntries = settled.flatMap((id) => {
      const settlement = this.#settlements.get(id);
      return settlement === undefined ? [] : [{ id, outcome: outcomeText(settlement.outcome), failed: settlement.failed }];
    });
    return {
      gateway: part(gateway, LONGEST_NAME),
      group: part(group, LONGEST_NAME),
      at: moment(clock.now()),
      windowMinutes: figures.windowMinutes,
      ...Object.fromEntries(lists),
      ...Object.assign({}, ...[...whole].filter(([name]) => left.has(name)).map(([, { fields }]) => fields)) as Entry,
      ...(left.has('settled') && settledEntries.length > 0 ? { settled: settledEntries.slice(0, 100) } : {}),
    };
  }

  /** The org has it: remember what was told, forget what is settled, begin what is asked. */
  #took({ sections, whole, settled }: Report, left: ReadonlySet<string>, answer: unknown): void {
    const now = this.#parts.clock.now();
    this.#lastTakenAtMs = now;
    for (const [name, entries] of sections) this.#told.took(name, entries, now);
    for (const [name, { told, took }] of whole) {
      this.#told.tookWhole(name, told);
      if (left.has(name)) took?.();
    }
    if (left.has('settled')) for (const id of settled.slice(0, 100)) this.#settlements.delete(id);
    for (const command of commandsOf(answer)) this.#begin(command);
  }

  #begin(command: Command): void {
    if (this.#running.has(command.id) || this.#settlements.has(command.id)) return;
    const { work, changes, log } = this.#parts;
    this.#running.add(command.id);
    this.#lastCommand = this.#lastCommand.then(async () => {
      log.write('info', 'command-begun', { command: command.id, kind: command.kind });
      const settlement = await settle(command, work, changes);
      log.write(settlement.failed === true ? 'error' : 'info', 'command-ended', { command: command.id, outcome: settlement.outcome });
      this.#settlements.set(command.id, settlement);
      this.#running.delete(command.id);
    });
  }
}

interface WholeList {
  readonly fields: Entry;
  readonly told: readonly Entry[];
  /** The org has it. */
  readonly took?: () => void;
}

interface Report {
  /** Lists of what changed, by the name of their field. */
  readonly sections: ReadonlyMap<string, readonly Entry[]>;
  /** Lists that speak of everything there is. */
  readonly whole: ReadonlyMap<string, WholeList>;
  readonly settled: readonly string[];
}

/** As many of the first entries as have so many bytes together; one at least. */
function fitting(entries: readonly Entry[], mostBytes: number): readonly Entry[] {
  let bytes = 0;
  const over = entries.findIndex((entry) => (bytes += Buffer.byteLength(JSON.stringify(entry)) + 1) > mostBytes);
  return over < 0 ? entries : entries.slice(0, Math.max(over, 1));
}

/** Which part of a report an error names: `deadLetters[3].key` is the page of dead letters. */
function refusedPart(body: unknown, left: ReadonlySet<string>): string | undefined {
  const [error] = Array.isArray(body) ? (body as readonly unknown[]) : [];
  const fields = (error as { readonly fields?: unknown } | undefined)?.fields;
  const field = Array.isArray(fields) ? /^[A-Za-z]+/.exec(String(fields[0]))?.[0] : undefined;
  const name = field === 'gapsComplete' ? 'gaps' : field;
  return [...left].find((one) => one === name || (one.startsWith('dead ') && (name === 'deadLetters' || name === 'deadLetterRange')));
}

function firstMessageOf(body: unknown): string {
  const [error] = Array.isArray(body) ? (body as readonly { readonly message?: unknown }[]) : [];
  return typeof error?.message === 'string' ? error.message : JSON.stringify(body) ?? '';
}

function commandsOf(answer: unknown): readonly Command[] {
  const commands = (answer as { readonly commands?: unknown } | null)?.commands;
  return Array.isArray(commands) ? (commands as readonly Command[]) : [];
}
