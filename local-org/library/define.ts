/**
 * How a library class is written: Apex signature and implementation side by side. The results are plain data; the registry builds symbols and links emitted code from them.
 * Instance members take the receiver first (never null, the emitter checks). Apex null is `null` in arguments and results; `void` members return nothing.
 */
import { parseClassHeader, parseSignature } from './signature.ts';
import type { MemberSignature } from './signature.ts';

/** Argument types differ per member, so the table cannot be typed more narrowly; the signature text beside each function is the contract. */
export type LibraryFunction = (...values: never[]) => unknown;

export interface LibraryClass {
  readonly kind: 'class' | 'interface' | 'enum';
  /** `System.Integer`, `Database.SaveResult` */
  readonly qualifiedName: string;
  /** `T` of List, `K` and `V` of Map. */
  readonly typeParameters: readonly string[];
  /** Function by canonical key; see signature.ts. Interfaces have none: their methods are called through slots. */
  readonly members: ReadonlyMap<string, LibraryFunction>;
  /** Parsed signature by the same keys; interface methods included. */
  readonly signatures: ReadonlyMap<string, MemberSignature>;
  /** Keys of members whose function wants the reified static types as its last argument (`PlatformImplementation.needsStaticTypes`). */
  readonly needsStaticTypes: ReadonlySet<string>;
  /** Keys of members whose function wants the calling class's default access as its last argument (`PlatformImplementation.needsAccess`). */
  readonly needsAccess: ReadonlySet<string>;
  /** Keys of members whose function wants what system mode means in the calling class as its last argument (`PlatformImplementation.needsSystemAccess`). */
  readonly needsSystemAccess: ReadonlySet<string>;
  /** Keys of members that take an inline query unrun, as a DeferredQuery of library/org/QueryLocator.ts (`PlatformImplementation.defersQuery`). */
  readonly defersQuery: ReadonlySet<string>;
  /** Keys of members that user classes may override: called through their slot on the receiver (`dispatch: 'virtual'`). */
  readonly virtual: ReadonlySet<string>;
  /** Enums: the JavaScript class that holds the constants. Classes: the JavaScript class of the instances, where there is one. */
  readonly instances: unknown;
}

export interface ClassOptions {
  /** Signature texts (exactly as in the members table) of members that want the reified static types. */
  readonly needsStaticTypes?: readonly string[];
  /** Signature texts of members that want the calling class's default access. */
  readonly needsAccess?: readonly string[];
  /** Signature texts of members that want the calling class's system access. */
  readonly needsSystemAccess?: readonly string[];
  /** Signature texts of members that take an inline query unrun. */
  readonly defersQuery?: readonly string[];
  /** Signature texts of members that are called through their slot. */
  readonly virtual?: readonly string[];
  readonly instances?: unknown;
}

/** `header` is the qualified name, with type parameters where there are some: `System.Map<K, V>`. */
export function defineClass(header: string, members: Readonly<Record<string, LibraryFunction>>, options: ClassOptions = {}): LibraryClass {
  const parsedHeader = parseClassHeader(header);
  const functions = new Map<string, LibraryFunction>();
  const signatures = new Map<string, MemberSignature>();
  for (const [text, implementation] of Object.entries(members)) {
    const signature = parseSignature(parsedHeader, text);
    if (functions.has(signature.key)) throw new Error(`${signature.key} is defined twice.`);
    functions.set(signature.key, implementation);
    signatures.set(signature.key, signature);
  }
  const keysOf = (texts: readonly string[] = []): Set<string> => new Set(texts.map((text) => {
    const { key } = parseSignature(parsedHeader, text);
    if (!signatures.has(key)) throw new Error(`${key} is named in the options of ${header} but is not one of its members.`);
    return key;
  }));
  return {
    kind: 'class', ...parsedHeader, members: functions, signatures,
    needsStaticTypes: keysOf(options.needsStaticTypes), needsAccess: keysOf(options.needsAccess),
    needsSystemAccess: keysOf(options.needsSystemAccess), defersQuery: keysOf(options.defersQuery), virtual: keysOf(options.virtual), instances: options.instances,
  };
}

/** An interface that user classes implement; its methods are found under their slots (`compareto$object`). */
export function defineInterface(header: string, signatureTexts: readonly string[]): LibraryClass {
  const parsedHeader = parseClassHeader(header);
  const signatures = new Map(signatureTexts.map((text) => {
    const signature = parseSignature(parsedHeader, text);
    return [signature.key, signature] as const;
  }));
  return {
    kind: 'interface', ...parsedHeader, members: new Map(), signatures,
    needsStaticTypes: new Set(), needsAccess: new Set(), needsSystemAccess: new Set(), defersQuery: new Set(), virtual: new Set(signatures.keys()), instances: undefined,
  };
}

/** A platform enum. `enumClass` is made by `makeEnum` in values/apex-object.ts. */
export function defineEnum(qualifiedName: string, enumClass: unknown): LibraryClass {
  return {
    kind: 'enum', qualifiedName, typeParameters: [], members: new Map(), signatures: new Map(),
    needsStaticTypes: new Set(), needsAccess: new Set(), needsSystemAccess: new Set(), defersQuery: new Set(), virtual: new Set(), instances: enumClass,
  };
}
