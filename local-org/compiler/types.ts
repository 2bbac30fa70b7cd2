/**
 * The static types and symbols of Apex. Symbols come from two places: the project's own source (the binder makes them)
 * and the platform (a TypeUniverse hands them in). Identity of a symbol is the object itself; names never decide.
 */
import type { Position } from './position.ts';
import type { ModifierName } from './1-parse/ast.ts';

export type PrimitiveName =
  | 'Boolean' | 'Integer' | 'Long' | 'Double' | 'Decimal' | 'String' | 'Id' | 'Date' | 'Datetime' | 'Time' | 'Blob' | 'Object';

export type Type =
  | { readonly kind: 'primitive'; readonly name: PrimitiveName }
  | { readonly kind: 'void' }
  /** The type of the literal `null`. */
  | { readonly kind: 'null' }
  /** Stands for an expression that already has a diagnostic; assignable to and from everything, so that one mistake is reported once. */
  | { readonly kind: 'error'; /** The name that means nothing, folded; tells overloads apart. */ readonly written?: string }
  | { readonly kind: 'list' | 'set'; readonly element: Type }
  | { readonly kind: 'map'; readonly key: Type; readonly value: Type }
  /** A concrete sObject; `apiName` in canonical spelling. `SObject` itself has `apiName: 'SObject'`. */
  | { readonly kind: 'sobject'; readonly apiName: string }
  /** A user or platform class, interface or enum with its type arguments (platform generics only: Iterator, Iterable, Comparator, Database.Batchable). */
  | { readonly kind: 'class'; readonly symbol: TypeSymbol; readonly arguments: readonly Type[] }
  /** A type parameter of a platform generic inside its own signatures. */
  | { readonly kind: 'parameter'; readonly name: string };

export interface TypeSymbol {
  readonly kind: 'class' | 'interface' | 'enum';
  readonly origin: 'user' | 'platform';
  /** Declared spelling: `Outer.Inner`, `System.Math`, `Database.SaveResult`. */
  readonly qualifiedName: string;
  readonly name: string;
  readonly outer: TypeSymbol | undefined;
  readonly typeParameters: readonly string[];
  readonly modifiers: ReadonlySet<ModifierName>;
  readonly superType: Type | undefined;
  readonly interfaces: readonly Type[];
  readonly constructors: readonly ConstructorSymbol[];
  /** Keys are folded names (lower case). */
  readonly methods: ReadonlyMap<string, readonly MethodSymbol[]>;
  readonly fields: ReadonlyMap<string, FieldSymbol>;
  readonly innerTypes: ReadonlyMap<string, TypeSymbol>;
  /** Enum constants in order, declared spelling; empty for others. */
  readonly constants: readonly string[];
}

export interface ParameterSymbol {
  readonly name: string;
  readonly type: Type;
}

interface MemberSymbol {
  readonly owner: TypeSymbol;
  readonly modifiers: ReadonlySet<ModifierName>;
  readonly isStatic: boolean;
  /** Folded names of annotations, for user symbols. */
  readonly annotations: ReadonlySet<string>;
  /** Place of the declaration; `undefined` for platform symbols. */
  readonly pos: Position | undefined;
}

export interface MethodSymbol extends MemberSymbol {
  readonly kind: 'method';
  readonly name: string;
  readonly parameters: readonly ParameterSymbol[];
  readonly returnType: Type;
  readonly isAbstract: boolean;
  /** Methods of supertypes and interfaces that this one overrides or implements, nearest first (user symbols only). */
  readonly overrides: readonly MethodSymbol[];
  /** Name under which it is found at run time; see `slotName`. Equal along an override chain of equal signatures. */
  readonly slot: string;
  /** Platform methods: `undefined` means the local org does not implement it and a call is refused by name. */
  readonly implementation: PlatformImplementation | undefined;
}
export interface ConstructorSymbol extends MemberSymbol {
  readonly kind: 'constructor';
  readonly parameters: readonly ParameterSymbol[];
  /** Set for the constructors every exception class has without declaring them. */
  readonly isImplicit: boolean;
  readonly slot: string;
  readonly implementation: PlatformImplementation | undefined;
}
export interface FieldSymbol extends MemberSymbol {
  readonly kind: 'field';
  readonly name: string;
  readonly type: Type;
  readonly isFinal: boolean;
  /** A property has accessors; a plain field has none. `auto` needs no code. */
  readonly property: { readonly getter: 'auto' | 'body' | undefined; readonly setter: 'auto' | 'body' | undefined } | undefined;
  readonly isEnumConstant: boolean;
  /** Platform fields: how the value is read (`System.RestRequest.get requestURI`); called like a method, with the receiver unless static. */
  readonly implementation: PlatformImplementation | undefined;
  /** Platform fields: how the value is written (`System.RestRequest.set requestURI`, last argument is the value). Absent: assigning is refused by name. */
  readonly setterImplementation?: PlatformImplementation | undefined;
}

/**
 * How a platform member is reached from emitted code. `key` is unique (`System.String.length()`); the linker resolves it to a function once per program.
 * Instance members take the receiver as first argument (never null: the emitter checks). `virtual` members of interfaces and of classes a user may extend are
 * called through their slot on the receiver instead.
 */
export interface PlatformImplementation {
  readonly key: string;
  readonly dispatch: 'function' | 'virtual';
  /** The function wants the reified type arguments of the receiver or of the call's type as a last argument (JSON.deserialize does not; Database.getQueryLocator does not). */
  readonly needsStaticTypes: boolean;
  /** The function wants, as a last argument, the access that a statement without stated mode has in the calling class: Database.query(text), Database.insert(record). */
  readonly needsAccess?: boolean;
  /** The function wants, as a last argument, what system mode means in the calling class (its sharing): Database methods that take an AccessLevel. */
  readonly needsSystemAccess?: boolean;
  /** An inline query as the first argument is handed over as a query, to be run by whoever is called: Database.getQueryLocator([SELECT …]). */
  readonly defersQuery?: boolean;
}

/**
 * Run-time name of a method: folded name and erased parameter types. Type parameters erase to `object`, collections to `list`, `set`, `map`, platform and user
 * classes to their folded simple name (dots of inner classes become `_`). Library code written in TypeScript implements slots under the same names: `compareto$object`, `execute$queueablecontext`, `tostring$`.
 */
export function slotName(name: string, parameters: readonly Type[]): string {
  return `${name.toLowerCase()}$${parameters.map(erased).join('$')}`;
}

function erased(type: Type): string {
  switch (type.kind) {
    case 'primitive': return type.name.toLowerCase();
    case 'sobject': return type.apiName.toLowerCase();
    case 'class': return erasedSymbolName(type.symbol);
    case 'parameter': return 'object';
    case 'error': return type.written === undefined ? type.kind : `${type.kind}_${type.written.replaceAll('.', '_')}`;
    default: return type.kind;
  }
}

function erasedSymbolName(symbol: TypeSymbol): string {
  const name = symbol.origin === 'platform' ? symbol.name : symbol.qualifiedName;
  return name.toLowerCase().replaceAll('.', '_');
}
