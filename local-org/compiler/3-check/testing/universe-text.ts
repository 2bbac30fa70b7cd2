/**
 * A TypeUniverse from text, for tests. One type per paragraph, members indented:
 *
 *   class System.List<T> implements System.Iterable<T>
 *     T get(Integer)
 *     static System.Math max(Integer,Integer)
 *     new(String)
 *     get Integer size            a property that can be read
 *     getset String body          one that can also be written
 *     missing T first()           known, but not implemented
 *   enum System.LoggingLevel DEBUG,INFO
 *   sobject Account
 *     Name String
 *     CreatedDate Datetime readonly
 *     OwnerId Id > User,Group as Owner
 *     children Contacts Contact AccountId
 *   label Greeting
 */
import type {
  ConstructorSymbol, FieldSymbol, MethodSymbol, ParameterSymbol, PlatformImplementation, PrimitiveName, Type, TypeSymbol,
} from '../../types.ts';
import { slotName } from '../../types.ts';
import type { ModifierName } from '../../1-parse/ast.ts';
import type { ChildShape, FieldShape, ParentShape, SObjectShape, TypeUniverse } from '../../universe.ts';
import { listOf, mapOf, OBJECT, primitiveNamed, setOf, sobjectType } from '../../2-bind/type-algebra.ts';

interface Paragraph {
  readonly head: string;
  readonly lines: readonly string[];
}

export function universeFromText(text: string): TypeUniverse {
  const types = new Map<string, PlatformSymbol>();
  const objects = new Map<string, SObjectShape>();
  const labels = new Set<string>();
  const lookUp = (name: string): TypeSymbol | undefined => types.get(name.toLowerCase());
  for (const { head, lines } of paragraphsOf(text)) {
    const [kind, name] = head.split(' ');
    if (kind === 'label') labels.add(name!.toLowerCase());
    else if (kind === 'sobject') objects.set(name!.toLowerCase(), shapeOf(head.split(' '), lines));
    else {
      const symbol = new PlatformSymbol(head, lines, lookUp);
      types.set(symbol.qualifiedName.toLowerCase(), symbol);
    }
  }
  const namespaces = new Set([...types.keys()].map((name) => name.slice(0, name.indexOf('.'))));
  return {
    platformType: (name) => types.get(name),
    isNamespace: (name) => namespaces.has(name),
    sobject: (name) => objects.get(name),
    hasLabel: (name) => labels.has(name),
  };
}

function paragraphsOf(text: string): Paragraph[] {
  const paragraphs: { head: string; lines: string[] }[] = [];
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    if (line.startsWith('  ')) paragraphs.at(-1)!.lines.push(line.trim());
    else paragraphs.push({ head: line.trim(), lines: [] });
  }
  return paragraphs;
}

// ---- sObjects

function shapeOf([, apiName, ...flags]: readonly string[], lines: readonly string[]): SObjectShape {
  const fields = new Map<string, FieldShape>();
  const parents = new Map<string, ParentShape>();
  const children = new Map<string, ChildShape>();
  for (const line of ['Id Id', ...lines]) {
    const child = /^children (\w+) (\w+) (\w+)$/.exec(line);
    if (child !== null) {
      children.set(child[1]!.toLowerCase(), { relationshipName: child[1]!, objectName: child[2]!, field: child[3]! });
      continue;
    }
    const [, name, type, readonly, targets, relationship] = /^(\w+) (\w+)( readonly)?(?: > ([\w,]+) as (\w+))?$/.exec(line)!;
    const referenceTo = targets?.split(',') ?? [];
    fields.set(name!.toLowerCase(), { apiName: name!, type: type as PrimitiveName, scale: type === 'Decimal' ? 2 : undefined, referenceTo, isWriteable: readonly === undefined });
    if (relationship !== undefined) parents.set(relationship.toLowerCase(), { relationshipName: relationship, field: name!, referenceTo });
  }
  const has = (flag: string): boolean => flags.includes(flag);
  return { apiName: apiName!, fields, parents, children, isPlatformEvent: has('event'), isCustomMetadata: has('metadata'), isCustomSetting: has('setting') };
}

// ---- platform types

class PlatformSymbol implements TypeSymbol {
  readonly origin = 'platform';
  readonly outer = undefined;
  readonly innerTypes: ReadonlyMap<string, TypeSymbol> = new Map();
  readonly kind: TypeSymbol['kind'];
  readonly qualifiedName: string;
  readonly name: string;
  readonly typeParameters: readonly string[];
  readonly modifiers: ReadonlySet<ModifierName> = new Set(['global', 'virtual']);
  readonly constants: readonly string[];
  readonly #supers: { readonly extended: readonly string[]; readonly implemented: readonly string[] };
  readonly #lines: readonly string[];
  readonly #lookUp: (name: string) => TypeSymbol | undefined;
  #members: Members | undefined;

  constructor(head: string, lines: readonly string[], lookUp: (name: string) => TypeSymbol | undefined) {
    const match = /^(class|interface|enum) ([\w.]+)(?:<([\w,]+)>)?(?: extends (\S+))?(?: implements (\S+))?(?: ([\w,]+))?$/.exec(head);
    if (match === null) throw new Error(`"${head}" does not declare a platform type.`);
    this.kind = match[1] as TypeSymbol['kind'];
    this.qualifiedName = match[2]!;
    this.name = this.qualifiedName.slice(this.qualifiedName.lastIndexOf('.') + 1);
    this.typeParameters = match[3]?.split(',') ?? [];
    this.#supers = { extended: match[4] === undefined ? [] : [match[4]], implemented: match[5] === undefined ? [] : splitTypes(match[5]) };
    this.constants = match[6]?.split(',') ?? [];
    this.#lines = lines;
    this.#lookUp = lookUp;
  }

  get superType(): Type | undefined {
    const [extended] = this.#supers.extended;
    return this.kind === 'class' && extended !== undefined ? this.#type(extended) : undefined;
  }
  get interfaces(): readonly Type[] {
    return (this.kind === 'interface' ? this.#supers.extended : this.#supers.implemented).map((text) => this.#type(text));
  }
  get constructors(): readonly ConstructorSymbol[] {
    return this.#read().constructors;
  }
  get methods(): ReadonlyMap<string, readonly MethodSymbol[]> {
    return this.#read().methods;
  }
  get fields(): ReadonlyMap<string, FieldSymbol> {
    return this.#read().fields;
  }

  /** Members are read late: their types may be declared further down. */
  #read(): Members {
    if (this.#members !== undefined) return this.#members;
    const members: Members = { constructors: [], methods: new Map(), fields: new Map() };
    for (const line of this.#lines) this.#addMember(line, members);
    this.#members = members;
    return members;
  }

  #addMember(text: string, members: Members): void {
    const isMissing = text.startsWith('missing ');
    const line = isMissing ? text.slice('missing '.length) : text;
    const isStatic = line.startsWith('static ');
    const rest = isStatic ? line.slice('static '.length) : line;
    const property = /^(getset|get) (\S+) (\w+)$/.exec(rest);
    const implementation = isMissing ? undefined : implementationOf(`${this.qualifiedName}.${rest}`, this.kind);
    const shared = { owner: this, modifiers: new Set<ModifierName>(['global']), isStatic, annotations: new Set<string>(), pos: undefined };
    if (property !== null) {
      const [, access, type, name] = property;
      members.fields.set(name!.toLowerCase(), {
        ...shared, kind: 'field', name: name!, type: this.#type(type!), isFinal: false, isEnumConstant: false,
        property: { getter: 'body', setter: access === 'getset' ? 'body' : undefined }, implementation, setterImplementation: access === 'getset' ? implementation : undefined,
      });
      return;
    }
    const callable = /^(?:(\S+) )?(\w+)\((.*)\)$/.exec(rest);
    if (callable === null) throw new Error(`"${text}" does not declare a member.`);
    const [, returnType, name, parameterText] = callable;
    const parameters: ParameterSymbol[] = splitTypes(parameterText!).map((type, index) => ({ name: `p${index}`, type: this.#type(type) }));
    const slot = slotName(name!, parameters.map((parameter) => parameter.type));
    if (returnType === undefined) {
      members.constructors.push({ ...shared, kind: 'constructor', parameters, isImplicit: false, slot, implementation });
      return;
    }
    const method: MethodSymbol = {
      ...shared, kind: 'method', name: name!, parameters, returnType: this.#type(returnType), isAbstract: this.kind === 'interface', overrides: [], slot, implementation,
    };
    members.methods.set(name!.toLowerCase(), [...(members.methods.get(name!.toLowerCase()) ?? []), method]);
  }

  #type(text: string): Type {
    const open = text.indexOf('<');
    const name = open < 0 ? text : text.slice(0, open);
    const args = open < 0 ? [] : splitTypes(text.slice(open + 1, -1)).map((argument) => this.#type(argument));
    if (this.typeParameters.includes(name)) return { kind: 'parameter', name };
    switch (name) {
      case 'void': return { kind: 'void' };
      case 'List': return listOf(args[0]!);
      case 'Set': return setOf(args[0]!);
      case 'Map': return mapOf(args[0]!, args[1]!);
      case 'Object': return OBJECT;
      default: break;
    }
    const primitive = primitiveNamed(name.toLowerCase());
    if (primitive !== undefined) return primitive;
    const symbol = this.#lookUp(name);
    return symbol === undefined ? sobjectType(name) : { kind: 'class', symbol, arguments: args };
  }
}

interface Members {
  readonly constructors: ConstructorSymbol[];
  readonly methods: Map<string, readonly MethodSymbol[]>;
  readonly fields: Map<string, FieldSymbol>;
}

function implementationOf(key: string, kind: TypeSymbol['kind']): PlatformImplementation {
  return { key, dispatch: kind === 'interface' ? 'virtual' : 'function', needsStaticTypes: false };
}

function splitTypes(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (const [index, character] of [...text].entries()) {
    if (character === '<') depth++;
    if (character === '>') depth--;
    if (character === ',' && depth === 0) {
      parts.push(text.slice(start, index));
      start = index + 1;
    }
  }
  const last = text.slice(start);
  return last === '' ? parts : [...parts, last];
}
