/** The emitter's entry: a checked program as JavaScript. */
import type { TypedMethod, TypedProgram, TypedType } from '../3-check/typed.ts';
import { sharingOf } from '../api-versions.ts';
import type { MethodSymbol, Type, TypeSymbol } from '../types.ts';
import { emitClassModule, emitTriggerModule } from './declarations/module.ts';
import { constantStatics, typesWithStatics } from './declarations/statics.ts';
import { supertypesOf } from './declarations/supertypes.ts';
import type { AnnotationParameters, EmittedProgram, MethodInfo, TypeInfo } from './emitted.ts';
import { printExpression } from './expressions/expressions.ts';
import { methodName } from './names.ts';
import type { ProgramFacts } from './scopes.ts';
import { printStatement } from './statements/statements.ts';
import { typeText } from './type-text.ts';

export interface EmitOptions {
  /** Count how often each line runs. */
  readonly coverage: boolean;
  /** Of the program these files are added to (anonymous Apex). */
  readonly beside?: ProgramFacts;
}

/** What the code of a file depends on beyond the file. @param beside of the program these files are added to */
export function programFacts(program: TypedProgram, coverage: boolean, beside?: ProgramFacts): ProgramFacts {
  const constants = constantStatics(program);
  const withStatics = typesWithStatics(program, constants);
  return { constants: new Map([...(beside?.constants ?? []), ...constants]), withStatics: new Set([...(beside?.withStatics ?? []), ...withStatics]), coverage };
}

/** `program` must be free of errors. */
export function emitProgram(program: TypedProgram, options: EmitOptions = { coverage: false }): EmittedProgram {
  const { types, triggers } = program;
  const facts = programFacts(program, options.coverage, options.beside);
  const printers = { expression: printExpression, statement: printStatement };
  return {
    modules: [...types.map((type) => emitClassModule(type, facts, printers)), ...triggers.map((trigger) => emitTriggerModule(trigger, facts, printers))],
    types: types.flatMap(typeInfos),
    triggers: triggers.map(({ name, path, objectName, events }) => ({ name, path, objectName, events })),
  };
}

function typeInfos(type: TypedType): TypeInfo[] {
  const { symbol, path, annotations } = type;
  const supertypes = supertypesOf(symbol).map(typeText);
  const fields = type.fields.map(({ symbol: field }) => ({ name: field.name, isStatic: field.isStatic, type: typeText(field.type), annotations: field.annotations }));
  return [{ qualifiedName: symbol.qualifiedName, kind: symbol.kind, path, sharing: sharingOf(type), annotations: folded(annotations), supertypes, methods: [...type.methods.map(methodInfo), ...methodsWithoutBody(symbol)], fields }, ...type.inner.flatMap(typeInfos)];
}

/** Methods of interfaces and abstract methods: a stub answers them like any other. */
function methodsWithoutBody(symbol: TypeSymbol): MethodInfo[] {
  const methods = [...symbol.methods.values()].flat().filter((method) => method.isAbstract && method.owner === symbol);
  return methods.map((method) => ({
    name: method.name, slot: methodName(method), isStatic: false, isAccessible: symbol.kind === 'interface' || isAccessible(method),
    parameters: method.parameters.map(({ name, type }) => ({ name, type: typeText(type) })), returnType: typeText(method.returnType), annotations: new Map(), isTest: false,
  }));
}

function isAccessible({ modifiers }: MethodSymbol): boolean {
  return modifiers.has('public') || modifiers.has('global');
}

function methodInfo({ symbol, parameters, annotations }: TypedMethod): MethodInfo {
  const described = (type: Type): string => typeText(type);
  return {
    name: symbol.name,
    slot: methodName(symbol),
    isStatic: symbol.isStatic,
    isAccessible: isAccessible(symbol),
    parameters: parameters.map(({ name, type }) => ({ name, type: described(type) })),
    returnType: described(symbol.returnType),
    annotations: folded(annotations),
    isTest: symbol.isStatic && (symbol.annotations.has('istest') || symbol.modifiers.has('testmethod')),
  };
}

/** Apex writes `urlMapping` as it likes. */
function folded(annotations: TypedMethod['annotations']): ReadonlyMap<string, AnnotationParameters> {
  const foldNames = (parameters: AnnotationParameters): AnnotationParameters => Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name.toLowerCase(), value]));
  return new Map([...annotations].map(([name, parameters]) => [name.toLowerCase(), foldNames(parameters)]));
}
