/** Sequences of registers in the store: moved in the transaction that takes what they tell, listed for people and for the report to the org. */
import type { GatewayStore, StoreTransaction } from '../../delivery/store.ts';
import { tell, type RegisterSequence } from './register-sequence.ts';
import type { TillNetwork } from './signature.ts';
import { registerName, type Transaction } from './transaction.ts';

/** How far a register has told. */
export interface RegisterState extends RegisterSequence {
  readonly source: string;
  readonly store: string;
  readonly register: string;
  /** Absent where numbers run on over days. */
  readonly businessDay?: string;
}

export interface SequenceCounts {
  readonly opened: number;
  readonly closed: number;
  /** Transactions that came after a later one. */
  readonly late: number;
}

interface RegisterCursor {
  readonly source: string;
  readonly store: string;
  readonly register: string;
  /** By business day; under '' where numbers run on. */
  readonly days: Readonly<Record<string, RegisterSequence>>;
  /** Days up to here that are not in `days` were forgotten. */
  readonly forgottenThrough: string;
}

const PREFIX = 'register|';
/** Where numbers of a day begin. */
const FIRST_OF_DAY = 1;
/** Whole days are kept so long, days with gaps longer: of what is told later than that, only the numbers between others can be missed. */
const WHOLE_DAYS = 14;
const MOST_DAYS = 90;

/** Moves the sequences of every register that is told of; registers in the order of their names, so that two uploads never wait for each other. */
export async function tellRegisters(store: StoreTransaction, network: TillNetwork, transactions: readonly Transaction[], nowMs: number): Promise<SequenceCounts> {
  const byName = Map.groupBy(transactions, (transaction) => `${PREFIX}${network.source}|${registerName(transaction)}`);
  const counts = { opened: 0, closed: 0, late: 0 };
  for (const name of [...byName.keys()].toSorted()) {
    const told = byName.get(name)!;
    const { store: storeCode, register } = told[0]!;
    let cursor = ((await store.cursor(name)) as RegisterCursor | undefined) ?? { source: network.source, store: storeCode, register, days: {}, forgottenThrough: '' };
    for (const transaction of told.toSorted((a, b) => a.sequence - b.sequence)) {
      const day = network.sequences === 'Continuous' ? '' : transaction.businessDay;
      const change = tell(cursor.days[day], { number: transaction.sequence, occurredAtMs: Date.parse(transaction.occurredAt), nowMs }, firstOf(day, cursor));
      counts.opened += Number(change.opened);
      counts.closed += Number(change.closed);
      counts.late += Number(change.filled);
      cursor = { ...cursor, days: { ...cursor.days, [day]: change.sequence } };
    }
    await store.moveCursor(name, withoutOldDays(cursor));
  }
  return counts;
}

function firstOf(day: string, cursor: RegisterCursor): number | undefined {
  return day === '' || day <= cursor.forgottenThrough ? undefined : FIRST_OF_DAY;
}

function withoutOldDays(cursor: RegisterCursor): RegisterCursor {
  const days = Object.keys(cursor.days).toSorted().toReversed();
  const gone = days.filter((day, age) => age >= MOST_DAYS || (age >= WHOLE_DAYS && cursor.days[day]!.missing.length === 0));
  if (gone.length === 0) return cursor;
  const kept = Object.entries(cursor.days).filter(([day]) => !gone.includes(day));
  return { ...cursor, days: Object.fromEntries(kept), forgottenThrough: gone[0]! > cursor.forgottenThrough ? gone[0]! : cursor.forgottenThrough };
}

/** Newest day first. @param storeCode only registers of this store; absent: of all */
export async function registersOf(store: Pick<GatewayStore, 'cursors'>, source: string, storeCode?: string): Promise<readonly RegisterState[]> {
  const cursors = await store.cursors(`${PREFIX}${source}|${storeCode === undefined ? '' : `${storeCode}-`}`);
  return cursors
    .map(({ value }) => value as RegisterCursor)
    // A store whose code begins like another's ("LON", "LON-01") has the other's registers under its prefix.
    .filter((cursor) => storeCode === undefined || cursor.store === storeCode)
    .flatMap(({ days, ...cursor }) => Object.entries(days).map(([day, sequence]) => ({ source: cursor.source, store: cursor.store, register: cursor.register, ...(day === '' ? {} : { businessDay: day }), ...sequence })))
    .toSorted((a, b) => (b.businessDay ?? '').localeCompare(a.businessDay ?? ''));
}

/** A stretch of transactions nobody has told yet, as the org's health page shows it. */
export interface SequenceGap {
  readonly source: string;
  /** `STORE-REGISTER` */
  readonly register: string;
  readonly businessDay?: string;
  readonly from: number;
  readonly to: number;
  /** RFC 3339 UTC. */
  readonly since: string;
}

export function gapsOf(states: readonly RegisterState[]): readonly SequenceGap[] {
  return states.flatMap((state) => state.missing.map(({ from, to, sinceMs }) => ({
    source: state.source,
    register: registerName(state),
    ...(state.businessDay === undefined ? {} : { businessDay: state.businessDay }),
    from,
    to,
    since: new Date(sinceMs).toISOString(),
  })));
}
