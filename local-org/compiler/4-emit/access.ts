/** Under whose permissions SOQL and DML run: as stated, else API 67's defaults: user mode in classes, system mode in triggers. platform-facts: default-access-mode, trigger-access-mode. */
import { js } from './code.ts';
import type { Code } from './code.ts';
import type { FunctionScope } from './scopes.ts';
import type { SoqlQuery } from '../../soql/syntax.ts';
import type { StatedAccess } from '../1-parse/ast.ts';

export function accessOf(stated: StatedAccess, scope: FunctionScope): Code {
  const mode = stated ?? (scope.context.kind === 'trigger' ? 'system' : 'user');
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
 * System mode ignores object and field permissions; whether sharing applies is the class's stated keyword. A trigger has none and sees all rows.
 * `inherited sharing` asks the callers at run time.
 */
function systemAccess(scope: FunctionScope): Code {
  if (scope.context.kind === 'trigger') return scope.helper('SYSTEM_WITHOUT_SHARING');
  switch (scope.context.sharing) {
    case 'without sharing': return scope.helper('SYSTEM_WITHOUT_SHARING');
    case 'inherited sharing': return js`${scope.helper('inheritedSharing')}()`;
    case 'with sharing': case undefined: return scope.helper('SYSTEM_WITH_SHARING');
  }
}
