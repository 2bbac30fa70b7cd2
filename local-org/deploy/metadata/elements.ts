/** Metadata files as text: their elements are cut out and put together without touching what is inside, so that what was deployed is what is handed back. */

export interface TopElement {
  readonly name: string;
  /** Offsets of the whole element, tags included. */
  readonly start: number;
  readonly end: number;
  /** Between its tags. */
  readonly inner: string;
  /** Of its opening tag, from 1. */
  readonly line: number;
}

export interface MetadataText {
  readonly rootName: string;
  readonly text: string;
  readonly elements: readonly TopElement[];
}

export const METADATA_NAMESPACE = 'http://soap.sforce.com/2006/04/metadata';

const TOKEN = /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>|<(\/?)([^\s/>]+)((?:[^>"']|"[^"]*"|'[^']*')*?)(\/?)>/g;

/** The children of the root element. `undefined` for text that has none or is not well formed at this level; the readers of metadata say what is wrong with it. */
export function readElements(text: string): MetadataText | undefined {
  if (/<!DOCTYPE/i.test(text)) return undefined;
  const elements: TopElement[] = [];
  let depth = 0;
  let rootName: string | undefined;
  let open: { readonly name: string; readonly start: number; readonly innerStart: number; readonly line: number } | undefined;
  let countedTo = 0;
  let line = 1;
  for (const token of text.matchAll(TOKEN)) {
    const [whole, slash, name, , selfClosing] = token;
    if (name === undefined) continue;
    const at = token.index;
    if (slash === '/') {
      depth -= 1;
      if (depth === 1 && open !== undefined) {
        if (open.name !== name) return undefined;
        elements.push({ name, start: open.start, end: at + whole.length, inner: text.slice(open.innerStart, at), line: open.line });
      }
      if (depth < 0) return undefined;
      continue;
    }
    if (depth === 0) rootName ??= name;
    if (depth === 1) {
      for (let next = text.indexOf('\n', countedTo); next >= 0 && next < at; next = text.indexOf('\n', countedTo)) {
        line += 1;
        countedTo = next + 1;
      }
      if (selfClosing === '/') elements.push({ name, start: at, end: at + whole.length, inner: '', line });
      else open = { name, start: at, innerStart: at + whole.length, line };
    }
    if (selfClosing !== '/') depth += 1;
  }
  return rootName === undefined || depth !== 0 ? undefined : { rootName, text, elements };
}

/** Text of the first child of that name inside an element: the name of a field, the key of a permission. */
export function childText(inner: string, name: string): string | undefined {
  const found = new RegExp(`<${name}>([^<]*)</${name}>`).exec(inner)?.[1];
  return found === undefined ? undefined : unescapeXml(found.trim());
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

export function unescapeXml(text: string): string {
  return text.replace(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return ENTITIES[name] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** A metadata file of its own made of what was inside an element. Its second line is the element's own. */
export function fileOfElement(rootName: string, inner: string): string {
  return `${DECLARATION}<${rootName} xmlns="${METADATA_NAMESPACE}">${indented(inner, -1)}</${rootName}>\n`;
}

/** The element that a metadata file becomes inside another. */
export function elementOfFile(name: string, text: string): string {
  const inner = /<([^\s/>?!]+)(?:\s(?:[^>"']|"[^"]*"|'[^']*')*)?>([\s\S]*)<\/\1>\s*$/.exec(text.replace(/<!--[\s\S]*?-->/g, ''))?.[2] ?? '';
  return `    <${name}>${indented(inner, 1)}</${name}>\n`;
}

/** A metadata file without some of its top elements and the lines they stood on. */
export function withoutElements(file: MetadataText, removed: readonly TopElement[]): string {
  let text = file.text;
  for (const element of [...removed].sort((left, right) => right.start - left.start)) {
    const lineStart = text.lastIndexOf('\n', element.start - 1) + 1;
    const ownLine = /^[ \t]*$/.test(text.slice(lineStart, element.start)) && /^[ \t]*\r?\n/.test(text.slice(element.end));
    const from = ownLine ? lineStart : element.start;
    text = text.slice(0, from) + text.slice(ownLine ? text.indexOf('\n', element.end) + 1 : element.end);
  }
  return text;
}

/** Puts elements (each with its own line and indentation) before the closing tag of the root. */
export function withElements(text: string, added: readonly string[]): string {
  if (added.length === 0) return text;
  const empty = /<([^\s/>?!]+)((?:\s(?:[^>"']|"[^"]*"|'[^']*')*)?)\/>\s*$/.exec(text);
  const opened = empty === null ? text : `${text.slice(0, empty.index)}<${empty[1] ?? ''}${empty[2] ?? ''}></${empty[1] ?? ''}>\n`;
  const end = opened.lastIndexOf('</');
  const before = opened.slice(0, end);
  return `${before}${/\n[ \t]*$/.test(before) ? '' : '\n'}${added.join('')}${opened.slice(end)}`;
}

/** Only blanks between tags are indentation; text keeps its own. */
function indented(inner: string, steps: 1 | -1): string {
  return inner.replace(/(^|>)(\s*\n)([ \t]*)(?=<|$)/g, (_whole, before: string, breaks: string, blanks: string) => `${before}${breaks}${steps === 1 ? `    ${blanks}` : blanks.replace(/^(?: {4}|\t)/, '')}`);
}
