/** What tests of this folder share: a store in a folder of its own, health that is counted, time that is told. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openSqliteStore } from '../../../delivery/store-sqlite.ts';
import type { GatewayStore } from '../../../delivery/store.ts';
import type { HealthLog } from '../../../health/health-log.ts';
import { systemClock } from '../../../shared/clock.ts';
import { silentLog } from '../../../shared/log.ts';
import type { Clock } from '../../../shared/clock.ts';
import { DoorbellInlet } from '../doorbell.ts';

export class CountingHealth implements HealthLog {
  readonly counts: Record<string, number> = {};
  readonly hops: string[] = [];

  hop(_source: string, hop: string): void {
    this.hops.push(hop);
  }

  count(_source: string, what: string, by = 1): void {
    this.counts[what] = (this.counts[what] ?? 0) + by;
  }
}

export interface TestParts {
  readonly source: 'SAP';
  readonly store: GatewayStore;
  readonly health: CountingHealth;
  readonly clock: Clock;
  readonly log: typeof silentLog;
  close(): Promise<void>;
}

export function testParts(clock: Clock = systemClock): TestParts {
  const folder = mkdtempSync(path.join(tmpdir(), 'holdfast-sap-'));
  const store = openSqliteStore({ file: path.join(folder, 'gateway.db'), clock, isDurable: false });
  return {
    source: 'SAP', store, health: new CountingHealth(), clock, log: silentLog,
    close: async () => {
      await store.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** Looks until it is so. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => { setTimeout(resolve, 10); });
}

/** An inlet whose store fails as often as it is told to. */
export function failingInlet(parts: TestParts, fails: () => boolean | Promise<boolean>): DoorbellInlet {
  const store: GatewayStore = Object.assign(Object.create(parts.store) as GatewayStore, {
    transaction: (async (work) => {
      if (await fails()) throw new Error('the disk is full');
      return parts.store.transaction(work);
    }) satisfies GatewayStore['transaction'],
  });
  return new DoorbellInlet({ ...parts, store });
}

/** As the ERP does: what was not acknowledged rings again. */
export async function ringUntilHeard(ring: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      await ring();
      return;
    } catch {
      await new Promise((resolve) => { setTimeout(resolve, 50); });
    }
  }
}
