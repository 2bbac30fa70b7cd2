/**
 * ARTS POSLog 6 as transactions of tills. What a document holds beyond goods (tenders, taxes, totals) is passed over; a transaction without goods still tells its
 * sequence number. What is not read (stored value sold, layaway, orders to deliver) is refused by name when it moves goods.
 */
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { shown } from '../../contracts/problem.ts';
import { messageOf, Refusal } from '../../shared/failures.ts';
import type { TransactionLine } from './transaction.ts';

const MOST_LEVELS = 32;
/** Elements that may stand several times; the parser makes a list of them also when there is one. */
const LISTS = new Set(['Transaction', 'LineItem', 'POSIdentity', 'TransactionLink']);
/** Attributes stand beside elements, under their names with this before them. */
const ATTRIBUTE = '@';
const VOIDING_LINKS = new Set(['PostVoid', 'PostVoided', 'Void', 'Voided']);
/** Transactions beside RetailTransaction that move goods; all others only have a number. */
const MOVING_GOODS = /^(Inventory\w*|CustomerOrder\w*)Transaction$/;
/** Units of measure that stand for no pieces: UN/ECE recommendation 20, and what tills in the field write instead. */
const MEASURES = new Set(['KGM', 'KG', 'GRM', 'GR', 'G', 'LBR', 'LB', 'ONZ', 'OZ', 'LTR', 'LT', 'L', 'MLT', 'ML', 'CLT', 'GLL', 'GLI', 'GAL', 'GA', 'PTI', 'PT', 'QTI', 'QT', 'MTR', 'MR', 'M', 'CMT', 'CM', 'MMT', 'MM', 'FOT', 'FT', 'INH', 'IN', 'YRD', 'YD', 'MTK', 'FTK', 'MTQ', 'FTQ']);

type Element = Readonly<Record<string, unknown>>;

/** Checks of fields are left to the contract, which the result is held against. Throws Refusal GW-MALFORMED. */
export function readPosLog(body: Buffer): readonly unknown[] {
  const document = parse(textOf(body));
  const root = child(document, 'POSLog');
  if (root === undefined) throw malformed('POSLog', `The document is ${Object.keys(document).find((name) => name !== '?xml') ?? 'empty'}; a POSLog was expected.`);
  const transactions = list(root, 'Transaction');
  if (transactions.length === 0) throw malformed('POSLog.Transaction', 'The POSLog has no Transaction.');
  return transactions.map((transaction, index) => transactionOf(transaction, `Transaction[${String(index)}]`));
}

function textOf(body: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch (error) {
    throw new Refusal('GW-MALFORMED', 'The document is not UTF-8.', { cause: error });
  }
}

function parse(text: string): Element {
  // A document type is the only door to entities of its own, and thereby to a small document that grows without end. Its name cannot be spelt otherwise.
  if (/<!(DOCTYPE|ENTITY)/i.test(text)) throw malformed('DOCTYPE', 'The document has a document type (DOCTYPE) or entities of its own; send it without.');
  checkDepth(text);
  const valid = XMLValidator.validate(text);
  if (valid !== true) throw malformed('the body', `The document is not well-formed XML: ${valid.err.msg} (line ${String(valid.err.line)}).`);
  const parser = new XMLParser({
    ignoreAttributes: false, attributeNamePrefix: ATTRIBUTE, removeNSPrefix: true, parseTagValue: false, parseAttributeValue: false, trimValues: true, isArray: (name) => LISTS.has(name),
  });
  try {
    return parser.parse(text) as Element;
  } catch (error) {
    throw malformed('the body', `The document cannot be read: ${messageOf(error)}.`);
  }
}

/** What stands between these is no tag; a tag's own end may stand in quotes, which only makes it look longer. */
const PASSED_OVER = [['<!--', '-->'], ['<![CDATA[', ']]>'], ['<?', '?>']] as const;

/** Before the parser builds a tree: how deep tags stand in each other. One pass; what has no end is left to the check of form. */
function checkDepth(text: string): void {
  let depth = 0;
  for (let at = text.indexOf('<'); at >= 0;) {
    const [, ending] = PASSED_OVER.find(([beginning]) => text.startsWith(beginning, at)) ?? ['<', '>'];
    const end = text.indexOf(ending, at);
    if (end < 0) return;
    if (ending === '>' && text[end - 1] !== '/') depth += text[at + 1] === '/' ? -1 : 1;
    if (depth > MOST_LEVELS) throw malformed('the body', `The document is nested deeper than ${String(MOST_LEVELS)} elements.`);
    at = text.indexOf('<', end);
  }
}

function transactionOf(element: Element, at: string): unknown {
  const moving = Object.keys(element).find((name) => MOVING_GOODS.test(name));
  if (moving !== undefined) throw malformed(`${at}.${moving}`, `${at} is ${/^[AEIOU]/.test(moving) ? 'an' : 'a'} ${moving}; RetailTransactions are read, what else moves goods is told in its own way.`);
  const retail = only(element, 'RetailTransaction', at);
  const store = storeOf(element);
  const actor = text(element, 'OperatorID');
  const head = {
    store,
    register: text(element, 'WorkstationID'),
    businessDay: text(element, 'BusinessDayDate'),
    sequence: numberIn(text(element, 'SequenceNumber')),
    occurredAt: text(element, 'EndDateTime') ?? text(element, 'BeginDateTime'),
    ...(actor === undefined ? {} : { actor }),
  };
  if (retail === undefined || isNothingDone(element, retail, at)) return { ...head, kind: 'NoSale' };
  const items = list(retail, 'LineItem').map((line, index) => ({ line, place: `${at}.LineItem[${String(index)}]` }));
  const kept = items.filter(({ line, place }) => !isTrue(line, 'VoidFlag', place));
  const lines = kept.flatMap(({ line, place }) => linesOf(line, place));
  const voided = list(retail, 'TransactionLink').find((link) => VOIDING_LINKS.has(attribute(link, 'ReasonCode') ?? ''));
  if (voided !== undefined) {
    const voids = voidedBy(voided, head.store, at);
    // Taken for a void of nothing, it would leave the goods sold.
    if (lines.length === 0 && (items.length === 0 || kept.length < items.length)) throw malformed(`${at}.LineItem`, `${at} takes back a transaction and has no lines; tell its lines as they were, without VoidFlag.`);
    return { ...head, kind: 'Void', voids, lines };
  }
  if (lines.length === 0) return { ...head, kind: 'NoSale' };
  return { ...head, kind: lines.every(({ kind }) => kind === 'Return') ? 'Return' : 'Sale', lines };
}

function storeOf(element: Element): string | undefined {
  return text(element, 'RetailStoreID') ?? text(child(element, 'BusinessUnit') ?? {}, 'UnitID');
}

/** Cancelled before payment, suspended, or done for training: nobody took goods along. */
function isNothingDone(element: Element, retail: Element, at: string): boolean {
  const status = attribute(retail, 'TransactionStatus') ?? '';
  return isTrue(element, 'CancelFlag', at) || isTrue(element, 'TrainingModeFlag', at) || ['Voided', 'Suspended', 'SuspendedDeleted', 'Failed'].includes(status);
}

function voidedBy(link: Element, store: string | undefined, at: string): unknown {
  const otherStore = storeOf(link);
  if (otherStore !== undefined && otherStore.toUpperCase() !== store?.toUpperCase()) throw malformed(`${at}.TransactionLink.RetailStoreID`, `${at} takes back a transaction of ${otherStore}; a till takes back those of its own store.`);
  const register = text(link, 'WorkstationID');
  return { ...(register === undefined ? {} : { register }), businessDay: text(link, 'BusinessDayDate'), sequence: numberIn(text(link, 'SequenceNumber')) };
}

type Line = Partial<TransactionLine> & { readonly kind: NonNullable<TransactionLine['kind']> };

/** What is sold in other ways than over the counter is not guessed at. */
const NOT_READ = ['SaleForDelivery', 'SaleForPickup', 'PreviousLayaway', 'Layaway', 'CustomerOrderForDelivery', 'CustomerOrderForPickup', 'PreviousCustomerOrder'] as const;

function linesOf(line: Element, at: string): readonly Line[] {
  const refused = NOT_READ.find((name) => line[name] !== undefined);
  if (refused !== undefined) throw malformed(`${at}.${refused}`, `${at} is a ${refused}; Sale and Return are read, other ways of selling go through the order.`);
  const [sale, returned] = [only(line, 'Sale', at), only(line, 'Return', at)];
  if (sale !== undefined && returned !== undefined) throw malformed(at, `${at} is a Sale and a Return; give each a line of its own.`);
  for (const name of ['Sale', 'Return']) if (line[name] === '') throw malformed(`${at}.${name}`, `${at}.${name} is empty.`);
  const item = sale ?? returned;
  if (item === undefined || isService(item)) return [];
  const quantity = quantityOf(item, at);
  return [{
    line: numberIn(text(line, 'SequenceNumber')) as number,
    kind: sale === undefined ? 'Return' : 'Sale',
    ...identityOf(item),
    quantity: quantity as number,
    ...(text(item, 'Reason') === undefined ? {} : { reason: text(item, 'Reason')! }),
  }];
}

function isService(item: Element): boolean {
  return ['Service', 'Fee', 'Deposit', 'Warranty', 'Alteration'].includes(attribute(item, 'ItemType') ?? 'Stock');
}

/** The item number is the SKU; where there is none, what was scanned. */
function identityOf(item: Element): Pick<TransactionLine, 'sku' | 'gtin'> {
  const sku = text(item, 'ItemID');
  if (sku !== undefined) return { sku };
  const scanned = list(item, 'POSIdentity').map((identity) => text(identity, 'POSItemID')).find((id) => id !== undefined && /^\d{8,14}$/.test(id));
  return scanned === undefined ? {} : { gtin: scanned };
}

/**
 * The text says how much; `Units`, how many pieces that were when it was weighed or measured (ARTS data dictionary: 20 gallons of petrol are Quantity 20, Units 1;
 * 3 cans are Quantity 3, Units 3). Where both count pieces they have to agree: which of the two is in base units nobody could tell.
 */
function quantityOf(item: Element, at: string): unknown {
  const quantity = item['Quantity'];
  const unit = typeof quantity === 'object' && quantity !== null ? (quantity as Element) : undefined;
  const told = unit === undefined ? (quantity as string | undefined) : (unit['#text'] as string | undefined);
  const units = unit === undefined ? undefined : attribute(unit, 'Units');
  const measure = unit === undefined ? undefined : attribute(unit, 'UnitOfMeasureCode');
  const value = numberIn(told ?? units);
  if (typeof value === 'number' && value < 0) throw malformed(`${at}.Quantity`, `${at}.Quantity is ${String(value)}; what comes back is a Return with a quantity above 0.`);
  if (units !== undefined && numberIn(units) !== value && !MEASURES.has(measure?.toUpperCase() ?? '')) {
    throw malformed(`${at}.Quantity`, `${at}.Quantity is ${shown([told, measure].filter((part) => part !== undefined).join(' '))} in ${shown(units)} units; tell base units in both, or leave Units out.`);
  }
  return value;
}

/** An element that stands once or not at all: what stands more often would be passed over, and the till would think it was told. */
function only(element: Element, name: string, at: string): Element | undefined {
  if (Array.isArray(element[name])) throw malformed(`${at}.${name}`, `${at}.${name} stands more than once.`);
  return child(element, name);
}

/** A boolean of XML Schema; absent, it is false. */
function isTrue(element: Element, name: string, at: string): boolean {
  const value = (attribute(element, name) ?? 'false').trim();
  if (!['true', '1', 'false', '0'].includes(value)) throw malformed(`${at}.${name}`, `${at}.${name} is ${shown(value)}; true or false was expected.`);
  return value === 'true' || value === '1';
}

function child(element: Element, name: string): Element | undefined {
  const found = element[name];
  return typeof found === 'object' && found !== null && !Array.isArray(found) ? (found as Element) : undefined;
}

function attribute(element: Element, name: string): string | undefined {
  return element[ATTRIBUTE + name] as string | undefined;
}

function list(element: Element, name: string): readonly Element[] {
  const found = element[name];
  return Array.isArray(found) ? (found as unknown[]).map((one) => (typeof one === 'object' && one !== null ? (one as Element) : {})) : [];
}

/** The text of an element, with or without attributes; `undefined` when it is absent, empty, or stands more than once. */
function text(element: Element, name: string): string | undefined {
  const found = element[name];
  const value = typeof found === 'object' && found !== null ? (found as Element)['#text'] : found;
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A number where the text is one; otherwise the text, for the contract to refuse by name. */
function numberIn(value: string | undefined): unknown {
  return value !== undefined && /^-?\d{1,15}(\.\d{1,6})?$/.test(value) ? Number(value) : value;
}

function malformed(field: string, message: string): Refusal {
  return new Refusal('GW-MALFORMED', message, { fields: [field] });
}
