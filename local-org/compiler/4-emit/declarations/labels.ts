/** How stack traces name a method. platform-facts: stack-trace-names. */
import { ANONYMOUS_TYPE } from '../../2-bind/anonymous.ts';
import type { TypeSymbol } from '../../types.ts';

export function labelOf(type: TypeSymbol, method: string): string {
  return type.qualifiedName === ANONYMOUS_TYPE ? ANONYMOUS_TYPE : `Class.${type.qualifiedName}.${method}`;
}
