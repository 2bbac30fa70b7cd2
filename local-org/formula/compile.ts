/** Formula text → checked closures. Every name is resolved and every type known before a record is seen. */
import { Decimal } from '../values/decimal.ts';
import { ZERO } from './numbers.ts';
import { binaryNode, unaryNode } from './operators.ts';
import { parseFormula } from './parse.ts';
import { FormulaProblem } from './problem.ts';
import { datesAndTimes } from './functions/dates.ts';
import { logical } from './functions/logical.ts';
import { mathematical } from './functions/mathematical.ts';
import { ofRecords } from './functions/records.ts';
import { textual } from './functions/textual.ts';
import { wrongType, type FunctionTable, type Node } from './node.ts';
import type { Expression } from './syntax.ts';
import { typeName } from './types.ts';
import type { CompiledFormula, FormulaField, FormulaScope, FormulaType, FormulaUse } from './types.ts';

export interface FormulaOptions {
  readonly scope: FormulaScope;
  readonly use: FormulaUse;
  /** Blank numbers of fields count as 0: `formulaTreatBlanksAs` of a formula field. */
  readonly blankNumbersAsZero: boolean;
  /** What the formula must give; `undefined`: anything. */
  readonly expected: FormulaType | undefined;
}

const functions = new Map(Object.entries({ ...logical, ...mathematical, ...textual, ...datesAndTimes, ...ofRecords } satisfies FunctionTable));

/** Salesforce knows them, the local org does not. */
const REFUSED: ReadonlySet<string> = new Set(['VLOOKUP', 'GETSESSIONID', 'GEOLOCATION', 'DISTANCE', 'PARENTGROUPVAL', 'PREVGROUPVAL', 'CURRENCYRATE', 'FORMATDURATION', 'LINKTO', 'URLFOR', 'INCLUDE', 'REQUIRESCRIPT', 'GETRECORDIDS', 'PREDICT', 'JUNCTIONIDLIST', 'DATE360', 'DAYS360']);

/** Throws FormulaProblem with Salesforce's text and the place in the formula. */
export function compileFormula(text: string, options: FormulaOptions): CompiledFormula {
  const checker = new Checker(options);
  const node = checker.node(parseFormula(text));
  const { expected } = options;
  if (node.type === 'picklist' || node.type === 'multipicklist') wrongType('formula', 'text', node);
  if (expected !== undefined && node.type !== expected && node.type !== 'null') {
    throw new FormulaProblem(`Formula result is data type (${typeName(node.type)}), incompatible with expected data type (${typeName(expected)}).`, 0);
  }
  return { type: node.type, references: checker.references, isVolatile: checker.isVolatile, run: node.run };
}

class Checker {
  readonly #options: FormulaOptions;
  readonly references: FormulaField[] = [];
  readonly #places = new Map<string, number>();
  isVolatile = false;

  constructor(options: FormulaOptions) {
    this.#options = options;
  }

  node(expression: Expression): Node {
    switch (expression.kind) {
      case 'number': return constant(expression, 'number', Decimal.parse(expression.digits), expression.digits);
      case 'text': return { ...constant(expression, 'text', expression.value === '' ? null : expression.value, `"${expression.value}"`), literal: expression.value };
      case 'boolean': return constant(expression, 'boolean', expression.value, String(expression.value));
      case 'null': return constant(expression, 'null', null, 'NULL');
      case 'reference': return this.#reference(expression);
      case 'call': return this.#call(expression);
      case 'unary': return unaryNode(expression, this.node(expression.operand));
      case 'binary': return binaryNode(expression, this.node(expression.left), this.node(expression.right));
    }
  }

  #reference({ names, offset }: Extract<Expression, { kind: 'reference' }>): Node {
    const written = names.join('.');
    const field = this.#options.scope.field(names);
    if (field === undefined) throw new FormulaProblem(`Field ${written} does not exist. Check spelling.`, offset);
    if (typeof field === 'string') throw new FormulaProblem(field, offset);
    const key = field.path.join('.').toLowerCase();
    let reference = this.#places.get(key);
    if (reference === undefined) {
      reference = this.references.length;
      this.#places.set(key, reference);
      this.references.push(field);
    }
    const place = reference;
    const base = { type: field.type, offset, written, reference, field };
    if (field.type === 'number' && this.#options.blankNumbersAsZero) return { ...base, run: (run) => run.values[place] ?? ZERO };
    return { ...base, run: (run) => run.values[place] ?? null };
  }

  #call({ name, arguments: given, offset }: Extract<Expression, { kind: 'call' }>): Node {
    const folded = name.toUpperCase();
    if (REFUSED.has(folded)) throw new FormulaProblem(`The function ${folded} is not supported by the local org`, offset);
    const rule = functions.get(folded);
    if (rule === undefined) throw new FormulaProblem(`Unknown function ${name}. Check spelling.`, offset);
    const noteVolatile = (): void => {
      this.isVolatile = true;
    };
    return rule({ name: folded, offset, arguments: given.map((argument) => this.node(argument)), use: this.#options.use, noteVolatile });
  }
}

function constant(expression: Expression, type: FormulaType, value: ReturnType<Node['run']>, written: string): Node {
  return { type, offset: expression.offset, written, run: () => value };
}

/** Line and column, both from 1, of an offset in a text. */
export function placeOf(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  return { line, column: offset - (before.lastIndexOf('\n') + 1) + 1 };
}
