/** The deployed Lightning apps and tabs, as far as the console shows them. */
import { XMLParser } from 'fast-xml-parser';

export interface ConsoleTab {
  readonly name: string;
  readonly label: string;
  /** Name of the Lightning web component the tab shows; `undefined` for tabs of other kinds. */
  readonly component: string | undefined;
}
export interface ConsoleApp {
  readonly label: string;
  /** Only tabs that show a Lightning web component. */
  readonly tabs: readonly ConsoleTab[];
}

const parser = new XMLParser({ ignoreAttributes: true, parseTagValue: false, isArray: (name) => name === 'tabs' });

/** The first Lightning app that has tabs the console can show; without one, all such tabs under the org's name. */
export function consoleApp(files: ReadonlyMap<string, string>): ConsoleApp {
  const tabs = new Map(metadataOf(files, /(?:^|\/)tabs\/([^/]+)\.tab-meta\.xml$/, 'CustomTab').map(({ name, content }) => [name, tabOf(name, content)]));
  for (const { name, content } of metadataOf(files, /(?:^|\/)applications\/([^/]+)\.app-meta\.xml$/, 'CustomApplication')) {
    const named = (Array.isArray(content['tabs']) ? content['tabs'] : []).map((tab) => tabs.get(String(tab)));
    const shown = named.filter((tab) => tab?.component !== undefined) as ConsoleTab[];
    if (shown.length > 0) return { label: textOf(content, 'label') ?? name, tabs: shown };
  }
  return { label: 'Local org', tabs: [...tabs.values()].filter((tab) => tab.component !== undefined) };
}

function tabOf(name: string, content: Readonly<Record<string, unknown>>): ConsoleTab {
  return { name, label: textOf(content, 'label') ?? name.replaceAll('_', ' '), component: textOf(content, 'lwcComponent') };
}

function metadataOf(files: ReadonlyMap<string, string>, pattern: RegExp, root: string): { name: string; content: Readonly<Record<string, unknown>> }[] {
  return [...files]
    .flatMap(([path, text]) => {
      const name = pattern.exec(path)?.[1];
      const content: unknown = name === undefined ? undefined : (parser.parse(text) as Readonly<Record<string, unknown>>)[root];
      return name !== undefined && typeof content === 'object' && content !== null ? [{ name, content: content as Readonly<Record<string, unknown>> }] : [];
    })
    .sort((left, right) => (left.name < right.name ? -1 : 1));
}

function textOf(content: Readonly<Record<string, unknown>>, element: string): string | undefined {
  const value = content[element];
  return typeof value === 'string' && value !== '' ? value : undefined;
}
