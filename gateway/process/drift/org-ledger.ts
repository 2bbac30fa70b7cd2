/** The org's ledger of a position, as `GET /positions?explain=true` tells it, and how facts of its sources are grouped. */
import { TransientFailure } from '../../shared/failures.ts';
import type { OrgApi } from '../../system/salesforce/org-api.ts';
import type { Bucket } from './evidence.ts';
import type { Place } from './sources.ts';

export interface LedgerEntry {
  readonly source: string;
  /** As the source named it; a reservation's has its line and leg behind it. */
  readonly key: string;
  readonly intent: string;
  readonly outcome: string;
  readonly quantity: number;
  readonly occurredAtMs: number;
  readonly appliedAtMs: number;
  readonly changes: Readonly<Record<Bucket, number>>;
  readonly reference: string | undefined;
}

interface ToldEntry {
  readonly key: string;
  readonly intent: string;
  readonly outcome: string;
  readonly quantity: number;
  readonly occurredAt: string;
  readonly appliedAt: string;
  readonly onHandChange?: number;
  readonly inspectionChange?: number;
  readonly damagedChange?: number;
  readonly reference?: string;
}

interface Explained {
  readonly items: readonly { readonly entries?: readonly ToldEntry[] }[];
  readonly nextCursor?: string;
}

/** Entries applied since a moment, newest first. A position nobody told anything about has none. */
export async function ledgerOf(org: Pick<OrgApi, 'call'>, { sku, location }: Place, sinceMs: number): Promise<readonly LedgerEntry[]> {
  const entries: LedgerEntry[] = [];
  for (let cursor: string | undefined = ''; cursor !== undefined;) {
    const page: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const { status, body } = await org.call('GET', `/positions?sku=${encodeURIComponent(sku)}&location=${encodeURIComponent(location)}&explain=true${page}`);
    if (status === 404) return entries;
    if (status !== 200) throw new TransientFailure(`The org did not explain ${sku} at ${location}: it answered ${String(status)}.`);
    const { items, nextCursor } = body as Explained;
    const told = (items[0]?.entries ?? []).map(entryOf);
    entries.push(...told);
    const oldest = told.at(-1);
    cursor = oldest === undefined || oldest.appliedAtMs < sinceMs ? undefined : nextCursor;
  }
  return entries.filter(({ appliedAtMs }) => appliedAtMs >= sinceMs);
}

function entryOf({ key, intent, outcome, quantity, occurredAt, appliedAt, onHandChange = 0, inspectionChange = 0, damagedChange = 0, reference }: ToldEntry): LedgerEntry {
  const end = key.indexOf('|');
  return {
    source: key.slice(0, end), key: key.slice(end + 1).replace(/\|0\|0$/, ''), intent, outcome, quantity, occurredAtMs: Date.parse(occurredAt), appliedAtMs: Date.parse(appliedAt),
    changes: { onHand: onHandChange, inspection: inspectionChange, damaged: damagedChange }, reference,
  };
}

export interface SourcePolicy {
  readonly mode: 'Final' | 'ByReference' | 'ByDay';
  readonly expectedHours: number;
}

const USUAL_HOURS = 48;

export type Policies = (source: string) => SourcePolicy;

export async function policiesOf(org: Pick<OrgApi, 'query'>): Promise<Policies> {
  const rows = await org.query('SELECT Source__c, Mode__c, Expected_Hours__c FROM Source_Policy__mdt');
  const policies = new Map(rows.map((row) => [String(row['Source__c']), { mode: row['Mode__c'] as SourcePolicy['mode'], expectedHours: Number(row['Expected_Hours__c'] ?? USUAL_HOURS) }]));
  const usual = policies.get('Default') ?? { mode: 'Final', expectedHours: USUAL_HOURS };
  return (source) => policies.get(source) ?? usual;
}
