/** What health asks of the rest of the gateway. The host hands in the store, the dispatcher, the subscriptions; their shapes fit. */

/** Of `GatewayStore.figures`. */
export interface WorkCount {
  readonly kind: string;
  readonly source: string;
  readonly state: string;
  readonly count: number;
  /** Of what waits: when the oldest was received. */
  readonly oldestReceivedAtMs: number | undefined;
}

/** Of `GatewayStore.find`. */
export interface DeadWork {
  readonly id: number;
  readonly kind: string;
  readonly source: string;
  readonly key: string;
  readonly lane: string;
  readonly occurredAtMs: number;
  readonly receivedAtMs: number;
  readonly reason: string | undefined;
  readonly message: string | undefined;
}

export interface BreakerState {
  /** System that calls go to. */
  readonly system: string;
  readonly state: 'Closed' | 'HalfOpen' | 'Open';
  readonly sinceMs: number;
}

export interface SubscriptionState {
  readonly topic: string;
  /** Replay position up to which everything is durable here; absent before the first. */
  readonly position?: string;
  /** Events behind the newest, where the other side tells. */
  readonly lagEvents?: number;
  readonly state: 'Live' | 'Connecting' | 'CatchingUp' | 'Stopped';
  readonly lastEventAtMs?: number;
}

/** Numbers of a register that are missing. */
export interface SequenceGap {
  readonly source: string;
  readonly register: string;
  /** `2026-11-21`, where numbers begin anew every day. */
  readonly businessDay?: string;
  readonly from: number;
  readonly to: number;
  readonly sinceMs: number;
}

export interface RegisterProgress {
  readonly source: string;
  readonly register: string;
  readonly businessDay?: string;
  /** Everything up to this number has come. */
  readonly contiguous: number;
  readonly last: number;
  readonly openGaps: number;
  readonly lastEventAtMs: number;
}

export interface DriftCase {
  /** The same as long as it is the same gap between the ERP and the ledger. */
  readonly key: string;
  readonly sku: string;
  readonly location: string;
  /** What the ERP has, less what the ledger has. */
  readonly quantity: number;
  readonly driftClass: 'Late' | 'Lost' | 'Duplicate' | 'OutOfOrder' | 'WrongMapping' | 'TrueLoss';
  readonly firstDiverging?: { readonly key: string; readonly atMs: number };
  readonly explanation: string;
  /** It is over; told until the org has taken it. */
  readonly explained: boolean;
}

export interface WorkFilter {
  readonly ids?: readonly number[];
  readonly source?: string;
  readonly reason?: string;
  /** Received in `[fromMs, toMs)`. */
  readonly fromMs?: number;
  readonly toMs?: number;
}

/** What people ask for. Each answers how much work it changed, and is harmless when repeated. */
export interface Operations {
  /** Dead work waits again. */
  redrive(filter: WorkFilter): Promise<number>;
  /** Dead work is given up. */
  discard(filter: WorkFilter): Promise<number>;
  /** Work of a time range is delivered again, whatever became of it. */
  replay(filter: WorkFilter): Promise<number>;
}
