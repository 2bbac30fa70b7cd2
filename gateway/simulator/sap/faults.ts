/** What goes wrong, and how often: a share of all cases, 0 never and 1 always. */
import { Refusal } from '../../shared/failures.ts';

export interface SapFaults {
  /** Doorbells that ring only after `doorbellLateMs`. */
  readonly doorbellLateShare: number;
  readonly doorbellLateMs: number;
  readonly doorbellLostShare: number;
  readonly doorbellDuplicateShare: number;
  /** Doorbells that let the next one go first. */
  readonly doorbellReorderedShare: number;
  /** Documents that show a type nobody has mapped: the first digit is a 9. */
  readonly unmappedShare: number;
  /** Documents that can be read only `commitLateMs` after the time of creation they carry. */
  readonly commitLateShare: number;
  readonly commitLateMs: number;
  /** Requests answered with `errorStatus`, before anything is done. */
  readonly errorShare: number;
  readonly errorStatus: number;
  readonly slowShare: number;
  readonly slowMs: number;
  /** Connections that break before anything is done. */
  readonly resetShare: number;
  /** Connections that break when it is done and before it is answered: a posting stands although nobody was told. */
  readonly resetAfterShare: number;
}

export const NO_FAULTS: SapFaults = {
  doorbellLateShare: 0, doorbellLateMs: 5000, doorbellLostShare: 0, doorbellDuplicateShare: 0, doorbellReorderedShare: 0, unmappedShare: 0,
  commitLateShare: 0, commitLateMs: 2000, errorShare: 0, errorStatus: 503, slowShare: 0, slowMs: 2000, resetShare: 0, resetAfterShare: 0,
};

/** Changes what is named and leaves the rest. */
export function changedFaults(faults: SapFaults, change: unknown): SapFaults {
  if (typeof change !== 'object' || change === null || Array.isArray(change)) throw new Refusal('SIM-FAULTS', 'Send a JSON object of faults.');
  for (const [name, value] of Object.entries(change)) {
    if (!(name in NO_FAULTS)) throw new Refusal('SIM-FAULTS', `There is no fault ${name}; there are ${Object.keys(NO_FAULTS).join(', ')}.`, { fields: [name] });
    const most = name.endsWith('Share') ? 1 : name === 'errorStatus' ? 599 : 3_600_000;
    if (typeof value !== 'number' || !(value >= 0 && value <= most)) throw new Refusal('SIM-FAULTS', `${name} takes a number from 0 to ${String(most)}, not ${JSON.stringify(value)}.`, { fields: [name] });
  }
  return { ...faults, ...(change as Partial<SapFaults>) };
}
