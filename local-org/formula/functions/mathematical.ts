import { Decimal } from '../../values/decimal.ts';
import { approximated, outOfRange, power, remainder, rounded, toPlaces, whole } from '../numbers.ts';
import { fixed, functionName, made, requireCount, requireType, type Call, type FunctionRule, type FunctionTable, type Node } from '../node.ts';

/** One number in, one out; a blank stays blank. */
function ofNumber(body: (value: Decimal) => Decimal): FunctionRule {
  return fixed(['number'], 'number', ([value]) => (value === null ? null : body(value)));
}

function ofTwo(body: (left: Decimal, right: Decimal) => Decimal): FunctionRule {
  return fixed(['number', 'number'], 'number', ([left, right]) => (left === null || right === null ? null : body(left, right)));
}

/** MAX and MIN; a blank among them makes the outcome blank. */
function extreme(sign: 1 | -1): (call: Call) => Node {
  return (call) => {
    requireCount(call, 1, Infinity);
    const given = call.arguments;
    for (const argument of given) requireType(functionName(call.name), 'number', argument);
    return made(call, 'number', (run) => {
      const values = given.map((argument) => argument.run(run) as Decimal | null);
      if (values.some((value) => value === null)) return null;
      return (values as Decimal[]).reduce((best, value) => (value.compareTo(best) * sign > 0 ? value : best));
    });
  };
}

function logarithm(name: string, body: (value: number) => number): FunctionRule {
  return ofNumber((value) => {
    if (value.signum() <= 0) throw outOfRange(name);
    return approximated(name, body)(value);
  });
}

const trigonometric = Object.fromEntries(
  (['sin', 'cos', 'tan', 'asin', 'acos', 'atan'] as const).map((name) => [name.toUpperCase(), ofNumber(approximated(name.toUpperCase(), Math[name]))]),
);

export const mathematical: FunctionTable = {
  ABS: ofNumber((value) => value.abs()),
  CEILING: ofNumber((value) => whole(value, 'UP')),
  FLOOR: ofNumber((value) => whole(value, 'DOWN')),
  MCEILING: ofNumber((value) => whole(value, 'CEILING')),
  MFLOOR: ofNumber((value) => whole(value, 'FLOOR')),
  EXP: ofNumber(approximated('EXP', Math.exp)),
  LN: logarithm('LN', Math.log),
  LOG: logarithm('LOG', Math.log10),
  SQRT: ofNumber((value) => {
    if (value.signum() < 0) throw outOfRange('SQRT');
    return approximated('SQRT', Math.sqrt)(value);
  }),
  MOD: ofTwo((left, right) => rounded(remainder(left, right))),
  POWER: ofTwo(power),
  ROUND: ofTwo((value, places) => toPlaces(value, places, 'HALF_UP')),
  TRUNC: fixed(['number', 'number'], 'number', ([value, places]) => (value === null ? null : toPlaces(value, places ?? Decimal.fromInteger(0), 'DOWN')), { optional: 1 }),
  MAX: extreme(1),
  MIN: extreme(-1),
  PI: fixed([], 'number', () => Decimal.parse('3.14159265358979323846')),
  ATAN2: ofTwo((left, right) => Decimal.fromNumber(Math.atan2(left.toNumber(), right.toNumber()))),
  ...trigonometric,
};
