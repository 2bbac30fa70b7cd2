/** Simple names, in Apex's order: local variable, field of the class or a superclass, static field of the outer class, type, namespace. */
import { fold } from '../2-bind/folded-name.ts';
import type { FoldedName } from '../2-bind/folded-name.ts';
import { findField, selfType } from '../2-bind/hierarchy.ts';
import { DIAGNOSTICS } from '../diagnostics.ts';
import type { Position } from '../position.ts';
import type { FieldSymbol, TypeSymbol } from '../types.ts';
import type { CodeContext } from './context.ts';
import { errorExpression, readLocal } from './context.ts';
import type { Use } from './fields.ts';
import { fieldExpression } from './fields.ts';
import type { Meaning } from './meaning.ts';
import type { TypedExpression } from './typed.ts';

/** What a simple name means; `undefined` when nothing of that name exists. */
export function meaningOfName(name: string, use: Use, pos: Position, context: CodeContext): Meaning | undefined {
  const folded = fold(name);
  const variable = variableNamed(folded, name, use, pos, context);
  if (variable !== undefined) return { kind: 'value', expression: variable };
  const other = typeOrNamespace(folded, context);
  if (other !== undefined || ownField(folded, context) === undefined) return other;
  return { kind: 'value', expression: context.fail(DIAGNOSTICS.instanceFieldInStaticContext, pos, name) };
}

function typeOrNamespace(name: FoldedName, context: CodeContext): Meaning | undefined {
  const { resolver, universe } = context.program;
  const isNamespace = universe.isNamespace(name);
  const type = resolver.named(name, context.symbol);
  if (type !== undefined) return { kind: 'type', type, namespace: isNamespace ? name : undefined };
  return isNamespace ? { kind: 'namespace', name } : undefined;
}

function variableNamed(folded: FoldedName, name: string, use: Use, pos: Position, context: CodeContext): TypedExpression | undefined {
  const entry = context.scope.find(folded);
  if (entry !== undefined) {
    const mayBeWritten = !entry.isFinal || !entry.isInitialized;
    if (use !== 'read' && !mayBeWritten) return context.fail(DIAGNOSTICS.finalLocal, pos, name);
    return readLocal(entry.local, pos);
  }
  const field = fieldInReach(folded, context);
  if (field === undefined) return undefined;
  return fieldExpression(field, field.isStatic ? undefined : thisExpression(pos, context), use, pos, context);
}

/** A usable field of the class itself or inherited, else a static field of the outer class. */
function fieldInReach(name: FoldedName, context: CodeContext): FieldSymbol | undefined {
  const own = ownField(name, context);
  if (own !== undefined && (own.isStatic || !context.isStatic)) return own;
  for (let symbol: TypeSymbol | undefined = context.symbol?.outer; symbol !== undefined; symbol = symbol.outer) {
    const field = findField(symbol, name);
    if (field?.isStatic === true) return field;
  }
  return undefined;
}

function ownField(name: FoldedName, context: CodeContext): FieldSymbol | undefined {
  return context.symbol === undefined ? undefined : findField(context.symbol, name);
}

export function thisExpression(pos: Position, context: CodeContext): TypedExpression {
  if (context.symbol === undefined) return errorExpression(pos);
  return { kind: 'This', type: selfType(context.symbol), pos };
}
