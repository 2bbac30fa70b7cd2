/**
 * What the API version of a class decides: the meaning of code that states no access mode and no sharing. Everything else is compiled alike in every version.
 * platform-facts: default-access-mode, sharing-keyword-default, older-class-behaviour.
 */
import type { SharingMode } from './3-check/typed.ts';

/** Code without a version of its own, as anonymous Apex, is of this one. */
export const NEWEST_API_VERSION = 67;

/** From here on statements without a stated mode run in user mode, and classes without a keyword `with sharing`. */
const SECURE_BY_DEFAULT = 67;

/** How a class takes part in sharing. `omitted` is that of the callers; as the entry of a transaction it runs without sharing, where `inherited sharing` runs with it. */
export type Sharing = Exclude<SharingMode, undefined> | 'omitted';

interface Versioned {
  readonly apiVersion: number;
}

export function sharingOf({ sharing, apiVersion }: Versioned & { readonly sharing: SharingMode }): Sharing {
  return sharing ?? (apiVersion >= SECURE_BY_DEFAULT ? 'with sharing' : 'omitted');
}

/** Access mode of a class's statements that state none. */
export function defaultModeOf({ apiVersion }: Versioned): 'user' | 'system' {
  return apiVersion >= SECURE_BY_DEFAULT ? 'user' : 'system';
}
