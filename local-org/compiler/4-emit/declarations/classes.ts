/** User classes as JavaScript classes. */
import { braces, js, join, text } from '../code.ts';
import type { Code } from '../code.ts';
import {
  className, constructorName, definerName, fieldName, getterName, hasAccessors, instanceInitializerName, isInHierarchy, methodName, setterName, superSymbol,
} from '../names.ts';
import type { ModuleScope } from '../scopes.ts';
import type { TypedField, TypedMethod, TypedType } from '../../3-check/typed.ts';
import type { FieldSymbol, MethodSymbol } from '../../types.ts';
import { printConstructors } from './constructors.ts';
import { contextOf, printFunction } from './functions.ts';
import { labelOf } from './labels.ts';
import { entryCheck, printInitializer } from './statics.ts';
import { supertypesOf } from './supertypes.ts';

/** `function d$Foo($base)`: the linker calls it when the superclass exists. */
export function printClass(type: TypedType, module: ModuleScope): Code {
  const { symbol } = type;
  const members = [
    printFields(type),
    ...printInstanceInitializer(type, module),
    ...printInitialiseAll(type),
    ...printConstructors(type, module),
    ...type.fields.flatMap((field) => printAccessors(field, type, module)),
    ...type.methods.flatMap((method) => printMethod(method, type, module)),
    ...printBridges(type),
  ];
  return js`function ${definerName(symbol)}($base) ${braces([
    js`${className(symbol)} = class ${className(symbol)} extends ${printBase(type, module)} ${braces(members)};`,
    printDescription(type, module),
    `return ${className(symbol)};`,
  ])}`;
}

function printBase(type: TypedType, module: ModuleScope): Code {
  const above = superSymbol(type.symbol);
  if (above === undefined) return module.helper('ApexObject');
  return above.origin === 'user' ? '$base' : js`${module.helper('platformBase')}(${text(above.qualifiedName)})`;
}

export const instanceFields = (type: TypedType): readonly TypedField[] => type.fields.filter((field) => !field.symbol.isStatic);

/** All fields start null, in one order, so that all objects of a class share one hidden class. */
function printFields(type: TypedType): Code {
  const isRoot = isInHierarchy(type.symbol) && superSymbol(type.symbol)?.origin !== 'user';
  const slots = [...(isRoot ? ['$initialised = false'] : []), ...instanceFields(type).map((field) => `${fieldName(field.symbol)} = null`)];
  return js`constructor() ${braces(['super();', ...slots.map((slot) => `this.${slot};`)])}`;
}

/** Runs the initialisers of all classes of the object, superclass first. */
function printInitialiseAll(type: TypedType): Code[] {
  const { symbol } = type;
  if (!isInHierarchy(symbol)) return [];
  const above = superSymbol(symbol)?.origin === 'user' ? ['super.initialise$();'] : [];
  const own = type.instanceInitializers.length === 0 ? [] : [`this.${instanceInitializerName(symbol)}();`];
  return [js`initialise$() ${braces([...above, ...own])}`];
}

function printInstanceInitializer(type: TypedType, module: ModuleScope): Code[] {
  const initializers = type.instanceInitializers;
  if (initializers.length === 0) return [];
  return [printFunction({
    head: instanceInitializerName(type.symbol), label: labelOf(type.symbol, '<init>'), pos: type.pos, parameters: [],
    body: initializers.flatMap((initializer) => (initializer.kind === 'block' ? initializer.body : [])),
    expressions: initializers.flatMap((initializer) => (initializer.kind === 'field' ? [initializer.value] : [])),
    bodyLines: (scope) => initializers.map((initializer) => printInitializer(initializer, 'this', scope)),
  }, contextOf(type, 'instance'), module)];
}

function printMethod(method: TypedMethod, type: TypedType, module: ModuleScope): Code[] {
  const { symbol } = method;
  if (symbol.isAbstract) return [];
  return [printFunction({
    head: `${symbol.isStatic ? 'static ' : ''}${methodName(symbol)}`, label: labelOf(type.symbol, symbol.name), pos: method.pos, parameters: method.parameters, body: method.body,
    before: () => (symbol.isStatic ? entryCheck(type.symbol, module) : []),
  }, contextOf(type, symbol.isStatic ? 'static' : 'instance'), module)];
}

/** Only properties with code of their own, or that a subclass may replace, are reached through accessors; the others are fields. */
function printAccessors(field: TypedField, type: TypedType, module: ModuleScope): Code[] {
  const { symbol, getter, setter } = field;
  if (!hasAccessors(symbol) || symbol.modifiers.has('abstract')) return [];
  const prefix = symbol.isStatic ? 'static ' : '';
  const context = contextOf(type, symbol.isStatic ? 'static' : 'instance');
  const before = (): readonly Code[] => (symbol.isStatic ? entryCheck(type.symbol, module) : []);
  const label = labelOf(type.symbol, symbol.name);
  const backing = symbol.isStatic ? js`${module.staticsOf(symbol.owner)}.${fieldName(symbol)}` : js`this.${fieldName(symbol)}`;
  const read = getter === undefined
    ? js`${prefix}${getterName(symbol)}() { return ${backing}; }`
    : printFunction({ head: `${prefix}${getterName(symbol)}`, label, pos: getter.pos, parameters: [], body: getter.body, before }, context, module);
  const write = setter === undefined
    ? js`${prefix}${setterName(symbol)}($value) { ${backing} = $value; }`
    : printFunction({ head: `${prefix}${setterName(symbol)}`, label, pos: setter.pos, parameters: [setter.parameter], body: setter.body, before }, context, module);
  return [read, write];
}

/** A call under another slot is passed on to the method that answers it. */
function printBridges(type: TypedType): Code[] {
  const bridges = new Map<string, MethodSymbol>();
  for (const { symbol } of type.methods) {
    for (const overridden of symbol.overrides) if (overridden.slot !== symbol.slot) bridges.set(overridden.slot, symbol);
  }
  for (const { slot, method } of type.bridges ?? []) bridges.set(slot, method);
  return [...bridges].map(([slot, method]) => {
    const parameters = method.parameters.map((_, index) => `$${index}`).join(', ');
    return `${slot}(${parameters}) { return ${method.isStatic ? className(type.symbol) : 'this'}.${methodName(method)}(${parameters}); }`;
  });
}

/** What the runtime tells others about the class: Type, JSON, instanceof, default text. */
function printDescription(type: TypedType, module: ModuleScope): Code {
  const { symbol } = type;
  const fields = instanceFields(type).map(({ symbol: field, isTransient }) => printField(field, isTransient, module));
  const plain = symbol.constructors.find((constructor) => constructor.parameters.length === 0);
  return js`${module.helper('describeClass')}(${className(symbol)}, ${braces([
    js`name: ${text(symbol.qualifiedName)},`,
    js`supertypes: [${join(supertypesOf(symbol).map((supertype) => module.runtimeType(supertype)), ', ')}],`,
    js`fields: [${join(fields, ', ')}],`,
    `isAbstract: ${String(symbol.modifiers.has('abstract'))},`,
    `construct: ${plain === undefined ? 'undefined' : text(constructorName(plain))},`,
  ])});`;
}

function printField(field: FieldSymbol, isTransient: boolean, module: ModuleScope): Code {
  return js`{ name: ${text(field.name)}, slot: ${text(fieldName(field))}, type: ${module.runtimeType(field.type)}, isTransient: ${String(isTransient)}, isAuraEnabled: ${String(field.annotations.has('auraenabled'))} }`;
}

/** An enum: its class with the interned constants. */
export function printEnum(type: TypedType, module: ModuleScope): Code {
  const { symbol } = type;
  return js`function ${definerName(symbol)}() ${braces([
    js`return ${className(symbol)} = ${module.helper('makeEnum')}(${text(symbol.qualifiedName)}, ${JSON.stringify(symbol.constants)});`,
  ])}`;
}

