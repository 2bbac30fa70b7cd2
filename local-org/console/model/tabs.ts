/** The deployed tabs, by what they show. */
import { isTrue, metadataFiles, textOf, type MetadataNode } from './metadata-files.ts';

export type TabContent =
  | { readonly kind: 'component'; readonly component: string }
  | { readonly kind: 'flexiPage'; readonly page: string }
  | { readonly kind: 'object'; readonly objectApiName: string }
  /** Kinds of tabs that need what a browser of the local org cannot show. */
  | { readonly kind: 'unsupported'; readonly what: string };

export interface TabModel {
  readonly name: string;
  /** `undefined` for tabs of objects: they are called what the object is called. */
  readonly label: string | undefined;
  readonly icon: string;
  readonly content: TabContent;
}

export function tabsOf(files: ReadonlyMap<string, string>): Map<string, TabModel> {
  return new Map(
    metadataFiles(files, 'tabs', 'tab', 'CustomTab').map(({ name, content }) => [name, { name, label: textOf(content, 'label'), icon: iconOf(content), content: contentOf(name, content) }]),
  );
}

const UNSUPPORTED: Readonly<Record<string, string>> = { auraComponent: 'an Aura component', page: 'a Visualforce page', url: 'a web page', scontrol: 'an s-control' };

function contentOf(name: string, tab: MetadataNode): TabContent {
  const component = textOf(tab, 'lwcComponent');
  if (component !== undefined) return { kind: 'component', component };
  const page = textOf(tab, 'flexiPage');
  if (page !== undefined) return { kind: 'flexiPage', page };
  if (isTrue(tab, 'customObject')) return { kind: 'object', objectApiName: name };
  const what = Object.keys(UNSUPPORTED).find((element) => textOf(tab, element) !== undefined);
  return { kind: 'unsupported', what: what === undefined ? 'nothing' : (UNSUPPORTED[what] ?? what) };
}

/** `Custom98: Truck` is the icon custom98 of the design system. */
function iconOf(tab: MetadataNode): string {
  const number = /^Custom(\d+)\b/.exec(textOf(tab, 'motif') ?? '')?.[1];
  return number === undefined ? 'standard:custom' : `custom:custom${number}`;
}
