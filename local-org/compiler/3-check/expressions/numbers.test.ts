import assert from 'node:assert/strict';
import { test } from 'node:test';
import { messagesOfStatements, typedExpression, typedStatements } from '../testing/check.ts';

test('whole numbers are Integers, digits with L are Longs, fractions are Decimals, digits with d are Doubles', () => {
  assert.equal(typedExpression('5'), '5 : Integer');
  assert.equal(typedExpression('5L'), '5L : Long');
  assert.equal(typedExpression('1.50'), '1.50m : Decimal');
  assert.equal(typedExpression('1.5d'), '1.5d : Double');
});

test('a minus before a literal belongs to it', () => {
  assert.equal(typedExpression('-2147483647'), '-2147483647 : Integer');
  assert.equal(typedExpression('-1.50'), '-1.50m : Decimal');
  assert.equal(typedExpression('-number'), '-this.number : Integer');
});

test('mixed arithmetic happens in the wider type, and Double with Decimal is Decimal', () => {
  assert.equal(typedExpression('1 + 2L'), '(IntegerToLong(1) +Long 2L) : Long');
  assert.equal(typedExpression('1 * 2.0'), '(IntegerToDecimal(1) *Decimal 2.0m) : Decimal');
  assert.equal(typedExpression('1.0d - 2.0'), '(DoubleToDecimal(1d) -Decimal 2.0m) : Decimal');
});

test('the product of two Integers overflows before it is widened for a Long', () => {
  assert.deepEqual(typedStatements('Long l = 3 * 4;'), ['Long l = IntegerToLong((3 *Integer 4))']);
});

test('division of Integers is integer division', () => {
  assert.equal(typedExpression('7 / 2'), '(7 /Integer 2) : Integer');
});

test('a Decimal may stand for a Double, but not for an Integer or Long', () => {
  assert.deepEqual(typedStatements('Double d = 1.5;'), ['Double d = DecimalToDouble(1.5m)']);
  assert.deepEqual(messagesOfStatements('Integer i = 1.5; Long l = 1.5; Integer k = 5L;'), [
    'Illegal assignment from Decimal to Integer', 'Illegal assignment from Decimal to Long', 'Illegal assignment from Long to Integer',
  ]);
});

test('compound assignment evaluates its target once and keeps its type', () => {
  assert.deepEqual(typedStatements('Decimal d = 1; d += 2; number *= 3;').slice(1), [
    'update[new] d := (current +Decimal IntegerToDecimal(2))', 'update[new] this.number := (current *Integer 3)',
  ]);
  assert.deepEqual(messagesOfStatements('Integer i = 1; i += 1.5;'), ['Illegal assignment from Decimal to Integer']);
});

test('postfix gives the old value, prefix the new one', () => {
  assert.equal(typedExpression('number++'), 'update[old] this.number := (current +Integer 1) : Integer');
  assert.equal(typedExpression('--number'), 'update[new] this.number := (current -Integer 1) : Integer');
  assert.deepEqual(messagesOfStatements('text++;'), ['Pre/post increment/decrement only allowed on numeric expressions']);
});

test('shifts keep the type of the left side', () => {
  assert.equal(typedExpression('1L << 2'), '(1L <<Long 2) : Long');
  assert.equal(typedExpression('number >>> 2L'), '(this.number >>>Integer (Integer) 2L) : Integer');
  assert.deepEqual(messagesOfStatements('Object o = 1.5 << 1;'), ['Shift operator can only be applied to Integer or Long expressions']);
});

test('& | ^ work on Booleans without short circuit and on whole numbers bit by bit', () => {
  assert.equal(typedExpression('true & false'), '(true &bits false) : Boolean');
  assert.equal(typedExpression('6 ^ 3L'), '(IntegerToLong(6) ^Long 3L) : Long');
  assert.equal(typedExpression('~5'), '~5 : Integer');
  assert.deepEqual(messagesOfStatements('Object o = 1.0 | 2;'), ['Bitwise operator only allowed on Integer, Long and Boolean expressions']);
});

test('days are added to dates, fractions of days to datetimes', () => {
  assert.equal(typedExpression('Date.today() + 1'), '(System.Date.platform:today$() +date 1) : Date');
  assert.equal(typedExpression('Datetime.now() - 0.5'), '(System.Datetime.platform:now$() -date 0.5m) : Datetime');
  assert.deepEqual(messagesOfStatements('Object o = Date.today() - Date.today();'), ['Date/time expressions must use Integer or Long or Double or Decimal arguments']);
});

test('arithmetic on anything else is refused', () => {
  assert.deepEqual(messagesOfStatements('Object o = true + 1; o = -text; o = null * 2;'), [
    'Arithmetic expressions must use numeric arguments', 'Arithmetic expressions must use numeric arguments', 'Arithmetic expressions must use numeric arguments',
  ]);
});

test('both branches of ?: and ?? meet in one type', () => {
  assert.equal(typedExpression('number > 1 ? 1 : 2.5'), '((this.number >numericInteger 1) ? IntegerToDecimal(1) : 2.5m) : Decimal');
  assert.equal(typedExpression('number ?? 2L'), '(IntegerToLong(this.number) ?? 2L) : Long');
  assert.equal(typedExpression('number > 1 ? null : 5'), '((this.number >numericInteger 1) ? null : 5) : Integer');
  assert.deepEqual(messagesOfStatements("Object o = number > 1 ? 'a' : 1;"), ['Incompatible types in ternary operator: String, Integer']);
});

test('casts convert between numbers and refuse types that can never meet', () => {
  assert.equal(typedExpression('(Integer) 5L'), '(Integer) 5L : Integer');
  assert.deepEqual(messagesOfStatements("Object o = (Integer) 'a';"), ['Incompatible types since an instance of String is never an instance of Integer']);
});
