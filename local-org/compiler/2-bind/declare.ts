/** First pass: a symbol for every type of the project, inner types included. Nothing is resolved yet. */
import type { ClassDeclaration, Member, TypeDeclaration } from '../1-parse/ast.ts';
import { DIAGNOSTICS } from '../diagnostics.ts';
import { fold } from './folded-name.ts';
import type { DeclaredType, Report, UserTypeSymbol } from './program.ts';

const KINDS = { Class: 'class', Interface: 'interface', Enum: 'enum' } as const;

type Place = Pick<DeclaredType, 'path' | 'apiVersion'>;

export function declareType(declaration: TypeDeclaration, { path, apiVersion }: Place, outer: DeclaredType | undefined, report: Report): DeclaredType {
  const declared = emptyDeclaration(declaration, { path, apiVersion }, outer);
  if (declaration.kind === 'Class') declareInnerTypes(declaration, declared, report);
  return declared;
}

function emptyDeclaration(declaration: TypeDeclaration, { path, apiVersion }: Place, outer: DeclaredType | undefined): DeclaredType {
  const symbol: UserTypeSymbol = {
    kind: KINDS[declaration.kind],
    origin: 'user',
    qualifiedName: outer === undefined ? declaration.name : `${outer.symbol.qualifiedName}.${declaration.name}`,
    name: declaration.name,
    outer: outer?.symbol,
    typeParameters: [],
    modifiers: declaration.modifiers.names,
    superType: undefined,
    interfaces: [],
    constructors: [],
    methods: new Map(),
    fields: new Map(),
    innerTypes: new Map(),
    constants: declaration.kind === 'Enum' ? declaration.constants.map((constant) => constant.name) : [],
  };
  return {
    symbol, declaration, path, apiVersion, outer, inner: [], fields: [], methods: [], constructors: [], initializers: [], bridges: [],
    annotations: new Set(declaration.modifiers.annotations.map((annotation) => fold(annotation.name))),
  };
}

function isType(member: Member): member is TypeDeclaration {
  return member.kind === 'Class' || member.kind === 'Interface' || member.kind === 'Enum';
}

function declareInnerTypes(declaration: ClassDeclaration, outer: DeclaredType, report: Report): void {
  for (const member of declaration.members) {
    if (!isType(member)) continue;
    if (outer.outer !== undefined) {
      report(DIAGNOSTICS.nestedInnerType, member.namePos, member.name);
      continue;
    }
    const name = fold(member.name);
    if (outer.symbol.innerTypes.has(name)) {
      report(DIAGNOSTICS.duplicateType, member.namePos, member.name);
      continue;
    }
    const inner = declareType(member, outer, outer, report);
    outer.inner.push(inner);
    outer.symbol.innerTypes.set(name, inner.symbol);
  }
}
