/** Functions that know the record's history and its pick lists. */
import { FormulaProblem } from '../problem.ts';
import { compareValues } from '../operators.ts';
import { functionName, made, requireCount, type Call, type FunctionTable, type Node } from '../node.ts';
import type { FormulaRun, FormulaValue } from '../types.ts';

/** What a record was before the save has a meaning only while it is saved. */
function refuseOutsideSave(call: Call): void {
  if (call.use !== 'validationRule') throw new FormulaProblem(`Function ${call.name} may not be used in this type of formula`, call.offset);
}

function ofSave(body: (run: FormulaRun) => boolean): (call: Call) => Node {
  return (call) => {
    refuseOutsideSave(call);
    requireCount(call, 0);
    return made(call, 'boolean', body);
  };
}

function ownField(call: Call, node: Node): number {
  if (node.reference === undefined || node.field!.path.length > 1 || node.field!.path[0]!.startsWith('$')) {
    throw new FormulaProblem(`Incorrect parameter for ${functionName(call.name)}. Expected field reference.`, node.offset);
  }
  return node.reference;
}

function isChanged(call: Call): Node {
  refuseOutsideSave(call);
  requireCount(call, 1);
  const place = ownField(call, call.arguments[0]!);
  return made(call, 'boolean', (run) => !run.isNew && !isSame(run.values[place] ?? null, run.before[place] ?? null));
}

function isSame(left: FormulaValue, right: FormulaValue): boolean {
  return left === null || right === null ? left === right : compareValues(left, right) === 0;
}

function priorValue(call: Call): Node {
  refuseOutsideSave(call);
  requireCount(call, 1);
  const [operand] = call.arguments as [Node];
  const place = ownField(call, operand);
  return { ...made(call, operand.type, (run) => (run.isNew ? run.values[place] : run.before[place]) ?? null), field: operand.field };
}

function literalOf(call: Call, node: Node): string {
  if (node.literal !== undefined) return node.literal;
  throw new FormulaProblem(`Incorrect parameter type for ${functionName(call.name)}. Expected Text Literal, received ${node.type === 'text' ? 'Text' : 'Number'}`, node.offset);
}

function requirePicklist(call: Call, node: Node, type: 'picklist' | 'multipicklist'): void {
  if (node.type === type) return;
  throw new FormulaProblem(`Incorrect parameter for ${functionName(call.name)}. Expected ${type === 'picklist' ? 'Picklist' : 'Multi-Select Picklist'} field reference.`, node.offset);
}

/** API names of values are compared exactly; the empty text is no value chosen. */
function isPicklistValue(call: Call): Node {
  requireCount(call, 2);
  const [operand, value] = call.arguments as [Node, Node];
  requirePicklist(call, operand, 'picklist');
  const wanted = literalOf(call, value);
  return made(call, 'boolean', (run) => (operand.run(run) ?? '') === wanted);
}

function includes(call: Call): Node {
  requireCount(call, 2);
  const [operand, value] = call.arguments as [Node, Node];
  requirePicklist(call, operand, 'multipicklist');
  const wanted = literalOf(call, value);
  return made(call, 'boolean', (run) => ((operand.run(run) as string | null) ?? '').split(';').includes(wanted));
}

export const ofRecords: FunctionTable = {
  ISNEW: ofSave((run) => run.isNew),
  ISCLONE: ofSave((run) => run.isClone),
  ISCHANGED: isChanged,
  PRIORVALUE: priorValue,
  ISPICKVAL: isPicklistValue,
  INCLUDES: includes,
};
