import type { ComparisonOperator } from '../../../soql/syntax.ts';
import type { SqlValue } from '../../store/connection.ts';
import { fold, isAscii } from '../../store/fold.ts';
import { rangeOfLiteral, startOfDay } from '../calendar.ts';
import { malformed, notSupported } from '../errors.ts';
import { toStored } from './convert.ts';
import type { Operand } from './scope.ts';
import { sql } from './sql.ts';
import type { Fragment, QueryEnvironment, Sql } from './sql.ts';

export type ValueSource = (environment: QueryEnvironment) => unknown;

/**
 * Comparisons are two-valued, as SOQL's are: a null is not equal to any value, `!=` is the exact opposite of `=`, an ordering with null is false.
 * platform-facts: soql-null-comparison (NOT and != give rows whose field is null).
 * Under NOT every comparison must therefore say false, never SQL's unknown: `isNegated` asks for that form, the plain one stays usable by indexes.
 */
export function compare(operand: Operand, operator: ComparisonOperator, source: ValueSource, isNegated: boolean): Sql {
  if (operator === 'LIKE') return [likeFragment(operand, source, isNegated)];
  if (operator === 'INCLUDES' || operator === 'EXCLUDES') throw malformed(`${operator} takes a list of values: ${operand.written}`);
  return [comparisonFragment(operand, operator, source, isNegated)];
}

const isFoldedText = (operand: Operand): boolean => operand.storage === 'text';

/** The operand as text of the statement; for operands that {@link requirePlain} lets pass. */
function textOf(operand: Operand): string {
  const text = operand.sql.map((piece) => (typeof piece === 'string' ? piece : piece.text(''))).join('');
  return operand.storage === 'boolean' && operand.isOuter ? `IFNULL(${text}, 0)` : text;
}

/** Some forms need the operand twice, which a parameter inside it (the zone of convertTimezone) does not allow. */
export function requirePlain(operand: Operand): Operand {
  if (operand.sql.some((piece) => typeof piece !== 'string')) throw notSupported(`Comparing ${operand.written}`);
  return operand;
}

function foldedTextOf(operand: Operand): string {
  return operand.foldSql === undefined ? `fold(${textOf(operand)})` : operand.foldSql;
}

const falseWhenNull = (text: string, isNegated: boolean): string => (isNegated ? `IFNULL(${text}, 0)` : text);

/** Codes: `n` the value is null, `v` plain, `u` text outside ASCII. */
function comparisonFragment(operand: Operand, operator: '=' | '!=' | '<' | '<=' | '>' | '>=', source: ValueSource, isNegated: boolean): Fragment {
  const left = textOf(requirePlain(operand));
  const texts: Readonly<Record<string, string>> = {
    n: operator === '=' ? `${left} IS NULL` : operator === '!=' ? `${left} IS NOT NULL` : '0',
    v: operator === '=' ? falseWhenNull(`${left} = ?`, isNegated) : operator === '!=' ? `${left} IS NOT ?` : falseWhenNull(`${left} ${operator} ?`, isNegated),
    u: foldedComparison(operand, operator, isNegated),
  };
  return {
    evaluate: (environment, parameters) => {
      const value = toStored(operand, source(environment));
      if (value === null) return 'n';
      if (isFoldedText(operand) && !isAscii(value as string)) {
        parameters.push(fold(value as string));
        return 'u';
      }
      parameters.push(value);
      return 'v';
    },
    text: (code) => texts[code]!,
  };
}

/** Ordering folds both sides; a key column's fold is only there for text outside ASCII, so only equality may use it. */
function foldedComparison(operand: Operand, operator: string, isNegated: boolean): string {
  if (operator === '=') return falseWhenNull(`${foldedTextOf(operand)} = ?`, isNegated);
  if (operator === '!=') return `${foldedTextOf(operand)} IS NOT ?`;
  return falseWhenNull(`fold(${textOf(operand)}) ${operator} ?`, isNegated);
}

function likeFragment(operand: Operand, source: ValueSource, isNegated: boolean): Fragment {
  if (!['text', 'exactText'].includes(operand.storage)) throw malformed(`invalid operator on id field or non-text field: LIKE on ${operand.written}`);
  const left = textOf(requirePlain(operand));
  return {
    evaluate: (environment, parameters) => {
      const value = toStored(operand, source(environment));
      if (value === null) return 'n';
      const pattern = likePattern(value as string);
      const ascii = isAscii(pattern);
      parameters.push(ascii ? pattern : fold(pattern));
      return ascii ? 'v' : 'u';
    },
    text: (code) => (code === 'n' ? '0' : falseWhenNull(`${code === 'v' ? left : `fold(${left})`} LIKE ? ESCAPE '\\'`, isNegated)),
  };
}

/** A backslash escapes `%` and `_`; before anything else it stands for itself. */
function likePattern(text: string): string {
  return text.replace(/\\(?![%_])/g, '\\\\');
}

/** `CreatedDate > LAST_MONTH`: the range's start or end, as days or as moments in the user's zone. */
export function compareWithLiteral(operand: Operand, operator: ComparisonOperator, name: string, count: number | undefined, isNegated: boolean): Sql {
  const boundary = (edge: 'start' | 'end'): Fragment => ({
    evaluate: (environment, parameters) => {
      const range = rangeOfLiteral(name, count, environment.now, environment.timeZone);
      parameters.push(operand.storage === 'date' ? range[edge] : startOfDay(range[edge], environment.timeZone));
      return '';
    },
    text: () => '?',
  });
  if (operand.storage !== 'date' && operand.storage !== 'datetime') throw malformed(`value of filter criterion for field '${operand.written}' cannot be the date ${name}`);
  const left = requirePlain(operand).sql;
  const start = boundary('start');
  const end = boundary('end');
  const inside = isNegated ? sql`IFNULL(${left} >= ${start} AND ${left} < ${end}, 0)` : sql`(${left} >= ${start} AND ${left} < ${end})`;
  const wrap = (text: Sql): Sql => (isNegated ? sql`IFNULL(${text}, 0)` : text);
  switch (operator) {
    case '=': return inside;
    case '!=': return sql`(${left} < ${start} OR ${left} >= ${end} OR ${left} IS NULL)`;
    case '<': return wrap(sql`${left} < ${start}`);
    case '<=': return wrap(sql`${left} < ${end}`);
    case '>': return wrap(sql`${left} >= ${end}`);
    case '>=': return wrap(sql`${left} >= ${start}`);
    default: throw malformed(`${operator} cannot be used with the date ${name}`);
  }
}

/** Sizes of the lists written out as `IN (?, ?, …)`, filled up with the last value; longer ones travel as one JSON text. */
const LIST_SIZES = [1, 2, 4, 8, 16, 32, 64, 128, 256];

interface StoredList {
  readonly values: SqlValue[];
  readonly folded: string[];
  readonly hasNull: boolean;
}

/**
 * `IN` and `NOT IN` over values. Codes: the number of places or `j`, then `n` when the list has null (it then means null rows too), `u` when it has text
 * outside ASCII.
 */
export function membership(operand: Operand, values: (environment: QueryEnvironment) => readonly unknown[], negatedOperator: boolean, isNegated: boolean): Sql {
  const left = textOf(requirePlain(operand));
  const fragment: Fragment = {
    evaluate: (environment, parameters) => {
      const list = storedList(operand, values(environment));
      const code = pushList(list.values, parameters);
      if (list.folded.length > 0) parameters.push(JSON.stringify(list.folded));
      return `${code}${list.hasNull ? 'n' : ''}${list.folded.length > 0 ? 'u' : ''}`;
    },
    text: (code) => membershipText(left, foldedTextOf(operand), code, negatedOperator, isNegated),
  };
  return [fragment];
}

function storedList(operand: Operand, values: readonly unknown[]): StoredList {
  const stored: SqlValue[] = [];
  const folded: string[] = [];
  let hasNull = false;
  for (const value of values) {
    const converted = toStored(operand, value);
    if (converted === null) hasNull = true;
    else if (operand.storage === 'text' && !isAscii(converted as string)) folded.push(fold(converted as string));
    else stored.push(converted);
  }
  return { values: stored, folded, hasNull };
}

function pushList(values: readonly SqlValue[], parameters: SqlValue[]): string {
  if (values.length === 0) return '0';
  const size = LIST_SIZES.find((candidate) => candidate >= values.length);
  if (size === undefined) {
    parameters.push(`[${values.map((value) => (typeof value === 'string' ? JSON.stringify(value) : String(value))).join(',')}]`);
    return 'j';
  }
  for (let index = 0; index < size; index++) parameters.push(values[index < values.length ? index : values.length - 1]!);
  return String(size);
}

function membershipText(left: string, folded: string, code: string, negatedOperator: boolean, isNegated: boolean): string {
  const hasNull = code.includes('n');
  const size = code.replace(/[nu]/g, '');
  const tests: string[] = [];
  if (size === 'j') tests.push(`${left} IN (SELECT value FROM json_each(?))`);
  else if (size !== '0') tests.push(`${left} IN (${Array(Number(size)).fill('?').join(', ')})`);
  if (code.includes('u')) tests.push(`${folded} IN (SELECT value FROM json_each(?))`);
  if (hasNull) tests.push(`${left} IS NULL`);
  if (tests.length === 0) return negatedOperator ? '1' : '0';
  const any = tests.length === 1 ? tests[0]! : `(${tests.join(' OR ')})`;
  if (negatedOperator) return `NOT IFNULL(${any}, 0)`;
  return falseWhenNull(any, isNegated);
}

/** `INCLUDES ('A;B', 'C')`: the row has A and B, or C. */
export function includes(operand: Operand, values: (environment: QueryEnvironment) => readonly unknown[], excludes: boolean): Sql {
  const left = textOf(requirePlain(operand));
  const one = `(';' || fold(${left}) || ';') LIKE ? ESCAPE '\\'`;
  const fragment: Fragment = {
    evaluate: (environment, parameters) => {
      const groups = values(environment).map((value) => String(toStored(operand, value) ?? '').split(';'));
      for (const group of groups) for (const part of group) parameters.push(`%;${fold(part).replace(/[\\%_]/g, '\\$&')};%`);
      return groups.map((group) => group.length).join(',');
    },
    text: (code) => {
      const groups = code === '' ? [] : code.split(',').map((size) => `(${Array(Number(size)).fill(one).join(' AND ')})`);
      const any = groups.length === 0 ? '0' : groups.join(' OR ');
      return excludes ? `NOT IFNULL(${any}, 0)` : `IFNULL(${any}, 0)`;
    },
  };
  return [fragment];
}

