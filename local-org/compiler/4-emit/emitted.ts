/** What the emitter hands to the linker: JavaScript text per source file, and the facts about the program that running it needs. Plain data. */
import type { SourceMap } from './source-map.ts';
import type { MethodLines, Segment } from './writer.ts';
import type { Sharing } from '../api-versions.ts';
import type { TriggerEvent } from '../1-parse/ast.ts';

export interface EmittedModule {
  /** Of the Apex source file. */
  readonly path: string;
  /** An expression: a function of the linker that declares the file's types or trigger. */
  readonly source: string;
  readonly segments: readonly Segment[];
  readonly methods: readonly MethodLines[];
  readonly map: SourceMap;
  /** Types with code, with their user superclass: the linker defines superclasses first. */
  readonly types: readonly { readonly name: string; readonly superName: string | undefined }[];
  /** Apex line of every coverage counter; empty unless coverage was asked for. */
  readonly coverageLines: readonly number[];
}

/** By folded name. */
export type AnnotationParameters = Readonly<Record<string, string | number | boolean>>;

export interface MethodInfo {
  readonly name: string;
  /** JavaScript name on the class (static) or its prototype. */
  readonly slot: string;
  readonly isStatic: boolean;
  readonly isAccessible: boolean;
  readonly parameters: readonly { readonly name: string; readonly type: TypeInfoName }[];
  readonly returnType: TypeInfoName;
  /** By folded name. */
  readonly annotations: ReadonlyMap<string, AnnotationParameters>;
  /** Annotated `@IsTest`, or with the modifier `testMethod`. */
  readonly isTest: boolean;
}

export interface FieldInfo {
  readonly name: string;
  readonly isStatic: boolean;
  readonly type: TypeInfoName;
  /** Folded names: `auraenabled`, `testvisible`. */
  readonly annotations: ReadonlySet<string>;
}

/** A type as the run-time type writes it (`Map<Id,Account>`); `void` for none. */
export type TypeInfoName = string;

export interface TypeInfo {
  readonly qualifiedName: string;
  readonly kind: 'class' | 'interface' | 'enum';
  readonly path: string;
  readonly sharing: Sharing;
  readonly annotations: ReadonlyMap<string, AnnotationParameters>;
  /** Qualified names of the type itself, its superclasses and interfaces, with type arguments. */
  readonly supertypes: readonly string[];
  readonly methods: readonly MethodInfo[];
  readonly fields: readonly FieldInfo[];
}

export interface TriggerInfo {
  readonly name: string;
  readonly path: string;
  readonly objectName: string;
  readonly events: readonly TriggerEvent[];
}

export interface EmittedProgram {
  readonly modules: readonly EmittedModule[];
  readonly types: readonly TypeInfo[];
  readonly triggers: readonly TriggerInfo[];
}
