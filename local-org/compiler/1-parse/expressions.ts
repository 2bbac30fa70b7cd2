/** Parse tree of expressions → Expression, one function per grammar alternative. */
import {
  Arth1ExpressionContext, Arth2ExpressionContext, ArrayExpressionContext, AssignExpressionContext, BitAndExpressionContext, BitExpressionContext, BitNotExpressionContext,
  BitOrExpressionContext, CastExpressionContext, CmpExpressionContext, CoalExpressionContext, CondExpressionContext, DotExpressionContext, EqualityExpressionContext,
  IdPrimaryContext, InstanceOfExpressionContext, LiteralPrimaryContext, LogAndExpressionContext, LogOrExpressionContext, MethodCallExpressionContext, NegExpressionContext,
  NewExpressionContext, PostOpExpressionContext, PreOpExpressionContext, PrimaryExpressionContext, SoqlPrimaryContext, SoslPrimaryContext, SubExpressionContext,
  SuperPrimaryContext, ThisPrimaryContext, TypeRefPrimaryContext, VoidPrimaryContext,
  type ExpressionContext, type ExpressionListContext,
} from '@apexdevtools/apex-parser';
import { convertQuery } from '../../soql/convert.ts';
import { ContextTable, present } from '../../soql/grammar.ts';
import type { AssignOperator, BinaryOperator, Expression } from './ast.ts';
import { convertLiteral } from './literals.ts';
import { convertNew } from './creation.ts';
import { convertMemberName, convertName, convertReference } from './names.ts';
import type { Scope } from './scope.ts';
import { convertType } from './types.ts';

type Kind<K extends Expression['kind']> = Extract<Expression, { kind: K }>;
type Binary = ExpressionContext & { expression_list(): ExpressionContext[] };

export function convertExpression(context: ExpressionContext, scope: Scope): Expression {
  return expressions.convert(context, scope);
}

export function convertOptional(context: ExpressionContext | null | undefined, scope: Scope): Expression | undefined {
  const expression = present(context);
  return expression === undefined ? undefined : convertExpression(expression, scope);
}

export function convertList(context: ExpressionListContext | null | undefined, scope: Scope): readonly Expression[] {
  return (present(context)?.expression_list() ?? []).map((expression) => convertExpression(expression, scope));
}

const primaries = new ContextTable<Scope, Expression>()
  .on(ThisPrimaryContext, (context, { source }) => ({ pos: source.rangeOf(context), kind: 'This' }))
  .on(SuperPrimaryContext, (context, { source }) => ({ pos: source.rangeOf(context), kind: 'Super' }))
  .on(IdPrimaryContext, (context, scope) => ({ pos: scope.source.rangeOf(context), kind: 'Name', name: convertReference(context.id(), scope) }))
  .on(LiteralPrimaryContext, (context, scope) => ({ pos: scope.source.rangeOf(context), kind: 'Literal', value: convertLiteral(context.literal(), scope) }))
  .on(TypeRefPrimaryContext, (context, scope) => ({ pos: scope.source.rangeOf(context), kind: 'ClassLiteral', type: convertType(context.typeRef(), scope) }))
  .on(VoidPrimaryContext, (context, { source }) => ({ pos: source.rangeOf(context), kind: 'ClassLiteral', type: undefined }))
  .on(SoqlPrimaryContext, convertSoql)
  .on(SoslPrimaryContext, (context, { source }) => ({ pos: source.rangeOf(context), kind: 'Sosl', text: source.textOf(context) }));

const expressions = new ContextTable<Scope, Expression>()
  .on(PrimaryExpressionContext, (context, scope) => primaries.convert(context.primary(), scope))
  .on(SubExpressionContext, (context, scope) => ({
    pos: scope.source.rangeOf(context), kind: 'Parenthesized', expression: convertExpression(context.expression(), scope),
  }))
  .on(DotExpressionContext, convertDot)
  .on(MethodCallExpressionContext, convertCall)
  .on(ArrayExpressionContext, convertIndex)
  .on(NewExpressionContext, convertNew)
  .on(CastExpressionContext, (context, scope) => ({
    pos: scope.source.rangeOf(context), kind: 'Cast', type: convertType(context.typeRef(), scope), operand: convertExpression(context.expression(), scope),
  }))
  .on(InstanceOfExpressionContext, (context, scope) => ({
    pos: scope.source.rangeOf(context), kind: 'InstanceOf', operand: convertExpression(context.expression(), scope), type: convertType(context.typeRef(), scope),
  }))
  .on(PreOpExpressionContext, convertPrefix)
  .on(NegExpressionContext, convertPrefix)
  .on(PostOpExpressionContext, (context, scope) => ({
    pos: scope.source.rangeOf(context), kind: 'Postfix', operator: present(context.INC()) === undefined ? '--' : '++', operand: convertExpression(context.expression(), scope),
  }))
  .on(CondExpressionContext, convertConditional)
  .on(AssignExpressionContext, convertAssign)
  .on(CoalExpressionContext, (context, scope) => ({ pos: scope.source.rangeOf(context), kind: 'Coalesce', ...operands(context, scope) }))
  .on(Arth1ExpressionContext, convertBinary)
  .on(Arth2ExpressionContext, convertBinary)
  .on(BitExpressionContext, convertBinary)
  .on(CmpExpressionContext, convertBinary)
  .on(EqualityExpressionContext, convertBinary)
  .on(BitAndExpressionContext, convertBinary)
  .on(BitNotExpressionContext, convertBinary)
  .on(BitOrExpressionContext, convertBinary)
  .on(LogAndExpressionContext, convertBinary)
  .on(LogOrExpressionContext, convertBinary);

function operands(context: Binary, scope: Scope): { left: Expression; right: Expression } {
  const [left, right] = context.expression_list() as [ExpressionContext, ExpressionContext];
  return { left: convertExpression(left, scope), right: convertExpression(right, scope) };
}

function convertBinary(context: Binary, scope: Scope): Kind<'Binary'> {
  // `<<`, `>>>` and `<=` arrive as several tokens because `>` also closes type arguments.
  const children = context.children ?? [];
  const written = children.slice(1, -1).map((token) => token.getText()).join('');
  const operator = (written === '<>' ? '!=' : written) as BinaryOperator;
  return { pos: scope.source.rangeOf(context), kind: 'Binary', operator, ...operands(context, scope) };
}

function convertAssign(context: AssignExpressionContext, scope: Scope): Kind<'Assign'> {
  const { left, right } = operands(context, scope);
  return { pos: scope.source.rangeOf(context), kind: 'Assign', operator: context.getChild(1).getText() as AssignOperator, target: left, value: right };
}

function convertPrefix(context: PreOpExpressionContext | NegExpressionContext, scope: Scope): Kind<'Prefix'> {
  const operator = context.start.text as Kind<'Prefix'>['operator'];
  return { pos: scope.source.rangeOf(context), kind: 'Prefix', operator, operand: convertExpression(context.expression(), scope) };
}

function convertConditional(context: CondExpressionContext, scope: Scope): Kind<'Conditional'> {
  const [condition, then, otherwise] = context.expression_list() as [ExpressionContext, ExpressionContext, ExpressionContext];
  return {
    pos: scope.source.rangeOf(context), kind: 'Conditional',
    condition: convertExpression(condition, scope), then: convertExpression(then, scope), otherwise: convertExpression(otherwise, scope),
  };
}

function convertIndex(context: ArrayExpressionContext, scope: Scope): Kind<'Index'> {
  const { left, right } = operands(context, scope);
  return { pos: scope.source.rangeOf(context), kind: 'Index', target: left, index: right };
}

function convertDot(context: DotExpressionContext, scope: Scope): Expression {
  const pos = scope.source.rangeOf(context);
  const target = convertExpression(context.expression(), scope);
  const isSafe = present(context.QUESTIONDOT()) !== undefined;
  const call = present(context.dotMethodCall());
  if (call === undefined) return { pos, kind: 'Dot', target, name: convertMemberName(context.anyId(), scope), isSafe };
  return { pos, kind: 'MethodCall', target, name: convertMemberName(call.anyId(), scope), arguments: convertList(call.expressionList(), scope), isSafe };
}

function convertCall(context: MethodCallExpressionContext, scope: Scope): Expression {
  const call = context.methodCall();
  const pos = scope.source.rangeOf(context);
  const values = convertList(call.expressionList(), scope);
  const name = present(call.id());
  if (name !== undefined) return { pos, kind: 'Call', name: convertName(name, scope), arguments: values };
  return { pos, kind: 'ConstructorCall', target: present(call.THIS()) === undefined ? 'super' : 'this', arguments: values };
}

function convertSoql(context: SoqlPrimaryContext, scope: Scope): Kind<'Soql'> {
  const binds: Expression[] = [];
  const query = convertQuery(context.soqlLiteral().query(), {
    source: scope.source,
    bind: (expression) => binds.push(convertExpression(expression, scope)) - 1,
  });
  return { pos: scope.source.rangeOf(context), kind: 'Soql', query, binds };
}
