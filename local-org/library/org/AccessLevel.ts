/** System.AccessLevel: whose rights a Database method runs with. */
import { ApexObject, describePlatformClass } from '../../values/apex-object.ts';
import { nullPointer } from '../../values/null-pointer.ts';
import { defineClass } from '../define.ts';
import type { Access } from '../ports.ts';

export class AccessLevel extends ApexObject {
  readonly mode: Access['mode'];

  constructor(mode: Access['mode']) {
    super();
    this.mode = mode;
  }
}
describePlatformClass(AccessLevel, 'System.AccessLevel');

export const SYSTEM_MODE = new AccessLevel('system');
export const USER_MODE = new AccessLevel('user');

/** The access of a statement with a stated level. `system`: what system mode means in the calling class, that is, with or without sharing. */
export function statedAccess(level: AccessLevel | null, system: Access | undefined): Access {
  if (level === null) throw nullPointer();
  return level.mode === 'user' ? USER : system ?? { mode: 'system', sharing: true };
}

const USER: Access = { mode: 'user', sharing: true };

/** Database methods without a level run in user mode since API 67; where the caller states nothing, so does the local org. platform-facts: default-access-mode */
export function defaultAccess(ofCaller: Access | undefined): Access {
  return ofCaller ?? USER;
}

export const ACCESS_LEVEL = defineClass('System.AccessLevel', {
  'static get System.AccessLevel SYSTEM_MODE': () => SYSTEM_MODE,
  'static get System.AccessLevel USER_MODE': () => USER_MODE,
}, { instances: AccessLevel });
