/**
 * The declarations of the Apex standard library as data: what exists, whether or not the local org implements it.
 * Read from two text files of one format: the generated table, and additions written by hand with their sources.
 *
 *   class System.Type                        at the line start: kind, qualified name, type parameters, `extends`, `implements`
 *     static System.Type forName(String)     two spaces in: a method,
 *     new(String)                            a constructor,
 *     static final String NAME               a property,
 *     = A,B                                  the constants of an enum
 *
 * A type that is declared again adds its members and its superclass to the first declaration. Lines that start with `#` are comments.
 */
import { readFileSync } from 'node:fs';

export interface PlatformDeclaration {
  readonly kind: 'class' | 'interface' | 'enum';
  readonly isAbstract: boolean;
  /** `System.Math`, `Database.DMLOptions.EmailHeader` */
  readonly qualifiedName: string;
  readonly typeParameters: readonly string[];
  /** Superclass of a class (at most one), supertypes of an interface; as written. */
  readonly extended: readonly string[];
  readonly implemented: readonly string[];
  readonly members: readonly PlatformMember[];
  /** Not in declaration order: the source lists them by name. The library knows the order of the enums it implements. */
  readonly constants: readonly string[];
}

export interface PlatformMember {
  readonly kind: 'method' | 'constructor' | 'property';
  readonly isStatic: boolean;
  readonly isAbstract: boolean;
  readonly isFinal: boolean;
  /** `new` for constructors. */
  readonly name: string;
  /** Result of a method, type of a property, the class itself for constructors; type texts as `parseTypeText` reads them. */
  readonly type: string;
  readonly parameters: readonly string[];
}

/** By folded qualified name; `undefined`: the platform has no such type. Parsed on the first ask. */
export function platformDeclaration(foldedName: string): PlatformDeclaration | undefined {
  const known = parsed.get(foldedName);
  if (known !== undefined) return known;
  const texts = index().texts.get(foldedName);
  if (texts === undefined) return undefined;
  const declaration = texts.map(parseDeclaration).reduce((first, more) => ({
    ...first, extended: [...first.extended, ...more.extended], members: [...first.members, ...more.members], constants: [...first.constants, ...more.constants],
  }));
  parsed.set(foldedName, declaration);
  return declaration;
}

/** Folded qualified names of all platform types. */
export function platformTypeNames(): Iterable<string> {
  return index().texts.keys();
}

/** Folded first parts of the qualified names: `system`, `database`, `schema`, `eventbus`, … */
export function isPlatformNamespace(foldedName: string): boolean {
  return index().namespaces.has(foldedName);
}

/** Folded qualified names of the types declared inside a type (`database.dmloptions` has `database.dmloptions.emailheader`). */
export function innerTypeNames(foldedName: string): readonly string[] {
  return index().inner.get(foldedName) ?? [];
}

interface DeclarationIndex {
  readonly texts: ReadonlyMap<string, readonly string[]>;
  readonly namespaces: ReadonlySet<string>;
  readonly inner: ReadonlyMap<string, readonly string[]>;
}

const SOURCES = ['platform-types.generated.txt', 'additions.txt'];
const parsed = new Map<string, PlatformDeclaration>();
let built: DeclarationIndex | undefined;

function index(): DeclarationIndex {
  built ??= buildIndex(SOURCES.map((name) => readFileSync(new URL(name, import.meta.url), 'utf8')));
  return built;
}

/** Cuts the files into declarations without parsing them: a session asks for a few dozen of the types. */
function buildIndex(sources: readonly string[]): DeclarationIndex {
  const texts = new Map<string, string[]>();
  const namespaces = new Set<string>();
  for (const source of sources) {
    for (const match of source.matchAll(/^(?:abstract )?(?:class|interface|enum) ([\w.]+).*\n(?: .*\n|#.*\n|\n)*/gm)) {
      const name = match[1]!.toLowerCase();
      const known = texts.get(name);
      if (known === undefined) texts.set(name, [match[0]]);
      else known.push(match[0]);
      namespaces.add(name.slice(0, name.indexOf('.')));
    }
  }
  const inner = new Map<string, string[]>();
  for (const name of texts.keys()) {
    const outer = name.slice(0, name.lastIndexOf('.'));
    if (!outer.includes('.')) continue;
    inner.set(outer, [...(inner.get(outer) ?? []), name]);
  }
  return { texts, namespaces, inner };
}

const HEAD = /^(abstract )?(class|interface|enum) ([\w.]+)(?:<([\w,]+)>)?(?: extends (\S+))?(?: implements (\S+))?$/;
const CALLABLE = /^(static )?(abstract )?(?:(\S+) )?(\w+)\((.*)\)$/;
const PROPERTY = /^(static )?(final )?(\S+) (\w+)$/;

function parseDeclaration(text: string): PlatformDeclaration {
  const [head, ...lines] = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  const match = HEAD.exec(head ?? '');
  if (match === null) throw new Error(`"${head}" is no platform type declaration.`);
  const [, isAbstract, kind, qualifiedName, typeParameters, extended, implemented] = match;
  const bodies = lines.map((line) => line.trim());
  return {
    kind: kind as PlatformDeclaration['kind'],
    isAbstract: isAbstract !== undefined,
    qualifiedName: qualifiedName!,
    typeParameters: typeParameters?.split(',') ?? [],
    extended: splitTypes(extended ?? ''),
    implemented: splitTypes(implemented ?? ''),
    members: bodies.filter((line) => !line.startsWith('=')).map((line) => parseMember(line, qualifiedName!)),
    constants: bodies.filter((line) => line.startsWith('=')).flatMap((line) => line.slice(1).trim().split(',')),
  };
}

function parseMember(line: string, qualifiedName: string): PlatformMember {
  const callable = CALLABLE.exec(line);
  if (callable !== null) {
    const [, isStatic, isAbstract, type, name, parameters] = callable;
    return {
      kind: name === 'new' ? 'constructor' : 'method', isStatic: isStatic !== undefined, isAbstract: isAbstract !== undefined, isFinal: false,
      name: name!, type: type ?? qualifiedName, parameters: splitTypes(parameters ?? ''),
    };
  }
  const property = PROPERTY.exec(line);
  if (property === null) throw new Error(`"${line}" of ${qualifiedName} is no platform member declaration.`);
  return {
    kind: 'property', isStatic: property[1] !== undefined, isAbstract: false, isFinal: property[2] !== undefined,
    name: property[4]!, type: property[3]!, parameters: [],
  };
}

/** A written type: `List<Schema.SObjectField>` is the name `List` with one argument; `SObject:User` the name `SObject:User` (a record of that object). */
export interface TypeText {
  readonly name: string;
  readonly arguments: readonly TypeText[];
}

export function parseTypeText(text: string): TypeText {
  const open = text.indexOf('<');
  if (open < 0) return { name: text, arguments: [] };
  return { name: text.slice(0, open), arguments: splitTypes(text.slice(open + 1, -1)).map(parseTypeText) };
}

/** Splits at the commas outside angle brackets. */
function splitTypes(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let part = '';
  for (const character of text) {
    if (character === '<') depth += 1;
    if (character === '>') depth -= 1;
    if (character === ',' && depth === 0) {
      parts.push(part);
      part = '';
    } else {
      part += character;
    }
  }
  return part === '' ? parts : [...parts, part];
}
