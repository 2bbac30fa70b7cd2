/** Third pass: fields, properties, methods and constructors with their types. */
import type {
  Accessor, ConstructorDeclaration, FieldDeclaration, Member, MethodDeclaration, Modifiers, Parameter, PropertyDeclaration,
} from '../1-parse/ast.ts';
import { DIAGNOSTICS } from '../diagnostics.ts';
import type { ConstructorSymbol, FieldSymbol, MethodSymbol, ParameterSymbol, Type } from '../types.ts';
import { enumConstants, enumMethods } from './enums.ts';
import { fold } from './folded-name.ts';
import { checkMethodModifiers, checkStaticPlace } from './modifiers.ts';
import type { PlatformTypes } from './platform-types.ts';
import type { DeclaredType, Report, UserMethodSymbol } from './program.ts';
import { memberSlot } from './slots.ts';
import { isSubclassOf } from './hierarchy.ts';
import { classType, sameTypes, STRING, typeTexts, VOID } from './type-algebra.ts';
import type { TypeResolver } from './type-resolver.ts';

export interface MemberInput {
  readonly resolver: TypeResolver;
  readonly platform: PlatformTypes;
  readonly accessors: Map<FieldSymbol, { readonly getter: Accessor | undefined; readonly setter: Accessor | undefined }>;
  readonly reportFor: (type: DeclaredType) => Report;
}

export function bindMembers(type: DeclaredType, input: MemberInput): void {
  const binder = new MemberBinder(type, input);
  const { declaration } = type;
  if (declaration.kind === 'Enum') {
    enumConstants(type, binder.report);
    enumMethods(type, input.platform);
  } else {
    for (const member of declaration.members) binder.bind(member);
  }
  if (declaration.kind === 'Class') addImplicitConstructors(type, input.platform);
  if (isExceptionClass(type, input.platform) && !fold(type.symbol.name).endsWith('exception')) binder.report(DIAGNOSTICS.exceptionName, declaration.namePos, type.symbol.name);
  for (const inner of type.inner) bindMembers(inner, input);
}

class MemberBinder {
  readonly type: DeclaredType;
  readonly input: MemberInput;
  readonly report: Report;

  constructor(type: DeclaredType, input: MemberInput) {
    this.type = type;
    this.input = input;
    this.report = input.reportFor(type);
  }

  bind(member: Member): void {
    switch (member.kind) {
      case 'Field': return this.field(member, undefined);
      case 'Property': return this.property(member);
      case 'Method': return this.method(member);
      case 'Constructor': return this.constructorMember(member);
      case 'Initializer':
        this.type.initializers.push(member);
        return;
      default: // inner types were declared in the first pass
    }
  }

  field(declaration: FieldDeclaration | PropertyDeclaration, property: FieldSymbol['property']): void {
    const { modifiers } = declaration;
    const symbol: FieldSymbol = {
      kind: 'field',
      owner: this.type.symbol,
      name: declaration.name,
      type: this.resolve(declaration.type),
      modifiers: modifiers.names,
      isStatic: modifiers.names.has('static'),
      isFinal: modifiers.names.has('final'),
      annotations: annotationNames(modifiers),
      pos: declaration.namePos,
      property,
      isEnumConstant: false,
      implementation: undefined,
    };
    checkStaticPlace(this.type, symbol.isStatic, 'fields', declaration.namePos, this.report);
    const name = fold(declaration.name);
    if (this.type.symbol.fields.has(name)) this.report(DIAGNOSTICS.duplicateField, declaration.namePos, declaration.name);
    else this.type.symbol.fields.set(name, symbol);
    this.type.fields.push({ symbol, declaration });
  }

  property(declaration: PropertyDeclaration): void {
    const { getter, setter } = declaration;
    this.field(declaration, { getter: accessorKind(getter), setter: accessorKind(setter) });
    const bound = this.type.fields[this.type.fields.length - 1];
    if (bound !== undefined) this.input.accessors.set(bound.symbol, { getter, setter });
  }

  method(declaration: MethodDeclaration): void {
    const symbol = this.methodSymbol(declaration);
    const name = fold(declaration.name);
    const overloads = this.type.symbol.methods.get(name) ?? [];
    if (overloads.some((other) => sameParameters(other, symbol))) {
      this.report(DIAGNOSTICS.duplicateMethod, declaration.namePos, signatureText(symbol), this.type.symbol.qualifiedName);
      return;
    }
    checkMethodModifiers(this.type, declaration, symbol, this.report);
    this.type.symbol.methods.set(name, [...overloads, symbol]);
    this.type.methods.push({ symbol, declaration });
  }

  methodSymbol(declaration: MethodDeclaration): UserMethodSymbol {
    const { names } = declaration.modifiers;
    const isInterface = this.type.symbol.kind === 'interface';
    const parameters = this.parameters(declaration.parameters);
    const symbol: UserMethodSymbol = {
      kind: 'method',
      owner: this.type.symbol,
      name: declaration.name,
      parameters,
      returnType: declaration.returnType === undefined ? VOID : this.resolve(declaration.returnType),
      modifiers: names,
      isStatic: names.has('static') || names.has('testmethod') || names.has('webservice'),
      isAbstract: isInterface || names.has('abstract'),
      annotations: annotationNames(declaration.modifiers),
      pos: declaration.namePos,
      overrides: [],
      slot: '',
      implementation: undefined,
    };
    symbol.slot = memberSlot(symbol.name, parameters);
    return symbol;
  }

  constructorMember(declaration: ConstructorDeclaration): void {
    const { symbol: owner } = this.type;
    if (fold(declaration.name) !== fold(owner.name)) {
      this.report(DIAGNOSTICS.methodNameIsConstructor, declaration.namePos, declaration.name);
      return;
    }
    const symbol = constructorSymbol(this.type, this.parameters(declaration.parameters), declaration.modifiers, declaration);
    if (owner.constructors.some((other) => sameParameters(other, symbol))) {
      this.report(DIAGNOSTICS.duplicateConstructor, declaration.namePos, signatureText(symbol), owner.qualifiedName);
      return;
    }
    owner.constructors = [...owner.constructors, symbol];
    this.type.constructors.push({ symbol, declaration });
  }

  parameters(parameters: readonly Parameter[]): ParameterSymbol[] {
    return parameters.map((parameter) => ({ name: parameter.name, type: this.resolve(parameter.type) }));
  }

  resolve(ref: FieldDeclaration['type']): Type {
    return this.input.resolver.resolve(ref, this.type.symbol, this.report);
  }
}

function accessorKind(accessor: Accessor | undefined): 'auto' | 'body' | undefined {
  if (accessor === undefined) return undefined;
  return accessor.body === undefined ? 'auto' : 'body';
}

function annotationNames(modifiers: Modifiers): ReadonlySet<string> {
  return new Set(modifiers.annotations.map((annotation) => fold(annotation.name)));
}

function constructorSymbol(type: DeclaredType, parameters: readonly ParameterSymbol[], modifiers: Modifiers | undefined, declaration: ConstructorDeclaration | undefined): ConstructorSymbol {
  return {
    kind: 'constructor',
    owner: type.symbol,
    parameters,
    modifiers: modifiers?.names ?? new Set(['public' as const]),
    isStatic: false,
    annotations: modifiers === undefined ? new Set() : annotationNames(modifiers),
    pos: declaration?.namePos,
    isImplicit: declaration === undefined,
    slot: memberSlot('new', parameters),
    implementation: undefined,
  };
}

function isExceptionClass({ symbol }: DeclaredType, { exception }: PlatformTypes): boolean {
  return exception !== undefined && isSubclassOf(symbol, exception);
}

/** A class that declares no constructor has a public one without parameters; an exception class has the four of System.Exception besides its own. */
function addImplicitConstructors(type: DeclaredType, platform: PlatformTypes): void {
  const { symbol } = type;
  const { exception } = platform;
  const add = (parameters: readonly ParameterSymbol[]): void => {
    const candidate = constructorSymbol(type, parameters, undefined, undefined);
    if (!symbol.constructors.some((other) => sameParameters(other, candidate))) symbol.constructors = [...symbol.constructors, candidate];
  };
  if (exception !== undefined && isExceptionClass(type, platform)) {
    const message = { name: 'message', type: STRING };
    const cause = { name: 'cause', type: classType(exception) };
    for (const parameters of [[], [message], [cause], [message, cause]]) add(parameters);
  } else if (symbol.constructors.length === 0) {
    add([]);
  }
}

interface Signed {
  readonly parameters: readonly ParameterSymbol[];
}

export function sameParameters(a: Signed, b: Signed): boolean {
  return sameTypes(a.parameters.map((each) => each.type), b.parameters.map((each) => each.type));
}

/** `void foo(Integer, String)`, `<Constructor>(Integer)`. */
export function signatureText(symbol: MethodSymbol | ConstructorSymbol): string {
  const parameters = typeTexts(symbol.parameters.map((each) => each.type));
  return symbol.kind === 'constructor' ? `<Constructor>(${parameters})` : methodText(symbol, symbol.name);
}

/** `Integer Shape.area(Integer)`: a method with the type it belongs to. */
export function qualifiedSignatureText(symbol: MethodSymbol): string {
  return methodText(symbol, `${symbol.owner.qualifiedName}.${symbol.name}`);
}

function methodText(symbol: MethodSymbol, name: string): string {
  return `${typeTexts([symbol.returnType])} ${name}(${typeTexts(symbol.parameters.map((each) => each.type))})`;
}
