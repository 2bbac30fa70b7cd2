/** Metadata XML → elements that know their line and which of their children nobody asked for. */
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { ProblemList } from '../problem.ts';

export interface Component {
  readonly type: string;
  readonly fullName: string;
  readonly path: string;
}

type OrderedNode = Record<string, unknown> & { readonly ':@'?: Readonly<Record<string, string>> };

const parser = new XMLParser({
  preserveOrder: true, captureMetaData: true, ignoreAttributes: false, attributeNamePrefix: '', parseTagValue: false, parseAttributeValue: false, trimValues: false,
  ignoreDeclaration: true, ignorePiTags: true, htmlEntities: true,
});
const META = XMLParser.getMetaDataSymbol() as unknown as string;

/**
 * One element of a metadata file. Readers ask for the children they understand and then call `refuseRest`, so that whatever the local org would silently
 * do differently from Salesforce is reported by name instead.
 */
export class MetadataElement {
  readonly name: string;
  readonly line: number;
  readonly attributes: Readonly<Record<string, string>>;
  readonly value: string;
  readonly #children: readonly MetadataElement[];
  readonly #asked = new Set<string>();
  readonly #component: Component;
  readonly #problems: ProblemList;

  constructor(node: OrderedNode, lineOf: (offset: number) => number, component: Component, problems: ProblemList) {
    this.name = Object.keys(node).find((key) => key !== ':@') as string;
    this.line = lineOf((node as unknown as Record<string, { startIndex: number }>)[META]?.startIndex ?? 0);
    this.attributes = node[':@'] ?? {};
    this.#component = component;
    this.#problems = problems;
    const content = node[this.name] as OrderedNode[];
    this.value = content.filter((child) => '#text' in child).map((child) => String(child['#text'])).join('');
    this.#children = content.filter((child) => !('#text' in child)).map((child) => new MetadataElement(child, lineOf, component, problems));
  }

  all(name: string): readonly MetadataElement[] {
    this.#asked.add(name);
    return this.#children.filter((child) => child.name === name);
  }

  /** The child of that name; a repeated one is a problem, the first counts. */
  one(name: string): MetadataElement | undefined {
    const [first, second] = this.all(name);
    if (second !== undefined) second.problem(`Element ${name} is duplicated at this location in type ${this.#component.type}`);
    return first;
  }

  text(name: string): string | undefined {
    const text = this.one(name)?.value.trim();
    return text === '' ? undefined : text;
  }

  requiredText(name: string): string {
    const text = this.text(name);
    if (text === undefined) this.problem(`Required field is missing: ${name}`);
    return text ?? '';
  }

  boolean(name: string, otherwise: boolean): boolean {
    const element = this.one(name);
    if (element === undefined) return otherwise;
    const text = element.value.trim();
    if (text === 'true' || text === '1') return true;
    if (text !== 'false' && text !== '0') element.problem(`'${text}' is not a valid value for the type xsd:boolean`);
    return false;
  }

  integer(name: string): number | undefined {
    const element = this.one(name);
    const text = element?.value.trim();
    if (element === undefined || text === undefined || text === '') return undefined;
    if (/^[+-]?\d+$/.test(text)) return Number(text);
    element.problem(`'${text}' is not a valid value for the type xsd:int`);
    return undefined;
  }

  /** One of the given words; anything else is refused and `undefined`. */
  word<W extends string>(name: string, words: readonly W[]): W | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const known = words.find((word) => word === text);
    if (known === undefined) this.one(name)?.problem(`${name} '${text}' of ${this.#component.type} ${this.#component.fullName} is not supported`);
    return known;
  }

  problem(message: string): void {
    this.#problems.add(this.#component, this.line, message);
  }

  /** @param line of a child that says more than the element as a whole */
  problemAt(line: number, message: string): void {
    this.#problems.add(this.#component, line, message);
  }

  /** Reports the children nobody asked for, except those listed as having no effect on behaviour. */
  refuseRest(inert: readonly string[] = []): void {
    for (const child of this.#children) {
      if (this.#asked.has(child.name) || inert.includes(child.name)) continue;
      child.problem(`Element <${child.name}> of ${this.#component.type} ${this.#component.fullName} is not supported`);
    }
  }
}

/** The root element, or `undefined` with a problem when the text is no XML or has another root. */
export function readMetadata(text: string, rootName: string, component: Component, problems: ProblemList): MetadataElement | undefined {
  if (/<!DOCTYPE/i.test(text)) {
    problems.add(component, 1, 'A document type declaration is not allowed in metadata files');
    return undefined;
  }
  const verdict = XMLValidator.validate(text);
  if (verdict !== true) {
    problems.add(component, verdict.err.line, `Error parsing file: ${verdict.err.msg}`);
    return undefined;
  }
  const roots = (parser.parse(text) as OrderedNode[]).filter((node) => !('#text' in node));
  const root = roots[0] === undefined ? undefined : new MetadataElement(roots[0], lineCounter(text), component, problems);
  if (root?.name === rootName) return root;
  problems.add(component, root?.line ?? 1, `Expected root element <${rootName}> but found <${root?.name ?? ''}>`);
  return undefined;
}

function lineCounter(text: string): (offset: number) => number {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] as number) <= offset) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  };
}
