/** What local facts move, by intent, as docs/api/openapi.yaml says. In transit is left out: no snapshot ever holds it. */
import { exactly, type Bucket } from './evidence.ts';

type Change = readonly [Bucket, number];
type Condition = string | undefined;

const BUCKET_OF: Readonly<Record<string, Bucket>> = { sellable: 'onHand', inspection: 'inspection', damaged: 'damaged' };
const into = (usual: string) => (quantity: number, condition: Condition): readonly Change[] => of(condition ?? usual, quantity);
const outOf = (usual: string) => (quantity: number, condition: Condition): readonly Change[] => of(condition ?? usual, -quantity);
const moved = (from: Bucket, to: Bucket) => (quantity: number): readonly Change[] => [[from, -quantity], [to, quantity]];

const EFFECTS: Readonly<Record<string, (quantity: number, condition: Condition) => readonly Change[]>> = {
  StockReceived: into('sellable'), StockReturned: into('inspection'), StockAdjusted: into('sellable'), TransferReceived: into('sellable'),
  StockSold: outOf('sellable'), StockConsumed: outOf('sellable'), TransferDispatched: outOf('sellable'), ReservationFulfilled: outOf('sellable'),
  StockScrapped: outOf('damaged'), ReturnedToVendor: outOf('damaged'),
  InspectionPassed: moved('inspection', 'onHand'), InspectionFailed: moved('inspection', 'damaged'), StockBlocked: moved('onHand', 'damaged'), StockUnblocked: moved('damaged', 'onHand'),
};

function of(condition: string, change: number): readonly Change[] {
  const bucket = BUCKET_OF[condition];
  return bucket === undefined ? [] : [[bucket, exactly(change)]];
}

/** `undefined`: the intent moves no goods by itself (a snapshot, a count, a promise). */
export function localEffectOf(intent: string, quantity: number, condition: Condition): readonly Change[] | undefined {
  return EFFECTS[intent]?.(quantity, condition);
}

export const bucketOfCondition = (condition: Condition): Bucket | undefined => BUCKET_OF[condition ?? 'sellable'];
