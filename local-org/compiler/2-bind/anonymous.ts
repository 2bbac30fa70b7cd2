/** Anonymous Apex becomes a class: its statements are the static method `execute`, its methods are static methods beside it, its types are inner types. */
import type { AnonymousUnit, ClassDeclaration, MethodDeclaration, ModifierName, Modifiers } from '../1-parse/ast.ts';

/** Name of the class that holds anonymous Apex; Salesforce calls it so in stack traces. */
export const ANONYMOUS_TYPE = 'AnonymousBlock';
/** Name of the static method that holds the statements. */
export const ANONYMOUS_METHOD = 'execute';

function modifiers(...names: ModifierName[]): Modifiers {
  return { names: new Set(names), annotations: [] };
}

export function anonymousClass(unit: AnonymousUnit): ClassDeclaration {
  const body: MethodDeclaration = {
    kind: 'Method', name: ANONYMOUS_METHOD, pos: unit.pos, namePos: unit.pos, modifiers: modifiers('public', 'static'), returnType: undefined, parameters: [], body: unit.body,
  };
  return {
    kind: 'Class', name: ANONYMOUS_TYPE, pos: unit.pos, namePos: unit.pos, modifiers: modifiers('public'), superType: undefined, interfaces: [],
    members: [...unit.types, ...unit.methods.map(asStatic), body],
  };
}

function asStatic(method: MethodDeclaration): MethodDeclaration {
  return { ...method, modifiers: { ...method.modifiers, names: new Set([...method.modifiers.names, 'static']) } };
}
