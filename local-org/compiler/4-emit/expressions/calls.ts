/** Calls of user and platform methods. */
import { at, join, js, text } from '../code.ts';
import type { Code } from '../code.ts';
import { isPrivate, methodName } from '../names.ts';
import { accessOf } from '../access.ts';
import type { FunctionScope } from '../scopes.ts';
import type { MethodSymbol } from '../../types.ts';
import { present } from './operands.ts';
import { printDeferred } from './queries.ts';
import type { Expression } from '../nodes.ts';

type Call = Expression<'Call'>;
type Dispatch = Call['dispatch'];

const byDispatch: { readonly [D in Dispatch]: (call: Call, scope: FunctionScope) => Code } = {
  virtual: (call, scope) => js`${receiverOf(call, scope)}.${methodName(call.method)}(${argumentsOf(call, scope)})`,
  direct: printDirect,
  static: printStatic,
  platform: printPlatform,
};

export function printCall(call: Call, scope: FunctionScope): Code {
  return at(call.pos, byDispatch[call.dispatch](call, scope));
}

function argumentsOf(call: Call, scope: FunctionScope): Code {
  return join(call.arguments.map((argument) => scope.expression(argument)), ', ');
}

/** A @future method does not run where it is called: the org keeps the call and its arguments. */
function printStatic(call: Call, scope: FunctionScope): Code {
  const { method } = call;
  if (method.annotations.has('future')) {
    return js`${scope.helper('callLater')}(${text(method.owner.qualifiedName)}, ${text(methodName(method))}, [${argumentsOf(call, scope)}])`;
  }
  return js`${scope.module.classOf(method.owner)}.${methodName(method)}(${argumentsOf(call, scope)})`;
}

/** A null receiver fails inside emitted code, where the runtime turns JavaScript's TypeError into NullPointerException. */
function receiverOf(call: Call, scope: FunctionScope): Code {
  return call.receiver === undefined ? 'this' : scope.expression(call.receiver);
}

/** A private method has a name of its own, so no subclass can be in the way; otherwise this is `super.m()`. */
function printDirect(call: Call, scope: FunctionScope): Code {
  if (isPrivate(call.method)) return js`${receiverOf(call, scope)}.${methodName(call.method)}(${argumentsOf(call, scope)})`;
  if (call.method.owner.origin === 'platform') return printPlatform(call, scope);
  return js`super.${methodName(call.method)}(${argumentsOf(call, scope)})`;
}

function printPlatform(call: Call, scope: FunctionScope): Code {
  const { method, receiver } = call;
  const implementation = implementationOf(method);
  if (implementation.dispatch === 'virtual' && !method.isStatic) return js`${receiverOf(call, scope)}.${method.slot}(${argumentsOf(call, scope)})`;
  const values: Code[] = call.arguments.map((argument, place) => (place === 0 && implementation.defersQuery === true ? printDeferred(argument, scope) : scope.expression(argument)));
  if (!method.isStatic) values.unshift(receiver === undefined ? 'this' : present(receiver, scope));
  if (implementation.needsStaticTypes) values.push(scope.module.runtimeType(method.isStatic || receiver === undefined ? call.type : receiver.type));
  if (implementation.needsAccess === true) values.push(accessOf(undefined, scope));
  if (implementation.needsSystemAccess === true) values.push(accessOf('system', scope));
  return js`${scope.module.platformFunction(implementation.key)}(${join(values, ', ')})`;
}

function implementationOf(method: MethodSymbol): NonNullable<MethodSymbol['implementation']> {
  if (method.implementation === undefined) throw new Error(`${method.owner.qualifiedName}.${method.name} is not implemented and should have been refused by the checker.`);
  return method.implementation;
}
