/** The items of a FlexiPage as what the browser renders: components with their properties, containers with what they contain, and what cannot be shown, by name. */
import type { BundleSource } from '../bundles.ts';
import type { FlexiPageItem, FlexiPageModel } from '../model/flexipages.ts';
import type { PageNode, PageTab, RegionWidth } from '../page-config.ts';
import { bundleMeta } from './bundle-meta.ts';
import { isShown, type RuleFacts } from './visibility-rules.ts';

export interface NodeContext {
  readonly page: FlexiPageModel;
  readonly sources: ReadonlyMap<string, BundleSource>;
  /** Modules the shell brings along. */
  readonly standardModules: { has(module: string): boolean };
  /** Why a component cannot run; empty when it can. */
  problemsOf(component: string): Promise<readonly string[]>;
  readonly record: { readonly recordId: string; readonly objectApiName: string } | undefined;
  readonly facts: RuleFacts;
}

type ComponentItem = Extract<FlexiPageItem, { kind: 'component' }>;
type NodeWriter = (item: ComponentItem, width: RegionWidth, context: NodeContext) => Promise<readonly PageNode[]>;

/** Where components of a page type may stand, as their metadata calls it. */
const TARGETS: Readonly<Record<string, string>> = { HomePage: 'lightning__HomePage', AppPage: 'lightning__AppPage', RecordPage: 'lightning__RecordPage', UtilityBar: 'lightning__UtilityBar' };

export async function nodesOfItems(items: readonly FlexiPageItem[], width: RegionWidth, context: NodeContext): Promise<PageNode[]> {
  const nodes = await Promise.all(items.map((item) => nodesOfItem(item, width, context)));
  return nodes.flat();
}

async function nodesOfItem(item: FlexiPageItem, width: RegionWidth, context: NodeContext): Promise<readonly PageNode[]> {
  if (item.kind === 'field') return [refused(item.id, `Field ${item.field}`, 'Fields on a page (dynamic forms) are not supported by the local org; the record detail component shows the page layout.')];
  const shown = isShown(item.visibility, context.facts);
  if (shown === false) return [];
  if (shown !== true) return [refused(item.id, item.component, shown)];
  const writer = WRITERS.get(item.component.toLowerCase());
  if (writer !== undefined) return writer(item, width, context);
  const own = /^(?:c[:/])?(\w+)$/.exec(item.component)?.[1];
  if (own === undefined) return [refused(item.id, item.component, `The component '${item.component}' is not supported by the local org.`)];
  return [await deployedNode(item, own, width, context)];
}

async function deployedNode(item: ComponentItem, name: string, width: RegionWidth, context: NodeContext): Promise<PageNode> {
  const source = context.sources.get(name);
  const target = TARGETS[context.page.type];
  const placing = source === undefined || target === undefined ? undefined : placingProblem(source, target, context.record?.objectApiName);
  const problems = placing === undefined ? await context.problemsOf(name) : [placing];
  return {
    kind: 'component', id: item.id, module: `c/${name}`, problems, isStandard: false,
    properties: { ...context.record, flexipageRegionWidth: width, ...(source === undefined ? {} : designProperties(item, source, target ?? '')) },
  };
}

/** platform-facts: flexipage-component-targets. A deploy of the page would fail there. */
export function placingProblem(source: BundleSource, target: string, objectApiName?: string): string | undefined {
  const meta = bundleMeta(source);
  const file = `${source.directory}/${source.name}.js-meta.xml`;
  if (!meta.isExposed) return `${file}  isExposed is not true: the component cannot stand on a page.`;
  if (!meta.targets.includes(target)) return `${file}  The component cannot stand here: ${target} is not among its targets (${meta.targets.join(', ') || 'none'}).`;
  if (target === 'lightning__RecordPage' && objectApiName !== undefined && meta.objects.length > 0 && !meta.objects.includes(objectApiName)) {
    return `${file}  The component is for record pages of ${meta.objects.join(', ')} and not of ${objectApiName}.`;
  }
  return undefined;
}

/** Pages keep every value as text; the bundle says what it stands for. */
function designProperties(item: ComponentItem, source: BundleSource, target: string): Record<string, unknown> {
  const types = bundleMeta(source).properties.get(target);
  const values: Record<string, unknown> = {};
  for (const [name, { value, isDecorator }] of item.properties) if (!isDecorator) values[name] = typed(value, types?.get(name));
  return values;
}

function typed(value: string | readonly string[], type: string | undefined): unknown {
  if (typeof value !== 'string') return value;
  if (type === 'Boolean') return value === 'true';
  return type === 'Integer' && value !== '' ? Number(value) : value;
}

export function textProperty(item: ComponentItem, name: string): string | undefined {
  const value = item.properties.get(name)?.value;
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A part of the shell that stands for a standard component. */
function standard(module: string, propertiesOf: (item: ComponentItem) => Readonly<Record<string, unknown>> = () => ({})): NodeWriter {
  return async (item, _width, context) => {
    const problems = context.standardModules.has(module) ? [] : [`The component '${item.component}' is not supported by the local org yet.`];
    return [{ kind: 'component', id: item.id, module, properties: { ...context.record, ...propertiesOf(item) }, problems, isStandard: true }];
  };
}

async function tabNodes(item: ComponentItem, width: RegionWidth, context: NodeContext): Promise<readonly PageNode[]> {
  return [{ kind: 'tabs', id: item.id, tabs: await partsOf(item, 'tabs', ['title', 'label'], width, context) }];
}

/** The parts of a tab set or an accordion lie in a facet of their own. */
async function partsOf(item: ComponentItem, property: string, labelNames: readonly string[], width: RegionWidth, context: NodeContext): Promise<PageTab[]> {
  const items = facetOf(item, property, context).filter((part): part is ComponentItem => part.kind === 'component' && isShown(part.visibility, context.facts) !== false);
  return Promise.all(items.map(async (part, index) => ({
    id: part.id,
    label: tabLabel(labelNames.map((name) => textProperty(part, name)).find((text) => text !== undefined) ?? `Tab ${String(index + 1)}`),
    isActive: textProperty(part, 'active') === 'true',
    nodes: await nodesOfItems(facetOf(part, 'body', context), width, context),
  })));
}

function facetOf(item: ComponentItem, property: string, context: NodeContext): readonly FlexiPageItem[] {
  return context.page.facets.get(textProperty(item, property) ?? '') ?? [];
}

/** Lightning App Builder's own labels of tabs. */
const STANDARD_TABS: Readonly<Record<string, string>> = {
  'Standard.Tab.detail': 'Details', 'Standard.Tab.relatedLists': 'Related', 'Standard.Tab.activity': 'Activity', 'Standard.Tab.collaborate': 'Chatter', 'Standard.Tab.news': 'News', 'Standard.Tab.feed': 'Feed',
};
const tabLabel = (label: string): string => STANDARD_TABS[label] ?? label;

const WRITERS: ReadonlyMap<string, NodeWriter> = new Map<string, NodeWriter>([
  ['force:highlightspanel', standard('console/recordHighlights')],
  ['force:detailpanel', standard('console/recordDetail')],
  ['force:relatedlistcontainer', standard('console/relatedLists')],
  ['force:relatedlistsinglecontainer', standard('console/relatedLists', (item) => ({ relatedListApiName: textProperty(item, 'relatedListApiName') }))],
  ['lst:dynamicrelatedlist', standard('console/relatedLists', (item) => ({ relatedListApiName: textProperty(item, 'relatedListApiName') }))],
  ['flexipage:filterlistcard', standard('console/listViewCard', (item) => ({ objectApiName: textProperty(item, 'entityName'), filterName: textProperty(item, 'filterName'), pageSize: Number(textProperty(item, 'pageSize') ?? '5') }))],
  // Only the mobile app shows it.
  ['force:recorddetailpanelmobile', async () => []],
  ['flexipage:tabset', tabNodes],
  ['flexipage:tabset2', tabNodes],
  ['flexipage:accordion', async (item, width, context) => [{ kind: 'accordion', id: item.id, sections: await partsOf(item, 'sections', ['label', 'title'], width, context) }]],
  ['flexipage:column', async (item, width, context) => nodesOfItems(facetOf(item, 'body', context), width, context)],
  ['flexipage:richtext', async (item) => [{ kind: 'text', id: item.id, html: textProperty(item, 'richTextValue') ?? '' }]],
]);

function refused(id: string, title: string, problem: string): PageNode {
  return { kind: 'problem', id, title, problems: [problem] };
}
