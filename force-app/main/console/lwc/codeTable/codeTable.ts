/** What a scanner sent, read. Apex reads it the same way (`ScanCode`); `e2e/fixtures/scan-codes.json` holds both to it. */
export interface ScannedCode {
  /** 14 digits with a right check digit; `undefined` when the scan holds no trade item number. */
  readonly gtin: string | undefined;
  /** The plain text in upper case, which may be a SKU or a short code; `undefined` for GS1 element strings. */
  readonly text: string | undefined;
  /** How many packs the code itself says (AI 30 or 37). */
  readonly quantity: number | undefined;
}

export interface CodeEntry {
  /** 14 digits, or another text an associate may type, such as a short code. */
  readonly code: string;
  readonly sku: string;
  readonly lineId: string;
  readonly packQuantity: number;
}

export interface CountedLine {
  readonly lineId: string;
  readonly sku: string;
  readonly quantity: number;
  readonly picked: number;
  readonly missing: number;
}

export type ScanOutcome = 'Accepted' | 'Surplus' | 'Wrong' | 'Unknown';

export interface ScanJudgement {
  readonly outcome: ScanOutcome;
  /** The line it counts for, or the one that is full already. */
  readonly lineId: string | undefined;
  /** In base units, packs multiplied out. */
  readonly units: number;
}

const GROUP_SEPARATOR = '\u001d';
const GS1_SYMBOLOGIES: ReadonlySet<string> = new Set([']C1', ']e0', ']d2', ']Q3', ']J1']);
const GTIN_LENGTHS: ReadonlySet<number> = new Set([8, 12, 13, 14]);
const GTIN_WITH_IDENTIFIER_LENGTH = 16;
const UNREADABLE: ScannedCode = { gtin: undefined, text: undefined, quantity: undefined };

/** Application identifiers whose data has a fixed length, by their first two digits: the length of identifier and data together. */
const FIXED_LENGTHS: Readonly<Record<string, number>> = {
  '01': 16, '02': 16, '11': 8, '12': 8, '13': 8, '15': 8, '16': 8, '17': 8, '20': 4,
  '31': 10, '32': 10, '33': 10, '34': 10, '35': 10, '36': 10,
};

/** Is the last digit the one that GS1's weights of 3 and 1 ask for? */
export function hasRightCheckDigit(digits: string): boolean {
  let sum = 0;
  let weight = 1;
  for (let index = digits.length - 1; index >= 0; index -= 1) {
    sum += weight * Number(digits[index]);
    weight = 4 - weight;
  }
  return sum % 10 === 0;
}

/** Reads GTIN-8, -12, -13 and -14, GS1 element strings, and everything else as plain text. */
export function readScan(scanned: string): ScannedCode {
  const { symbology, body } = withoutSymbology(trimmed(scanned));
  const content = withoutLeadingSeparators(body);
  if (content === '') return UNREADABLE;
  const isElementString = GS1_SYMBOLOGIES.has(symbology) || body.includes(GROUP_SEPARATOR) || beginsWithGtin(content);
  return isElementString ? readElements(content) : readPlain(content);
}

/** The verdict of the order's own code table, before Apex is asked. */
export function judgeScan(codes: readonly CodeEntry[], lines: readonly CountedLine[], scanned: string, packs?: number): ScanJudgement {
  const code = readScan(scanned);
  const matches = entriesFor(codes, lines, code);
  const first = matches[0];
  const count = packs ?? code.quantity ?? 1;
  if (first === undefined) return { outcome: code.gtin === undefined ? 'Unknown' : 'Wrong', lineId: undefined, units: count };
  for (const line of lines) {
    const entry = matches.find(({ lineId }) => lineId === line.lineId);
    if (entry !== undefined && remainingOf(line) >= count * entry.packQuantity) {
      return { outcome: 'Accepted', lineId: line.lineId, units: count * entry.packQuantity };
    }
  }
  return { outcome: 'Surplus', lineId: first.lineId, units: count * first.packQuantity };
}

export function remainingOf(line: CountedLine): number {
  return line.quantity - line.picked - line.missing;
}

function entriesFor(codes: readonly CodeEntry[], lines: readonly CountedLine[], { gtin, text }: ScannedCode): readonly CodeEntry[] {
  const byNumber = gtin === undefined ? [] : codes.filter(({ code }) => code === gtin);
  if (byNumber.length > 0 || text === undefined) return byNumber;
  const byText = codes.filter(({ code }) => code.toUpperCase() === text);
  const bySku = lines.filter(({ sku }) => sku.toUpperCase() === text).map(({ lineId, sku }) => ({ code: sku, sku, lineId, packQuantity: 1 }));
  return byText.length > 0 ? byText : bySku;
}

function trimmed(text: string): string {
  return text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '');
}

function withoutSymbology(text: string): { readonly symbology: string; readonly body: string } {
  const isPrefixed = text.startsWith(']') && text.length >= 3;
  return isPrefixed ? { symbology: text.slice(0, 3), body: text.slice(3) } : { symbology: '', body: text };
}

function withoutLeadingSeparators(text: string): string {
  let start = 0;
  while (text[start] === GROUP_SEPARATOR) start += 1;
  return text.slice(start);
}

/** Scanners that send neither prefix nor separator still begin a GS1 label with its trade item number. */
function beginsWithGtin(text: string): boolean {
  return /^0[12]\d{14}/.test(text) && hasRightCheckDigit(text.slice(2, GTIN_WITH_IDENTIFIER_LENGTH));
}

function readPlain(content: string): ScannedCode {
  const text = content.toUpperCase();
  const isGtin = /^\d+$/.test(text) && GTIN_LENGTHS.has(text.length) && hasRightCheckDigit(text);
  return { gtin: isGtin ? text.padStart(14, '0') : undefined, text, quantity: undefined };
}

function readElements(content: string): ScannedCode {
  const found = new Map<string, string>();
  let rest = content;
  while (rest !== '') {
    const identifier = rest.slice(0, 2);
    const element = nextElement(rest, identifier);
    if (element === undefined || !isWellFormed(identifier, element.slice(2))) return UNREADABLE;
    if (!found.has(identifier)) found.set(identifier, element.slice(2));
    rest = withoutLeadingSeparators(rest.slice(element.length));
  }
  const gtin = found.get('01') ?? found.get('02');
  const quantity = found.get('30') ?? found.get('37');
  return gtin === undefined ? UNREADABLE : { gtin, text: undefined, quantity: quantity === undefined ? undefined : Number(quantity) };
}

/** The element at the start, its identifier included; `undefined` when the text ends within it. */
function nextElement(rest: string, identifier: string): string | undefined {
  const separator = rest.indexOf(GROUP_SEPARATOR);
  const upToSeparator = separator === -1 ? rest : rest.slice(0, separator);
  const length = FIXED_LENGTHS[identifier] ?? upToSeparator.length;
  return upToSeparator.length < length ? undefined : rest.slice(0, length);
}

function isWellFormed(identifier: string, data: string): boolean {
  if (!/^\d\d$/.test(identifier)) return false;
  if (identifier === '01' || identifier === '02') return /^\d{14}$/.test(data) && hasRightCheckDigit(data);
  if (identifier === '30' || identifier === '37') return /^\d{1,8}$/.test(data) && Number(data) > 0;
  return data.length > 0 && ((identifier !== '10' && identifier !== '21') || data.length <= 20);
}
