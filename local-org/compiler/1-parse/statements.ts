/** Parse tree of statements → Statement, one function per grammar alternative. */
import {
  BlockContext, BreakStatementContext, ContinueStatementContext, DeleteStatementContext, DoWhileStatementContext, ExpressionStatementContext, ForStatementContext,
  IfStatementContext, InsertStatementContext, LocalVariableDeclarationStatementContext, MergeStatementContext, ReturnStatementContext, RunAsStatementContext,
  SwitchStatementContext, ThrowStatementContext, TryStatementContext, UndeleteStatementContext, UpdateStatementContext, UpsertStatementContext, WhileStatementContext,
  type AccessLevelContext, type CatchClauseContext, type ExpressionContext, type ForInitContext, type LocalVariableDeclarationContext,
  type StatementContext, type VariableDeclaratorsContext,
} from '@apexdevtools/apex-parser';
import { ContextTable, present } from '../../soql/grammar.ts';
import type { Block, CatchClause, Declarator, DmlOperation, Expression, LocalDeclaration, StatedAccess, Statement } from './ast.ts';
import { convertExpression, convertList, convertOptional } from './expressions.ts';
import { convertFinal } from './modifiers.ts';
import { convertName } from './names.ts';
import type { Scope } from './scope.ts';
import { convertSwitch } from './switch.ts';
import { convertQualifiedType, convertType } from './types.ts';

type Kind<K extends Statement['kind']> = Extract<Statement, { kind: K }>;

export function convertBlock(context: BlockContext, scope: Scope): Block {
  return { pos: scope.source.rangeOf(context), kind: 'Block', statements: context.statement_list().map((statement) => convertStatement(statement, scope)) };
}

export function convertStatement(context: StatementContext, scope: Scope): Statement {
  return statements.convert(context.getChild(0) as never, scope);
}

const statements = new ContextTable<Scope, Statement>()
  .on(BlockContext, convertBlock)
  .on(LocalVariableDeclarationStatementContext, (context, scope) => ({
    ...convertLocal(context.localVariableDeclaration(), scope), pos: scope.source.rangeOf(context),
  }))
  .on(ExpressionStatementContext, (context, scope) => ({
    pos: scope.source.rangeOf(context), kind: 'ExpressionStatement', expression: convertExpression(context.expression(), scope),
  }))
  .on(IfStatementContext, convertIf)
  .on(SwitchStatementContext, convertSwitch)
  .on(ForStatementContext, convertFor)
  .on(WhileStatementContext, (context, scope) => ({
    pos: scope.source.rangeOf(context), kind: 'While',
    condition: convertExpression(context.parExpression().expression(), scope), body: convertLoopBody(context, scope),
  }))
  .on(DoWhileStatementContext, (context, scope) => ({
    pos: scope.source.rangeOf(context), kind: 'DoWhile',
    body: convertBlock(context.block(), scope), condition: convertExpression(context.parExpression().expression(), scope),
  }))
  .on(TryStatementContext, convertTry)
  .on(ReturnStatementContext, (context, scope) => ({ pos: scope.source.rangeOf(context), kind: 'Return', value: convertOptional(context.expression(), scope) }))
  .on(ThrowStatementContext, (context, scope) => ({ pos: scope.source.rangeOf(context), kind: 'Throw', value: convertExpression(context.expression(), scope) }))
  .on(BreakStatementContext, (context, { source }) => ({ pos: source.rangeOf(context), kind: 'Break' }))
  .on(ContinueStatementContext, (context, { source }) => ({ pos: source.rangeOf(context), kind: 'Continue' }))
  .on(InsertStatementContext, (context, scope) => convertDml('insert', context, scope))
  .on(UpdateStatementContext, (context, scope) => convertDml('update', context, scope))
  .on(DeleteStatementContext, (context, scope) => convertDml('delete', context, scope))
  .on(UndeleteStatementContext, (context, scope) => convertDml('undelete', context, scope))
  .on(UpsertStatementContext, convertUpsert)
  .on(MergeStatementContext, convertMerge)
  .on(RunAsStatementContext, (context, scope) => ({
    pos: scope.source.rangeOf(context), kind: 'RunAs', arguments: convertList(context.expressionList(), scope), body: convertBlock(context.block(), scope),
  }));

function convertIf(context: IfStatementContext, scope: Scope): Kind<'If'> {
  const [then, otherwise] = context.statement_list() as [StatementContext, StatementContext | undefined];
  return {
    pos: scope.source.rangeOf(context), kind: 'If',
    condition: convertExpression(context.parExpression().expression(), scope),
    then: convertStatement(then, scope),
    otherwise: otherwise === undefined ? undefined : convertStatement(otherwise, scope),
  };
}

/** `for (…);` has an empty block for a body. */
function convertLoopBody(context: ForStatementContext | WhileStatementContext, scope: Scope): Statement {
  const body = present(context.statement());
  if (body !== undefined) return convertStatement(body, scope);
  const semicolon = context.SEMI().symbol;
  return { pos: scope.source.rangeBetween(semicolon, semicolon), kind: 'Block', statements: [] };
}

function convertFor(context: ForStatementContext, scope: Scope): Kind<'For'> | Kind<'ForEach'> {
  const pos = scope.source.rangeOf(context);
  const control = context.forControl();
  const body = convertLoopBody(context, scope);
  const each = present(control.enhancedForControl());
  if (each !== undefined) {
    return { pos, kind: 'ForEach', type: convertType(each.typeRef(), scope), name: convertName(each.id(), scope), iterable: convertExpression(each.expression(), scope), body };
  }
  return {
    pos, kind: 'For', body,
    init: convertForInit(present(control.forInit()), scope),
    condition: convertOptional(control.expression(), scope),
    update: convertList(present(control.forUpdate())?.expressionList(), scope),
  };
}

function convertForInit(context: ForInitContext | undefined, scope: Scope): LocalDeclaration | readonly Expression[] | undefined {
  if (context === undefined) return undefined;
  const declaration = present(context.localVariableDeclaration());
  return declaration === undefined ? convertList(context.expressionList(), scope) : convertLocal(declaration, scope);
}

/** Fields of a trigger or an anonymous block have the same parts and are local variables too. */
export function convertLocal(
  context: Pick<LocalVariableDeclarationContext, 'start' | 'stop' | 'modifier_list' | 'typeRef' | 'variableDeclarators'>, scope: Scope,
): LocalDeclaration {
  return {
    pos: scope.source.rangeOf(context), kind: 'LocalDeclaration',
    type: convertType(context.typeRef(), scope),
    isFinal: convertFinal(context.modifier_list(), scope),
    declarators: convertDeclarators(context.variableDeclarators(), scope),
  };
}

export function convertDeclarators(context: VariableDeclaratorsContext, scope: Scope): readonly Declarator[] {
  return context.variableDeclarator_list().map((declarator) => ({
    pos: scope.source.rangeOf(declarator), name: convertName(declarator.id(), scope), initializer: convertOptional(declarator.expression(), scope),
  }));
}

function convertTry(context: TryStatementContext, scope: Scope): Kind<'Try'> {
  const last = present(context.finallyBlock());
  return {
    pos: scope.source.rangeOf(context), kind: 'Try',
    body: convertBlock(context.block(), scope),
    catches: context.catchClause_list().map((clause) => convertCatch(clause, scope)),
    finallyBody: last === undefined ? undefined : convertBlock(last.block(), scope),
  };
}

function convertCatch(context: CatchClauseContext, scope: Scope): CatchClause {
  convertFinal(context.modifier_list(), scope);
  return {
    pos: scope.source.rangeOf(context),
    type: convertQualifiedType(context.qualifiedName(), scope),
    name: convertName(context.id(), scope),
    body: convertBlock(context.block(), scope),
  };
}

interface DmlContext {
  readonly start: InsertStatementContext['start'];
  readonly stop: InsertStatementContext['stop'];
  accessLevel(): AccessLevelContext;
  expression(): ExpressionContext;
}

function convertDml(operation: DmlOperation, context: DmlContext, scope: Scope): Kind<'Dml'> {
  return {
    pos: scope.source.rangeOf(context), kind: 'Dml', operation,
    access: convertAccess(context.accessLevel()), records: convertExpression(context.expression(), scope), externalId: undefined, mergeWith: undefined,
  };
}

function convertUpsert(context: UpsertStatementContext, scope: Scope): Kind<'Dml'> {
  const key = present(context.qualifiedName());
  return { ...convertDml('upsert', context, scope), externalId: key?.id_list().map((id) => convertName(id, scope)) };
}

function convertMerge(context: MergeStatementContext, scope: Scope): Kind<'Dml'> {
  const [records, mergeWith] = context.expression_list() as [ExpressionContext, ExpressionContext];
  return {
    pos: scope.source.rangeOf(context), kind: 'Dml', operation: 'merge', access: convertAccess(context.accessLevel()),
    records: convertExpression(records, scope), externalId: undefined, mergeWith: convertExpression(mergeWith, scope),
  };
}

function convertAccess(context: AccessLevelContext | null): StatedAccess {
  const level = present(context);
  if (level === undefined) return undefined;
  return present(level.USER()) === undefined ? 'system' : 'user';
}
