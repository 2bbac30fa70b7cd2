/** One printer per kind of expression. A kind without a printer does not compile. */
import type { Code } from '../code.ts';
import type { FunctionScope } from '../scopes.ts';
import type { TypedExpression } from '../../3-check/typed.ts';
import { printArithmetic, printBooleanBitwise, printComplement, printDateArithmetic, printLogical, printNegate, printNot } from './arithmetic.ts';
import { printCall } from './calls.ts';
import { printCompare, printEquals, printSame } from './comparison.ts';
import {
  printClassLiteral, printConstant, printEnumConstant, printFieldDescribe, printLabel, printRefuse, printSObjectDescribe, printSObjectFieldToken, printSObjectTypeToken, printThis,
} from './constants.ts';
import { printCast, printCoalesce, printConcat, printConditional, printConvert, printInstanceOf, printSafeNavigation } from './conversions.ts';
import { printNew, printNewCollection, printNewSObject } from './creation.ts';
import type { Expression } from '../nodes.ts';
import { printAssign, printRead, printSObjectChildren, printUpdate } from './places.ts';
import { printSingleRow, printSoql } from './queries.ts';

const printers: { readonly [K in TypedExpression['kind']]: (expression: Expression<K>, scope: FunctionScope) => Code } = {
  Constant: printConstant,
  This: printThis,
  Refuse: printRefuse,
  Read: printRead,
  SObjectChildren: printSObjectChildren,
  EnumConstant: printEnumConstant,
  Label: printLabel,
  SObjectTypeToken: printSObjectTypeToken,
  SObjectFieldToken: printSObjectFieldToken,
  SObjectDescribe: printSObjectDescribe,
  FieldDescribe: printFieldDescribe,
  ClassLiteral: printClassLiteral,
  Call: printCall,
  New: printNew,
  NewSObject: printNewSObject,
  NewCollection: printNewCollection,
  Arithmetic: printArithmetic,
  DateArithmetic: printDateArithmetic,
  BooleanBitwise: printBooleanBitwise,
  Logical: printLogical,
  Not: printNot,
  Negate: printNegate,
  Complement: printComplement,
  Concat: printConcat,
  Equals: printEquals,
  Same: printSame,
  Compare: printCompare,
  Conditional: printConditional,
  Coalesce: printCoalesce,
  SafeNavigation: printSafeNavigation,
  Convert: printConvert,
  Cast: printCast,
  InstanceOf: printInstanceOf,
  Assign: printAssign,
  Update: printUpdate,
  Soql: printSoql,
  SingleRow: printSingleRow,
};

export function printExpression(expression: TypedExpression, scope: FunctionScope): Code {
  return (printers[expression.kind] as (expression: TypedExpression, scope: FunctionScope) => Code)(expression, scope);
}

/** An expression that stands as a statement: nobody uses its value. */
export function printForEffect(expression: TypedExpression, scope: FunctionScope): Code {
  if (expression.kind === 'Assign') return printAssign(expression, scope, false);
  if (expression.kind === 'Update') return printUpdate(expression, scope, false);
  return printExpression(expression, scope);
}
