/** A material document → facts, one per item. All of it or nothing: a document of which a part is not understood waits as a whole. */
import type { IgnoredItem, MappedDocument } from '../../system/sap/document-handler.ts';
import type { Fact } from '../../system/salesforce/org-api.ts';
import type { MaterialDocument, MaterialDocumentItem } from '../../system/sap/sap-api.ts';
import { conditionOf, IN_TRANSIT, signOf, type MovementMap, type MovementRule } from './movement-map.ts';
import type { Places } from './places.ts';

/** How the org nets the facts of a source against documents. */
export type SourceMode = 'Final' | 'ByReference' | 'ByDay';

export interface MappingRules {
  readonly source: string;
  readonly movements: MovementMap;
  readonly places: Places;
  /** Mode of the source policy of the tills. */
  readonly tillMode: SourceMode;
}

export const DOCUMENT_INTENT = 'StockDocument';
/** `STORE-REGISTER-YYYYMMDD-SEQUENCE`, which is longer than a reference can be. */
const RECEIPT = /^[A-Za-z0-9_.]+-[A-Za-z0-9_.]+-\d{8}-\d+$/;

type ItemAnswer = { readonly facts: readonly Fact[] } | { readonly ignored: string } | { readonly reason: 'GW-UNMAPPED' | 'GW-UNKNOWN-PLANT'; readonly message: string };

/**
 * @param ownRequestKey the request behind the document's reference, when it is one of ours
 * @param cancelled the document that this one cancels: it says what was confirmed, whatever day and reference the cancellation was posted under
 */
export function mapDocument(document: MaterialDocument, rules: MappingRules, ownRequestKey?: string, cancelled?: MaterialDocument): MappedDocument {
  const facts: Fact[] = [];
  const ignored: IgnoredItem[] = [];
  for (const item of document.items) {
    const answer = mapItem(document, item, rules, { ownRequestKey, cancelled });
    if ('reason' in answer) return { reason: answer.reason, message: `Document ${document.number} of ${document.year}, item ${item.item}: ${answer.message}` };
    if ('ignored' in answer) ignored.push({ item: item.item, why: answer.ignored });
    else facts.push(...answer.facts);
  }
  return { facts, ignored };
}

interface Known {
  readonly ownRequestKey: string | undefined;
  readonly cancelled: MaterialDocument | undefined;
}

function mapItem(document: MaterialDocument, item: MaterialDocumentItem, rules: MappingRules, known: Known): ItemAnswer {
  const place = rules.places.locationOf(item.plant, item.storageLocation);
  if ('foreign' in place) return { ignored: place.foreign };
  if (item.specialStockType !== undefined) return { ignored: `special stock ${item.specialStockType} is not ours` };
  const rule = rules.movements.ruleOf(item.movementType, item.stockType);
  if (rule === undefined) return { reason: 'GW-UNMAPPED', message: unmappedText(item, rules.movements) };
  const sign = signOf(rule.direction, item.isAutomatic);
  if (sign === 0 || item.quantity === 0) return { ignored: `${rule.label} moves nothing of ours` };
  const condition = conditionOf(rule, item.stockType);
  if (condition === undefined) return { reason: 'GW-UNMAPPED', message: unmappedText(item, rules.movements) };
  if ('unknown' in place) return { reason: 'GW-UNKNOWN-PLANT', message: place.unknown };
  const fact = factOf({ document, item, rules, rule, known, location: place.location, condition, quantity: sign * item.quantity });
  return withTransit(fact, document, item, rules);
}

/** The receipt of a stock transport order takes goods out of transit, and the document has no item for it: the map says so by a rule for stock type 06 beside the general one. */
function withTransit(fact: Fact, document: MaterialDocument, item: MaterialDocumentItem, { movements, places }: MappingRules): ItemAnswer {
  const rule = movements.ruleOf(item.movementType, IN_TRANSIT);
  const isTold = document.items.some((other) => other.material === item.material && other.stockType === IN_TRANSIT && other.movementType === item.movementType);
  if (item.issuingOrReceivingPlant === undefined || rule?.stockType === undefined || movements.generalRuleOf(item.movementType) === undefined || isTold) return { facts: [fact] };
  const place = places.locationOf(item.plant, '');
  if (!('location' in place)) return { reason: 'GW-UNKNOWN-PLANT', message: 'unknown' in place ? place.unknown : place.foreign };
  const transit: Fact = { ...fact, key: `${fact.key}/T`, location: place.location, condition: conditionOf(rule, IN_TRANSIT) ?? 'transit', quantity: signOf(rule.direction, false) * item.quantity, reason: `${item.movementType} ${rule.label}` };
  return { facts: [fact, transit] };
}

function factOf({ document, item, rules, rule, known, location, condition, quantity }: {
  document: MaterialDocument; item: MaterialDocumentItem; rules: MappingRules; rule: MovementRule; known: Known; location: string; condition: string; quantity: number;
}): Fact {
  const reference = document.reference ?? document.headerText;
  const confirms = linkOf(item, confirmedBy(known.cancelled ?? document, rule, rules.tillMode, known.ownRequestKey), known);
  return {
    key: `${document.year}/${document.number}/${item.item}`, intent: DOCUMENT_INTENT, sku: item.material.toUpperCase(), location, quantity, condition, occurredAt: document.createdAt, source: rules.source,
    businessDay: document.postingDate, reason: `${item.movementType} ${rule.label}`, ...(reference === undefined ? {} : { reference }), ...(confirms === undefined ? {} : { confirms }),
  };
}

/** A cancellation may be posted on another day than what it cancels: of which day it takes back is known only with that. */
function linkOf(item: MaterialDocumentItem, confirmed: Fact['confirms'], { cancelled }: Known): Fact['confirms'] {
  if (confirmed === undefined || item.reverses === undefined) return confirmed;
  return cancelled !== undefined || 'reference' in confirmed ? { ...confirmed, takesBack: true } : confirmed;
}

/** The local facts a document stands for. What we posted ourselves stands for the request that was fulfilled, whatever the map says of its type. */
function confirmedBy(document: MaterialDocument, rule: MovementRule, tillMode: SourceMode, ownRequestKey: string | undefined): Fact['confirms'] {
  if (ownRequestKey !== undefined) return { reference: ownRequestKey };
  if (rule.confirms === 'None') return undefined;
  if (rule.confirms === 'BusinessDay' && tillMode === 'ByDay') return { businessDay: document.postingDate };
  if (rule.confirms === 'BusinessDay' && tillMode === 'Final') return undefined;
  const receipt = document.headerText !== undefined && RECEIPT.test(document.headerText) ? document.headerText : undefined;
  const reference = rule.confirms === 'BusinessDay' ? (receipt ?? document.reference) : document.reference;
  return reference === undefined ? undefined : { reference };
}

function unmappedText({ movementType, stockType }: MaterialDocumentItem, movements: MovementMap): string {
  const what = movements.knows(movementType) ? `stock type ${stockType || '(none)'} of movement type ${movementType}` : `movement type ${movementType}`;
  return `${what} is not in the movement map. Say in Setup (Movement Map) what it does, and re-drive; nothing of the document counts until then.`;
}
