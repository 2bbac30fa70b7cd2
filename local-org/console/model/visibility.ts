/** Which apps and tabs a user sees: what the deployed profile and permission sets say. A deploy of an app or tab alone shows it to nobody. */
import { isTrue, metadataFiles, nodesOf, textOf, type MetadataFile } from './metadata-files.ts';

/** Visible: in navigation bars. Available: reached by its address and the app launcher only. */
export type TabVisibility = 'Visible' | 'Available' | 'None';

export interface VisibilityGrants {
  readonly apps: ReadonlySet<string>;
  readonly tabs: ReadonlyMap<string, TabVisibility>;
}

export interface VisibilityModel {
  readonly permissionSets: ReadonlyMap<string, VisibilityGrants>;
  readonly profiles: ReadonlyMap<string, VisibilityGrants>;
}

/** File names of standard profiles differ from what the profiles are called. */
const PROFILE_FILES: Readonly<Record<string, string>> = { 'system administrator': 'admin', 'standard user': 'standard', 'standard platform user': 'standardaul', 'read only': 'readonly' };

const FROM_PROFILE: Readonly<Record<string, TabVisibility>> = { DefaultOn: 'Visible', DefaultOff: 'Available', Hidden: 'None' };

export function visibilityOf(files: ReadonlyMap<string, string>): VisibilityModel {
  return {
    permissionSets: new Map(metadataFiles(files, 'permissionsets', 'permissionset', 'PermissionSet').map((file) => [file.name.toLowerCase(), grantsOf(file, 'tabSettings', (value) => value)])),
    profiles: new Map(metadataFiles(files, 'profiles', 'profile', 'Profile').map((file) => [file.name.toLowerCase(), grantsOf(file, 'tabVisibilities', (value) => FROM_PROFILE[value] ?? 'None')])),
  };
}

/** platform-facts: app-and-tab-visibility. The most generous of all that the user has. */
export function grantsFor(model: VisibilityModel, profileName: string, permissionSets: readonly string[]): VisibilityGrants {
  const profile = profileName.toLowerCase();
  const own = [model.profiles.get(PROFILE_FILES[profile] ?? profile) ?? model.profiles.get(profile), ...permissionSets.map((name) => model.permissionSets.get(name.toLowerCase()))];
  const apps = new Set<string>();
  const tabs = new Map<string, TabVisibility>();
  for (const grants of own) {
    for (const app of grants?.apps ?? []) apps.add(app);
    for (const [tab, visibility] of grants?.tabs ?? []) tabs.set(tab, wider(visibility, tabs.get(tab)));
  }
  return { apps, tabs };
}

const ORDER: readonly TabVisibility[] = ['None', 'Available', 'Visible'];

function wider(one: TabVisibility, other: TabVisibility | undefined): TabVisibility {
  return other !== undefined && ORDER.indexOf(other) > ORDER.indexOf(one) ? other : one;
}

function grantsOf({ content }: MetadataFile, tabElement: string, read: (value: string) => string): VisibilityGrants {
  return {
    apps: new Set(nodesOf(content, 'applicationVisibilities').filter((entry) => isTrue(entry, 'visible')).map((entry) => textOf(entry, 'application') ?? '')),
    tabs: new Map(nodesOf(content, tabElement).map((entry) => [textOf(entry, 'tab') ?? '', ORDER.find((known) => known === read(textOf(entry, 'visibility') ?? '')) ?? 'None'])),
  };
}
