/** What stands on the page of an address, for one user in one app. */
import type { AppModel } from '../model/applications.ts';
import { homePageOf, recordPageOf, type Assignment } from '../model/assignment.ts';
import type { FlexiPageModel } from '../model/flexipages.ts';
import { knownTemplates, templateRows, type TemplateRow } from '../model/templates.ts';
import type { PageDescription, PageNode, PageRow } from '../page-config.ts';
import { referenceOf, type PageReference } from '../page-reference.ts';
import { nodeContext, tabVisibility, type ShellContext } from './context.ts';
import { objectIcon } from './icons.ts';
import { nodesOfItems, placingProblem, type NodeContext } from './page-nodes.ts';

interface PageContent {
  readonly title: string;
  readonly icon?: string;
  readonly reference?: PageReference;
  readonly rows?: readonly PageRow[];
  readonly status?: 403 | 404;
  readonly problems?: readonly string[];
}
type Describe = (reference: PageReference, app: AppModel | undefined, context: ShellContext) => Promise<PageContent>;

export async function describePage(address: string, app: AppModel | undefined, context: ShellContext): Promise<PageDescription> {
  const reference = referenceOf(address);
  const describe = reference === undefined ? undefined : PAGES[reference.type];
  const content = reference === undefined || describe === undefined ? missing(`There is no page at ${address}.`) : await describe(reference, app, context);
  return {
    address,
    reference: content.reference ?? reference ?? { type: 'standard__webPage', attributes: { url: address }, state: {} },
    title: content.title,
    icon: content.icon ?? 'standard:default',
    orgVersion: context.version,
    status: content.status ?? 200,
    rows: content.rows ?? [],
    problems: content.problems ?? [],
  };
}

const PAGES: Readonly<Record<string, Describe>> = {
  async standard__namedPage({ attributes }, app, context) {
    if (attributes['pageName'] !== 'home') return missing(`There is no page named '${attributes['pageName'] ?? ''}'.`);
    if (app === undefined) return { title: 'Home', icon: 'standard:home', status: 403, problems: noApp(context) };
    const wish = { app, profileName: context.session.user.profileName, recordType: undefined };
    return assignedPage(homePageOf(wish), { title: 'Home', icon: 'standard:home' }, undefined, context, () => [
      region([{ kind: 'component', id: 'home', module: 'console/welcome', properties: {}, problems: [], isStandard: true }]),
    ]);
  },
  async standard__navItemPage({ attributes, state }, app, context) {
    const name = attributes['apiName'] ?? '';
    const tab = context.model.tabs.get(name);
    if (tab === undefined) return missing(`There is no tab '${name}' in this org.`);
    if (tabVisibility(name, context) === 'None') return { title: 'No access', status: 403, problems: [`You cannot see the tab '${name}': no permission set or profile of yours has it in its tab settings${tab.content.kind === 'object' ? ', or lets you read the object' : ''}.`] };
    const head = { title: tab.label ?? name.replaceAll('_', ' '), icon: tab.icon };
    if (tab.content.kind === 'object') {
      return objectHome({ type: 'standard__objectPage', attributes: { objectApiName: tab.content.objectApiName, actionName: 'list' }, state }, app, context);
    }
    if (tab.content.kind === 'component') return { ...head, rows: [region([await tabComponent(tab.content.component, context)])] };
    if (tab.content.kind === 'flexiPage') return assignedPage({ kind: 'flexiPage', page: tab.content.page }, head, undefined, context, () => []);
    return { ...head, problems: [`The tab '${name}' shows ${tab.content.what}, which is not supported by the local org.`] };
  },
  standard__objectPage: objectHome,
  async standard__recordPage(reference, app, context) {
    const { recordId = '', actionName } = reference.attributes;
    const record = await context.host.record(context.session, recordId);
    if (record === undefined) return missing('This record does not exist, or you have no access to it.', 'Record not found');
    const { objectApiName } = record;
    const wish = { app, profileName: context.session.user.profileName, recordType: record.recordType };
    const head = { title: record.name, icon: iconOf(objectApiName, context), reference: { ...reference, attributes: { recordId, objectApiName, actionName: actionName ?? 'view' } } };
    return assignedPage(recordPageOf(context.model, objectApiName, wish), head, { recordId, objectApiName }, context, () => builtInRecordPage({ recordId, objectApiName }, context));
  },
  async standard__component({ attributes, state }, _app, context) {
    const name = /^c__(\w+)$/.exec(attributes['componentName'] ?? '')?.[1];
    const source = name === undefined ? undefined : context.sources.get(name);
    if (source === undefined) return missing(`There is no Lightning web component '${attributes['componentName'] ?? ''}' in this org.`);
    const placing = placingProblem(source, 'lightning__UrlAddressable');
    const problems = placing === undefined ? await context.problemsOf(source.name) : [placing];
    return { title: source.name, rows: [region([{ kind: 'component', id: source.name, module: `c/${source.name}`, properties: state, problems, isStandard: false }])] };
  },
};

async function objectHome({ attributes, state }: PageReference, _app: AppModel | undefined, context: ShellContext): Promise<PageContent> {
  const object = context.host.object(attributes['objectApiName'] ?? '');
  if (object === undefined || !context.host.canReadObject(context.session, object.apiName)) {
    return missing(`There is no object '${attributes['objectApiName'] ?? ''}' in this org, or you may not read it.`);
  }
  const properties = { objectApiName: object.apiName, filterName: state['filterName'], actionName: attributes['actionName'] };
  return { title: object.pluralLabel, icon: iconOf(object.apiName, context), rows: [region([standardNode('objectHome', properties, 'The list views of objects are', context)])] };
}

async function tabComponent(component: string, context: ShellContext): Promise<PageNode> {
  const source = context.sources.get(component);
  const placing = source === undefined ? undefined : placingProblem(source, 'lightning__Tab');
  const problems = placing === undefined ? await context.problemsOf(component) : [placing];
  return { kind: 'component', id: component, module: `c/${component}`, properties: {}, problems, isStandard: false };
}

async function assignedPage(assignment: Assignment, head: Pick<PageContent, 'title' | 'icon' | 'reference'>, record: NodeContext['record'], context: ShellContext, builtIn: () => PageRow[]): Promise<PageContent> {
  if (assignment.kind === 'builtIn') return { ...head, rows: builtIn() };
  if (assignment.kind === 'unsupported') return { ...head, problems: [`The page is given by ${assignment.what}, which is not supported by the local org.`] };
  const page = context.model.pages.get(assignment.page);
  if (page === undefined) return { ...head, problems: [`There is no FlexiPage '${assignment.page}' in this org.`] };
  const rows = templateRows(page.template);
  if (rows === undefined) return { ...head, problems: [`The template '${page.template}' of the page '${page.name}' is not supported by the local org; it knows ${knownTemplates().join(', ')}.`] };
  const nodes = nodeContext(page, record, context);
  return { ...head, rows: [...(await Promise.all(rows.map((row) => rowOf(row, page, nodes)))), ...strayRegions(page, rows)] };
}

async function rowOf(row: TemplateRow, page: FlexiPageModel, context: NodeContext): Promise<PageRow> {
  return {
    regions: await Promise.all(row.map(async ({ name, columns, width, rows }) => ({
      name, columns, width,
      rows: await Promise.all((rows ?? []).map((inner) => rowOf(inner, page, context))),
      nodes: await nodesOfItems(page.regions.filter((candidate) => candidate.name === name).flatMap(({ items }) => items), width, context),
    }))),
  };
}

/** A deploy refuses regions that the template does not have; so that nothing is lost in silence, they are named. */
function strayRegions(page: FlexiPageModel, rows: readonly TemplateRow[]): PageRow[] {
  const known = new Set(rows.flat().flatMap((one) => [one, ...(one.rows ?? []).flat()]).map(({ name }) => name));
  const stray = page.regions.filter(({ name, isBackground, items }) => !isBackground && items.length > 0 && !known.has(name));
  if (stray.length === 0) return [];
  return [region(stray.map(({ name }) => ({ kind: 'problem', id: `region ${name}`, title: `Region ${name}`, problems: [`The region '${name}' does not exist in the template '${page.template}'; it has ${[...known].join(', ')}.`] })))];
}

function builtInRecordPage(record: { readonly recordId: string; readonly objectApiName: string }, context: ShellContext): PageRow[] {
  const tab = (id: string, label: string, node: PageNode) => ({ id, label, isActive: id === 'detail', nodes: [node] });
  return [
    region([standardNode('recordHighlights', record, 'Highlights of records are', context)]),
    region([{ kind: 'tabs', id: 'record', tabs: [
      tab('related', 'Related', standardNode('relatedLists', record, 'Related lists are', context)),
      tab('detail', 'Details', standardNode('recordDetail', record, 'Details of records are', context)),
    ] }]),
  ];
}

function standardNode(name: string, properties: Readonly<Record<string, unknown>>, what: string, context: ShellContext): PageNode {
  const module = `console/${name}`;
  return { kind: 'component', id: name, module, properties, problems: context.standardModules.has(module) ? [] : [`${what} not supported by the local org yet.`], isStandard: true };
}

function region(nodes: readonly PageNode[]): PageRow {
  return { regions: [{ name: 'main', columns: 12, width: 'LARGE', rows: [], nodes }] };
}

function iconOf(objectApiName: string, { model }: ShellContext): string {
  return model.tabs.get(objectApiName)?.icon ?? objectIcon(objectApiName);
}

function missing(problem: string, title = 'Page not found'): PageContent {
  return { title, status: 404, problems: [problem] };
}

function noApp({ model, session }: ShellContext): string[] {
  if (model.apps.length === 0) return ['There is no Lightning app in this org. Deploy a CustomApplication with uiType Lightning.'];
  const names = model.apps.map(({ label, name }) => `${label} (${name})`).join(', ');
  return [`${session.user.username} may open none of this org's apps: ${names}. Assign a permission set with <applicationVisibilities> for one of them.`];
}
