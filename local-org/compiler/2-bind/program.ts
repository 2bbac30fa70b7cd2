/** What binding yields: symbols of all declarations, each beside its syntax, ready for the checker to walk. */
import type {
  Accessor, CompilationUnit, ConstructorDeclaration, FieldDeclaration, InitializerBlock, MethodDeclaration, PropertyDeclaration, TriggerUnit, TypeDeclaration,
} from '../1-parse/ast.ts';
import type { Diagnostic, DiagnosticRule } from '../diagnostics.ts';
import type { Position } from '../position.ts';
import type { ConstructorSymbol, FieldSymbol, MethodSymbol, TypeSymbol } from '../types.ts';
import type { TypeUniverse } from '../universe.ts';
import type { FoldedName } from './folded-name.ts';
import type { PlatformTypes } from './platform-types.ts';
import type { TypeResolver } from './type-resolver.ts';

/** One parsed file. */
export interface SourceUnit {
  readonly path: string;
  readonly unit: CompilationUnit;
  /** As its metadata says; absent: the newest. */
  readonly apiVersion?: number;
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** A symbol of the project's own source while the binder completes it. Everyone else sees a TypeSymbol. */
export interface UserTypeSymbol extends Mutable<Omit<TypeSymbol, 'methods' | 'fields' | 'innerTypes' | 'constructors' | 'constants'>> {
  readonly methods: Map<string, readonly MethodSymbol[]>;
  readonly fields: Map<string, FieldSymbol>;
  readonly innerTypes: Map<string, UserTypeSymbol>;
  constructors: readonly ConstructorSymbol[];
  constants: readonly string[];
}

export type UserMethodSymbol = Mutable<MethodSymbol>;

export interface DeclaredMethod {
  readonly symbol: UserMethodSymbol;
  readonly declaration: MethodDeclaration;
}
export interface DeclaredConstructor {
  readonly symbol: ConstructorSymbol;
  readonly declaration: ConstructorDeclaration;
}
export interface DeclaredField {
  readonly symbol: FieldSymbol;
  readonly declaration: FieldDeclaration | PropertyDeclaration;
}

/** A call that arrives under `slot` is answered by `method`, whose own slot differs. */
export interface Bridge {
  readonly slot: string;
  readonly method: MethodSymbol;
}

export interface DeclaredType {
  readonly symbol: UserTypeSymbol;
  readonly declaration: TypeDeclaration;
  readonly path: string;
  /** Of the file; inner types have that of their outer one. */
  readonly apiVersion: number;
  readonly outer: DeclaredType | undefined;
  readonly inner: DeclaredType[];
  readonly fields: DeclaredField[];
  readonly methods: DeclaredMethod[];
  readonly constructors: DeclaredConstructor[];
  readonly initializers: InitializerBlock[];
  readonly bridges: Bridge[];
  /** Folded names of the type's own annotations. */
  readonly annotations: ReadonlySet<string>;
}

export interface DeclaredTrigger {
  readonly path: string;
  readonly unit: TriggerUnit;
}

export interface BoundProgram {
  readonly universe: TypeUniverse;
  readonly platform: PlatformTypes;
  readonly resolver: TypeResolver;
  /** Top-level types in source order; of files bound beside a program theirs alone. */
  readonly types: readonly DeclaredType[];
  readonly triggers: readonly DeclaredTrigger[];
  readonly topLevel: ReadonlyMap<FoldedName, UserTypeSymbol>;
  readonly declared: ReadonlyMap<TypeSymbol, DeclaredType>;
  /** Accessors of properties whose visibility is stated apart from the property's own. */
  readonly accessors: ReadonlyMap<FieldSymbol, { readonly getter: Accessor | undefined; readonly setter: Accessor | undefined }>;
  readonly diagnostics: Diagnostic[];
}

export type Report = <Values extends readonly string[]>(rule: DiagnosticRule<Values>, pos: Position, ...values: Values) => void;
