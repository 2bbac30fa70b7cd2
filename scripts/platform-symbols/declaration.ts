/** One class file of the type jar, written as the Apex declaration that local-org/library/symbols reads. */
import type { JavaClass, JavaMember } from './jar.ts';
import { classTypes, fieldType, methodTypes } from './java-signature.ts';

const ROOT = 'com/nawforce/runforce/';
const STATIC = 0x8;
const FINAL = 0x10;
const VISIBLE = 0x1 | 0x4;
const INTERFACE = 0x200;
const ABSTRACT = 0x400;
const ENUM = 0x4000;

/** Helper types of the jar that stand for a wider Apex type. */
const HELPERS: Readonly<Record<string, (typeArguments: readonly string[]) => string>> = {
  'Internal/RecordSet$': (typeArguments) => `List<${typeArguments[0] ?? 'SObject'}>`,
  'Internal/Object$': () => 'Object',
  'Internal/Any$': () => 'Object',
};

/** Types written without their namespace everywhere in Apex. */
const UNQUALIFIED = new Set([
  'Boolean', 'Integer', 'Long', 'Double', 'Decimal', 'String', 'Id', 'Date', 'Datetime', 'Time', 'Blob', 'List', 'Set', 'Map', 'SObject',
]);

/** Is the class part of Apex? Visualforce component classes and the jar's own helpers are not. */
export function isApexType(javaClass: JavaClass): boolean {
  return /^com\/nawforce\/runforce\/(?!Internal\/|SObjectStubs\/|Component\/)/.test(javaClass.name);
}

export function qualifiedName(javaName: string): string {
  return javaName.slice(ROOT.length).replaceAll('/', '.').replaceAll('$', '.');
}

function apexType(javaName: string, typeArguments: readonly string[]): string {
  if (javaName.startsWith('java/lang/')) return javaName.slice('java/lang/'.length);
  const inner = javaName.slice(ROOT.length);
  const helper = HELPERS[inner];
  if (helper !== undefined) return helper(typeArguments);
  if (inner.startsWith('SObjectStubs/')) return `SObject:${inner.slice('SObjectStubs/'.length)}`;
  const name = qualifiedName(javaName);
  const simple = name.slice('System.'.length);
  const written = name.startsWith('System.') && UNQUALIFIED.has(simple) ? simple : name;
  return typeArguments.length === 0 ? written : `${written}<${typeArguments.join(',')}>`;
}

/** The jar ends names that collide with Java's own in `$`; two are prefixed instead. */
const apexName = (javaName: string): string => javaName.replace(/^\$|\$$/g, '');

export function declaration(javaClass: JavaClass): string[] {
  return (javaClass.flags & ENUM) !== 0 ? enumDeclaration(javaClass) : classDeclaration(javaClass);
}

function enumDeclaration(javaClass: JavaClass): string[] {
  const constants = javaClass.fields.filter((field) => (field.flags & ENUM) !== 0).map((field) => apexName(field.name));
  return [`enum ${qualifiedName(javaClass.name)}`, `  = ${constants.join(',')}`];
}

function classDeclaration(javaClass: JavaClass): string[] {
  const members = [
    ...javaClass.fields.filter(isVisible).map(fieldLine),
    ...javaClass.methods.filter(isVisible).map((method) => methodLine(method, (javaClass.flags & INTERFACE) !== 0)),
  ];
  return [headLine(javaClass), ...[...new Set(members)].map((line) => `  ${line}`)];
}

/** Package-private fields of the jar are properties of public Apex types all the same; private members are the jar's own. */
const isVisible = (member: JavaMember): boolean => ((member.flags & VISIBLE) !== 0 || member.flags === 0) && !member.name.startsWith('<clinit') && (member.flags & 0x1000) === 0;

function headLine(javaClass: JavaClass): string {
  const types = javaClass.signature === undefined ? undefined : classTypes(javaClass.signature, apexType);
  const superType = types?.superType ?? (javaClass.superName === undefined ? 'Object' : apexType(javaClass.superName, []));
  const interfaces = types?.interfaces ?? javaClass.interfaceNames.map((name) => apexType(name, []));
  const isInterface = (javaClass.flags & INTERFACE) !== 0;
  const parameters = types === undefined || types.typeParameters.length === 0 ? '' : `<${types.typeParameters.join(',')}>`;
  const kind = isInterface ? 'interface' : (javaClass.flags & ABSTRACT) !== 0 ? 'abstract class' : 'class';
  const supers = isInterface ? interfaces : superType === 'Object' ? [] : [superType];
  const heritage = supers.length === 0 ? '' : ` extends ${supers.join(',')}`;
  const implemented = isInterface || interfaces.length === 0 ? '' : ` implements ${interfaces.join(',')}`;
  return `${kind} ${qualifiedName(javaClass.name)}${parameters}${heritage}${implemented}`;
}

function fieldLine(field: JavaMember): string {
  const modifiers = `${(field.flags & STATIC) !== 0 ? 'static ' : ''}${(field.flags & FINAL) !== 0 ? 'final ' : ''}`;
  return `${modifiers}${fieldType(field.signature, apexType)} ${apexName(field.name)}`;
}

function methodLine(method: JavaMember, inInterface: boolean): string {
  const types = methodTypes(method.signature, apexType);
  const parameters = `(${types.parameters.join(',')})`;
  if (method.name === '<init>') return `new${parameters}`;
  const modifiers = (method.flags & STATIC) !== 0 ? 'static ' : (method.flags & ABSTRACT) !== 0 && !inInterface ? 'abstract ' : '';
  return `${modifiers}${types.result} ${apexName(method.name)}${parameters}`;
}
