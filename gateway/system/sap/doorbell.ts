/** Where every doorbell of the ERP ends, whichever way it rang: a document that is to be read, stored before the sender is told so. */
import type { GatewayStore } from '../../delivery/store.ts';
import type { NewWork } from '../../delivery/work.ts';
import type { HealthLog } from '../../health/health-log.ts';
import type { Clock } from '../../shared/clock.ts';
import { messageOf, Refusal } from '../../shared/failures.ts';
import type { Log } from '../../shared/log.ts';
import { documentLane, type DocumentWork } from './document-work.ts';
import type { DocumentNumber } from './sap-api.ts';

/** The event of S/4HANA that a goods movement was posted; it carries the number of the document, nothing of what moved. */
export const DOCUMENT_CREATED = 'sap.s4.beh.materialdocument.v1.MaterialDocument.Created.v1';

export type DoorbellAnswer = 'Stored' | 'Repeated' | 'Ignored';

export interface Doorbell extends DocumentNumber {
  /** When the ERP says it happened; `undefined` when it does not. */
  readonly rungAtMs: number | undefined;
}

export interface DoorbellParts {
  /** As the org knows the ERP, for example `SAP`. */
  readonly source: string;
  readonly store: GatewayStore;
  readonly health: HealthLog;
  readonly clock: Clock;
  readonly log: Log;
}

export class DoorbellInlet {
  readonly #parts: DoorbellParts;

  constructor(parts: DoorbellParts) {
    this.#parts = parts;
  }

  /**
   * Stores the documents of all of these in one transaction; when it resolves they survive a power cut.
   * @param doorbells as {@link readDoorbell} answered them; `undefined`: nothing that moves stock
   */
  async take(doorbells: readonly (Doorbell | undefined)[]): Promise<readonly DoorbellAnswer[]> {
    const { store, health, source, clock } = this.#parts;
    const heard = doorbells.filter((one) => one !== undefined);
    const receivedAtMs = clock.now();
    const isNew = heard.length === 0 ? [] : await store.transaction((transaction) => transaction.append(heard.map((doorbell) => this.#workOf(doorbell, receivedAtMs))));
    for (const { rungAtMs } of heard) {
      health.count(source, 'doorbell');
      if (rungAtMs !== undefined) health.hop(source, 'erp-to-doorbell', Math.max(0, receivedAtMs - rungAtMs));
    }
    const repeated = isNew.filter((one) => !one).length;
    if (repeated > 0) health.count(source, 'doorbell-repeated', repeated);
    let index = -1;
    return doorbells.map((one) => {
      if (one === undefined) return 'Ignored';
      index += 1;
      return isNew[index] === true ? 'Stored' : 'Repeated';
    });
  }

  /** A message that is no doorbell: it is counted and told, and will not become one. */
  refused(refusal: Refusal): void {
    this.#parts.health.count(this.#parts.source, 'refused-body');
    this.#parts.log.write('warn', 'doorbell-refused', { source: this.#parts.source, code: refusal.code, message: refusal.message });
  }

  #workOf({ year, number, rungAtMs }: Doorbell, receivedAtMs: number): NewWork {
    const body: DocumentWork = { year, number };
    return { kind: 'document', source: this.#parts.source, key: documentLane(body), lane: documentLane(body), body, occurredAtMs: rungAtMs ?? receivedAtMs, receivedAtMs };
  }
}

/**
 * Reads a CloudEvent (JSON).
 * @returns `undefined` for an event of another type
 * @throws Refusal GW-DOORBELL
 */
export function readDoorbell(event: unknown): Doorbell | undefined {
  const { specversion, type, id, source, time, data } = fieldsOf(event, 'the event');
  for (const [name, value] of Object.entries({ specversion, type, id, source })) if (typeof value !== 'string' || value === '') throw notADoorbell(`its attribute ${name} is missing`, name);
  if (specversion !== '1.0') throw notADoorbell(`its specversion is ${JSON.stringify(specversion)}, and 1.0 is read here`, 'specversion');
  if (type !== DOCUMENT_CREATED) return undefined;
  const { MaterialDocumentYear: year, MaterialDocument: number } = fieldsOf(data, 'data');
  if (typeof year !== 'string' || !/^\d{4}$/.test(year)) throw notADoorbell(`MaterialDocumentYear is ${JSON.stringify(year)}, not four digits`, 'data.MaterialDocumentYear');
  if (typeof number !== 'string' || !/^[A-Za-z0-9]{1,10}$/.test(number)) throw notADoorbell(`MaterialDocument is ${JSON.stringify(number)}, not a number of up to ten characters`, 'data.MaterialDocument');
  const rungAtMs = typeof time === 'string' ? Date.parse(time) : Number.NaN;
  return { year, number, rungAtMs: Number.isNaN(rungAtMs) ? undefined : rungAtMs };
}

/** Reads the text of a CloudEvent in structured mode, or, with its attributes beside it, of the data of one in binary mode. */
export function readDoorbellText(text: string, attributes?: Readonly<Record<string, unknown>>): Doorbell | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw notADoorbell(`it is not JSON (${messageOf(error)})`, 'the message');
  }
  return readDoorbell(attributes === undefined ? parsed : { ...attributes, data: parsed });
}

function fieldsOf(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw notADoorbell(`${what} is no object`, what);
  return value as Readonly<Record<string, unknown>>;
}

function notADoorbell(why: string, field: string): Refusal {
  return new Refusal('GW-DOORBELL', `This is no CloudEvent of a material document: ${why}.`, { fields: [field] });
}
