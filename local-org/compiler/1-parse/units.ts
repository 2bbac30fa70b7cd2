/** The three kinds of compilation units. */
import {
  ClassDeclarationContext, EnumDeclarationContext, FieldDeclarationContext, InterfaceDeclarationContext, MethodDeclarationContext,
  type AnonymousUnitContext, type ApexParserRuleContext, type CompilationUnitContext, type IdContext, type ModifierContext, type TriggerUnitContext,
} from '@apexdevtools/apex-parser';
import { present } from '../../soql/grammar.ts';
import type { AnonymousUnit, Block, ClassUnit, MethodDeclaration, Statement, TriggerEvent, TriggerUnit, TypeDeclaration } from './ast.ts';
import { convertMethod, convertNestedType, convertTypeDeclaration, misplaced } from './declarations.ts';
import { convertModifiers } from './modifiers.ts';
import { convertName } from './names.ts';
import type { Scope } from './scope.ts';
import { convertLocal, convertStatement } from './statements.ts';

export function convertClassUnit(context: CompilationUnitContext, scope: Scope): ClassUnit {
  return { pos: scope.source.rangeOf(context.typeDeclaration()), kind: 'ClassUnit', declaration: convertTypeDeclaration(context.typeDeclaration(), scope) };
}

export function convertTriggerUnit(context: TriggerUnitContext, scope: Scope): TriggerUnit {
  const [name, object] = context.id_list() as [IdContext, IdContext];
  const block = context.triggerBlock();
  const statements = block.triggerBlockMember_list().map((member): Statement => {
    const statement = present(member.statement());
    if (statement !== undefined) return convertStatement(statement, scope);
    const declaration = member.triggerMemberDeclaration().getChild(0) as ApexParserRuleContext;
    if (declaration instanceof FieldDeclarationContext) return convertFieldAsLocal(declaration, member.modifier_list(), scope);
    throw misplaced(`The declaration '${firstLine(declaration, scope)}'`, 'a trigger', scope.source.rangeOf(declaration));
  });
  return {
    pos: scope.source.rangeBetween(context.start, block.stop ?? block.start), kind: 'Trigger',
    name: convertName(name, scope), namePos: scope.source.rangeOf(name), objectName: convertName(object, scope),
    events: context.triggerCase_list().map((event) => (event.children ?? []).map((word) => word.getText().toLowerCase()).join(' ') as TriggerEvent),
    body: { pos: scope.source.rangeOf(block), kind: 'Block', statements },
  };
}

export function convertAnonymousUnit(context: AnonymousUnitContext, scope: Scope): AnonymousUnit {
  const statements: Statement[] = [];
  const methods: MethodDeclaration[] = [];
  const types: TypeDeclaration[] = [];
  for (const member of context.anonymousBlock().anonymousBlockMember_list()) {
    const statement = present(member.statement());
    if (statement !== undefined) {
      statements.push(convertStatement(statement, scope));
      continue;
    }
    const declaration = member.anonymousMemberDeclaration().getChild(0) as ApexParserRuleContext;
    const modifiers = member.modifier_list();
    if (declaration instanceof FieldDeclarationContext) statements.push(convertFieldAsLocal(declaration, modifiers, scope));
    else if (declaration instanceof MethodDeclarationContext) methods.push(convertMethod(declaration, { source: scope.source, modifiers: convertModifiers(modifiers, scope) }));
    else if (isTypeDeclaration(declaration)) types.push(convertNestedType(declaration, modifiers, scope));
    else throw misplaced(`The declaration '${firstLine(declaration, scope)}'`, 'anonymous Apex', scope.source.rangeOf(declaration));
  }
  const pos = { line: 1, column: 1, ...endOf(scope.source.text) };
  const body: Block = { pos, kind: 'Block', statements };
  return { pos, kind: 'Anonymous', body, methods, types };
}

/** The grammar reads `Integer i = 0;` outside a class as a field; there it is a variable of the block. */
function convertFieldAsLocal(context: FieldDeclarationContext, modifiers: readonly ModifierContext[], scope: Scope): Statement {
  return convertLocal({
    start: modifiers[0]?.start ?? context.start,
    stop: context.stop,
    modifier_list: () => [...modifiers],
    typeRef: () => context.typeRef(),
    variableDeclarators: () => context.variableDeclarators(),
  }, scope);
}

function isTypeDeclaration(context: ApexParserRuleContext): context is ClassDeclarationContext | InterfaceDeclarationContext | EnumDeclarationContext {
  return context instanceof ClassDeclarationContext || context instanceof InterfaceDeclarationContext || context instanceof EnumDeclarationContext;
}

function firstLine(context: ApexParserRuleContext, scope: Scope): string {
  return (scope.source.textOf(context).split(/[\r\n{]/, 1)[0] ?? '').trim();
}

function endOf(text: string): { endLine: number; endColumn: number } {
  const lines = text.split('\n');
  return { endLine: lines.length, endColumn: (lines.at(-1) ?? '').length + 1 };
}
