/** An app as its user sees it: navigation items and utilities. */
import type { AppModel } from '../model/applications.ts';
import type { FlexiPageItem } from '../model/flexipages.ts';
import type { AppShell, AppSummary, NavigationItem, PageNode, Utility } from '../page-config.ts';
import { nodeContext, tabVisibility, type ShellContext } from './context.ts';
import { nodesOfItems } from './page-nodes.ts';
import { objectIcon } from './icons.ts';

type ComponentItem = Extract<FlexiPageItem, { kind: 'component' }>;

const DEFAULT_PANEL = { width: 340, height: 480 };

export function appSummary({ name, label, description, color, isConsole }: AppModel): AppSummary {
  return { name, label, description, color, isConsole };
}

/** Without an app: what a user sees whom nobody has given one. */
export async function appShell(app: AppModel | undefined, context: ShellContext): Promise<AppShell> {
  if (app === undefined) return { name: '', label: 'No app', description: undefined, color: undefined, isConsole: false, items: [], utilities: [], background: [] };
  return { ...appSummary(app), items: navigationItems(app, context), ...(await utilitiesOf(app, context)) };
}

export function navigationItems(app: AppModel, context: ShellContext): NavigationItem[] {
  return app.tabs.filter((name) => tabVisibility(name, context) === 'Visible').map((name) => navigationItem(name, context)).filter((item) => item !== undefined);
}

function navigationItem(name: string, context: ShellContext): NavigationItem | undefined {
  if (name === 'standard-home') return { name, label: 'Home', address: '/lightning/page/home', icon: 'standard:home' };
  const standardObject = /^standard-(\w+)$/.exec(name)?.[1];
  if (standardObject !== undefined) return objectItem(name, standardObject, objectIcon(standardObject), context);
  const tab = context.model.tabs.get(name);
  if (tab === undefined) return undefined;
  if (tab.content.kind === 'object') return objectItem(name, tab.content.objectApiName, tab.icon, context);
  return { name, label: tab.label ?? name.replaceAll('_', ' '), address: `/lightning/n/${encodeURIComponent(name)}`, icon: tab.icon };
}

function objectItem(name: string, apiName: string, icon: string, { host }: ShellContext): NavigationItem | undefined {
  const object = host.object(apiName);
  return object === undefined ? undefined : { name, label: object.pluralLabel, address: `/lightning/o/${object.apiName}/list`, icon };
}

async function utilitiesOf(app: AppModel, context: ShellContext): Promise<{ utilities: Utility[]; background: PageNode[] }> {
  const page = app.utilityBar === undefined ? undefined : context.model.pages.get(app.utilityBar);
  if (page === undefined) return { utilities: [], background: [] };
  const nodes = nodeContext(page, undefined, context);
  const buttons = page.regions.filter((region) => !region.isBackground).flatMap((region) => region.items);
  const utilities = await Promise.all(buttons.map(async (item): Promise<Utility[]> => {
    const [node] = await nodesOfItems([item], 'SMALL', nodes);
    return node === undefined || item.kind !== 'component' ? [] : [utilityOf(item, node)];
  }));
  const background = await nodesOfItems(page.regions.filter((region) => region.isBackground).flatMap((region) => region.items), 'SMALL', nodes);
  return { utilities: utilities.flat(), background };
}

function utilityOf(item: ComponentItem, node: PageNode): Utility {
  const decorator = (name: string): string | undefined => {
    const property = item.properties.get(name);
    return property?.isDecorator === true && typeof property.value === 'string' && property.value !== '' ? property.value : undefined;
  };
  const icon = decorator('icon');
  return {
    id: item.id,
    label: decorator('label') ?? item.component.replace(/^c[:/]/, ''),
    // `fallback` is what App Builder writes when nobody chose an icon.
    icon: icon === undefined || icon === 'fallback' ? 'utility:bundle_config' : icon.includes(':') ? icon : `utility:${icon}`,
    width: Number(decorator('width') ?? DEFAULT_PANEL.width),
    height: Number(decorator('height') ?? DEFAULT_PANEL.height),
    isEager: decorator('eager') === 'true',
    node,
  };
}
