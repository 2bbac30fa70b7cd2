/**
 * Platform classes that carry values and do nothing else, found by their shape in the declarations: every method is an accessor of a property of that type, and
 * there is a constructor without arguments. ConnectApi inputs, inbound mails, event headers: the library needs to know nothing more about them.
 */
import type { LibraryClass } from '../define.ts';
import { platformDeclaration } from '../symbols/declarations.ts';
import type { PlatformDeclaration, PlatformMember } from '../symbols/declarations.ts';
import { bean } from './bean.ts';

/** By folded qualified name; `undefined`: the class does more than carrying values, or there is none. */
export function carrier(foldedName: string): LibraryClass | undefined {
  const declaration = platformDeclaration(foldedName);
  return declaration !== undefined && isCarrier(declaration) ? bean(declaration.qualifiedName).library : undefined;
}

/** Namespaces whose classes are data by design; elsewhere a class that looks like data may have behaviour its signature does not show. */
const DATA_NAMESPACES = new Set(['connectapi', 'messaging', 'visualeditor', 'eventbus', 'invocable', 'quickaction']);

function isCarrier(declaration: PlatformDeclaration): boolean {
  if (declaration.kind !== 'class' || declaration.isAbstract) return false;
  const [namespace = ''] = declaration.qualifiedName.toLowerCase().split('.');
  if (!DATA_NAMESPACES.has(namespace)) return false;
  const properties = new Map(declaration.members.filter(({ kind }) => kind === 'property').map((member) => [member.name.toLowerCase(), member]));
  return properties.size > 0 && declaration.members.every((member) => isOfData(member, properties));
}

function isOfData(member: PlatformMember, properties: ReadonlyMap<string, PlatformMember>): boolean {
  if (member.kind === 'constructor') return member.parameters.length === 0;
  if (member.kind === 'property') return !member.isStatic;
  if (member.isStatic) return false;
  const [, verb, name = ''] = /^(get|is|set)(\w+)$/.exec(member.name) ?? [];
  if (verb === undefined) return OF_EVERY_OBJECT.has(member.name);
  const property = properties.get(name.toLowerCase());
  return property !== undefined && property.type === (verb === 'set' ? member.parameters[0] : member.type);
}

/** Declared again by many classes; every object has them. */
const OF_EVERY_OBJECT = new Set(['equals', 'hashCode', 'toString', 'getBuildVersion']);
