/** What can go wrong in the demo, and how each is switched. */
import type { SapFaults } from '../../gateway/simulator/sap/faults.ts';
import type { SapSimulator } from '../../gateway/simulator/sap/simulator.ts';
import type { ShopFloor } from '../../gateway/simulator/tills/shop-floor.ts';
import type { TillFaults } from '../../gateway/simulator/tills/till.ts';
import type { GatewayGroup } from '../gateway/gateway-group.ts';
import type { FaultSwitch } from './state.ts';

export interface Fault {
  readonly id: string;
  readonly label: string;
  readonly explanation: string;
  /** Resolves when it has taken effect. */
  set(isOn: boolean): Promise<void>;
}

/** Parts that can be stopped and come back as they were. */
export interface Restartable {
  stop(): Promise<void>;
  start(): Promise<void>;
}

export interface FaultParts {
  readonly sap: SapSimulator;
  readonly shopFloor: ShopFloor;
  readonly broker: Restartable;
  readonly gateways: GatewayGroup;
  readonly org: Restartable;
  /** Maps the copied movement types as an administrator would, and re-drives what waited for it. */
  mapCopiedTypes(): Promise<void>;
}

const CLOCK_SKEW_MS = 600_000;
const DOORBELL_DELAY_MS = 8_000;
const SLOW_MS = 3_000;

export function faultsOf(parts: FaultParts): readonly Fault[] {
  return [
    ...tillFaults(parts.shopFloor),
    ...sapFaults(parts),
    outage('broker', 'Message broker down', 'Doorbells wait in SAP until the queue is back.', parts.broker),
    outage('gateway', 'Gateway killed', gatewayText(parts.gateways), { stop: () => parts.gateways.killOne(), start: () => parts.gateways.start() }),
    outage('org', 'Org down', 'The gateway keeps everything in its outbox until the org answers for each key.', parts.org),
  ];
}

function gatewayText({ size }: GatewayGroup): string {
  return size === 1
    ? 'kill -9 in the middle of its work. Tills keep what was not answered; what was answered is on disk.'
    : `kill -9 of one of ${String(size)} in the middle of its work. What it had in hand the others take over when its lease ends, after ten seconds.`;
}

function tillFaults({ tills }: ShopFloor): readonly Fault[] {
  const second = tills[1]!;
  const change = (chosen: readonly (typeof tills)[number][], on: Partial<TillFaults>, off: Partial<TillFaults>) => async (isOn: boolean): Promise<void> => {
    for (const till of chosen) till.faults = { ...till.faults, ...(isOn ? on : off) };
  };
  const { store, register } = second.identity;
  return [
    { id: 'till-offline', label: `Register ${register} of ${store} offline`, explanation: 'It goes on selling and uploads everything late.', set: change([second], { isOffline: true }, { isOffline: false }) },
    { id: 'till-repeats', label: 'Tills repeat uploads', explanation: 'Answers get lost; the same sales come two and three times.', set: change(tills, { repeatedShare: 0.5, lostAnswerShare: 0.3 }, { repeatedShare: 0, lostAnswerShare: 0 }) },
    { id: 'till-gaps', label: 'Tills hold transactions back', explanation: 'Sequence numbers are missing until a later upload closes the gap.', set: change(tills, { heldBackShare: 0.5 }, { heldBackShare: 0 }) },
    { id: 'till-clock', label: `Clock of ${store} register ${register} ten minutes ahead`, explanation: 'Its signatures are refused; it keeps its sales until the clock is right.', set: change([second], { clockSkewMs: CLOCK_SKEW_MS }, { clockSkewMs: 0 }) },
  ];
}

function sapFaults({ sap, mapCopiedTypes }: FaultParts): readonly Fault[] {
  const change = (on: Partial<SapFaults>, off: Partial<SapFaults>) => async (isOn: boolean): Promise<void> => { sap.setFaults(isOn ? on : off); };
  return [
    { id: 'doorbell-lost', label: 'Doorbells lost', explanation: 'SAP posts and nobody rings: polling by creation date finds the documents.', set: change({ doorbellLostShare: 1 }, { doorbellLostShare: 0 }) },
    { id: 'doorbell-late', label: 'Doorbells late', explanation: `They ring ${String(DOORBELL_DELAY_MS / 1000)} s after the posting.`, set: change({ doorbellLateShare: 1, doorbellLateMs: DOORBELL_DELAY_MS }, { doorbellLateShare: 0 }) },
    { id: 'doorbell-disorder', label: 'Doorbells twice and out of order', explanation: 'Each counts once, whatever the order.', set: change({ doorbellDuplicateShare: 0.8, doorbellReorderedShare: 0.5 }, { doorbellDuplicateShare: 0, doorbellReorderedShare: 0 }) },
    { id: 'sap-errors', label: 'SAP answers 503', explanation: 'Documents are read again with growing pauses.', set: change({ errorShare: 0.7 }, { errorShare: 0 }) },
    { id: 'sap-slow', label: 'SAP slow', explanation: `Every answer takes ${String(SLOW_MS / 1000)} s.`, set: change({ slowShare: 1, slowMs: SLOW_MS }, { slowShare: 0 }) },
    {
      id: 'sap-unmapped', label: 'Copied movement types', explanation: 'Documents with types 9xx wait as dead letters, nothing is guessed. Off: the types are mapped and the letters re-driven.',
      set: async (isOn) => {
        sap.setFaults({ unmappedShare: isOn ? 1 : 0 });
        if (!isOn) await mapCopiedTypes();
      },
    },
  ];
}

function outage(id: string, label: string, explanation: string, part: Restartable): Fault {
  return { id, label, explanation, set: (isOn) => (isOn ? part.stop() : part.start()) };
}

/** Remembers what is on, and switches one thing at a time. */
export class FaultBoard {
  readonly #faults: readonly Fault[];
  readonly #on = new Set<string>();
  readonly #busy = new Set<string>();
  readonly #told: (fault: Fault, isOn: boolean) => void;

  constructor(faults: readonly Fault[], told: (fault: Fault, isOn: boolean) => void) {
    this.#faults = faults;
    this.#told = told;
  }

  get switches(): readonly FaultSwitch[] {
    return this.#faults.map(({ id, label, explanation }) => ({ id, label, explanation, isOn: this.#on.has(id), isBusy: this.#busy.has(id) }));
  }

  /** `false`: there is no such fault. Switching to what it is already changes nothing. */
  async switchTo(id: string, isOn: boolean): Promise<boolean> {
    const fault = this.#faults.find((one) => one.id === id);
    if (fault === undefined) return false;
    if (this.#busy.has(id) || this.#on.has(id) === isOn) return true;
    this.#busy.add(id);
    this.#told(fault, isOn);
    try {
      await fault.set(isOn);
      if (isOn) this.#on.add(id);
      else this.#on.delete(id);
    } finally {
      this.#busy.delete(id);
    }
    return true;
  }
}
