/** What one step touched that others can see. Steps whose footprints are apart may change places without changing anything else. */
import type { LockName } from '../../data/locks.ts';

export class Footprint {
  /** Touches the clock, and with it everything. */
  isAll = false;
  readonly locks = new Set<LockName>();
  /** Tables whose committed rows were read. */
  readonly reads = new Set<string>();
  /** Tables whose rows were committed. */
  readonly writes = new Set<string>();

  isApartFrom(other: Footprint): boolean {
    if (this.isAll || other.isAll) return false;
    return this.locks.isDisjointFrom(other.locks) && this.writes.isDisjointFrom(other.reads) && other.writes.isDisjointFrom(this.reads);
  }
}

/** Events leave in the order of their commits: two transactions that publish are not apart. */
export const BUS_LOCK: LockName = '~bus';

const known = new Map<string, readonly string[]>();

/** The tables a statement of the data layer names, by the words in front of them. */
export function tablesOf(sql: string): readonly string[] {
  let tables = known.get(sql);
  if (tables === undefined) {
    tables = [...new Set(Array.from(sql.matchAll(/\b(?:FROM|JOIN|INTO|UPDATE)\s+("[^"]+"|\w+)/gi), ([, name]) => name!.toLowerCase()))];
    if (known.size > 5_000) known.clear();
    known.set(sql, tables);
  }
  return tables;
}
