/** Rules about modifiers that need one declaration only; rules about overriding are in overriding.ts. */
import type { MethodDeclaration, ModifierName } from '../1-parse/ast.ts';
import { DIAGNOSTICS } from '../diagnostics.ts';
import type { Position } from '../position.ts';
import type { MethodSymbol } from '../types.ts';
import type { DeclaredType, Report } from './program.ts';

type Pair = readonly [ModifierName, ModifierName];

const CONTRADICTIONS: readonly Pair[] = [
  ['abstract', 'final'], ['abstract', 'static'], ['virtual', 'static'], ['virtual', 'final'], ['override', 'static'], ['public', 'private'], ['public', 'protected'], ['private', 'protected'], ['public', 'global'], ['private', 'global'],
];
const METHOD_CONTRADICTIONS: readonly Pair[] = [...CONTRADICTIONS, ['abstract', 'private'], ['virtual', 'private']];

function reportContradictions(names: ReadonlySet<ModifierName>, pairs: readonly Pair[], pos: Position, report: Report): void {
  const pair = pairs.find(([first, second]) => names.has(first) && names.has(second));
  if (pair !== undefined) report(DIAGNOSTICS.contradictingModifiers, pos, pair[0], pair[1]);
}

/** Inner types have no static members. */
export function checkStaticPlace(type: DeclaredType, isStatic: boolean, members: 'fields' | 'methods', pos: Position, report: Report): void {
  if (isStatic && type.outer !== undefined) report(DIAGNOSTICS.staticInInner, pos, members);
}

export function checkMethodModifiers(type: DeclaredType, declaration: MethodDeclaration, symbol: MethodSymbol, report: Report): void {
  if (type.symbol.kind === 'interface') return;
  const { namePos, body, name } = declaration;
  reportContradictions(symbol.modifiers, METHOD_CONTRADICTIONS, namePos, report);
  checkStaticPlace(type, symbol.isStatic, 'methods', namePos, report);
  if (symbol.isAbstract) {
    if (!type.symbol.modifiers.has('abstract')) report(DIAGNOSTICS.abstractInConcrete, namePos, name);
    if (body !== undefined) report(DIAGNOSTICS.abstractWithBody, namePos, name);
  } else if (body === undefined) {
    report(DIAGNOSTICS.missingBody, namePos, name);
  }
}

export function checkTypeModifiers(type: DeclaredType, report: Report): void {
  const { declaration, symbol } = type;
  const { names } = declaration.modifiers;
  reportContradictions(names, CONTRADICTIONS, declaration.namePos, report);
  const isVisibleOutside = names.has('public') || names.has('global') || type.annotations.has('istest');
  if (type.outer === undefined && !isVisibleOutside) report(DIAGNOSTICS.missingVisibility, declaration.namePos, symbol.name);
}
