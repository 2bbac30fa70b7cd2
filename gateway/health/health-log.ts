/** Where every part of the gateway says what it saw. Figures are kept by source; `health/` makes percentiles, Prometheus metrics and the report to the org of them. */

/** A way between two systems. */
export type Hop =
  | 'source-to-gateway' // happened → durable in the gateway
  | 'gateway-to-org' // durable in the gateway → the org's answer names the key
  | 'source-to-org' // happened → the org's answer names the key
  | 'erp-to-doorbell' // document created → its event reached us
  | 'doorbell-to-read' // event → document read
  | 'org-to-subscriber' // committed in the org → its event reached us
  | 'org-to-erp' // fulfilled → posted in the ERP
  | 'org-to-shop'; // committed in the org → the web shop took the news

export type Count =
  | 'received' | 'applied' | 'duplicate' | 'absorbed' | 'quarantined' | 'conflict' // what became of facts
  | 'replayed-answer' // a request was repeated and got its recorded answer
  | 'refused-signature' | 'refused-clock' | 'refused-replay' | 'refused-body' | 'refused-key' | 'refused-busy' // requests turned away
  | 'retry' | 'breaker-opened' | 'dead' | 'redriven' | 'poison-found'
  | 'sequence-gap' | 'sequence-gap-closed' | 'late' | 'unmapped'
  | 'doorbell' | 'doorbell-repeated' | 'doorbell-missed' // found by polling, never rung
  | 'snapshot' | 'snapshot-key-moved' | 'drift' | 'drift-explained'
  | 'subscription-resumed' | 'subscription-gap' | 'coalesced' | 'connection-lost';

export interface HealthLog {
  hop(source: string, hop: Hop, milliseconds: number): void;
  count(source: string, what: Count, by?: number): void;
}

export const noHealthLog: HealthLog = { hop: () => undefined, count: () => undefined };
