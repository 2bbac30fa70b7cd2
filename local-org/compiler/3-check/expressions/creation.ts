/** `new`: objects, records with field initialisers, collections. */
import type { Expression } from '../../1-parse/ast.ts';
import { fold } from '../../2-bind/folded-name.ts';
import type { ClassType } from '../../2-bind/type-algebra.ts';
import { holdsError, INTEGER, isGenericSObject, isPrimitive, typeText, typeTexts } from '../../2-bind/type-algebra.ts';
import { isVisible, visibilityOf } from '../../2-bind/visibility.ts';
import { substitute, substitutionOf } from '../../2-bind/type-algebra.ts';
import { DIAGNOSTICS } from '../../diagnostics.ts';
import type { Position } from '../../position.ts';
import type { ConstructorSymbol, Type } from '../../types.ts';
import type { SObjectShape } from '../../universe.ts';
import type { CodeContext } from '../context.ts';
import { errorExpression } from '../context.ts';
import { conversionBetween, convert } from '../conversions.ts';
import { fieldType, mayBeAssigned, parentType } from '../members-of-values.ts';
import { chooseOverload } from '../overloads.ts';
import type { TypedExpression } from '../typed.ts';
import { checkArguments } from './calls.ts';
import type { Node } from './expression.ts';
import { checkValue } from './expression.ts';

type RecordInitializer = Extract<TypedExpression, { readonly kind: 'NewSObject' }>['fields'][number];

export function checkNew(node: Node<'New'>, context: CodeContext): TypedExpression {
  const type = context.program.resolver.resolve(node.type, context.symbol, context.report);
  switch (type.kind) {
    case 'sobject': return newRecord(node, type, context);
    case 'list':
    case 'set':
    case 'map': return newCollection(node, type, context);
    case 'class': return newObject(type, checkArguments(node.arguments, context), node.pos, context);
    case 'error':
      for (const argument of node.arguments) checkValue(argument.kind === 'Assign' ? argument.value : argument, context);
      return errorExpression(node.pos);
    default: return context.fail(DIAGNOSTICS.notConstructible, node.pos, typeText(type));
  }
}

// ---- objects

function newObject(type: ClassType, args: readonly TypedExpression[], pos: Position, context: CodeContext): TypedExpression {
  const { symbol } = type;
  if (symbol.kind !== 'class') return context.fail(DIAGNOSTICS.notConstructible, pos, typeText(type));
  if (symbol.modifiers.has('abstract')) return context.fail(DIAGNOSTICS.abstractConstructed, pos, typeText(type));
  const chosen = chooseConstructor(type, args, pos, context);
  if (chosen === undefined) return errorExpression(pos);
  return { kind: 'New', constructor: chosen.constructor, arguments: chosen.arguments, type, pos };
}

export interface ChosenConstructor {
  readonly constructor: ConstructorSymbol;
  readonly arguments: readonly TypedExpression[];
}

/** The constructor for the arguments; `undefined` after a diagnostic. Also for `this(…)` and `super(…)`. */
export function chooseConstructor(type: ClassType, args: readonly TypedExpression[], pos: Position, context: CodeContext): ChosenConstructor | undefined {
  const { symbol } = type;
  const substitution = substitutionOf(type);
  const candidates = symbol.constructors.map((target) => ({ target, parameters: target.parameters.map((parameter) => substitute(parameter.type, substitution)) }));
  const choice = chooseOverload(candidates, args, context);
  const text = typeTexts(args.map((argument) => argument.type));
  if (choice.kind !== 'chosen') {
    if (args.some((argument) => argument.type.kind === 'error')) return undefined;
    if (choice.kind === 'none') context.report(DIAGNOSTICS.unknownConstructor, pos, typeText(type), text);
    else context.report(DIAGNOSTICS.ambiguousMethod, pos, `[${typeText(type)}].<Constructor>(${text})`);
    return undefined;
  }
  const constructor = choice.target;
  const guard = { owner: symbol, visibility: visibilityOf(constructor.modifiers), isTestVisible: constructor.annotations.has('testvisible') };
  if (!isVisible(guard, context.type)) context.report(DIAGNOSTICS.constructorNotVisible, pos, typeText(type), text);
  else if (symbol.origin === 'platform' && constructor.implementation === undefined && !isException(type, context)) {
    context.report(DIAGNOSTICS.unsupportedMember, pos, `new ${symbol.qualifiedName}(${typeTexts(constructor.parameters.map((parameter) => parameter.type))})`);
  }
  return { constructor, arguments: choice.arguments };
}

/** Exceptions are constructed by the run time itself, not by library functions. */
function isException(type: ClassType, context: CodeContext): boolean {
  const { exception } = context.program.platform;
  return exception !== undefined && conversionBetween(type, { kind: 'class', symbol: exception, arguments: [] }, context.program.platform) !== undefined;
}

// ---- records

function newRecord(node: Node<'New'>, type: Extract<Type, { kind: 'sobject' }>, context: CodeContext): TypedExpression {
  const shape = context.program.universe.sobject(fold(type.apiName));
  if (isGenericSObject(type) || shape === undefined) return context.fail(DIAGNOSTICS.notConstructible, node.pos, type.apiName);
  const fields: RecordInitializer[] = [];
  const seen = new Set<string>();
  for (const argument of node.arguments) {
    const field = recordInitializer(argument, shape, context);
    if (field === undefined) continue;
    if (seen.has(field.name)) context.report(DIAGNOSTICS.duplicateInitializer, argument.pos, field.name);
    seen.add(field.name);
    fields.push(field);
  }
  return { kind: 'NewSObject', objectName: shape.apiName, fields, type, pos: node.pos };
}

function recordInitializer(argument: Expression, shape: SObjectShape, context: CodeContext): RecordInitializer | undefined {
  if (argument.kind !== 'Assign' || argument.operator !== '=' || argument.target.kind !== 'Name') {
    context.report(DIAGNOSTICS.sobjectInitializer, argument.pos, shape.apiName);
    return undefined;
  }
  const { name } = argument.target;
  const value = checkValue(argument.value, context);
  const field = shape.fields.get(fold(name));
  if (field !== undefined) {
    if (!mayBeAssigned(field)) context.report(DIAGNOSTICS.notWriteable, argument.target.pos, `${shape.apiName}.${field.apiName}`);
    return { kind: 'field', name: field.apiName, value: convert(value, fieldType(field, context.program.universe), context) };
  }
  const parent = shape.parents.get(fold(name));
  if (parent !== undefined) return { kind: 'parent', name: parent.relationshipName, value: convert(value, parentType(parent, context), context) };
  context.report(DIAGNOSTICS.unknownSObjectField, argument.target.pos, name, shape.apiName);
  return undefined;
}

// ---- collections

type CollectionType = Extract<Type, { kind: 'list' | 'set' | 'map' }>;

function collection(type: Type, pos: Position, content: Partial<Pick<Extract<TypedExpression, { kind: 'NewCollection' }>, 'elements' | 'pairs' | 'copyOf' | 'size'>>): TypedExpression {
  return { kind: 'NewCollection', elements: undefined, pairs: undefined, copyOf: undefined, size: undefined, ...content, type, pos };
}

function newCollection(node: Node<'New'>, type: CollectionType, context: CodeContext): TypedExpression {
  const args = checkArguments(node.arguments, context);
  const [source, ...others] = args;
  if (source === undefined) return collection(type, node.pos, type.kind === 'map' ? { pairs: [] } : { elements: [] });
  if (args.some((argument) => holdsError(argument.type)) || holdsError(type)) return errorExpression(node.pos);
  if (others.length === 0) {
    if (isCopySource(source.type, type, context)) return collection(type, node.pos, { copyOf: source });
    if (type.kind === 'list' && isPrimitive(source.type, 'Integer')) return collection(type, node.pos, { size: source });
  }
  return context.fail(DIAGNOSTICS.unknownConstructor, node.pos, typeText(type), typeTexts(args.map((argument) => argument.type)));
}

/** Lists and sets copy lists, sets and iterables; maps copy maps, and lists of records by their Ids. */
function isCopySource(source: Type, target: CollectionType, context: CodeContext): boolean {
  const { platform } = context.program;
  const elementFits = (from: Type, to: Type): boolean => conversionBetween({ kind: 'list', element: from }, { kind: 'list', element: to }, platform) !== undefined;
  if (target.kind === 'map') {
    if (source.kind === 'map') return elementFits(source.key, target.key) && elementFits(source.value, target.value);
    const hasIdKeys = isPrimitive(target.key, 'Id', 'String');
    return source.kind === 'list' && hasIdKeys && target.value.kind === 'sobject' && elementFits(source.element, target.value);
  }
  if (source.kind === 'list' || source.kind === 'set') return elementFits(source.element, target.element);
  if (source.kind !== 'class' || platform.iterable === undefined) return false;
  return conversionBetween(source, { kind: 'class', symbol: platform.iterable, arguments: [target.element] }, platform) !== undefined;
}

export function checkNewElements(node: Node<'NewElements'>, context: CodeContext): TypedExpression {
  const type = context.program.resolver.resolve(node.type, context.symbol, context.report);
  const values = checkArguments(node.elements, context);
  if (type.kind === 'error') return errorExpression(node.pos);
  if (type.kind === 'map' && values.length === 0) return collection(type, node.pos, { pairs: [] });
  if (type.kind !== 'list' && type.kind !== 'set') return context.fail(DIAGNOSTICS.notACollection, node.pos, typeText(type));
  return collection(type, node.pos, { elements: values.map((value) => convert(value, type.element, context)) });
}

export function checkNewPairs(node: Node<'NewPairs'>, context: CodeContext): TypedExpression {
  const type = context.program.resolver.resolve(node.type, context.symbol, context.report);
  const values = node.pairs.map(({ key, value }) => ({ key: checkValue(key, context), value: checkValue(value, context) }));
  if (type.kind === 'error') return errorExpression(node.pos);
  if (type.kind !== 'map') return context.fail(DIAGNOSTICS.notACollection, node.pos, typeText(type));
  const pairs = values.map(({ key, value }) => ({ key: convert(key, type.key, context), value: convert(value, type.value, context) }));
  return collection(type, node.pos, { pairs });
}

export function checkNewSized(node: Node<'NewSized'>, context: CodeContext): TypedExpression {
  const type = context.program.resolver.resolve(node.type, context.symbol, context.report);
  const size = convert(checkValue(node.size, context), INTEGER, context);
  return type.kind === 'error' ? errorExpression(node.pos) : collection(type, node.pos, { size });
}
