/** What is deployed for people to look at: layouts, compact layouts, list views, quick actions, icons of objects. Read once per deployment. */
import { Element } from './element.ts';
import { readCompactLayout, readLayout, type CompactLayout, type PageLayout } from './layout.ts';
import { readListView, type ListViewMetadata } from './list-view.ts';
import { readQuickAction, type QuickActionMetadata } from './quick-action.ts';

export type DeployedFiles = ReadonlyMap<string, string | Uint8Array>;

export interface InterfaceMetadata {
  /** All by folded API name of the object. */
  readonly layouts: ReadonlyMap<string, readonly PageLayout[]>;
  readonly compactLayouts: ReadonlyMap<string, readonly CompactLayout[]>;
  readonly listViews: ReadonlyMap<string, readonly ListViewMetadata[]>;
  readonly quickActions: readonly QuickActionMetadata[];
  /** Which compact layout is the object's own. */
  readonly assignedCompactLayouts: ReadonlyMap<string, string>;
  /** By folded profile name: the assignments of layouts, `recordType` as `Object.DeveloperName`. */
  readonly layoutAssignments: ReadonlyMap<string, readonly { readonly layout: string; readonly recordType: string | undefined }[]>;
  /** `custom53`, from the object's tab. */
  readonly icons: ReadonlyMap<string, string>;
  /** Headless or on a screen; only bundles made for record actions are here. */
  readonly actionBundles: ReadonlyMap<string, 'ScreenAction' | 'Action'>;
}

const read = new WeakMap<DeployedFiles, InterfaceMetadata>();

export function interfaceMetadata(files: DeployedFiles): InterfaceMetadata {
  let metadata = read.get(files);
  if (metadata === undefined) read.set(files, (metadata = readAll(files)));
  return metadata;
}

interface Found {
  readonly layouts: PageLayout[];
  readonly compactLayouts: CompactLayout[];
  readonly listViews: ListViewMetadata[];
  readonly quickActions: QuickActionMetadata[];
  readonly assignedCompactLayouts: Map<string, string>;
  readonly layoutAssignments: Map<string, readonly { readonly layout: string; readonly recordType: string | undefined }[]>;
  readonly icons: Map<string, string>;
  readonly actionBundles: Map<string, 'ScreenAction' | 'Action'>;
}

/** By the path of a file: what is taken from it. Names in file names are percent-encoded. */
const READERS: readonly (readonly [RegExp, (found: Found, names: readonly string[], text: string) => void])[] = [
  [/(?:^|\/)layouts\/([^/]+)\.layout-meta\.xml$/, (found, [name = ''], text) => { found.layouts.push(readLayout(decodeURIComponent(name), text)); }],
  [/(?:^|\/)objects\/([^/]+)\/compactLayouts\/([^/]+)\.compactLayout-meta\.xml$/, (found, [object = '', name = ''], text) => { found.compactLayouts.push(readCompactLayout(object, name, text)); }],
  [/(?:^|\/)objects\/([^/]+)\/listViews\/([^/]+)\.listView-meta\.xml$/, (found, [object = '', name = ''], text) => { found.listViews.push(readListView(object, name, text)); }],
  [/(?:^|\/)quickActions\/([^/]+)\.quickAction-meta\.xml$/, (found, [name = ''], text) => { found.quickActions.push(readQuickAction(name, text)); }],
  [/(?:^|\/)objects\/([^/]+)\/[^/]+\.object-meta\.xml$/, (found, [object = ''], text) => {
    const name = Element.read(text, 'CustomObject').text('compactLayoutAssignment');
    if (name !== undefined && name !== 'SYSTEM') found.assignedCompactLayouts.set(object.toLowerCase(), name);
  }],
  [/(?:^|\/)profiles\/([^/]+)\.profile-meta\.xml$/, (found, [profile = ''], text) => {
    found.layoutAssignments.set(decodeURIComponent(profile).toLowerCase(), Element.read(text, 'Profile').all('layoutAssignments').map((one) => ({ layout: decodeURIComponent(one.text('layout') ?? ''), recordType: one.text('recordType') })));
  }],
  [/(?:^|\/)tabs\/([^/]+)\.tab-meta\.xml$/, (found, [object = ''], text) => {
    const motif = /^Custom(\d+)/.exec(Element.read(text, 'CustomTab').text('motif') ?? '');
    if (motif !== null) found.icons.set(object.toLowerCase(), `custom${motif[1] ?? ''}`);
  }],
  [/(?:^|\/)lwc\/([^/]+)\/\1\.js-meta\.xml$/, (found, [bundle = ''], text) => {
    const targets = Element.read(text, 'LightningComponentBundle').one('targetConfigs')?.all('targetConfig') ?? [];
    const isHeadless = targets.some((target) => target.text('actionType') === 'Action');
    if (text.includes('lightning__RecordAction')) found.actionBundles.set(bundle, isHeadless ? 'Action' : 'ScreenAction');
  }],
];

function readAll(files: DeployedFiles): InterfaceMetadata {
  const found: Found = { layouts: [], compactLayouts: [], listViews: [], quickActions: [], assignedCompactLayouts: new Map(), layoutAssignments: new Map(), icons: new Map(), actionBundles: new Map() };
  for (const [path, text] of files) {
    if (typeof text !== 'string' || !path.endsWith('-meta.xml')) continue;
    for (const [pattern, add] of READERS) {
      const match = pattern.exec(path);
      if (match !== null) add(found, match.slice(1), text);
    }
  }
  return {
    ...found,
    layouts: byObject(found.layouts, ({ fullName }) => fullName),
    compactLayouts: byObject(found.compactLayouts, ({ name }) => name),
    listViews: byObject(found.listViews, ({ label }) => label),
    quickActions: found.quickActions.sort((left, right) => compare(left.fullName, right.fullName)),
  };
}

function byObject<Part extends { readonly objectApiName: string }>(parts: readonly Part[], order: (part: Part) => string): ReadonlyMap<string, readonly Part[]> {
  const groups = new Map<string, Part[]>();
  for (const part of [...parts].sort((left, right) => compare(order(left), order(right)))) {
    const folded = part.objectApiName.toLowerCase();
    groups.set(folded, [...(groups.get(folded) ?? []), part]);
  }
  return groups;
}

const compare = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);
