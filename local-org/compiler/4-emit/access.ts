/** Under whose permissions SOQL and DML run: as stated, else by the API version of the class; triggers run in system mode in all. platform-facts: default-access-mode, trigger-access-mode. */
import { defaultModeOf } from '../api-versions.ts';
import { js } from './code.ts';
import type { Code } from './code.ts';
import type { FunctionScope } from './scopes.ts';
import type { SoqlQuery } from '../../soql/syntax.ts';
import type { StatedAccess } from '../1-parse/ast.ts';

export function accessOf(stated: StatedAccess, scope: FunctionScope): Code {
  const { owner } = scope.context;
  const mode = stated ?? (owner === undefined ? 'system' : defaultModeOf(owner));
  return mode === 'user' ? scope.helper('USER_MODE') : systemAccess(scope);
}

export function statedInQuery(query: SoqlQuery): StatedAccess {
  switch (query.accessMode) {
    case 'USER_MODE': case 'SECURITY_ENFORCED': return 'user';
    case 'SYSTEM_MODE': return 'system';
    case undefined: return undefined;
  }
}

/**
 * System mode ignores object and field permissions; whether sharing applies is the class's keyword. A trigger sees all rows. `inherited sharing` and, in older classes, an omitted keyword
 * ask the callers at run time.
 */
function systemAccess(scope: FunctionScope): Code {
  switch (scope.context.sharing) {
    case 'without sharing': return scope.helper('SYSTEM_WITHOUT_SHARING');
    case 'inherited sharing': case 'omitted': return js`${scope.helper('inheritedSharing')}()`;
    case 'with sharing': return scope.helper('SYSTEM_WITH_SHARING');
  }
}
