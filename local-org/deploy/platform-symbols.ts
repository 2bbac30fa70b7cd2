/**
 * Symbols of platform types, built from the library's declarations on first ask: a shell at once (types refer to each other in cycles), its members when somebody looks.
 * A member the library implements carries its implementation; every other one is known by name and refused by name.
 */
import type {
  ConstructorSymbol, FieldSymbol, MethodSymbol, ParameterSymbol, PlatformImplementation, PrimitiveName, Type, TypeSymbol,
} from '../compiler/types.ts';
import { slotName } from '../compiler/types.ts';
import type { ModifierName } from '../compiler/1-parse/ast.ts';
import type { LibraryClass } from '../library/define.ts';
import { ENUM_METHODS, enumConstants } from '../library/enums.ts';
import { libraryClass } from '../library/registry.ts';
import { memberKey, propertyKey } from '../library/signature.ts';
import { innerTypeNames, parseTypeText, platformDeclaration } from '../library/symbols/declarations.ts';
import type { PlatformDeclaration, PlatformMember, TypeText } from '../library/symbols/declarations.ts';

const symbols = new Map<string, TypeSymbol>();

/** By folded qualified name, namespace included; `undefined`: the platform has no such type. */
export function platformSymbol(foldedName: string): TypeSymbol | undefined {
  const known = symbols.get(foldedName);
  if (known !== undefined) return known;
  const declaration = platformDeclaration(foldedName);
  if (declaration === undefined) return undefined;
  const symbol = new PlatformSymbol(declaration);
  symbols.set(foldedName, symbol);
  return symbol;
}

const PRIMITIVES: ReadonlyMap<string, PrimitiveName> = new Map(
  (['Boolean', 'Integer', 'Long', 'Double', 'Decimal', 'String', 'Id', 'Date', 'Datetime', 'Time', 'Blob', 'Object'] as const).map((name) => [name, name]),
);
const OBJECT_TYPE: Type = { kind: 'primitive', name: 'Object' };
const NO_ANNOTATIONS: ReadonlySet<string> = new Set();

/** Platform classes that Apex may extend; all others are final. */
const EXTENSIBLE = new Set(['System.Exception']);

class PlatformSymbol implements TypeSymbol {
  readonly origin = 'platform';
  readonly kind: TypeSymbol['kind'];
  readonly qualifiedName: string;
  readonly name: string;
  readonly typeParameters: readonly string[];
  readonly modifiers: ReadonlySet<ModifierName>;
  readonly constants: readonly string[];
  readonly #declaration: PlatformDeclaration;
  readonly #library: LibraryClass | undefined;
  #constructors: readonly ConstructorSymbol[] | undefined;
  #methods: ReadonlyMap<string, readonly MethodSymbol[]> | undefined;
  #fields: ReadonlyMap<string, FieldSymbol> | undefined;

  constructor(declaration: PlatformDeclaration) {
    this.#declaration = declaration;
    this.#library = libraryClass(declaration.qualifiedName.toLowerCase());
    this.kind = declaration.kind;
    this.qualifiedName = declaration.qualifiedName;
    this.name = declaration.qualifiedName.slice(declaration.qualifiedName.lastIndexOf('.') + 1);
    this.typeParameters = declaration.typeParameters;
    this.modifiers = modifiersOf(declaration);
    this.constants = this.#library?.kind === 'enum' ? enumConstants(this.#library).map(({ name }) => name) : declaration.constants;
  }

  get outer(): TypeSymbol | undefined {
    const outerName = this.qualifiedName.slice(0, this.qualifiedName.lastIndexOf('.')).toLowerCase();
    return outerName.includes('.') ? platformSymbol(outerName) : undefined;
  }

  get superType(): Type | undefined {
    const [extended] = this.#declaration.extended;
    return this.kind === 'class' && extended !== undefined ? this.#type(extended) : undefined;
  }

  get interfaces(): readonly Type[] {
    return (this.kind === 'interface' ? this.#declaration.extended : this.#declaration.implemented).map((text) => this.#type(text));
  }

  get innerTypes(): ReadonlyMap<string, TypeSymbol> {
    return new Map(innerTypeNames(this.qualifiedName.toLowerCase()).map((name) => [name.slice(name.lastIndexOf('.') + 1), platformSymbol(name)!]));
  }

  get constructors(): readonly ConstructorSymbol[] {
    this.#constructors ??= this.#members('constructor').map((member) => {
      const parameters = this.#parameters(member);
      return {
        ...this.#shared(member), kind: 'constructor', parameters, isImplicit: false,
        slot: slotName('new', parameters.map((parameter) => parameter.type)), implementation: this.#implementation(this.#keyOf(member)),
      };
    });
    return this.#constructors;
  }

  get methods(): ReadonlyMap<string, readonly MethodSymbol[]> {
    this.#methods ??= groupByName([...this.#members('method'), ...this.#enumMethods()].map((member) => this.#method(member)));
    return this.#methods;
  }

  get fields(): ReadonlyMap<string, FieldSymbol> {
    this.#fields ??= new Map([...this.#enumFields(), ...this.#members('property').map((member) => this.#property(member))].map((field) => [field.name.toLowerCase(), field]));
    return this.#fields;
  }

  #members(kind: PlatformMember['kind']): readonly PlatformMember[] {
    return this.#declaration.members.filter((member) => member.kind === kind);
  }

  #method(member: PlatformMember): MethodSymbol {
    const parameters = this.#parameters(member);
    return {
      ...this.#shared(member), kind: 'method', name: member.name, parameters, returnType: this.#type(member.type),
      isAbstract: member.isAbstract || this.kind === 'interface', overrides: [],
      slot: slotName(member.name, parameters.map((parameter) => parameter.type)), implementation: this.#methodImplementation(member),
    };
  }

  /** A method that user classes may override is found through its slot. */
  #methodImplementation(member: PlatformMember): PlatformImplementation | undefined {
    const implementation = this.#implementation(this.#keyOf(member));
    return implementation !== undefined && !member.isStatic && EXTENSIBLE.has(this.qualifiedName) ? { ...implementation, dispatch: 'virtual' } : implementation;
  }

  #property(member: PlatformMember): FieldSymbol {
    const setterImplementation = this.#implementation(propertyKey(this.qualifiedName, 'set', member.name)) ?? (member.isStatic ? undefined : this.#accessor('set', member.name, [member.type]));
    return {
      ...this.#shared(member), kind: 'field', name: member.name, type: this.#type(member.type), isFinal: member.isFinal, isEnumConstant: false,
      property: { getter: 'body', setter: setterImplementation === undefined ? undefined : 'body' },
      implementation: this.#implementation(propertyKey(this.qualifiedName, 'get', member.name)) ?? (member.isStatic ? undefined : this.#accessor('get', member.name) ?? this.#accessor('is', member.name)),
      setterImplementation,
    };
  }

  /** Many properties are another way to write a call of their accessor: `describe.name` is `describe.getName()`. */
  #accessor(verb: 'get' | 'is' | 'set', name: string, parameters: readonly string[] = []): PlatformImplementation | undefined {
    return this.#implementation(memberKey(this.qualifiedName, `${verb}${name}`, parameters, this.typeParameters));
  }

  #enumMethods(): PlatformMember[] {
    if (this.kind !== 'enum') return [];
    return ENUM_METHODS.map(({ name, isStatic, parameters, type }) => ({
      kind: 'method', isStatic, isAbstract: false, isFinal: false, name, type: type(this.qualifiedName), parameters,
    }));
  }

  #enumFields(): FieldSymbol[] {
    return this.constants.map((name) => ({
      owner: this, modifiers: new Set<ModifierName>(['global', 'static', 'final']), isStatic: true, annotations: NO_ANNOTATIONS, pos: undefined,
      kind: 'field', name, type: { kind: 'class', symbol: this, arguments: [] }, isFinal: true, isEnumConstant: true, property: undefined,
      implementation: this.#implementation(propertyKey(this.qualifiedName, 'get', name)),
    }));
  }

  #shared(member: PlatformMember): Pick<MethodSymbol, 'owner' | 'modifiers' | 'isStatic' | 'annotations' | 'pos'> {
    const modifiers = new Set<ModifierName>(['global']);
    if (member.isStatic) modifiers.add('static');
    if (member.isAbstract) modifiers.add('abstract');
    if (member.kind === 'method' && !member.isStatic && EXTENSIBLE.has(this.qualifiedName)) modifiers.add('virtual');
    return { owner: this, modifiers, isStatic: member.isStatic, annotations: NO_ANNOTATIONS, pos: undefined };
  }

  #parameters(member: PlatformMember): ParameterSymbol[] {
    return member.parameters.map((text, index) => ({ name: `argument${index + 1}`, type: this.#type(text) }));
  }

  #keyOf(member: PlatformMember): string {
    return memberKey(this.qualifiedName, member.name, member.parameters, this.typeParameters);
  }

  /** The library spells its keys as documented, the declarations may differ in case; Apex does not care. */
  #implementation(key: string): PlatformImplementation | undefined {
    if (this.#library === undefined) return undefined;
    const declared = this.#library.kind === 'enum' ? key : declaredKeys(this.#library).get(key.toLowerCase());
    if (declared === undefined) return undefined;
    return {
      key: declared, dispatch: this.#library.virtual.has(declared) ? 'virtual' : 'function',
      needsStaticTypes: this.#library.needsStaticTypes.has(declared), needsAccess: this.#library.needsAccess.has(declared),
      needsSystemAccess: this.#library.needsSystemAccess.has(declared), defersQuery: this.#library.defersQuery.has(declared),
    };
  }

  #type(text: string): Type {
    return typeOf(parseTypeText(text), this.typeParameters);
  }
}

function modifiersOf(declaration: PlatformDeclaration): ReadonlySet<ModifierName> {
  const modifiers = new Set<ModifierName>(['global']);
  if (declaration.isAbstract) modifiers.add('abstract');
  if (EXTENSIBLE.has(declaration.qualifiedName)) modifiers.add('virtual');
  return modifiers;
}

function typeOf(text: TypeText, typeParameters: readonly string[]): Type {
  if (typeParameters.includes(text.name)) return { kind: 'parameter', name: text.name };
  const primitive = PRIMITIVES.get(text.name);
  if (primitive !== undefined) return { kind: 'primitive', name: primitive };
  const inner = text.arguments.map((argument) => typeOf(argument, typeParameters));
  switch (text.name) {
    case 'void': return { kind: 'void' };
    case 'SObject': return { kind: 'sobject', apiName: 'SObject' };
    case 'List': return { kind: 'list', element: inner[0] ?? OBJECT_TYPE };
    case 'Set': return { kind: 'set', element: inner[0] ?? OBJECT_TYPE };
    case 'Map': return { kind: 'map', key: inner[0] ?? OBJECT_TYPE, value: inner[1] ?? OBJECT_TYPE };
    default: break;
  }
  if (text.name.startsWith('SObject:')) return { kind: 'sobject', apiName: text.name.slice('SObject:'.length) };
  const symbol = platformSymbol(text.name.toLowerCase());
  if (symbol === undefined) throw new Error(`The platform declarations name ${text.name} but do not declare it.`);
  return { kind: 'class', symbol, arguments: inner };
}

function groupByName(methods: readonly MethodSymbol[]): ReadonlyMap<string, readonly MethodSymbol[]> {
  const groups = new Map<string, MethodSymbol[]>();
  for (const method of methods) {
    const name = method.name.toLowerCase();
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [method]);
    else group.push(method);
  }
  return groups;
}

const foldedKeys = new WeakMap<LibraryClass, ReadonlyMap<string, string>>();

/** Folded key to the key as the library declares it. */
function declaredKeys(library: LibraryClass): ReadonlyMap<string, string> {
  let keys = foldedKeys.get(library);
  if (keys === undefined) {
    keys = new Map([...library.signatures.keys()].map((key) => [key.toLowerCase(), key]));
    foldedKeys.set(library, keys);
  }
  return keys;
}
