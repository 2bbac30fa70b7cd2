/** What was handed over of reservations: read from the org in totals, told in what is new of them. */
import type { StoreTransaction } from '../../../delivery/store.ts';
import type { OrgApi } from '../org-api.ts';

/** What was handed over of one line of a reservation. */
export interface Fulfilment {
  readonly requestKey: string;
  readonly line: string;
  readonly sku: string;
  readonly location: string;
  /** `Firm`, `Cart`, `Fence`, `Quota` */
  readonly kind: string;
  /** `Pickup`, `Ship`, `Transfer` */
  readonly purpose: string;
  readonly channel: string;
  readonly orderRef: string | undefined;
  /** What was handed over since it was told the last time, in base units. */
  readonly quantity: number;
  /** All that was handed over. `requestKey`, `line`, `location` and this together name the fulfilment for ever. */
  readonly total: number;
  /** Of the total: what a till reported as its own sale. The ERP hears of that from the till. */
  readonly soldAtTill: number;
  readonly fulfilledAtMs: number;
}

export interface FulfilmentListener {
  /** Each once, also when its event came twice or never. Runs in the transaction that takes note of it, perhaps more than once. */
  fulfilled(fulfilments: readonly Fulfilment[], transaction: StoreTransaction): Promise<void>;
}

/** A line as it stands: without what was told before. */
export type FulfilledLine = Omit<Fulfilment, 'quantity'>;

const FIELDS = 'Reservation__r.Request_Key__c, Reservation__r.Kind__c, Reservation__r.Purpose__c, Reservation__r.Channel__c, Reservation__r.Order_Ref__c, Line__c, Position_Key__c, Fulfilled__c, Sold_At_Till__c, LastModifiedDate';
/** Ids of one query; its text must stay below 100,000 characters and an address below 16,000. */
const MOST_IDS = 200;
const ID = /^[a-zA-Z0-9]{18}$/;

/** @param reservationIds 18 characters each */
export async function linesOf(org: Pick<OrgApi, 'query'>, reservationIds: readonly string[], signal?: AbortSignal): Promise<readonly FulfilledLine[]> {
  const ids = [...new Set(reservationIds)].filter((id) => ID.test(id));
  const lines: FulfilledLine[] = [];
  for (let at = 0; at < ids.length; at += MOST_IDS) {
    const list = ids.slice(at, at + MOST_IDS).map((id) => `'${id}'`).join(',');
    lines.push(...(await org.query(`SELECT ${FIELDS} FROM Stock_Reservation_Line__c WHERE Reservation__c IN (${list}) AND Fulfilled__c > 0`, signal)).map(lineOf));
  }
  return lines;
}

/** Lines that changed at a moment or later. */
export async function linesSince(org: Pick<OrgApi, 'query'>, sinceMs: number, signal?: AbortSignal): Promise<readonly FulfilledLine[]> {
  const moment = new Date(sinceMs).toISOString();
  return (await org.query(`SELECT ${FIELDS} FROM Stock_Reservation_Line__c WHERE LastModifiedDate >= ${moment} AND Fulfilled__c > 0 ORDER BY LastModifiedDate, Id`, signal)).map(lineOf);
}

/** Tells listeners what is new and takes note of it. */
export async function takeNote(lines: readonly FulfilledLine[], transaction: StoreTransaction, listeners: readonly FulfilmentListener[]): Promise<void> {
  const news: Fulfilment[] = [];
  for (const line of lines) {
    const name = `fulfilled|${line.requestKey}|${line.line}|${line.location}`;
    const told = Number((await transaction.cursor(name)) ?? 0);
    if (line.total <= told) continue;
    await transaction.moveCursor(name, line.total);
    news.push({ ...line, quantity: line.total - told });
  }
  if (news.length > 0) for (const listener of listeners) await listener.fulfilled(news, transaction);
}

function lineOf(row: Readonly<Record<string, unknown>>): FulfilledLine {
  const reservation = (row['Reservation__r'] ?? {}) as Readonly<Record<string, unknown>>;
  const [sku = '', location = ''] = textOf(row['Position_Key__c']).split('|');
  const orderRef = textOf(reservation['Order_Ref__c']);
  return {
    requestKey: textOf(reservation['Request_Key__c']), line: textOf(row['Line__c']), sku, location, kind: textOf(reservation['Kind__c']), purpose: textOf(reservation['Purpose__c']), channel: textOf(reservation['Channel__c']),
    orderRef: orderRef === '' ? undefined : orderRef, total: Number(row['Fulfilled__c']), soldAtTill: Number(row['Sold_At_Till__c'] ?? 0), fulfilledAtMs: Date.parse(textOf(row['LastModifiedDate'])),
  };
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
