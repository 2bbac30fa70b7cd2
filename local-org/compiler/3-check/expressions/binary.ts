/** Binary operators on two checked operands. */
import type { BinaryOperator } from '../../1-parse/ast.ts';
import { BOOLEAN, INTEGER, isPrimitive, STRING } from '../../2-bind/type-algebra.ts';
import { DIAGNOSTICS } from '../../diagnostics.ts';
import type { Position } from '../../position.ts';
import type { CodeContext } from '../context.ts';
import { errorExpression } from '../context.ts';
import { convert, numericKind, widerNumeric } from '../conversions.ts';
import type { ArithmeticOperator, TypedExpression } from '../typed.ts';
import { compareOrder, compareSame, compareValues } from './comparison.ts';
import { NUMERIC_TYPES } from './conditional.ts';
import type { Node } from './expression.ts';
import { checkValue } from './expression.ts';

export interface Operands {
  readonly left: TypedExpression;
  readonly right: TypedExpression;
  readonly pos: Position;
}

type Rule = (operands: Operands, context: CodeContext) => TypedExpression;

const arithmetic = (operator: '+' | '-' | '*' | '/'): Rule => (operands, context) => arithmeticOf(operator, operands, context);
const bitwise = (operator: '&' | '|' | '^'): Rule => (operands, context) => bitwiseOf(operator, operands, context);
const shift = (operator: '<<' | '>>' | '>>>'): Rule => (operands, context) => shiftOf(operator, operands, context);
const logical = (operator: '&&' | '||'): Rule => (operands, context) => logicalOf(operator, operands, context);

const rules: { readonly [Operator in BinaryOperator]: Rule } = {
  '+': (operands, context) => (isConcatenation(operands) ? concatenate(operands) : arithmeticOf('+', operands, context)),
  '-': arithmetic('-'), '*': arithmetic('*'), '/': arithmetic('/'),
  '<<': shift('<<'), '>>': shift('>>'), '>>>': shift('>>>'),
  '&': bitwise('&'), '|': bitwise('|'), '^': bitwise('^'),
  '&&': logical('&&'), '||': logical('||'),
  '==': (operands, context) => compareValues(false, operands, context),
  '!=': (operands, context) => compareValues(true, operands, context),
  '===': (operands, context) => compareSame(false, operands, context),
  '!==': (operands, context) => compareSame(true, operands, context),
  '<': (operands, context) => compareOrder('<', operands, context),
  '>': (operands, context) => compareOrder('>', operands, context),
  '<=': (operands, context) => compareOrder('<=', operands, context),
  '>=': (operands, context) => compareOrder('>=', operands, context),
};

export function checkBinary(node: Node<'Binary'>, context: CodeContext): TypedExpression {
  const left = checkValue(node.left, context);
  const right = checkValue(node.right, context);
  return binaryOf(node.operator, { left, right, pos: node.pos }, context);
}

/** Also for compound assignment, whose left operand is the old value of the place. */
export function binaryOf(operator: BinaryOperator, operands: Operands, context: CodeContext): TypedExpression {
  if (operands.left.type.kind === 'error' || operands.right.type.kind === 'error') return errorExpression(operands.pos);
  return rules[operator](operands, context);
}

// ---- text

function isConcatenation({ left, right }: Operands): boolean {
  return isPrimitive(left.type, 'String', 'Id') || isPrimitive(right.type, 'String', 'Id');
}

/** A chain of `+` becomes one node. A parenthesised concatenation is text too, so its parts join the chain. */
function concatenate({ left, right, pos }: Operands): TypedExpression {
  return { kind: 'Concat', parts: [...partsOf(left), ...partsOf(right)], type: STRING, pos };
}

function partsOf(expression: TypedExpression): readonly TypedExpression[] {
  return expression.kind === 'Concat' ? expression.parts : [expression];
}

// ---- numbers and dates

function arithmeticOf(operator: '+' | '-' | '*' | '/', operands: Operands, context: CodeContext): TypedExpression {
  const { left, right, pos } = operands;
  const kind = widerNumeric(left.type, right.type);
  if (kind !== undefined) return arithmeticNode(operator, kind, operands, context);
  if (isPrimitive(left.type, 'Date', 'Datetime', 'Time')) return dateArithmetic(operator, operands, context);
  return context.fail(DIAGNOSTICS.arithmeticType, pos);
}

function arithmeticNode(operator: ArithmeticOperator, kind: keyof typeof NUMERIC_TYPES, { left, right, pos }: Operands, context: CodeContext): TypedExpression {
  const type = NUMERIC_TYPES[kind];
  return { kind: 'Arithmetic', operator, operands: kind, left: convert(left, type, context), right: convert(right, type, context), type, pos };
}

/** Days are added to a Date as whole numbers, to a Datetime as numbers of any kind; milliseconds to a Time. */
function dateArithmetic(operator: '+' | '-' | '*' | '/', { left, right, pos }: Operands, context: CodeContext): TypedExpression {
  const amount = numericKind(right.type);
  const isWhole = amount === 'Integer' || amount === 'Long';
  const fits = isPrimitive(left.type, 'Datetime') ? amount !== undefined : isWhole;
  if (!fits || operator === '*' || operator === '/') return context.fail(DIAGNOSTICS.dateArithmeticType, pos);
  return { kind: 'DateArithmetic', operator, left, right, type: left.type, pos };
}

function bitwiseOf(operator: '&' | '|' | '^', operands: Operands, context: CodeContext): TypedExpression {
  const { left, right, pos } = operands;
  if (isPrimitive(left.type, 'Boolean') && isPrimitive(right.type, 'Boolean')) return { kind: 'BooleanBitwise', operator, left, right, type: BOOLEAN, pos };
  const kind = widerNumeric(left.type, right.type);
  if (kind === 'Integer' || kind === 'Long') return arithmeticNode(operator, kind, operands, context);
  return context.fail(DIAGNOSTICS.bitwiseType, pos);
}

/** The result has the type of the left operand; the distance is an Integer, of which a Long keeps the low bits. */
function shiftOf(operator: '<<' | '>>' | '>>>', { left, right, pos }: Operands, context: CodeContext): TypedExpression {
  if (!isPrimitive(left.type, 'Integer', 'Long') || !isPrimitive(right.type, 'Integer', 'Long')) return context.fail(DIAGNOSTICS.shiftType, pos);
  const distance: TypedExpression = isPrimitive(right.type, 'Long') ? { kind: 'Cast', to: INTEGER, operand: right, type: INTEGER, pos: right.pos } : right;
  return { kind: 'Arithmetic', operator, operands: left.type.name, left, right: distance, type: left.type, pos };
}

const WORDS = { '&&': 'AND', '||': 'OR' } as const;

function logicalOf(operator: '&&' | '||', { left, right, pos }: Operands, context: CodeContext): TypedExpression {
  if (!isPrimitive(left.type, 'Boolean') || !isPrimitive(right.type, 'Boolean')) return context.fail(DIAGNOSTICS.logicalType, pos, WORDS[operator]);
  return { kind: 'Logical', operator, left, right, type: BOOLEAN, pos };
}
