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
  /** `Live` while events come as they happen. */
  readonly state: string;
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

export interface DeadQuestion {
  readonly ids?: readonly number[];
  readonly source?: string;
  /** Received in `[fromMs, toMs)`. */
  readonly fromMs?: number;
  readonly toMs?: number;
  /** Ids greater than this; pages. */
  readonly afterId?: number;
  readonly most: number;
}

/** The store's work, as health reads it. */
export interface WorkView {
  figures(): Promise<readonly WorkCount[]>;
  /** Dead work in the order of its ids. */
  dead(question: DeadQuestion): Promise<readonly DeadWork[]>;
}

/** What changes work; each answers how many items, and is harmless when repeated. */
export interface WorkChanges {
  redrive(ids: readonly number[]): Promise<number>;
  discard(ids: readonly number[]): Promise<number>;
  replay(span: { readonly source: string; readonly fromMs: number; readonly toMs: number }): Promise<number>;
}

/** `OrgApi.call`, for reports. Throws TransientFailure when there is no answer, or none but 429 and 5xx. */
export type CallOrg = (method: 'POST', path: string, body: unknown, signal?: AbortSignal) => Promise<{ readonly status: number; readonly body: unknown }>;
