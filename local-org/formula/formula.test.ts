import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { ApexDate } from '../values/date.ts';
import { Datetime } from '../values/datetime.ts';
import { Decimal } from '../values/decimal.ts';
import { Time } from '../values/time.ts';
import { compileFormula, placeOf, type FormulaOptions } from './compile.ts';
import { FormulaError, FormulaProblem } from './problem.ts';
import type { FormulaField, FormulaRun, FormulaScope, FormulaType, FormulaValue } from './types.ts';

const NOW = Date.UTC(2026, 10, 21, 23, 30, 0);

const FIELDS: Readonly<Record<string, FormulaType>> = {
  name: 'text', amount__c: 'number', count__c: 'number', active__c: 'boolean', due__c: 'date', at__c: 'datetime', opens__c: 'time', status__c: 'picklist', tags__c: 'multipicklist',
  'account.name': 'text', '$user.firstname': 'text',
};
const scope: FormulaScope = {
  field(names): FormulaField | undefined {
    const type = FIELDS[names.join('.').toLowerCase()];
    return type === undefined ? undefined : { type, path: names };
  },
};

type Values = Readonly<Record<string, FormulaValue>>;

function evaluate(text: string, values: Values = {}, options: Partial<FormulaOptions> & { before?: Values; isNew?: boolean } = {}): FormulaValue {
  const formula = compileFormula(text, { scope, use: options.use ?? 'validationRule', blankNumbersAsZero: options.blankNumbersAsZero ?? false, expected: options.expected });
  const read = (source: Values): FormulaValue[] => formula.references.map((field) => source[field.path.join('.').toLowerCase()] ?? null);
  const run: FormulaRun = { values: read(values), before: read(options.before ?? values), isNew: options.isNew ?? false, isClone: false, now: NOW, timeZone: 'Europe/Berlin' };
  return formula.run(run);
}

/** As a reader would write the value. */
function shown(value: FormulaValue): string | boolean | null {
  return value === null || typeof value === 'boolean' ? value : String(value);
}
const number = (text: string): Decimal => Decimal.parse(text);
const date = (text: string): ApexDate => ApexDate.parse(text);

function expectAll(cases: readonly (readonly [string, string | boolean | null])[], values: Values = {}): void {
  for (const [text, expected] of cases) assert.equal(shown(evaluate(text, values)), expected, text);
}

function problemOf(text: string, options: Partial<FormulaOptions> = {}): FormulaProblem {
  try {
    compileFormula(text, { scope, use: 'field', blankNumbersAsZero: false, expected: undefined, ...options });
  } catch (error) {
    if (error instanceof FormulaProblem) return error;
    throw error;
  }
  throw new Error(`No problem in ${text}`);
}

describe('formula arithmetic', () => {
  it('is decimal and exact', () => expectAll([['0.1 + 0.2', '0.3'], ['1 / 8', '0.125'], ['10 - 2 - 3', '5'], ['-2 * -3', '6'], ['2 + 3 * 4', '14'], ['(2 + 3) * 4', '20']]));

  it('raises after multiplying, as the platform binds ^ looser than *', () => expectAll([['2 * 3 ^ 2', '36'], ['2 ^ 3 ^ 2', '64'], ['2 ^ -1', '0.5']]));

  it('keeps 39 significant digits of an endless fraction', () => {
    assert.equal(shown(evaluate('1 / 3')), `0.${'3'.repeat(39)}`);
    assert.equal(shown(evaluate('2 / 3')), `0.${'6'.repeat(38)}7`);
    assert.equal(shown(evaluate('1 / 3 * 3')), `0.${'9'.repeat(39)}`);
  });

  it('cannot divide by zero', () => assert.throws(() => evaluate('1 / (2 - 2)'), FormulaError));

  it('rounds half away from zero', () => expectAll([
    ['ROUND(2.5, 0)', '3'], ['ROUND(-2.5, 0)', '-3'], ['ROUND(12.345, 2)', '12.35'], ['ROUND(1250, -2)', '1300'], ['TRUNC(2.99)', '2'], ['TRUNC(-12.987, 1)', '-12.9'],
    ['CEILING(2.1)', '3'], ['CEILING(-2.1)', '-3'], ['FLOOR(-2.9)', '-2'], ['MCEILING(-2.1)', '-2'], ['MFLOOR(-2.1)', '-3'], ['CEILING(1 / 3 * 3)', '1'],
    ['MOD(10, 3)', '1'], ['MOD(-10, 3)', '-1'], ['ABS(-4.20)', '4.20'], ['MAX(1, 3, 2)', '3'], ['MIN(1.5, 1.25)', '1.25'], ['SQRT(16)', '4'], ['LOG(1000)', '3'],
  ]));

  it('gives a blank where a number is blank, unless blanks count as zero', () => {
    assert.equal(evaluate('amount__c + 1'), null);
    assert.equal(shown(evaluate('amount__c + 1', {}, { blankNumbersAsZero: true })), '1');
    assert.equal(evaluate('ISBLANK(amount__c)', {}, { blankNumbersAsZero: true }), false);
  });

  it('adds and subtracts like integers do', () => {
    fc.assert(fc.property(fc.integer({ min: -1e6, max: 1e6 }), fc.integer({ min: -1e6, max: 1e6 }), (left, right) => {
      const values = { amount__c: Decimal.fromInteger(left), count__c: Decimal.fromInteger(right) };
      assert.equal(shown(evaluate('amount__c + count__c', values)), String(left + right));
      assert.equal(shown(evaluate('amount__c - count__c', values)), String(left - right));
      assert.equal(evaluate('amount__c < count__c', values), left < right);
    }));
  });
});

describe('formula conditions', () => {
  it('compares text with its case, and blank text equals empty text', () => expectAll([
    ['name = "Ann"', true], ['name = "ann"', false], ['name <> "Bob"', true], ['account.name = ""', true], ['account.name <> "x"', true], ['name == "Ann" && 1 != 2', true],
  ], { name: 'Ann' }));

  it('leaves a comparison with a blank undecided, so that neither it nor its opposite holds', () => expectAll([
    ['IF(amount__c > 1, "yes", "no")', 'no'], ['IF(NOT(amount__c > 1), "yes", "no")', 'no'], ['IF(amount__c = NULL, "yes", "no")', 'no'], ['OR(amount__c > 1, TRUE)', true], ['AND(amount__c > 1, TRUE)', false],
  ]));

  it('looks at no more than it needs', () => {
    assert.equal(shown(evaluate('IF(count__c = 0, 0, amount__c / count__c)', { amount__c: number('5'), count__c: number('0') })), '0');
    assert.equal(evaluate('OR(TRUE, 1 / 0 > 1)'), true);
    assert.equal(evaluate('FALSE && 1 / 0 > 1'), false);
  });

  it('chooses by value', () => {
    expectAll([['CASE(status__c, "Open", 1, "Closed", 2, 3)', '2'], ['CASE(MONTH(due__c), 1, "Jan", 2, "Feb", "?")', 'Feb'], ['ISPICKVAL(status__c, "Closed")', true], ['ISPICKVAL(status__c, "closed")', false], ['TEXT(status__c) & "!"', 'Closed!'], ['INCLUDES(tags__c, "b")', true], ['INCLUDES(tags__c, "ab")', false]],
      { status__c: 'Closed', due__c: date('2026-02-03'), tags__c: 'a;b' });
    assert.equal(evaluate('ISPICKVAL(status__c, "")'), true);
  });

  it('tells blanks: text is never null but may be blank', () => expectAll([
    ['ISBLANK(name)', true], ['ISNULL(name)', false], ['ISNULL(amount__c)', true], ['BLANKVALUE(name, "none")', 'none'], ['NULLVALUE(name, "none")', null], ['NULLVALUE(amount__c, 7)', '7'], ['BLANKVALUE(due__c, DATE(2026, 1, 2))', '2026-01-02'],
  ]));
});

describe('formula text', () => {
  it('joins with blanks as nothing', () => expectAll([['"a" & name & "b"', 'ab'], ['"a" + "b"', 'ab'], ['name & name', null]]));

  it('cuts, finds and replaces', () => expectAll([
    ['LEFT("Salesforce", 5)', 'Sales'], ['RIGHT("Salesforce", 5)', 'force'], ['MID("Salesforce", 6, 3)', 'for'], ['MID("abc", 0, 2)', 'ab'], ['LEFT("ab", 9)', 'ab'], ['LEFT("ab", -1)', null],
    ['LEN("abc")', '3'], ['LEN(name)', '0'], ['FIND("b", "abcb")', '2'], ['FIND("b", "abcb", 3)', '4'], ['FIND("z", "abc")', '0'], ['SUBSTITUTE("a-b-c", "-", "")', 'abc'],
    ['TRIM("  x  y ")', 'x  y'], ['UPPER("straße")', 'STRASSE'], ['LOWER("ABC")', 'abc'], ['INITCAP("hello wORLD 3rd")', 'Hello World 3rd'], ['REVERSE("abc")', 'cba'],
    ['LPAD("7", 3, "0")', '007'], ['RPAD("7", 3, "ab")', '7ab'], ['LPAD("abcdef", 3)', 'abc'], ['CONTAINS("abc", "b")', true], ['BEGINS("abc", "ab")', true], ['CONTAINS("abc", "")', true],
    ['REGEX("2026-11", "\\\\d{4}-\\\\d{2}")', true], ['REGEX("x2026-11", "\\\\d{4}-\\\\d{2}")', false], ['CHR(65)', 'A'], ['ASCII("A")', '65'],
    ['HYPERLINK("/x", "X")', '<a href="/x" target="_blank">X</a>'], ['HYPERLINK("/x", "X", "_self")', '<a href="/x" target="_self">X</a>'],
    ['CASESAFEID("001D000000IRFmaIAH")', '001D000000IRFmaIAH'], ['CASESAFEID("001D000000IRFma")', '001D000000IRFmaIAH'], ['CASESAFEID("x")', 'x'],
  ]));

  it('writes numbers plainly and moments in GMT', () => expectAll([
    ['TEXT(1.50)', '1.5'], ['TEXT(1000000 * 1000000)', '1000000000000'], ['TEXT(0.00)', '0'], ['TEXT(due__c)', '2026-02-03'], ['TEXT(at__c)', '2026-11-21 10:30:00Z'], ['TEXT(opens__c)', '09:15:00.000'],
    ['VALUE("12.5") * 2', '25.0'], ['VALUE(name)', null], ['ISNUMBER("1e3")', true], ['ISNUMBER("x")', false],
  ], { due__c: date('2026-02-03'), at__c: new Datetime(Date.UTC(2026, 10, 21, 10, 30)), opens__c: Time.of(9, 15, 0, 0) }));

  it('cannot make a number of other text', () => assert.throws(() => evaluate('VALUE("12,5")'), /not a valid number/));

  it('reads escapes and comments', () => expectAll([[String.raw`"a\"b" /* said */ & 'c'`, 'a"bc'], [String.raw`"line\nbreak"`, 'line\nbreak']]));
});

describe('formula dates', () => {
  it('counts days', () => expectAll([
    ['DATE(2026, 3, 1) - DATE(2026, 2, 1)', '28'], ['DATE(2026, 2, 28) + 1', '2026-03-01'], ['ADDMONTHS(DATE(2026, 1, 31), 1)', '2026-02-28'], ['ADDMONTHS(DATE(2026, 2, 28), 1)', '2026-03-31'],
    ['ADDMONTHS(DATE(2026, 3, 15), -3)', '2025-12-15'], ['YEAR(DATE(2026, 5, 6))', '2026'], ['WEEKDAY(DATE(2026, 11, 22))', '1'], ['ISOWEEK(DATE(2027, 1, 1))', '53'], ['ISOYEAR(DATE(2027, 1, 1))', '2026'], ['DAYOFYEAR(DATE(2024, 3, 1))', '61'],
    ['DATEVALUE("2026-04-05") + 0.9', '2026-04-05'],
  ]));

  it('today is the day in the zone of the user, now is a moment', () => {
    expectAll([['TODAY()', '2026-11-22'], ['DATEVALUE(NOW())', '2026-11-22'], ['HOUR(TIMEVALUE(NOW()))', '23'], ['NOW() - at__c', '0.5'], ['(NOW() - at__c) * 24', '12.0']], { at__c: new Datetime(NOW - 43_200_000) });
    assert.equal(compileFormula('TODAY()', { scope, use: 'field', blankNumbersAsZero: true, expected: 'date' }).isVolatile, true);
  });

  it('refuses days that are not in the calendar', () => {
    assert.throws(() => evaluate('DATE(2026, 2, 30)'), FormulaError);
    assert.throws(() => evaluate('DATEVALUE("2026-13-01")'), FormulaError);
  });
});

describe('formula of a save', () => {
  it('knows what changed', () => {
    const before = { amount__c: number('1.0'), name: 'a' };
    assert.equal(evaluate('ISCHANGED(amount__c)', { amount__c: number('1.00') }, { before }), false);
    assert.equal(evaluate('ISCHANGED(amount__c)', { amount__c: number('2') }, { before }), true);
    assert.equal(shown(evaluate('PRIORVALUE(amount__c)', { amount__c: number('2') }, { before })), '1.0');
    assert.equal(evaluate('ISNEW()', {}, { isNew: true }), true);
    assert.equal(evaluate('ISCHANGED(name)', { name: 'x' }, { before: {}, isNew: true }), false);
    assert.equal(evaluate('ISCHANGED(name)', { name: 'x' }, { before: {} }), true);
  });

  it('has no meaning in a formula field', () => assert.equal(problemOf('ISNEW()').message, 'Function ISNEW may not be used in this type of formula'));
});

describe('formula problems', () => {
  const texts: readonly (readonly [string, string])[] = [
    ['Nope__c + 1', 'Field Nope__c does not exist. Check spelling.'],
    ['FOO(1)', 'Unknown function FOO. Check spelling.'],
    ['VLOOKUP(1, 2, 3)', 'The function VLOOKUP is not supported by the local org'],
    ['LEFT(1, 2)', "Incorrect parameter type for function 'LEFT()'. Expected Text, received Number"],
    ['LEFT("a")', "Incorrect number of parameters for function 'LEFT()'. Expected 2, received 1"],
    ['1 + "a"', "Incorrect parameter type for operator '+'. Expected Number, received Text"],
    ['TODAY() - NOW()', "Incorrect parameter type for operator '-'. Expected Date, received DateTime"],
    ['"a" > 1', "Incorrect parameter type for operator '>'. Expected Text, received Number"],
    ['IF(1, 2, 3)', "Incorrect parameter type for function 'IF()'. Expected Boolean, received Number"],
    ['CASE(amount__c, 1, "a")', "Incorrect number of parameters for function 'CASE()'. Expected 4, received 3"],
    ['status__c = "Open"', 'Field status__c is a picklist field. Picklist fields are only supported in certain functions.'],
    ['status__c', 'Field status__c is a picklist field. Picklist fields are only supported in certain functions.'],
    ['1 +', "Syntax error.  Found 'end of formula'"],
    ['(1 + 2', "Syntax error.  Missing ')'"],
    ['1 2', 'Syntax error. Extra 2'],
    ['1 ? 2', "Syntax error.  Found '?'"],
    ['"a" & 1', "Incorrect parameter type for operator '&'. Expected Text, received Number"],
  ];
  for (const [text, message] of texts) it(`${text}: ${message}`, () => assert.equal(problemOf(text).message, message));

  it('names the type the formula should give', () => assert.equal(problemOf('"a"', { expected: 'number' }).message, 'Formula result is data type (Text), incompatible with expected data type (Number).'));

  it('says where', () => {
    const text = 'IF(active__c,\n  Nope__c,\n  1)';
    assert.deepEqual(placeOf(text, problemOf(text).offset), { line: 2, column: 3 });
  });

  it('ends politely on any text', () => {
    fc.assert(fc.property(fc.string({ maxLength: 60 }), (text) => {
      try {
        compileFormula(text, { scope, use: 'field', blankNumbersAsZero: true, expected: undefined });
      } catch (error) {
        assert.ok(error instanceof FormulaProblem);
      }
    }));
  });

  it('does not exhaust the stack on deep nesting', () => {
    assert.match(problemOf('('.repeat(1_900) + '1' + ')'.repeat(1_900)).message, /too big/);
    assert.match(problemOf('x'.repeat(4_000)).message, /^Formula is too long \(4000 characters\)\.  Maximum length is 3900 characters$/);
  });
});
