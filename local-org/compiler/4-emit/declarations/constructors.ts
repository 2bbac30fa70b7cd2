/**
 * Constructors are methods: JavaScript's own would run field initialisers in another order. The order is Apex's: the field initialisers of all classes of
 * the object, superclass first, then the superclass's constructor, then the body. platform-facts: initialisers-before-constructors
 * `this(…)` names the class, because a subclass may have a constructor of the same signature.
 */
import { at, join, js } from '../code.ts';
import type { Code } from '../code.ts';
import { className, constructorName, instanceInitializerName, isInHierarchy, superSymbol } from '../names.ts';
import type { FunctionScope, ModuleScope } from '../scopes.ts';
import type { Local, TypedConstructor, TypedType } from '../../3-check/typed.ts';
import type { ConstructorSymbol } from '../../types.ts';
import { contextOf, printFunction } from './functions.ts';
import { labelOf } from './labels.ts';
import { entryCheck } from './statics.ts';

export function printConstructors(type: TypedType, module: ModuleScope): Code[] {
  const declared = type.constructors.map((constructor) => printConstructor(constructor, type, module));
  const written = new Set(type.constructors.map((constructor) => constructor.symbol));
  const implicit = type.symbol.constructors.filter((symbol) => !written.has(symbol)).map((symbol) => printImplicit(symbol, type, module));
  return [...declared, ...implicit];
}

function printConstructor(constructor: TypedConstructor, type: TypedType, module: ModuleScope): Code {
  const { symbol, delegate } = constructor;
  return printFunction({
    head: constructorName(symbol), label: labelOf(type.symbol, '<init>'), pos: constructor.pos, parameters: constructor.parameters, body: constructor.body,
    expressions: delegate?.arguments ?? [],
    before: (scope) => [...entryCheck(type.symbol, module), ...printDelegation(delegate, type, scope)],
    after: ['return this;'],
  }, contextOf(type, 'constructor'), module);
}

function printDelegation(delegate: TypedConstructor['delegate'], type: TypedType, scope: FunctionScope): Code[] {
  if (delegate === undefined) return [...initialise(type), ...superWithoutArguments(type)];
  const values = delegate.arguments.map((argument) => scope.expression(argument));
  if (delegate.target === 'this') {
    return [at(delegate.pos, js`${className(type.symbol)}.prototype.${constructorName(delegate.constructor)}.call(${join(['this', ...values], ', ')});`)];
  }
  return [...initialise(type), at(delegate.pos, superCall(delegate.constructor, values, scope.module))];
}

function superWithoutArguments(type: TypedType): Code[] {
  return superSymbol(type.symbol)?.origin === 'user' ? ['super.new$();'] : [];
}

function initialise(type: TypedType): Code[] {
  if (isInHierarchy(type.symbol)) return ['if (!this.$initialised) { this.$initialised = true; this.initialise$(); }'];
  return type.instanceInitializers.length === 0 ? [] : [`this.${instanceInitializerName(type.symbol)}();`];
}

function superCall(constructor: ConstructorSymbol, values: readonly Code[], module: ModuleScope): Code {
  if (constructor.owner.origin === 'user') return js`super.${constructorName(constructor)}(${join(values, ', ')});`;
  return exceptionInit(constructor, values, module);
}

/** The constructors of System.Exception take a message, a cause, both or neither. */
function exceptionInit(constructor: ConstructorSymbol, values: readonly Code[], module: ModuleScope): Code {
  const of = (isText: boolean): Code => values[constructor.parameters.findIndex((parameter) => (parameter.type.kind === 'primitive') === isText)] ?? 'null';
  return js`${module.helper('exceptionInit')}(this, ${of(true)}, ${of(false)});`;
}

/** A constructor nobody wrote: the plain one of every class, the four of an exception. */
function printImplicit(symbol: ConstructorSymbol, type: TypedType, module: ModuleScope): Code {
  const parameters: Local[] = symbol.parameters.map((parameter) => ({ name: parameter.name, type: parameter.type }));
  const above = superSymbol(type.symbol);
  const delegation = (scope: FunctionScope): Code[] => {
    const values = parameters.map((parameter) => scope.local(parameter));
    if (above === undefined) return [];
    if (above.origin === 'user') return [js`super.${constructorName(symbol)}(${join(values, ', ')});`];
    return values.length === 0 ? [] : [exceptionInit(symbol, values, module)];
  };
  return printFunction({
    head: constructorName(symbol), label: labelOf(type.symbol, '<init>'), pos: type.pos, parameters, body: [],
    before: (scope) => [...entryCheck(type.symbol, module), ...initialise(type), ...delegation(scope)],
    after: ['return this;'],
  }, contextOf(type, 'constructor'), module);
}
