import type { ApexDate } from '../values/date.ts';
import type { Datetime } from '../values/datetime.ts';
import type { Decimal } from '../values/decimal.ts';
import type { Time } from '../values/time.ts';
import { FormulaProblem } from './problem.ts';
import { typeName } from './types.ts';
import type { FormulaField, FormulaRun, FormulaType, FormulaUse, FormulaValue } from './types.ts';

/** A checked expression: its type and how to compute it. */
export interface Node {
  readonly type: FormulaType;
  readonly offset: number;
  /** Of a text literal. */
  readonly literal?: string | undefined;
  /** Of a field: its place among the references. */
  readonly reference?: number | undefined;
  readonly field?: FormulaField | undefined;
  /** As written, for messages. */
  readonly written: string;
  run(run: FormulaRun): FormulaValue;
}

/** A function call whose arguments are checked; the rule of the function makes the node. */
export interface Call {
  readonly name: string;
  readonly offset: number;
  readonly arguments: readonly Node[];
  readonly use: FormulaUse;
  /** Notes that the outcome depends on the moment. */
  readonly noteVolatile: () => void;
}

export type FunctionRule = (call: Call) => Node;
export type FunctionTable = Readonly<Record<string, FunctionRule>>;

export const functionName = (name: string): string => `function '${name.toUpperCase()}()'`;

export function wrongType(place: string, expected: FormulaType, node: Node): never {
  if (node.type === 'picklist' || node.type === 'multipicklist') {
    const kind = node.type === 'picklist' ? 'picklist' : 'multi-select picklist';
    throw new FormulaProblem(`Field ${node.written} is a ${kind} field. ${kind === 'picklist' ? 'Picklist' : 'Multi-select picklist'} fields are only supported in certain functions.`, node.offset);
  }
  throw new FormulaProblem(`Incorrect parameter type for ${place}. Expected ${typeName(expected)}, received ${typeName(node.type)}`, node.offset);
}

/** NULL fits every type. */
export function requireType(place: string, expected: FormulaType, node: Node): void {
  if (node.type !== expected && node.type !== 'null') wrongType(place, expected, node);
}

export function requireCount(call: Call, least: number, most = least): void {
  const given = call.arguments.length;
  if (given >= least && given <= most) return;
  throw new FormulaProblem(`Incorrect number of parameters for ${functionName(call.name)}. Expected ${given < least ? least : most}, received ${given}`, call.offset);
}

export function made(call: Call, type: FormulaType, run: Node['run']): Node {
  return { type, offset: call.offset, written: `${call.name.toUpperCase()}()`, run };
}

/** The type two alternatives have in common; `undefined`: none. */
export function commonType(left: FormulaType, right: FormulaType): FormulaType | undefined {
  if (left === 'null') return right;
  if (right === 'null' || left === right) return left;
  return undefined;
}

/** What a parameter of each type is, as JavaScript sees it. */
export interface ValueOfType {
  readonly text: string | null;
  readonly number: Decimal | null;
  readonly boolean: boolean | null;
  readonly date: ApexDate | null;
  readonly datetime: Datetime | null;
  readonly time: Time | null;
}
type ParameterType = keyof ValueOfType;
type ValuesOf<P extends readonly ParameterType[]> = { [K in keyof P]: ValueOfType[P[K]] };

/** A function of fixed parameter types. `optional`: how many of the last parameters may be left out; they are then null. */
export function fixed<const P extends readonly ParameterType[], R extends ParameterType>(
  parameters: P, result: R, body: (values: ValuesOf<P>, run: FormulaRun) => ValueOfType[R], options: { readonly optional?: number; readonly isVolatile?: boolean } = {},
): FunctionRule {
  return (call) => {
    requireCount(call, parameters.length - (options.optional ?? 0), parameters.length);
    call.arguments.forEach((argument, index) => requireType(functionName(call.name), parameters[index]!, argument));
    if (options.isVolatile === true) call.noteVolatile();
    const given = call.arguments;
    const missing = Array<null>(parameters.length - given.length).fill(null);
    return made(call, result, (run) => body([...given.map((argument) => argument.run(run)), ...missing] as unknown as ValuesOf<P>, run));
  };
}
