/** `new`: objects, records and collections. */
import { at, join, js } from '../code.ts';
import type { Code } from '../code.ts';
import { constructorName, recordSlot } from '../names.ts';
import type { FunctionScope } from '../scopes.ts';
import type { TypedExpression } from '../../3-check/typed.ts';
import { sequence } from './operands.ts';
import type { Expression } from '../nodes.ts';

export function printNew(expression: Expression<'New'>, scope: FunctionScope): Code {
  const { constructor } = expression;
  const values = expression.arguments.map((argument) => scope.expression(argument));
  if (constructor.owner.origin === 'user') {
    return at(expression.pos, js`new ${scope.module.classOf(constructor.owner)}().${constructorName(constructor)}(${join(values, ', ')})`);
  }
  const { implementation } = constructor;
  if (implementation === undefined) throw new Error(`The constructor of ${constructor.owner.qualifiedName} is not implemented and should have been refused by the checker.`);
  if (implementation.needsStaticTypes) values.push(scope.module.runtimeType(expression.type));
  return at(expression.pos, js`${scope.module.platformFunction(implementation.key)}(${join(values, ', ')})`);
}

export function printNewSObject(expression: Expression<'NewSObject'>, scope: FunctionScope): Code {
  const created = js`new ${scope.module.recordClass(expression.objectName)}()`;
  if (expression.fields.length === 0) return created;
  const record = scope.temporary();
  // A field's value may create a record itself: each level has its own temporary.
  const fields = expression.fields.map((field) => js`${record}.${recordSlot(field.name)} = ${scope.expression(field.value)}`);
  return sequence([js`${record} = ${created}`, ...fields, record]);
}

/** The elements of the collection's type are known statically; the collection carries that type at run time. */
export function printNewCollection(expression: Expression<'NewCollection'>, scope: FunctionScope): Code {
  const { type, elements, pairs, copyOf, size } = expression;
  const runtimeType = scope.module.runtimeType(type);
  const values = (list: readonly TypedExpression[]): Code => join(list.map((element) => scope.expression(element)), ', ');
  if (type.kind === 'list') {
    if (elements !== undefined) return js`${scope.helper('newListOf')}(${runtimeType}, [${values(elements)}])`;
    if (size !== undefined) return js`${scope.helper('newListSized')}(${runtimeType}, ${scope.expression(size)})`;
    if (copyOf !== undefined) return js`${scope.helper('newListFrom')}(${runtimeType}, ${scope.expression(copyOf)})`;
    return js`${scope.helper('newList')}(${runtimeType})`;
  }
  if (type.kind === 'set') {
    if (elements !== undefined) return js`${scope.helper('newSetOf')}(${runtimeType}, [${values(elements)}])`;
    if (copyOf !== undefined) return js`${scope.helper('newSetFrom')}(${runtimeType}, ${scope.expression(copyOf)})`;
    return js`${scope.helper('newSet')}(${runtimeType})`;
  }
  if (pairs !== undefined) return js`${scope.helper('newMapOf')}(${runtimeType}, [${values(pairs.flatMap((pair) => [pair.key, pair.value]))}])`;
  if (copyOf !== undefined) return js`${scope.helper('newMapFrom')}(${runtimeType}, ${scope.expression(copyOf)})`;
  return js`${scope.helper('newMap')}(${runtimeType})`;
}
