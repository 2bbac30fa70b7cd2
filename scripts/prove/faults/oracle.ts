/** What the org must hold: computed from what tills sold and SAP posted, by the oracle of the algebra, and what it does hold, read from its rows. */
import { ledgerDifferences, query } from '../../../e2e/support/ledger-check.ts';
import { ownReference } from '../../../gateway/process/intent/own-references.ts';
import type { StoredDocument } from '../../../gateway/simulator/sap/book.ts';
import type { Transaction } from '../../../gateway/simulator/tills/till.ts';
import { imageOf } from '../retellings/algebra.ts';
import type { Fact, Mode, Telling } from '../retellings/told.ts';

export const LOCATION = 'LON-01';
export const SKUS = ['FAULT-A', 'FAULT-B', 'FAULT-C'] as const;
export const OWN_SOURCE = 'HOLDFAST';

/** Policies of the proof: tills are confirmed by SAP's sales of the day, our own hand-overs by our reference. */
const MODES: Readonly<Record<string, Mode>> = { TILL: 'ByDay', [OWN_SOURCE]: 'ByReference', SAP: 'Final', OPENING: 'Final' };

export interface HandedOver {
  readonly requestKey: string;
  readonly sku: string;
  readonly quantity: number;
}

export interface Happened {
  readonly transactions: readonly Transaction[];
  readonly documents: readonly StoredDocument[];
  readonly handedOver: readonly HandedOver[];
}

/** The reference under which the gateway posts what was handed over: one line, at once. */
const referenceOf = ({ requestKey, quantity }: HandedOver): string => ownReference([requestKey, LOCATION, `1:${String(quantity)}`].join('|'));

/** State images by position key, as they must be. */
export function expectedImages(happened: Happened): ReadonlyMap<string, string> {
  const told = [...happened.transactions.flatMap(factsOfTill), ...happened.documents.flatMap((document) => factsOfDocument(document, happened.handedOver)), ...happened.handedOver.map(factOfHandOver)];
  return new Map(SKUS.map((sku) => [`${sku}|${LOCATION}|0`, imageOf({ sku, location: LOCATION, adoptsSnapshots: false, reserved: 0 }, told, MODES)]));
}

/** Keys of everything the org must know, as its sources named it. */
export function expectedKeys(happened: Happened): ReadonlySet<string> {
  return new Set([...happened.transactions.flatMap(factsOfTill), ...happened.documents.flatMap((document) => factsOfDocument(document, happened.handedOver))].map(({ source, key }) => `${source}|${key}|0|0`));
}

function factsOfTill({ store, register, businessDay, sequence, kind, occurredAt, lines = [] }: Transaction): readonly Fact[] {
  const receipt = `${store}-${register}-${businessDay.replaceAll('-', '')}-${String(sequence)}`;
  return lines.map(({ line, sku, quantity }): Fact => ({
    kind: 'fact', source: 'TILL', key: `${receipt}-${String(line)}`, sku: sku!, location: LOCATION, intent: kind === 'Return' ? 'StockReturned' : 'StockSold', quantity: quantity * 1_000, condition: kind === 'Return' ? 'sellable' : undefined,
    occurredAt: Date.parse(occurredAt), reference: receipt, businessDay,
  }));
}

const SALES_OF_A_DAY = ['251', '252'];
/** Of the movements the proof posts: what confirms local facts under the document's reference, as the shipped map says. */
const CONFIRM_REFERENCES = ['101'];

function factsOfDocument({ year, number, items, createdAtMs, postingDate, reference, movementType }: StoredDocument, handedOver: readonly HandedOver[]): readonly Fact[] {
  const own = reference === '' ? undefined : handedOver.find((one) => referenceOf(one) === reference);
  const confirms = own !== undefined ? { reference: own.requestKey } : SALES_OF_A_DAY.includes(movementType) ? { businessDay: postingDate } : reference !== '' && CONFIRM_REFERENCES.includes(movementType) ? { reference } : undefined;
  return items.map(({ item, material, changeThousandths }): Fact => ({
    kind: 'fact', source: 'SAP', key: `${year}/${number}/${item}`, sku: material, location: LOCATION, intent: 'StockDocument', quantity: changeThousandths, condition: 'sellable', occurredAt: Math.floor(createdAtMs / 1_000) * 1_000, confirms,
  }));
}

function factOfHandOver({ requestKey, sku, quantity }: HandedOver): Telling {
  return { kind: 'fact', source: OWN_SOURCE, key: `${requestKey}|1|F`, sku, location: LOCATION, intent: 'ReservationFulfilled', quantity: quantity * 1_000, occurredAt: 0, reference: requestKey };
}

interface Address {
  readonly url: string;
  readonly token: string;
}

/** State images by position key, as the rows of the org say. */
export async function imagesOf({ url, token }: Address): Promise<ReadonlyMap<string, string>> {
  const pendings = await query({ url }, token, 'SELECT Position_Key__c, Bucket__c, Group_Key__c, Net_Out__c, Net_In__c, Net_Out_At_Count__c, Net_In_At_Count__c FROM Stock_Pending__c');
  const positions = await query({ url }, token, 'SELECT Position_Key__c, On_Hand__c, Reserved__c, Inspection__c, Damaged__c, In_Transit__c, Book__c, Book_Inspection__c, Book_Damaged__c, Book_In_Transit__c, Anchor_Key__c, Count_Key__c FROM Stock_Position__c');
  return new Map(positions.map((row) => {
    const number = (name: string, of = row): number => Number(of[name] ?? 0) + 0;
    const own = pendings.filter((pending) => pending['Position_Key__c'] === row['Position_Key__c']).map((pending) => ({
      bucket: String(pending['Bucket__c']), group: String(pending['Group_Key__c']), in: number('Net_In__c', pending), inAtCount: number('Net_In_At_Count__c', pending), out: number('Net_Out__c', pending), outAtCount: number('Net_Out_At_Count__c', pending),
    })).filter((pending) => pending.in !== 0 || pending.out !== 0 || pending.inAtCount !== 0 || pending.outAtCount !== 0).toSorted((a, b) => (`${a.bucket} ${a.group}` < `${b.bucket} ${b.group}` ? -1 : 1));
    const image = {
      // The proof takes no snapshots and counts nothing: whatever else stands here is wrong.
      anchor: row['Anchor_Key__c'] ?? null,
      book: { damaged: number('Book_Damaged__c'), inTransit: number('Book_In_Transit__c'), inspection: number('Book_Inspection__c'), onHand: number('Book__c') },
      buckets: { damaged: number('Damaged__c'), inTransit: number('In_Transit__c'), inspection: number('Inspection__c'), onHand: number('On_Hand__c') },
      count: row['Count_Key__c'] ?? null, key: String(row['Position_Key__c']), pending: own, reserved: number('Reserved__c'),
    };
    return [image.key, JSON.stringify(image)];
  }));
}

/** Every way in which the org is not what it must be; none: nothing was lost and nothing counts twice. */
export async function differences(org: Address, happened: Happened): Promise<readonly string[]> {
  const [expected, images] = [expectedImages(happened), await imagesOf(org)];
  const wrong = [...expected].flatMap(([key, image]) => (images.get(key) === image ? [] : [`${key}: the org has ${images.get(key) ?? 'nothing'}, it must be ${image}`]));
  const entries = new Set((await query({ url: org.url }, org.token, "SELECT Entry_Key__c FROM Stock_Entry__c WHERE Source__c IN ('TILL', 'SAP')")).map((row) => String(row['Entry_Key__c'])));
  const keys = expectedKeys(happened);
  const missing = [...keys].filter((key) => !entries.has(key));
  const unposted = happened.handedOver.map((one) => ({ one, times: happened.documents.filter(({ reference }) => reference === referenceOf(one)).length })).filter(({ times }) => times !== 1);
  const foreign = [...entries].filter((key) => !keys.has(key));
  return [
    ...wrong, ...(missing.length === 0 ? [] : [`${String(missing.length)} facts are not in the ledger, the first is ${missing[0]!}`]), ...(foreign.length === 0 ? [] : [`${String(foreign.length)} entries that nobody told, the first is ${foreign[0]!}`]),
    ...unposted.map(({ one, times }) => `${one.requestKey} was handed over once and stands in SAP ${String(times)} times`),
    ...(await ledgerDifferences({ url: org.url }, org.token)),
  ];
}
