/** Which run-time types may stand for which, for Type.isAssignableFrom. */
import type { RuntimeType } from '../../values/runtime-type.ts';
import { context } from '../ports.ts';
import { platformDeclaration } from '../symbols/declarations.ts';

/** May a value of type `from` be assigned to a variable of type `to`? */
export function isAssignable(from: RuntimeType, to: RuntimeType): boolean {
  if (from === to || (to.kind === 'primitive' && to.name === 'Object')) return true;
  if (from.kind === 'list' && to.kind === 'list') return isAssignable(from.element, to.element);
  if (from.kind === 'set' && to.kind === 'set') return isAssignable(from.element, to.element);
  if (from.kind === 'map' && to.kind === 'map') return isAssignable(from.key, to.key) && isAssignable(from.value, to.value);
  if (from.kind === 'sobject' && to.kind === 'sobject') return to.name === 'SObject';
  if (from.kind !== 'class' || to.kind !== 'class') return false;
  return context().classes.isAssignable(from, to) || platformSupertypes(from.name).includes(to.name);
}

function platformSupertypes(name: string): string[] {
  const declaration = platformDeclaration(name.toLowerCase());
  if (declaration === undefined) return [];
  return [...declaration.extended, ...declaration.implemented].flatMap((parent) => [parent, ...platformSupertypes(parent)]);
}
