/** Which page opens: app, profile and record type decide before the app alone, the app before the org, the org before what is built in. */
import type { AppModel, PageOverride } from './applications.ts';
import type { ShellModel } from './shell-model.ts';

export interface PageWish {
  readonly app: AppModel | undefined;
  readonly profileName: string;
  /** Developer name; `undefined`: the record has none. */
  readonly recordType: string | undefined;
}

export type Assignment = { readonly kind: 'flexiPage'; readonly page: string } | { readonly kind: 'builtIn' } | { readonly kind: 'unsupported'; readonly what: string };

/** platform-facts: page-assignment-order */
export function recordPageOf(model: ShellModel, objectApiName: string, wish: PageWish): Assignment {
  const inApp = (wish.app?.overrides ?? []).filter((override) => override.action === 'View' && override.target === objectApiName);
  const ofOrg = model.objectOverrides.get(objectApiName)?.filter((override) => override.action === 'View') ?? [];
  return assigned([...specificFirst(inApp, objectApiName, wish), ...ofOrg.filter(isForDesktop)]);
}

export function homePageOf(wish: PageWish): Assignment {
  const inApp = (wish.app?.overrides ?? []).filter((override) => override.target === 'standard-home' && ['Tab', 'View'].includes(override.action));
  return assigned(specificFirst(inApp, '', wish));
}

/** Profile file names in the metadata are those of the profile: `Admin` stands for System Administrator. */
const PROFILE_NAMES: Readonly<Record<string, string>> = { Admin: 'System Administrator', Standard: 'Standard User', StandardAul: 'Standard Platform User' };

function specificFirst(overrides: readonly PageOverride[], objectApiName: string, wish: PageWish): PageOverride[] {
  const fits = overrides.filter((override) => isForDesktop(override) && isForProfile(override, wish.profileName) && isForRecordType(override, objectApiName, wish.recordType));
  const weight = (override: PageOverride): number => (override.profile === undefined ? 0 : 2) + (override.recordType === undefined ? 0 : 1);
  return [...fits].sort((left, right) => weight(right) - weight(left));
}

function isForDesktop({ formFactor }: PageOverride): boolean {
  return formFactor === undefined || formFactor === 'Large';
}

function isForProfile({ profile }: PageOverride, name: string): boolean {
  return profile === undefined || profile === name || PROFILE_NAMES[profile] === name;
}

function isForRecordType({ recordType }: PageOverride, objectApiName: string, given: string | undefined): boolean {
  return recordType === undefined || recordType === `${objectApiName}.${given ?? 'Master'}` || recordType === given;
}

function assigned(overrides: readonly PageOverride[]): Assignment {
  const [first] = overrides;
  if (first === undefined || first.type === 'Default') return { kind: 'builtIn' };
  if (first.type.toLowerCase() === 'flexipage' && first.page !== undefined) return { kind: 'flexiPage', page: first.page };
  return { kind: 'unsupported', what: `an override of type ${first.type}${first.page === undefined ? '' : ` (${first.page})`}` };
}
