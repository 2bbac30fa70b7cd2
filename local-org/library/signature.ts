/**
 * Signatures of library members, written as Apex writes them.
 *
 *   static Integer valueOf(String text)      a static method
 *   String format()                          an instance method
 *   new(String message)                      a constructor
 *   static get Double PI                     a static property that can be read
 *   set Integer statusCode                   an instance property that can be written
 *
 * The canonical key of a member is the class's qualified name and the member with ERASED, SIMPLE parameter types and no parameter names:
 *   System.Integer.valueOf(String)    System.List.add(Integer,Object)    System.Exception.new(String,Exception)    System.Math.get PI
 * Erasure: namespaces and outer classes are dropped (`Schema.SObjectField` is `SObjectField`), type arguments are dropped (`List<Id>` is `List`),
 * `T[]` is `List`, a type parameter of the class is `Object`. Spelling is the declared one; static and instance members share one key space, as in Apex.
 */

export type MemberKind = 'method' | 'constructor' | 'getter' | 'setter';

export interface MemberSignature {
  readonly kind: MemberKind;
  readonly isStatic: boolean;
  /** Declared spelling; `new` for constructors. */
  readonly name: string;
  /** As written, type arguments included: the symbol builder parses them (`List<Schema.SObjectField>`). */
  readonly parameters: readonly ParameterSignature[];
  /** As written; `void` for none, the class itself for constructors; the property's type for getters and setters. */
  readonly returnType: string;
  /** Unique in the library; see the rule above. */
  readonly key: string;
}

export interface ParameterSignature {
  readonly type: string;
  readonly name: string;
}

export interface ClassHeader {
  readonly qualifiedName: string;
  readonly typeParameters: readonly string[];
}

/** `System.Map<K, V>` gives the name `System.Map` and the parameters K and V. */
export function parseClassHeader(text: string): ClassHeader {
  const match = /^([A-Za-z][\w.]*)(?:<([\w, ]+)>)?$/.exec(text);
  if (match === null) throw new Error(`"${text}" is not a qualified Apex class name such as System.Map<K, V>.`);
  return { qualifiedName: match[1]!, typeParameters: match[2] === undefined ? [] : match[2].split(',').map((name) => name.trim()) };
}

/** Erased simple name of a written type. */
export function erasedTypeName(type: string, typeParameters: readonly string[] = []): string {
  const text = type.replaceAll(/\s+/g, '');
  if (text.endsWith('[]')) return 'List';
  const withoutArguments = text.replace(/<.*$/, '');
  const simple = withoutArguments.slice(withoutArguments.lastIndexOf('.') + 1);
  return typeParameters.includes(simple) ? 'Object' : simple;
}

/** The canonical key of a method or constructor, from its parameter types as written or as the generated symbol tables give them. */
export function memberKey(qualifiedClassName: string, name: string, parameterTypes: readonly string[], typeParameters: readonly string[] = []): string {
  return `${qualifiedClassName}.${name}(${parameterTypes.map((type) => erasedTypeName(type, typeParameters)).join(',')})`;
}

/** The canonical key of reading (`get`) or writing (`set`) a field or property. */
export function propertyKey(qualifiedClassName: string, access: 'get' | 'set', name: string): string {
  return `${qualifiedClassName}.${access} ${name}`;
}

const TYPE = String.raw`[A-Za-z][\w.]*(?:<[^()]*>)?(?:\[\])?`;
const CONSTRUCTOR = /^new\s*\(([^)]*)\)$/;
const PROPERTY = new RegExp(String.raw`^(static\s+)?(get|set)\s+(${TYPE})\s+(\w+)$`);
const METHOD = new RegExp(String.raw`^(static\s+)?(${TYPE})\s+(\w+)\s*\(([^)]*)\)$`);

/** Parses one signature of a class. Throws with the text when it is none of the forms above. */
export function parseSignature(header: ClassHeader, text: string): MemberSignature {
  const trimmed = text.trim();
  const { qualifiedName, typeParameters } = header;
  const constructor = CONSTRUCTOR.exec(trimmed);
  if (constructor !== null) {
    const parameters = parseParameters(constructor[1]!, text);
    return { kind: 'constructor', isStatic: false, name: 'new', parameters, returnType: qualifiedName, key: keyOf(qualifiedName, 'new', parameters, typeParameters) };
  }
  const property = PROPERTY.exec(trimmed);
  if (property !== null) {
    const access = property[2] as 'get' | 'set';
    return {
      kind: access === 'get' ? 'getter' : 'setter', isStatic: property[1] !== undefined, name: property[4]!, parameters: [], returnType: property[3]!,
      key: propertyKey(qualifiedName, access, property[4]!),
    };
  }
  const method = METHOD.exec(trimmed);
  if (method === null) throw new Error(`"${text}" in ${qualifiedName} is not an Apex signature such as "static Integer valueOf(String text)".`);
  const parameters = parseParameters(method[4]!, text);
  return {
    kind: 'method', isStatic: method[1] !== undefined, name: method[3]!, parameters, returnType: method[2]!,
    key: keyOf(qualifiedName, method[3]!, parameters, typeParameters),
  };
}

function keyOf(qualifiedName: string, name: string, parameters: readonly ParameterSignature[], typeParameters: readonly string[]): string {
  return memberKey(qualifiedName, name, parameters.map((parameter) => parameter.type), typeParameters);
}

function parseParameters(text: string, signature: string): ParameterSignature[] {
  return splitOutsideAngles(text).map((part) => {
    const match = /^(.*\S)\s+(\w+)$/.exec(part.trim());
    if (match === null) throw new Error(`Parameter "${part.trim()}" of "${signature}" needs a type and a name.`);
    return { type: match[1]!, name: match[2]! };
  });
}

function splitOutsideAngles(text: string): string[] {
  if (text.trim() === '') return [];
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let index = 0; index < text.length; index++) {
    const character = text[index];
    if (character === '<') depth++;
    else if (character === '>') depth--;
    else if (character === ',' && depth === 0) {
      parts.push(text.slice(start, index));
      start = index + 1;
    }
  }
  parts.push(text.slice(start));
  return parts;
}
