/**
 * Which expressions can never be null, so that the check for null may be left out. A local variable counts when every value it is ever given in its function counts:
 * `Integer i = 0; i++` needs no check, a parameter always does.
 */
import type { ConstantValue, Local, Place, TypedExpression, TypedStatement } from '../3-check/typed.ts';
import type { FieldSymbol } from '../types.ts';
import { visitExpressions, visitStatements } from './walk.ts';

type Kind = TypedExpression['kind'];

/** Kinds whose value is never null, whatever their parts are. */
const alwaysPresent: ReadonlySet<Kind> = new Set<Kind>([
  'This', 'EnumConstant', 'SObjectTypeToken', 'SObjectFieldToken', 'SObjectDescribe', 'FieldDescribe', 'ClassLiteral', 'New', 'NewSObject', 'NewCollection',
  'Arithmetic', 'DateArithmetic', 'BooleanBitwise', 'Logical', 'Not', 'Negate', 'Complement', 'Concat', 'Equals', 'Same', 'Compare', 'InstanceOf', 'Soql', 'SObjectChildren',
]);

export interface NullFacts {
  readonly neverNull: ReadonlySet<Local>;
  /** Static finals that are literals. */
  readonly constants: ReadonlyMap<FieldSymbol, ConstantValue>;
}

export function isNeverNull(expression: TypedExpression, facts: NullFacts): boolean {
  const check = (part: TypedExpression): boolean => isNeverNull(part, facts);
  switch (expression.kind) {
    case 'Constant': return expression.value.kind !== 'null';
    case 'Read': return isPlaceNeverNull(expression.place, facts);
    case 'Conditional': return check(expression.then) && check(expression.otherwise);
    case 'Coalesce': return check(expression.left) || check(expression.right);
    case 'Convert': case 'Cast': return check(expression.operand);
    case 'Assign': return check(expression.value);
    case 'Update': return expression.result === 'new' ? check(expression.value) : isPlaceNeverNull(expression.place, facts);
    case 'SingleRow': return !expression.orNull;
    default: return alwaysPresent.has(expression.kind);
  }
}

function isPlaceNeverNull(place: Place, facts: NullFacts): boolean {
  return (place.kind === 'local' && facts.neverNull.has(place.local)) || (place.kind === 'field' && facts.constants.has(place.field));
}

/** All values a function gives its locals; `undefined` stands for one that may be null. */
class Assignments {
  readonly values = new Map<Local, (TypedExpression | undefined)[]>();
  readonly present = new Set<Local>();
  /** A temporary holds the old value of the place it updates. */
  readonly copies: { readonly from: Local; readonly to: Local }[] = [];

  give(local: Local, value: TypedExpression | undefined): void {
    const known = this.values.get(local);
    if (known === undefined) this.values.set(local, [value]);
    else known.push(value);
  }

  onStatement(statement: TypedStatement): void {
    if (statement.kind === 'DeclareLocal') this.give(statement.local, statement.value);
    else if (statement.kind === 'ForEach') {
      if (statement.over === 'soqlRows' || statement.over === 'soqlChunks') this.present.add(statement.item);
      this.give(statement.local, statement.value);
    } else if (statement.kind === 'Try') for (const clause of statement.catches) this.present.add(clause.local);
    else if (statement.kind === 'SwitchType') for (const clause of statement.clauses) this.present.add(clause.local);
  }

  onExpression(expression: TypedExpression): void {
    if (expression.kind === 'Assign' && expression.place.kind === 'local') this.give(expression.place.local, expression.value);
    else if (expression.kind === 'Update') {
      if (expression.place.kind === 'local') {
        this.give(expression.place.local, expression.value);
        this.copies.push({ from: expression.place.local, to: expression.current });
      }
    } else if (expression.kind === 'SafeNavigation') this.present.add(expression.temporary);
  }
}

/** The locals of a function that never hold null; assumes all do not and takes back what is contradicted, until nothing changes. */
export function neverNullLocals(constants: NullFacts['constants'], parameters: readonly Local[], body: readonly TypedStatement[], expressions: readonly TypedExpression[] = []): ReadonlySet<Local> {
  const found = new Assignments();
  for (const parameter of parameters) found.give(parameter, undefined);
  visitStatements(body, (statement) => found.onStatement(statement), (expression) => found.onExpression(expression));
  visitExpressions(expressions, (expression) => found.onExpression(expression));
  const locals = new Set<Local>([...found.values.keys(), ...found.present, ...found.copies.map((copy) => copy.to)]);
  const facts: NullFacts = { neverNull: locals, constants };
  for (let changed = true; changed;) {
    changed = false;
    for (const [local, values] of found.values) {
      if (!locals.has(local) || values.every((value) => value !== undefined && isNeverNull(value, facts))) continue;
      locals.delete(local);
      changed = true;
    }
    for (const { from, to } of found.copies) if (!locals.has(from) && locals.delete(to)) changed = true;
  }
  return locals;
}
