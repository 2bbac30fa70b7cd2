import { ApexDate } from '../values/date.ts';
import type { Datetime } from '../values/datetime.ts';
import { Decimal } from '../values/decimal.ts';
import { Time } from '../values/time.ts';
import { divided, power, rounded } from './numbers.ts';
import { FormulaProblem } from './problem.ts';
import { commonType, requireType, wrongType, type Node } from './node.ts';
import type { Expression } from './syntax.ts';
import type { FormulaType, FormulaValue } from './types.ts';

type Binary = Extract<Expression, { kind: 'binary' }>;
type Unary = Extract<Expression, { kind: 'unary' }>;

const DAY = 86_400_000;

export function unaryNode(expression: Unary, operand: Node): Node {
  const { operator, offset } = expression;
  const type = operator === '!' ? 'boolean' : 'number';
  requireType(operator === '!' ? "function 'NOT()'" : `operator '${operator}'`, type, operand);
  const written = `${operator}${operand.written}`;
  if (operator === '+') return { type, offset, written, run: operand.run };
  if (operator === '-') return { type, offset, written, run: (run) => (operand.run(run) as Decimal | null)?.negate() ?? null };
  return {
    type, offset, written,
    run: (run) => {
      const value = operand.run(run);
      return value === null ? null : value !== true;
    },
  };
}

export function binaryNode(expression: Binary, left: Node, right: Node): Node {
  const { operator } = expression;
  switch (operator) {
    case '||': return logical(expression, left, right, "function 'OR()'", true);
    case '&&': return logical(expression, left, right, "function 'AND()'", false);
    case '=':
    case '<>': return equality(expression, left, right);
    case '<':
    case '>':
    case '<=':
    case '>=': return comparison(expression, left, right);
    case '&': return concatenation(expression, left, right);
    case '+':
    case '-': return sum(expression, left, right);
    default: return product(expression, left, right);
  }
}

const place = (expression: Binary): string => `operator '${expression.operator}'`;

function node(expression: Binary, type: FormulaType, left: Node, right: Node, run: Node['run']): Node {
  return { type, offset: expression.offset, written: `${left.written} ${expression.operator} ${right.written}`, run };
}

/** `decides`: the value of a side that settles the outcome. A blank counts as false. */
function logical(expression: Binary, left: Node, right: Node, name: string, decides: boolean): Node {
  requireType(name, 'boolean', left);
  requireType(name, 'boolean', right);
  return node(expression, 'boolean', left, right, (run) => ((left.run(run) === true) === decides ? decides : right.run(run) === true));
}

function requireScalar(expression: Binary, operand: Node): void {
  if (operand.type === 'picklist' || operand.type === 'multipicklist') wrongType(place(expression), 'text', operand);
}

/** Blank text equals empty text; any other blank equals nothing, not even a blank. platform-facts: formula-blank-comparison */
function equality(expression: Binary, left: Node, right: Node): Node {
  requireScalar(expression, left);
  requireScalar(expression, right);
  const type = commonType(left.type, right.type);
  if (type === undefined) wrongType(place(expression), left.type, right);
  const isEqual = expression.operator === '=';
  if (type === 'text') return node(expression, 'boolean', left, right, (run) => ((left.run(run) ?? '') === (right.run(run) ?? '')) === isEqual);
  return node(expression, 'boolean', left, right, (run) => {
    const first = left.run(run);
    const second = right.run(run);
    return first === null || second === null ? null : (compareValues(first, second) === 0) === isEqual;
  });
}

const outcomes: Readonly<Record<'<' | '>' | '<=' | '>=', (order: number) => boolean>> = {
  '<': (order) => order < 0, '>': (order) => order > 0, '<=': (order) => order <= 0, '>=': (order) => order >= 0,
};

function comparison(expression: Binary, left: Node, right: Node): Node {
  requireScalar(expression, left);
  requireScalar(expression, right);
  for (const side of [left, right]) if (side.type === 'boolean') throw new FormulaProblem(`Incorrect argument type for ${place(expression)}. `, side.offset);
  if (commonType(left.type, right.type) === undefined) wrongType(place(expression), left.type, right);
  const outcome = outcomes[expression.operator as keyof typeof outcomes];
  return node(expression, 'boolean', left, right, (run) => {
    const first = left.run(run);
    const second = right.run(run);
    return first === null || second === null ? null : outcome(compareValues(first, second));
  });
}

/** -1, 0 or 1. Both are of one type. */
export function compareValues(left: NonNullable<FormulaValue>, right: NonNullable<FormulaValue>): number {
  if (left instanceof Decimal) return left.compareTo(right as Decimal);
  const first = ordinal(left);
  const second = ordinal(right as typeof left);
  return first < second ? -1 : first > second ? 1 : 0;
}

function ordinal(value: Exclude<NonNullable<FormulaValue>, Decimal>): string | number {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return Number(value);
  return value instanceof ApexDate ? value.days : value.milliseconds;
}

function concatenation(expression: Binary, left: Node, right: Node): Node {
  requireType(place(expression), 'text', left);
  requireType(place(expression), 'text', right);
  return node(expression, 'text', left, right, (run) => joined(left.run(run), right.run(run)));
}

function joined(left: FormulaValue, right: FormulaValue): FormulaValue {
  if (left === null) return right;
  return right === null ? left : `${left as string}${right as string}`;
}

function product(expression: Binary, left: Node, right: Node): Node {
  requireType(place(expression), 'number', left);
  requireType(place(expression), 'number', right);
  const compute = products[expression.operator as keyof typeof products];
  return node(expression, 'number', left, right, (run) => {
    const first = left.run(run);
    const second = right.run(run);
    return first === null || second === null ? null : compute(first as Decimal, second as Decimal);
  });
}

const products = {
  '*': (left: Decimal, right: Decimal): Decimal => rounded(left.multiply(right)),
  '/': divided,
  '^': power,
} as const;

interface Sum {
  readonly type: FormulaType;
  compute(left: FormulaValue, right: FormulaValue): FormulaValue;
}

const days = (value: number): Decimal => divided(Decimal.fromNumber(value), Decimal.fromInteger(DAY));
const milliseconds = (amount: FormulaValue): number => Math.round((amount as Decimal).toNumber() * DAY);
const wholeDays = (amount: FormulaValue): number => (amount as Decimal).toInteger();

/** What may be added to and subtracted from what: `date-number` and so on. */
const sums: Readonly<Record<string, Sum>> = {
  'number+number': { type: 'number', compute: (left, right) => rounded((left as Decimal).add(right as Decimal)) },
  'number-number': { type: 'number', compute: (left, right) => rounded((left as Decimal).subtract(right as Decimal)) },
  'date+number': { type: 'date', compute: (left, right) => (left as ApexDate).addDays(wholeDays(right)) },
  'number+date': { type: 'date', compute: (left, right) => (right as ApexDate).addDays(wholeDays(left)) },
  'date-number': { type: 'date', compute: (left, right) => (left as ApexDate).addDays(-wholeDays(right)) },
  'date-date': { type: 'number', compute: (left, right) => Decimal.fromInteger((left as ApexDate).days - (right as ApexDate).days) },
  'datetime+number': { type: 'datetime', compute: (left, right) => (left as Datetime).add(milliseconds(right)) },
  'number+datetime': { type: 'datetime', compute: (left, right) => (right as Datetime).add(milliseconds(left)) },
  'datetime-number': { type: 'datetime', compute: (left, right) => (left as Datetime).add(-milliseconds(right)) },
  'datetime-datetime': { type: 'number', compute: (left, right) => days((left as Datetime).milliseconds - (right as Datetime).milliseconds) },
  'time+number': { type: 'time', compute: (left, right) => (left as Time).add((right as Decimal).toInteger()) },
  'time-number': { type: 'time', compute: (left, right) => (left as Time).add(-(right as Decimal).toInteger()) },
  'time-time': { type: 'number', compute: (left, right) => Decimal.fromInteger(new Time((left as Time).milliseconds - (right as Time).milliseconds).milliseconds) },
};

function sum(expression: Binary, left: Node, right: Node): Node {
  const { operator } = expression;
  requireScalar(expression, left);
  requireScalar(expression, right);
  if (operator === '+' && (left.type === 'text' || right.type === 'text') && commonType(left.type, right.type) === 'text') {
    return node(expression, 'text', left, right, (run) => joined(left.run(run), right.run(run)));
  }
  const rule = sums[`${typeFor(left)}${operator}${typeFor(right)}`];
  if (rule === undefined) return wrongType(place(expression), operandTypes.has(left.type) ? left.type : 'number', operandTypes.has(left.type) ? right : left);
  return node(expression, rule.type, left, right, (run) => {
    const first = left.run(run);
    const second = right.run(run);
    return first === null || second === null ? null : rule.compute(first, second);
  });
}

const operandTypes: ReadonlySet<FormulaType> = new Set(['number', 'date', 'datetime', 'time']);

/** NULL beside another operand counts as a number. */
function typeFor(operand: Node): FormulaType {
  return operand.type === 'null' ? 'number' : operand.type;
}
