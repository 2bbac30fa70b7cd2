/** Work of the kind `movement`: post it to the ERP, once. */
import { oneByOne } from '../../delivery/one-by-one.ts';
import type { GatewayStore } from '../../delivery/store.ts';
import type { Outcome, WorkHandler, WorkItem } from '../../delivery/work.ts';
import type { HealthLog } from '../../health/health-log.ts';
import type { Clock } from '../../shared/clock.ts';
import { Refusal } from '../../shared/failures.ts';
import { postOnce, PostingUnsure } from '../../system/sap/post-once.ts';
import type { SapApi } from '../../system/sap/sap-api.ts';
import type { IntentRules } from '../intent/intent-rules.ts';
import type { ErpPlace } from '../intent/places.ts';
import type { MovementWork } from './write-back.ts';

export interface MovementHandlerOptions {
  readonly source: string;
  /** For example `601`. */
  readonly movementType: string;
  /** `GoodsMovementCode`, for example `03`. */
  readonly code: string;
  /** Unit of quantities; absent: SAP takes the base unit of the material. */
  readonly unit?: string;
  /** How long a posting that nobody heard the end of may still become a document; absent: as long as SAP lets one run. */
  readonly unsureSeconds?: number;
}

export interface MovementHandlerParts {
  readonly sap: SapApi;
  readonly rules: Pick<IntentRules, 'current' | 'fresh' | 'modeOf'>;
  readonly store: Pick<GatewayStore, 'transaction'>;
  readonly health: HealthLog;
  readonly clock: Clock;
}

const OWN_SOURCE = 'HOLDFAST';
const MOST_PER_BATCH = 40;
const HEADER_TEXT_LENGTH = 25;

export function movementHandler(options: MovementHandlerOptions, parts: MovementHandlerParts): WorkHandler {
  return { kind: 'movement', system: 'SAP', mostPerBatch: MOST_PER_BATCH, deliver: (items, signal) => oneByOne(items, (item) => post(options, parts, item, signal)) };
}

async function post({ source, movementType, code, unit = '', unsureSeconds }: MovementHandlerOptions, parts: MovementHandlerParts, item: WorkItem, signal: AbortSignal): Promise<Outcome> {
  const { sap, store, health, clock } = parts;
  const work = item.body as MovementWork;
  const place = await placeOf(parts, work.location);
  if (place === undefined) return { state: 'Done', effect: 'Ignored', message: `${work.location} has no ERP Plant, so the ERP keeps no stock of it.` };
  const items = work.items.map(({ sku, quantity }) => ({ material: sku, plant: place.plant, storageLocation: place.storageLocation, quantity, baseUnit: unit }));
  const postingDate = dayOf(work.fulfilledAt, place);
  const movement = { code, movementType, reference: work.reference, headerText: work.requestKey.slice(0, HEADER_TEXT_LENGTH), postingDate, items };
  const done = await postOnce({ sap, store, clock, ...(unsureSeconds === undefined ? {} : { unsureSeconds }) }, movement, signal).catch(putOff);
  if ('state' in done) return done;
  const { document, isNew } = done;
  if (isNew) health.hop(source, 'org-to-erp', Math.max(0, clock.now() - Date.parse(work.fulfilledAt)));
  return { state: 'Done', effect: isNew ? 'Posted' : 'Known', message: `${document.year}/${document.number}` };
}

/** The wait is this movement's own: others go on. */
function putOff(error: unknown): Outcome {
  if (!(error instanceof PostingUnsure)) throw error;
  return { state: 'Retry', reason: 'GW-POSTING-UNSURE', message: error.message, ...(error.retryAfterMs === undefined ? {} : { afterMs: error.retryAfterMs }) };
}

/** The day it was where the goods left: by that of UTC, an evening or a morning would be posted into another day, and at its end into another period. */
function dayOf(moment: string, { location, timeZone = 'UTC' }: ErpPlace): string {
  try {
    const parts = new Intl.DateTimeFormat('en', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).formatToParts(new Date(moment));
    return ['year', 'month', 'day'].map((name) => parts.find(({ type }) => type === name)!.value).join('-');
  } catch (error) {
    throw new Refusal('GW-TIME-ZONE', `${location} has the Time Zone "${timeZone}", which is none. Give it an IANA name, for example Europe/Paris, and re-drive.`, { cause: error });
  }
}

/** @throws Refusal: the work is dead until the org is set up for it, and is then re-driven */
async function placeOf({ rules }: MovementHandlerParts, location: string): Promise<ErpPlace | undefined> {
  await rules.current();
  // With another mode the document would count beside the fulfilment it stands for: the same goods would leave twice.
  if (rules.modeOf(OWN_SOURCE) !== 'ByReference') await rules.fresh();
  const mode = rules.modeOf(OWN_SOURCE);
  if (mode !== 'ByReference') throw new Refusal('GW-WRITE-BACK-MODE', `The source policy ${OWN_SOURCE} has the mode ${mode}; fulfilments are only posted to SAP while it is ByReference, because its documents would count a second time. Change it (Source Policy in Setup), or take writeBack out of the gateway's configuration, and re-drive.`);
  const place = (await rules.current()).places.places.find((one) => one.location === location) ?? (await rules.fresh()).places.places.find((one) => one.location === location);
  if (place?.storageLocation === '') throw new Refusal('GW-UNKNOWN-PLANT', `${location} is plant ${place.plant} as a whole; a goods issue needs a storage location. Set ERP Storage Location of ${location}, and re-drive.`);
  return place;
}
