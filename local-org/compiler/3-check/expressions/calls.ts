/** Method calls: finding the candidates in reach, choosing one, and saying how it is dispatched. */
import type { Expression } from '../../1-parse/ast.ts';
import { syntheticEnumMethods } from '../../2-bind/enums.ts';
import { fold } from '../../2-bind/folded-name.ts';
import type { FoundMethod } from '../../2-bind/hierarchy.ts';
import { findMethods, parameterTypesOf, returnTypeOf, selfType, superclassOf } from '../../2-bind/hierarchy.ts';
import { signatureText } from '../../2-bind/members.ts';
import type { ClassType } from '../../2-bind/type-algebra.ts';
import { classType, isGenericSObject, typeText, typeTexts } from '../../2-bind/type-algebra.ts';
import { isVisible, visibilityOf } from '../../2-bind/visibility.ts';
import { DIAGNOSTICS } from '../../diagnostics.ts';
import type { Position } from '../../position.ts';
import type { MethodSymbol, Type, TypeSymbol } from '../../types.ts';
import type { CodeContext } from '../context.ts';
import { errorExpression } from '../context.ts';
import { rowTypeOf, singleRow } from '../conversions.ts';
import type { Chain, Meaning } from '../meaning.ts';
import { sobjectTypeToken } from '../members-of-types.ts';
import { memberOfValue } from '../members-of-values.ts';
import { thisExpression } from '../names.ts';
import { chooseOverload } from '../overloads.ts';
import type { Choice } from '../overloads.ts';
import type { TypedExpression } from '../typed.ts';
import { linkSafely, meaningOfTarget } from './access.ts';
import type { Node } from './expression.ts';
import { checkValue } from './expression.ts';
import { recordStaticCall, sobjectFieldError } from './record-calls.ts';

/** What all ways of calling share. */
export interface CallSite {
  readonly name: string;
  readonly arguments: readonly TypedExpression[];
  readonly pos: Position;
}

type Receiver =
  | { readonly kind: 'value'; readonly expression: TypedExpression }
  | { readonly kind: 'super' | 'type' };

export function checkArguments(nodes: readonly Expression[], context: CodeContext): readonly TypedExpression[] {
  return nodes.map((node) => checkValue(node, context));
}

/** `this(…)` and `super(…)` are taken out of constructor bodies before their statements are checked; anywhere else they are misplaced. */
export function checkConstructorCall(node: Node<'ConstructorCall'>, context: CodeContext): TypedExpression {
  return context.fail(DIAGNOSTICS.constructorCallPlace, node.pos);
}

// ---- m(x)

export function checkCall(node: Node<'Call'>, context: CodeContext): TypedExpression {
  const site: CallSite = { name: node.name, arguments: checkArguments(node.arguments, context), pos: node.pos };
  const { symbol } = context;
  const name = fold(node.name);
  for (let owner = symbol; owner !== undefined; owner = owner.outer) {
    const isOwn = owner === symbol;
    const found = candidatesOf(selfType(owner), name, context).filter(({ method }) => isOwn || method.isStatic);
    const choice = choose(found, site, context);
    if (choice.kind === 'chosen') return ownCall(choice.target, choice.arguments, site, context);
    if (choice.kind === 'ambiguous') return ambiguous(choice.targets, site, context);
  }
  return unknownMethod(site, symbol?.qualifiedName ?? context.trigger?.name ?? '', context);
}

function ownCall(found: FoundMethod, args: readonly TypedExpression[], site: CallSite, context: CodeContext): TypedExpression {
  if (found.method.isStatic) return call(found, undefined, args, site, context);
  if (context.isStatic) return context.fail(DIAGNOSTICS.instanceMethodInStaticContext, site.pos, signatureText(found.method));
  return call(found, { kind: 'value', expression: thisExpression(site.pos, context) }, args, site, context);
}

// ---- a.m(x)

export function checkMethodCall(node: Node<'MethodCall'>, context: CodeContext, chain: Chain): TypedExpression {
  const target = meaningOfTarget(node.target, context, chain);
  const site: CallSite = { name: node.name, arguments: checkArguments(node.arguments, context), pos: node.pos };
  switch (target.kind) {
    case 'value': return callOnValue(target.expression, node.isSafe, site, context, chain);
    case 'type': return callOnType(target, site, context);
    case 'super': return callOnSuper(target.pos, site, context);
    case 'namespace': return callOnNamespace(target.name, site, context);
    case 'fieldDescribes': return callOnValue(fieldsOf(target.describe, node.pos, context), false, site, context, chain);
    case 'fieldTokens': return unknownMethod(site, `${target.objectName}.fields`, context);
  }
}

function callOnValue(expression: TypedExpression, isSafe: boolean, site: CallSite, context: CodeContext, chain: Chain): TypedExpression {
  if (expression.type.kind === 'error') return expression;
  const fieldError = sobjectFieldError(expression, site, context);
  if (fieldError !== undefined) return fieldError;
  const receiver = isSafe ? linkSafely(expression, chain) : rowReceiver(expression, site, context);
  const type = context.program.platform.memberType(receiver.type);
  const choice = choose(type === undefined ? [] : candidatesOf(type, fold(site.name), context), site, context);
  if (choice.kind === 'none') return unknownMethod(site, typeText(receiver.type), context);
  if (choice.kind === 'ambiguous') return ambiguous(choice.targets, site, context);
  if (choice.target.method.isStatic) return context.fail(DIAGNOSTICS.staticMethodOnInstance, site.pos, signatureText(choice.target.method));
  return call(choice.target, { kind: 'value', expression: receiver }, choice.arguments, site, context);
}

/** `Schema.SObjectType.Account.fields` as a value: its methods are those of Schema.SObjectTypeFields. */
function fieldsOf(describe: TypedExpression, pos: Position, context: CodeContext): TypedExpression {
  return memberOfValue(describe, { name: 'fields', folded: fold('fields'), pos, use: 'read' }, false, context);
}

/** A query is a list; a method that lists lack is meant for its single row. */
function rowReceiver(expression: TypedExpression, site: CallSite, context: CodeContext): TypedExpression {
  if (rowTypeOf(expression)?.kind !== 'sobject') return expression;
  const list = context.program.platform.memberType(expression.type);
  const isListMethod = list !== undefined && findMethods(list, fold(site.name)).length > 0;
  return isListMethod ? expression : singleRow(expression, false);
}

function callOnType(target: Extract<Meaning, { kind: 'type' }>, site: CallSite, context: CodeContext): TypedExpression {
  const { type } = target;
  if (type.kind === 'sobject') {
    if (fold(site.name) === 'getsobjecttype' && site.arguments.length === 0) return sobjectTypeToken(type.apiName, site.pos, context);
    const namesake = context.program.platform.named(`system.${fold(type.apiName)}`);
    if (namesake !== undefined) return callOnType({ ...target, type: classType(namesake) }, site, context);
    return recordStaticCall(type.apiName, site, context) ?? unknownMethod(site, type.apiName, context);
  }
  const owner = context.program.platform.memberType(type);
  const choice = choose(owner === undefined ? [] : candidatesOf(owner, fold(site.name), context), site, context);
  if (choice.kind === 'none') return unknownMethod(site, typeText(type), context);
  if (choice.kind === 'ambiguous') return ambiguous(choice.targets, site, context);
  if (choice.target.method.isStatic) return call(choice.target, undefined, choice.arguments, site, context);
  return context.fail(DIAGNOSTICS.instanceMethodInStaticContext, site.pos, signatureText(choice.target.method));
}

/** `System.debug(…)`: a namespace that has a class of its own name. */
function callOnNamespace(namespace: string, site: CallSite, context: CodeContext): TypedExpression {
  const symbol = context.program.platform.named(`system.${namespace}`) ?? context.program.platform.named(`${namespace}.${namespace}`);
  if (symbol === undefined) return context.fail(DIAGNOSTICS.unknownVariable, site.pos, namespace);
  return callOnType({ kind: 'type', type: classType(symbol), namespace: undefined }, site, context);
}

function callOnSuper(pos: Position, site: CallSite, context: CodeContext): TypedExpression {
  const { symbol } = context;
  if (context.isStatic || symbol === undefined) return context.fail(DIAGNOSTICS.thisInStaticContext, pos, 'super');
  const parent = superclassOf(selfType(symbol)) ?? objectType(context);
  if (parent === undefined) return context.fail(DIAGNOSTICS.superWithoutParent, pos, symbol.qualifiedName);
  const choice = choose(candidatesOf(parent, fold(site.name), context), site, context);
  if (choice.kind === 'none') return unknownMethod(site, typeText(parent), context);
  if (choice.kind === 'ambiguous') return ambiguous(choice.targets, site, context);
  const { method } = choice.target;
  if (method.isAbstract && method.owner.origin === 'user') return context.fail(DIAGNOSTICS.abstractSuperCall, site.pos, signatureText(method));
  return call(choice.target, { kind: 'super' }, choice.arguments, site, context);
}

function objectType(context: CodeContext): ClassType | undefined {
  const { object } = context.program.platform;
  return object === undefined ? undefined : classType(object);
}

// ---- candidates

/** Methods of that name, nearest first, those every object and every enum has included. */
function candidatesOf(type: ClassType, name: string, context: CodeContext): FoundMethod[] {
  const { object } = context.program.platform;
  const found = findMethods(type, name);
  if (type.symbol.kind === 'enum' && found.length === 0) found.push(...enumCandidates(type, name, context));
  if (object !== undefined && type.symbol !== object && (name !== 'clone' || mayBeCloned(type))) found.push(...findMethods(classType(object), name));
  return found;
}

/** Of the objects of user classes a copy can be made; the platform's classes say themselves whether they have `clone`. */
function mayBeCloned({ symbol }: ClassType): boolean {
  return symbol.origin === 'user' && symbol.kind === 'class';
}

const platformEnumMethods = new WeakMap<TypeSymbol, readonly MethodSymbol[]>();

/** Enums of the platform may come without the methods every enum has. */
function enumCandidates(type: ClassType, name: string, context: CodeContext): FoundMethod[] {
  let methods = platformEnumMethods.get(type.symbol);
  if (methods === undefined) {
    methods = syntheticEnumMethods(type.symbol, context.program.platform.enumeration);
    platformEnumMethods.set(type.symbol, methods);
  }
  return methods.filter((method) => fold(method.name) === name).map((method) => ({ method, on: type }));
}

export function choose(found: readonly FoundMethod[], site: CallSite, context: CodeContext): Choice<FoundMethod> {
  return chooseOverload(found.map((each) => ({ target: each, parameters: parameterTypesOf(each) })), site.arguments, context);
}

// ---- results

/** The call node. Reports what the caller may not see and what the local org does not implement. */
export function call(found: FoundMethod, receiver: Receiver | undefined, args: readonly TypedExpression[], site: CallSite, context: CodeContext): TypedExpression {
  const { method } = found;
  const guard = { owner: method.owner, visibility: memberVisibility(method), isTestVisible: method.annotations.has('testvisible') };
  if (!isVisible(guard, context.type)) return context.fail(DIAGNOSTICS.methodNotVisible, site.pos, signatureText(method));
  const dispatch = dispatchOf(method, receiver);
  if (dispatch === 'platform' && method.implementation === undefined) {
    return { ...context.fail(DIAGNOSTICS.unsupportedMember, site.pos, platformMethodName(method)), type: returnTypeOf(found) };
  }
  const expression = receiver?.kind === 'value' ? receiver.expression : undefined;
  const target = receiver?.kind === 'super' ? thisExpression(site.pos, context) : expression;
  return { kind: 'Call', dispatch, receiver: target, method, arguments: args, type: resultType(found, expression, args), pos: site.pos };
}

/** Methods of interfaces are public without saying so. */
function memberVisibility(method: MethodSymbol): ReturnType<typeof visibilityOf> {
  return method.owner.kind === 'class' ? visibilityOf(method.modifiers) : 'public';
}

function dispatchOf(method: MethodSymbol, receiver: Receiver | undefined): 'virtual' | 'direct' | 'static' | 'platform' {
  const isPlatform = method.owner.origin === 'platform' || method.implementation !== undefined;
  if (receiver?.kind === 'super') return isPlatform && method.implementation?.dispatch !== 'virtual' ? 'platform' : 'direct';
  if (isPlatform) return 'platform';
  if (method.isStatic) return 'static';
  const isOnThis = receiver?.kind === 'value' && receiver.expression.kind === 'This';
  return isOnThis && memberVisibility(method) === 'private' && !isOverridable(method) ? 'direct' : 'virtual';
}

/** A method without a word about its visibility may still be `abstract`, and then its answer is in a subclass. */
function isOverridable({ modifiers }: MethodSymbol): boolean {
  return modifiers.has('abstract') || modifiers.has('virtual') || modifiers.has('override');
}

/** An argument that has its own diagnostic leaves open which overload is meant. A copy of a record or of an object has the type of the original, although the tables say SObject and Object. */
function resultType(found: FoundMethod, receiver: TypedExpression | undefined, args: readonly TypedExpression[]): Type {
  const type = returnTypeOf(found);
  const mistake = args.find((argument) => argument.type.kind === 'error');
  if (mistake !== undefined) return mistake.type;
  if (receiver === undefined || found.method.owner.origin !== 'platform' || fold(found.method.name) !== 'clone') return type;
  const isCopy = (isGenericSObject(type) && receiver.type.kind === 'sobject') || (type.kind === 'primitive' && receiver.type.kind === 'class');
  return isCopy ? receiver.type : type;
}

export function platformMethodName(method: MethodSymbol): string {
  return `${method.owner.qualifiedName}.${method.name}(${typeTexts(method.parameters.map((parameter) => parameter.type))})`;
}

function ambiguous(targets: readonly FoundMethod[], site: CallSite, context: CodeContext): TypedExpression {
  const [nearest] = targets;
  if (nearest === undefined || site.arguments.some((argument) => argument.type.kind === 'error')) return errorExpression(site.pos);
  return context.fail(DIAGNOSTICS.ambiguousMethod, site.pos, signatureText(nearest.method));
}

/** An argument that has its own diagnostic makes the mismatch no news. */
export function unknownMethod(site: CallSite, typeName: string, context: CodeContext): TypedExpression {
  if (site.arguments.some((argument) => argument.type.kind === 'error')) return errorExpression(site.pos);
  const signature = `${site.name}(${typeTexts(site.arguments.map((argument) => argument.type))})`;
  return context.fail(DIAGNOSTICS.unknownMethod, site.pos, signature, typeName);
}
