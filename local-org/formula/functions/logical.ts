/** Conditions and blanks. A blank condition counts as false. */
import { FormulaProblem } from '../problem.ts';
import { compareValues } from '../operators.ts';
import { commonType, functionName, made, requireCount, requireType, wrongType, type Call, type FunctionTable, type Node } from '../node.ts';
import type { FormulaType, FormulaValue } from '../types.ts';

/** `decides`: the value of an argument that settles the outcome. */
function junction(decides: boolean): (call: Call) => Node {
  return (call) => {
    requireCount(call, 1, Infinity);
    const given = call.arguments;
    for (const argument of given) requireType(functionName(call.name), 'boolean', argument);
    return made(call, 'boolean', (run) => given.some((argument) => (argument.run(run) === true) === decides) === decides);
  };
}

function condition(call: Call): Node {
  requireCount(call, 3);
  const [test, then, otherwise] = call.arguments as [Node, Node, Node];
  requireType(functionName(call.name), 'boolean', test);
  refusePicklists(call, [then, otherwise]);
  const type = commonType(then.type, otherwise.type);
  if (type === undefined) wrongType(functionName(call.name), then.type, otherwise);
  return made(call, type, (run) => (test.run(run) === true ? then : otherwise).run(run));
}

function refusePicklists(call: Call, nodes: readonly Node[]): void {
  for (const node of nodes) if (node.type === 'picklist' || node.type === 'multipicklist') wrongType(functionName(call.name), 'text', node);
}

function refuseBooleans(call: Call, nodes: readonly Node[]): void {
  for (const node of nodes) if (node.type === 'boolean') throw new FormulaProblem(`Incorrect argument type for ${functionName(call.name)}. `, node.offset);
}

/** CASE(expression, value1, result1, …, otherwise) */
function choice(call: Call): Node {
  const given = call.arguments;
  if (given.length < 4 || given.length % 2 !== 0) {
    const expected = 4 + Math.max(0, Math.floor((given.length - 4) / 2) * 2);
    throw new FormulaProblem(`Incorrect number of parameters for ${functionName(call.name)}. Expected ${expected}, received ${given.length}`, call.offset);
  }
  const subject = given[0]!;
  const keys = given.slice(1, -1).filter((_node, index) => index % 2 === 0);
  const results = given.slice(1, -1).filter((_node, index) => index % 2 === 1);
  const otherwise = given.at(-1)!;
  refuseBooleans(call, [subject, ...keys, ...results, otherwise]);
  refusePicklists(call, [...keys, ...results, otherwise]);
  checkKeys(call, subject, keys);
  const type = resultType(call, [...results, otherwise]);
  const isText = subject.type === 'picklist' || subject.type === 'text' || subject.type === 'null';
  return made(call, type, (run) => {
    const value = subject.run(run);
    const found = keys.findIndex((key) => isSame(value, key.run(run), isText));
    return (found < 0 ? otherwise : results[found]!).run(run);
  });
}

function isSame(value: FormulaValue, key: FormulaValue, isText: boolean): boolean {
  if (isText) return (value ?? '') === (key ?? '');
  return value !== null && key !== null && compareValues(value, key) === 0;
}

function checkKeys(call: Call, subject: Node, keys: readonly Node[]): void {
  if (subject.type === 'multipicklist') wrongType(functionName(call.name), 'text', subject);
  for (const key of keys) {
    if (subject.type === 'picklist' && key.literal === undefined) throw new FormulaProblem(`Incorrect parameter type for ${functionName(call.name)}. Expected Text Literal, received ${key.type === 'text' ? 'Text' : 'Number'}`, key.offset);
    if (subject.type !== 'picklist' && commonType(subject.type, key.type) === undefined) wrongType(functionName(call.name), subject.type, key);
  }
}

function resultType(call: Call, nodes: readonly Node[]): FormulaType {
  let type: FormulaType = 'null';
  for (const node of nodes) {
    const common = commonType(type, node.type);
    if (common === undefined) wrongType(functionName(call.name), type, node);
    type = common;
  }
  return type;
}

/** ISNULL of text is always false: text is never null, only empty. */
function isBlank(textIsNeverNull: boolean): (call: Call) => Node {
  return (call) => {
    requireCount(call, 1);
    const [operand] = call.arguments as [Node];
    if (textIsNeverNull && operand.type === 'text') return made(call, 'boolean', () => false);
    return made(call, 'boolean', (run) => isEmpty(operand.run(run)));
  };
}

function isEmpty(value: FormulaValue): boolean {
  return value === null || value === '';
}

function substitute(textIsNeverNull: boolean): (call: Call) => Node {
  return (call) => {
    requireCount(call, 2);
    const [operand, other] = call.arguments as [Node, Node];
    refusePicklists(call, [operand, other]);
    const type = commonType(operand.type, other.type);
    if (type === undefined) wrongType(functionName(call.name), operand.type, other);
    if (textIsNeverNull && operand.type === 'text') return made(call, type, operand.run);
    return made(call, type, (run) => {
      const value = operand.run(run);
      return isEmpty(value) ? other.run(run) : value;
    });
  };
}

export const logical: FunctionTable = {
  AND: junction(false),
  OR: junction(true),
  IF: condition,
  CASE: choice,
  ISBLANK: isBlank(false),
  ISNULL: isBlank(true),
  BLANKVALUE: substitute(false),
  NULLVALUE: substitute(true),
};
