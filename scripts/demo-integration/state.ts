/** What the demo's screen shows; page.js draws it. */

export type Tone = 'good' | 'warn' | 'bad';

export interface Stop {
  readonly state: 'running' | 'troubled' | 'down';
  readonly figures: readonly { readonly label: string; readonly value: string | number; readonly tone?: Tone }[];
}

export interface FaultSwitch {
  readonly id: string;
  readonly label: string;
  readonly explanation: string;
  readonly isOn: boolean;
  /** It is being switched. */
  readonly isBusy: boolean;
}

export interface PositionState {
  readonly sku: string;
  readonly location: string;
  /** What is on the shelf: opening stock, receipts and sales as they happened, told or not. */
  readonly truth: number;
  /** The org's figures; absent while it does not answer. */
  readonly onHand?: number;
  readonly pending?: number;
  readonly sapBook: number;
  readonly verdict: string;
  readonly tone: Tone;
}

export interface Lag {
  readonly source: string;
  readonly hop: string;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
}

export interface Happening {
  readonly atMs: number;
  readonly text: string;
  readonly tone?: Tone;
}

export interface DemoState {
  readonly summary: string;
  readonly consoleUrl: string;
  readonly tills: Stop;
  readonly gateway: Stop;
  readonly org: Stop;
  readonly sap: Stop;
  readonly faults: readonly FaultSwitch[];
  readonly positions: readonly PositionState[];
  readonly lags: readonly Lag[];
  readonly found: readonly { readonly text: string; readonly tone: Tone }[];
  /** Newest first. */
  readonly happenings: readonly Happening[];
}
