/** `new …` in its five shapes. */
import type { CreatorContext, ExpressionContext, NewExpressionContext } from '@apexdevtools/apex-parser';
import { present, RefusedSyntax, UnexpectedToken } from '../../soql/grammar.ts';
import type { Expression, TypeRef } from './ast.ts';
import { convertExpression, convertList } from './expressions.ts';
import type { Scope } from './scope.ts';
import { convertCreatedName, inLists } from './types.ts';

export function convertNew(context: NewExpressionContext, scope: Scope): Expression {
  const creator = context.creator();
  const pos = scope.source.rangeOf(context);
  const type = convertCreatedName(creator.createdName(), scope);
  const constructed = present(creator.classCreatorRest());
  if (constructed !== undefined) return { pos, kind: 'New', type, arguments: convertList(constructed.arguments().expressionList(), scope) };
  const pairs = present(creator.mapCreatorRest());
  if (pairs !== undefined) {
    return { pos, kind: 'NewPairs', type, pairs: pairs.mapCreatorRestPair_list().map((pair) => convertPair(pair.expression_list(), scope)) };
  }
  const elements = present(creator.setCreatorRest());
  if (elements !== undefined) return { pos, kind: 'NewElements', type, elements: convertAll(elements.expression_list(), scope) };
  if (present(creator.noRest()) !== undefined) return isMap(type) ? { pos, kind: 'NewPairs', type, pairs: [] } : { pos, kind: 'NewElements', type, elements: [] };
  const bracket = creator.arrayCreatorRest().LBRACK().symbol;
  if (type.arguments.length > 0) throw new UnexpectedToken('[', scope.source.rangeOf({ start: bracket }));
  return convertArray(creator, inLists(type, 1), pos, scope);
}

function convertArray(creator: CreatorContext, type: TypeRef, pos: Expression['pos'], scope: Scope): Expression {
  const array = creator.arrayCreatorRest();
  const initializer = present(array.arrayInitializer());
  if (initializer !== undefined) return { pos, kind: 'NewElements', type, elements: convertAll(initializer.expression_list(), scope) };
  const size = present(array.expression());
  if (size !== undefined) return { pos, kind: 'NewSized', type, size: convertExpression(size, scope) };
  throw new RefusedSyntax("Expecting '{' after '[]'.", pos);
}

function convertAll(contexts: readonly ExpressionContext[], scope: Scope): readonly Expression[] {
  return contexts.map((context) => convertExpression(context, scope));
}

function convertPair(contexts: readonly ExpressionContext[], scope: Scope): { key: Expression; value: Expression } {
  const [key, value] = contexts as [ExpressionContext, ExpressionContext];
  return { key: convertExpression(key, scope), value: convertExpression(value, scope) };
}

function isMap(type: TypeRef): boolean {
  return type.arguments.length === 2 && type.names.at(-1)?.toLowerCase() === 'map';
}
