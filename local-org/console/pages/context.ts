/** What pages and navigation are made from: the deployed state, the user who looks, and the app they look through. */
import type { BundleSource } from '../bundles.ts';
import type { ConsoleHost, ConsoleSession } from '../host.ts';
import type { AppModel } from '../model/applications.ts';
import type { ShellModel } from '../model/shell-model.ts';
import { grantsFor, type TabVisibility, type VisibilityGrants } from '../model/visibility.ts';
import type { FlexiPageModel } from '../model/flexipages.ts';
import type { NodeContext } from './page-nodes.ts';

export interface ShellContext {
  readonly version: string;
  readonly model: ShellModel;
  readonly sources: ReadonlyMap<string, BundleSource>;
  readonly standardModules: { has(module: string): boolean };
  readonly host: ConsoleHost;
  readonly session: ConsoleSession;
  readonly grants: VisibilityGrants;
  /** Apps the user may open, in the order of their labels. */
  readonly apps: readonly AppModel[];
  problemsOf(component: string): Promise<readonly string[]>;
}

export function shellContext(parts: Omit<ShellContext, 'grants' | 'apps'>): ShellContext {
  const { host, session, model } = parts;
  const grants = grantsFor(model.visibility, session.user.profileName, host.permissionSets(session));
  const apps = model.apps.filter((app) => grants.apps.has(app.name)).sort((left, right) => left.label.localeCompare(right.label));
  return { ...parts, grants, apps };
}

/** Tabs of objects also need an object the user may read. Standard tabs follow the object alone: their settings come with profiles, which are not deployed. */
export function tabVisibility(name: string, context: ShellContext): TabVisibility {
  const { grants, model, host, session } = context;
  if (name === 'standard-home') return 'Visible';
  const standardObject = /^standard-(\w+)$/.exec(name)?.[1];
  if (standardObject !== undefined) return host.canReadObject(session, standardObject) ? (grants.tabs.get(name) ?? 'Visible') : 'None';
  const content = model.tabs.get(name)?.content;
  if (content?.kind === 'object' && !host.canReadObject(session, content.objectApiName)) return 'None';
  return grants.tabs.get(name) ?? 'None';
}

export function nodeContext(page: FlexiPageModel, record: NodeContext['record'], context: ShellContext): NodeContext {
  const { host, session } = context;
  return {
    page, record, sources: context.sources, standardModules: context.standardModules,
    problemsOf: (component) => context.problemsOf(component),
    facts: { formFactor: 'Large', customPermission: (name) => host.customPermission(session, name), userPermission: (name) => host.userPermission(session, name) },
  };
}
