/** Reading, assigning and updating variables, fields, properties, record fields and list elements. */
import { js, text } from '../code.ts';
import type { Code } from '../code.ts';
import { fieldName, getterName, hasAccessors, recordSlot, setterName } from '../names.ts';
import type { FunctionScope } from '../scopes.ts';
import { visitExpressions } from '../walk.ts';
import type { Local, Place, TypedExpression } from '../../3-check/typed.ts';
import type { FieldSymbol, PlatformImplementation } from '../../types.ts';
import { printLiteral } from './constants.ts';
import { isRepeatable, named, present, sequence } from './operands.ts';
import type { Expression } from '../nodes.ts';

/** A place whose sub-expressions have been evaluated into `first` (in order) and can now be read and written. */
interface OpenPlace {
  readonly first: readonly (Code | undefined)[];
  readonly read: Code;
  /** An expression whose value is `value`. */
  write(value: Code): Code;
}

type Field = Extract<Place, { kind: 'field' }>;

export function printRead(expression: Expression<'Read'>, scope: FunctionScope): Code {
  const { place } = expression;
  switch (place.kind) {
    case 'local': return scope.local(place.local);
    case 'field': return readField(place, scope);
    case 'sobjectField': case 'sobjectParent': return readRecord(place.receiver, scope, slotOf(place), (record) => missing(place, record, scope));
    case 'index': return js`${scope.helper('elementAt')}(${scope.expression(place.list)}, ${scope.expression(place.index)})`;
  }
}

export function printSObjectChildren(expression: Expression<'SObjectChildren'>, scope: FunctionScope): Code {
  const name = expression.relationshipName;
  return readRecord(expression.receiver, scope, recordSlot(name), (record) => js`${scope.helper('missingChildren')}(${record}, ${text(name)}, ${scope.module.runtimeType(expression.type)})`);
}

type RecordPlace = Extract<Place, { kind: 'sobjectField' | 'sobjectParent' }>;

const slotOf = (place: RecordPlace): string => recordSlot(place.kind === 'sobjectField' ? place.fieldName : place.relationshipName);

function missing(place: RecordPlace, record: Code, scope: FunctionScope): Code {
  if (place.kind === 'sobjectField') return js`${scope.helper('missingField')}(${record}, ${text(place.fieldName)})`;
  return js`${scope.helper('missingParent')}(${record}, ${text(place.relationshipName)})`;
}

/** An empty slot is null, or a mistake when the record was queried without the field: the helper tells. */
function readRecord(receiver: TypedExpression, scope: FunctionScope, slot: string, missing: (record: Code) => Code): Code {
  const record = named(receiver, scope);
  const target = record.first === undefined ? record.name : js`(${sequence([record.first])})`;
  if (isParent(receiver)) return js`(${target}?.${slot} ?? (${record.name} && ${missing(record.name)}))`;
  return js`(${target}.${slot} ?? ${missing(record.name)})`;
}

/** A field read through an empty parent is null, without an exception. platform-facts: empty-parent-reads-null */
const isParent = (receiver: TypedExpression): boolean => receiver.kind === 'Read' && receiver.place.kind === 'sobjectParent';

function readField(place: Field, scope: FunctionScope): Code {
  const { field } = place;
  const constant = scope.constants.get(field);
  if (constant !== undefined) return printLiteral(constant, scope.module);
  if (field.owner.origin === 'platform') return readPlatformField(place, scope);
  return fieldAt(place, fieldOwner(place, scope)).read;
}

/** What stands in front of the dot. A missing receiver of an instance field is `this`. */
function fieldOwner(place: Field, scope: FunctionScope): Code {
  const { field, receiver } = place;
  if (!field.isStatic) return receiver === undefined ? 'this' : scope.expression(receiver);
  return runsAccessor(place) ? scope.module.classOf(field.owner) : scope.staticsOf(field.owner);
}

const runsAccessor = (place: Field): boolean => !place.direct && hasAccessors(place.field);

function fieldAt(place: Field, owner: Code): { readonly read: Code; write(value: Code): Code } {
  const { field } = place;
  if (runsAccessor(place)) return { read: js`${owner}.${getterName(field)}()`, write: (value) => js`${owner}.${setterName(field)}(${value})` };
  const target = js`${owner}.${fieldName(field)}`;
  return { read: target, write: (value) => js`(${target} = ${value})` };
}

function platformKey(field: FieldSymbol, implementation: PlatformImplementation | undefined): string {
  if (implementation === undefined) throw new Error(`${field.owner.qualifiedName}.${field.name} is not implemented and should have been refused by the checker.`);
  return implementation.key;
}

function readPlatformField(place: Field, scope: FunctionScope): Code {
  const getter = scope.module.platformFunction(platformKey(place.field, place.field.implementation));
  return place.field.isStatic || place.receiver === undefined ? js`${getter}()` : js`${getter}(${present(place.receiver, scope)})`;
}

/** `isReadToo`: the place is read and written, so that whatever stands in front must be evaluated once. */
function open(place: Place, scope: FunctionScope): OpenPlace {
  switch (place.kind) {
    case 'local': {
      const name = scope.local(place.local);
      return { first: [], read: name, write: (value) => js`(${name} = ${value})` };
    }
    case 'field': return place.field.owner.origin === 'platform' ? openPlatformField(place, scope) : openField(place, scope);
    case 'sobjectField': case 'sobjectParent': {
      const record = named(place.receiver, scope);
      const slot = slotOf(place);
      return { first: [record.first], read: js`(${record.name}.${slot} ?? ${missing(place, record.name, scope)})`, write: (value) => js`(${scope.helper('writable')}(${record.name}).${slot} = ${value})` };
    }
    case 'index': {
      const list = named(place.list, scope);
      const index = named(place.index, scope);
      return {
        first: [list.first, index.first],
        read: js`${scope.helper('elementAt')}(${list.name}, ${index.name})`,
        write: (value) => js`${scope.helper('setElementAt')}(${list.name}, ${index.name}, ${value})`,
      };
    }
  }
}

function openField(place: Field, scope: FunctionScope): OpenPlace {
  const { field, receiver } = place;
  if (!field.isStatic && receiver !== undefined && !isRepeatable(receiver)) {
    const owner = named(receiver, scope);
    return { first: [owner.first], ...fieldAt(place, owner.name) };
  }
  return { first: [], ...fieldAt(place, fieldOwner(place, scope)) };
}

function openPlatformField(place: Field, scope: FunctionScope): OpenPlace {
  const getter = (): string => scope.module.platformFunction(platformKey(place.field, place.field.implementation));
  const setter = (): string => scope.module.platformFunction(platformKey(place.field, place.field.setterImplementation));
  if (place.field.isStatic || place.receiver === undefined) return { first: [], get read() { return js`${getter()}()`; }, write: (value) => js`${setter()}(${value})` };
  const receiver = named(place.receiver, scope);
  const checked = js`(${receiver.name} ?? ${scope.helper('nullPointer')}())`;
  return { first: [receiver.first], get read() { return js`${getter()}(${checked})`; }, write: (value) => js`${setter()}(${checked}, ${value})` };
}

/** Setters answer nothing: where the assignment's own value is used it waits in a temporary. */
const answersNothing = (place: Place): boolean => place.kind === 'field' && (place.field.owner.origin === 'platform' || runsAccessor(place));

export function printAssign(expression: Expression<'Assign'>, scope: FunctionScope, isValueUsed = true): Code {
  const { place, value } = expression;
  // Without a second use of the place nothing has to be evaluated ahead: JavaScript's order of evaluation is Apex's.
  const target = place.kind === 'field' && place.field.owner.origin === 'user' ? { first: [], ...fieldAt(place, fieldOwner(place, scope)) } : open(place, scope);
  const printed = scope.expression(value);
  if (!isValueUsed || !answersNothing(place)) return sequence([...target.first, target.write(printed)]);
  const result = scope.temporary();
  return sequence([...target.first, js`${result} = ${printed}`, target.write(result), result]);
}

export function printUpdate(expression: Expression<'Update'>, scope: FunctionScope, isValueUsed = true): Code {
  const { place, current, value, result } = expression;
  const target = open(place, scope);
  const before = holdCurrent(place, current, value, target.read, scope);
  if (!isValueUsed) return sequence([...target.first, before, target.write(scope.expression(value))]);
  if (result === 'new' && !answersNothing(place)) return sequence([...target.first, before, target.write(scope.expression(value))]);
  const answer = scope.temporary();
  if (result === 'new') return sequence([...target.first, before, js`${answer} = ${scope.expression(value)}`, target.write(answer), answer]);
  return sequence([...target.first, before, js`${answer} = ${scope.local(current)}`, target.write(scope.expression(value)), answer]);
}

/** The old value gets a variable, unless the place is a local variable that the new value's computation leaves alone. */
function holdCurrent(place: Place, current: Local, value: TypedExpression, read: Code, scope: FunctionScope): Code | undefined {
  if (place.kind === 'local' && !assigns(value, place.local)) {
    scope.alias(current, scope.local(place.local));
    return undefined;
  }
  const name = scope.temporary();
  scope.alias(current, name);
  return js`${name} = ${read}`;
}

function assigns(value: TypedExpression, local: Local): boolean {
  let found = false;
  visitExpressions([value], (part) => {
    if ((part.kind === 'Assign' || part.kind === 'Update') && part.place.kind === 'local' && part.place.local === local) found = true;
  });
  return found;
}
