/** How a printer asks for the value of a part: as it is, or checked for null. */
import { join, js } from '../code.ts';
import type { Code } from '../code.ts';
import { isNeverNull } from '../nullness.ts';
import type { FunctionScope } from '../scopes.ts';
import type { TypedExpression } from '../../3-check/typed.ts';

/** The value; null throws NullPointerException. Used for operands of arithmetic, conditions and receivers of platform members. */
export function present(expression: TypedExpression, scope: FunctionScope): Code {
  const value = scope.expression(expression);
  return isNeverNull(expression, scope) ? value : js`(${value} ?? ${scope.helper('nullPointer')}())`;
}

/** A Boolean that decides something; null throws NullPointerException. */
export const condition = present;

/** JavaScript that may stand twice in the output: it has no effects and costs nothing. */
export function isRepeatable(expression: TypedExpression): boolean {
  return expression.kind === 'This' || (expression.kind === 'Constant' && expression.value.kind !== 'decimal' && expression.value.kind !== 'double')
    || (expression.kind === 'Read' && expression.place.kind === 'local');
}

/** Gives `use` a name for the value that may be repeated; `prefix` must be evaluated first, in the same comma expression. */
export function named(expression: TypedExpression, scope: FunctionScope): { readonly first: Code | undefined; readonly name: Code } {
  const value = scope.expression(expression);
  if (isRepeatable(expression)) return { first: undefined, name: value };
  const temporary = scope.temporary();
  return { first: js`${temporary} = ${value}`, name: temporary };
}

/** `(a, b, c)` without the missing parts. */
export function sequence(parts: readonly (Code | undefined)[]): Code {
  const found = parts.filter((part) => part !== undefined);
  return found.length === 1 ? found[0]! : js`(${join(found, ', ')})`;
}
