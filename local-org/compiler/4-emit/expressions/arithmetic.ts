/** Arithmetic: Integer in 32 bits, Long in 64, Double and Decimal through their value classes. A null operand throws NullPointerException. */
import { js } from '../code.ts';
import type { Code } from '../code.ts';
import type { HelperName } from '../helper-names.ts';
import type { FunctionScope } from '../scopes.ts';
import type { ArithmeticOperator, NumericKind, TypedExpression } from '../../3-check/typed.ts';
import { condition, present } from './operands.ts';
import type { Expression } from '../nodes.ts';

type Node = Expression<'Arithmetic'>;
type Binary = (node: Node, scope: FunctionScope) => Code;

const sides = (node: Node, scope: FunctionScope): readonly [Code, Code] => [present(node.left, scope), present(node.right, scope)];
const infix = (operator: string): Binary => (node, scope) => {
  const [left, right] = sides(node, scope);
  return js`((${left} ${operator} ${right}) | 0)`;
};
const wrapped = (operator: string): Binary => (node, scope) => {
  const [left, right] = sides(node, scope);
  return js`BigInt.asIntN(64, ${left} ${operator} ${right})`;
};
const bits = (operator: string): Binary => (node, scope) => {
  const [left, right] = sides(node, scope);
  return js`(${left} ${operator} ${right})`;
};
const multiplyInteger: Binary = (node, scope) => {
  const [left, right] = sides(node, scope);
  return js`Math.imul(${left}, ${right})`;
};
/** These functions look for null themselves. */
const call = (name: HelperName): Binary => (node, scope) => js`${scope.helper(name)}(${scope.expression(node.left)}, ${scope.expression(node.right)})`;
/** The checker lets bit operators through for Integer and Long only. */
const impossible: Binary = () => {
  throw new Error('A bit operator on Double or Decimal reached the emitter.');
};
const noBits = { '<<': impossible, '>>': impossible, '>>>': impossible, '&': impossible, '|': impossible, '^': impossible };

const operators: { readonly [K in NumericKind]: { readonly [O in ArithmeticOperator]: Binary } } = {
  Integer: {
    '+': infix('+'), '-': infix('-'), '*': multiplyInteger, '/': call('divideInteger'),
    '<<': bits('<<'), '>>': bits('>>'), '>>>': infix('>>>'), '&': bits('&'), '|': bits('|'), '^': bits('^'),
  },
  Long: {
    '+': wrapped('+'), '-': wrapped('-'), '*': wrapped('*'), '/': call('divideLong'),
    '<<': call('shiftLeftLong'), '>>': call('shiftRightLong'), '>>>': call('shiftRightUnsignedLong'), '&': bits('&'), '|': bits('|'), '^': bits('^'),
  },
  Double: { '+': call('addDouble'), '-': call('subtractDouble'), '*': call('multiplyDouble'), '/': call('divideDouble'), ...noBits },
  Decimal: { '+': call('addDecimal'), '-': call('subtractDecimal'), '*': call('multiplyDecimal'), '/': call('divideDecimal'), ...noBits },
};

export function printArithmetic(expression: Expression<'Arithmetic'>, scope: FunctionScope): Code {
  return operators[expression.operands][expression.operator](expression, scope);
}

const negations: { readonly [K in NumericKind]: (operand: TypedExpression, scope: FunctionScope) => Code } = {
  Integer: (operand, scope) => js`(-${present(operand, scope)} | 0)`,
  Long: (operand, scope) => js`BigInt.asIntN(64, -${present(operand, scope)})`,
  Double: (operand, scope) => js`${scope.helper('negateDouble')}(${scope.expression(operand)})`,
  Decimal: (operand, scope) => js`${scope.helper('negateDecimal')}(${scope.expression(operand)})`,
};

export function printNegate(expression: Expression<'Negate'>, scope: FunctionScope): Code {
  return negations[expression.operands](expression.operand, scope);
}

export function printComplement(expression: Expression<'Complement'>, scope: FunctionScope): Code {
  return js`(~${present(expression.operand, scope)})`;
}

export function printDateArithmetic(expression: Expression<'DateArithmetic'>, scope: FunctionScope): Code {
  const helper = scope.helper(expression.operator === '+' ? 'addDate' : 'subtractDate');
  return js`${helper}(${present(expression.left, scope)}, ${present(expression.right, scope)})`;
}

/** JavaScript's bit operators on Booleans give numbers; `&` and `|` become comparisons of the evaluated sides. */
export function printBooleanBitwise(expression: Expression<'BooleanBitwise'>, scope: FunctionScope): Code {
  const left = condition(expression.left, scope);
  const right = condition(expression.right, scope);
  return expression.operator === '^' ? js`(${left} !== ${right})` : js`Boolean(${left} ${expression.operator} ${right})`;
}

export function printLogical(expression: Expression<'Logical'>, scope: FunctionScope): Code {
  return js`(${condition(expression.left, scope)} ${expression.operator} ${condition(expression.right, scope)})`;
}

export function printNot(expression: Expression<'Not'>, scope: FunctionScope): Code {
  return js`!${condition(expression.operand, scope)}`;
}
