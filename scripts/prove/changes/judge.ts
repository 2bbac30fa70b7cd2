/** What must be true of a reader's copy once everything is settled, whatever happened meanwhile. */
import type { Kernel } from '../../../local-org/runtime/scheduler/kernel.ts';
import type { ChangeReader } from './reader.ts';

export type FeedViolation = 'change missed' | 'told what never was' | 'version left out' | 'feed refused';

const THOUSANDTHS = 1000;

export function judgeFeed(kernel: Kernel, reader: ChangeReader): ReadonlySet<FeedViolation> {
  const violations = new Set<FeedViolation>();
  if (reader.isStuck) violations.add('feed refused');
  const history = balancesByVersion(kernel);
  for (const { key, version, onHand, reserved } of reader.told) {
    const then = history.get(key)?.get(version);
    // Also of what was rolled back or lost in a crash: its version is another change's by now, or nobody's.
    if (then?.onHand !== onHand * THOUSANDTHS || then.reserved !== reserved * THOUSANDTHS) violations.add('told what never was');
  }
  for (const [key, version, onHand, reserved] of kernel.world.committed('SELECT position_key__c, version__c, on_hand__c, reserved__c FROM stock_position__c')) {
    const copy = reader.copy.get(String(key));
    const isTrue = copy !== undefined && copy.version === Number(version) && copy.onHand * THOUSANDTHS === Number(onHand) && copy.reserved * THOUSANDTHS === Number(reserved);
    if (!isTrue) violations.add('change missed');
    // Steps of one: a reader knows by the version how many changes it has not seen.
    const versions = [...(history.get(String(key))?.keys() ?? [])];
    if (versions.some((each, index) => each !== index + 1) || versions.length !== Number(version)) violations.add('version left out');
  }
  return violations;
}

interface Balances {
  readonly onHand: number;
  readonly reserved: number;
}

/** By position: what each of its versions stood for, summed from the ledger. */
function balancesByVersion(kernel: Kernel): ReadonlyMap<string, ReadonlyMap<number, Balances>> {
  const history = new Map<string, Map<number, Balances>>();
  const changes = kernel.world.committed(`SELECT position_key__c, position_version__c, SUM(on_hand_change__c), SUM(reserved_change__c) FROM stock_entry__c WHERE position_version__c > 0 GROUP BY 1, 2 ORDER BY 1, 2`);
  for (const [position, version, onHandChange, reservedChange] of changes) {
    const versions = history.get(String(position)) ?? new Map<number, Balances>();
    const before = [...versions.values()].at(-1) ?? { onHand: 0, reserved: 0 };
    history.set(String(position), versions.set(Number(version), { onHand: before.onHand + Number(onHandChange), reserved: before.reserved + Number(reservedChange) }));
  }
  return history;
}
