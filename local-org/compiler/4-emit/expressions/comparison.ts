/** Equality, identity and order. */
import { js } from '../code.ts';
import type { Code } from '../code.ts';
import type { HelperName } from '../helper-names.ts';
import { isNeverNull } from '../nullness.ts';
import type { FunctionScope } from '../scopes.ts';
import type { NumericKind, TypedExpression } from '../../3-check/typed.ts';
import type { Type } from '../../types.ts';
import { isRepeatable } from './operands.ts';
import type { Expression } from '../nodes.ts';

const equalHelpers: { readonly [K in Exclude<Expression<'Equals'>['how'], 'numeric' | 'reference' | 'null'>]: HelperName } = { text: 'equalText', id: 'equalId', value: 'equalValue' };
/** Integer and Long are JavaScript primitives: `===` also answers for null. */
const numericHelpers: { readonly [K in NumericKind]: HelperName | undefined } = { Integer: undefined, Long: undefined, Double: 'equalDouble', Decimal: 'equalDecimal' };

export function printEquals(expression: Expression<'Equals'>, scope: FunctionScope): Code {
  const { how, operands, negated } = expression;
  if (how === 'reference' || how === 'null') return identical(expression, scope);
  const helper = how === 'numeric' ? numericHelpers[operands ?? 'Integer'] : equalHelpers[how];
  if (helper === undefined) return identical(expression, scope);
  return js`${negated ? '!' : ''}${scope.helper(helper)}(${scope.expression(expression.left)}, ${scope.expression(expression.right)})`;
}

function identical(expression: Expression<'Equals' | 'Same'>, scope: FunctionScope): Code {
  return js`(${scope.expression(expression.left)} ${expression.negated ? '!==' : '==='} ${scope.expression(expression.right)})`;
}

const boxed: ReadonlySet<string> = new Set(['Double', 'Decimal', 'Date', 'Datetime', 'Time', 'Blob']);
const isBoxed = (type: Type): boolean => type.kind === 'primitive' && boxed.has(type.name);

/** Primitives have no identity in Apex: those that are objects here compare by value. */
export function printSame(expression: Expression<'Same'>, scope: FunctionScope): Code {
  if (!isBoxed(expression.left.type) && !isBoxed(expression.right.type)) return identical(expression, scope);
  return js`${expression.negated ? '!' : ''}${scope.helper('equalValue')}(${scope.expression(expression.left)}, ${scope.expression(expression.right)})`;
}

type Operator = Expression<'Compare'>['operator'];
/** Answer a negative number, 0, a positive number, or NaN (which makes every comparison false) when a side that must not be null is. */
const comparators: { readonly [K in Exclude<Expression<'Compare'>['how'], 'numeric'>]: HelperName } = { text: 'compareText', id: 'compareId', temporal: 'compareTemporal' };
const primitiveOrder: { readonly [O in Operator]: HelperName } = { '<': 'less', '<=': 'lessOrEqual', '>': 'greater', '>=': 'greaterOrEqual' };
const numericOrder: { readonly [K in 'Double' | 'Decimal']: { readonly [O in Operator]: HelperName } } = {
  Double: { '<': 'lessDouble', '<=': 'lessOrEqualDouble', '>': 'greaterDouble', '>=': 'greaterOrEqualDouble' },
  Decimal: { '<': 'lessDecimal', '<=': 'lessOrEqualDecimal', '>': 'greaterDecimal', '>=': 'greaterOrEqualDecimal' },
};

export function printCompare(expression: Expression<'Compare'>, scope: FunctionScope): Code {
  const { how, operator, operands, left, right } = expression;
  if (how !== 'numeric') return js`(${scope.helper(comparators[how])}(${scope.expression(left)}, ${scope.expression(right)}) ${operator} 0)`;
  if (operands !== 'Double' && operands !== 'Decimal') return printPrimitiveOrder(expression, scope);
  return js`${scope.helper(numericOrder[operands][operator])}(${scope.expression(left)}, ${scope.expression(right)})`;
}

/** JavaScript takes null for 0: sides that may be null are looked at first. */
function printPrimitiveOrder(expression: Expression<'Compare'>, scope: FunctionScope): Code {
  const sides = [expression.left, expression.right];
  const nullable = sides.filter((side) => !isNeverNull(side, scope));
  const [left, right] = [scope.expression(expression.left), scope.expression(expression.right)];
  if (!nullable.every(isRepeatable)) return js`${scope.helper(primitiveOrder[expression.operator])}(${left}, ${right})`;
  const checks = nullable.map((side: TypedExpression) => js`${scope.expression(side)} !== null && `);
  return js`(${checks.reduce<Code>((before, check) => js`${before}${check}`, '')}${left} ${expression.operator} ${right})`;
}
