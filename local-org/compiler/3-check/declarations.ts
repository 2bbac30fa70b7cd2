/** Checking the code inside declarations: methods, constructors, accessors, initialisers, triggers. */
import type { Accessor, Annotation, Block, Expression, Modifiers, Statement } from '../1-parse/ast.ts';
import { fold } from '../2-bind/folded-name.ts';
import { selfType, superclassOf } from '../2-bind/hierarchy.ts';
import type { BoundProgram, DeclaredConstructor, DeclaredField, DeclaredMethod, DeclaredTrigger, DeclaredType } from '../2-bind/program.ts';
import { typeText, VOID } from '../2-bind/type-algebra.ts';
import { DIAGNOSTICS } from '../diagnostics.ts';
import type { ParameterSymbol, Type } from '../types.ts';
import type { ContextInput } from './context.ts';
import { CodeContext, initializerContext } from './context.ts';
import { convert } from './conversions.ts';
import { checkArguments } from './expressions/calls.ts';
import { chooseConstructor } from './expressions/creation.ts';
import { checkValue } from './expressions/expression.ts';
import { checkSequence } from './statements/statement.ts';
import type { Local, SharingMode, TypedConstructor, TypedField, TypedInitializer, TypedMethod, TypedStatement, TypedTrigger, TypedType } from './typed.ts';

type Annotations = TypedMethod['annotations'];

export function checkType(type: DeclaredType, program: BoundProgram): TypedType {
  const initializers = checkInitializers(type, program);
  const constructors = type.constructors.map((constructor) => checkConstructor(constructor, type, program));
  if (type.constructors.length === 0) checkImplicitSuper(type, program);
  return {
    symbol: type.symbol,
    path: type.path,
    apiVersion: type.apiVersion,
    pos: type.declaration.pos,
    sharing: sharingOf(type.declaration.modifiers),
    fields: type.fields.map((field) => checkField(field, type, program)),
    constructors,
    methods: type.methods.flatMap((method) => checkMethod(method, type, program)),
    instanceInitializers: initializers.instance,
    staticInitializers: initializers.static,
    inner: type.inner.map((inner) => checkType(inner, program)),
    bridges: type.bridges,
    annotations: annotationsOf(type.declaration.modifiers.annotations),
  };
}

function sharingOf({ names }: Modifiers): SharingMode {
  return (['with sharing', 'without sharing', 'inherited sharing'] as const).find((mode) => names.has(mode));
}

function annotationsOf(annotations: readonly Annotation[]): Annotations {
  return new Map(annotations.map((annotation) => [fold(annotation.name), annotation.parameters]));
}

/** A context for code of the type; `part` says what kind of code. */
function contextOf(type: DeclaredType, program: BoundProgram, part: Pick<ContextInput, 'role' | 'isStatic' | 'returnType'> & Partial<Pick<ContextInput, 'accessorOf'>>): CodeContext {
  return new CodeContext({ program, path: type.path, type, trigger: undefined, accessorOf: undefined, ...part });
}

/** Checks a body and that every way through it returns a value where one is due. */
function checkCode(block: Block, context: CodeContext): readonly TypedStatement[] {
  const { statements, flow } = checkSequence(block.statements, context);
  const mustReturn = context.returnType.kind !== 'void' && context.returnType.kind !== 'error';
  if (mustReturn && flow === 'continues') context.report(DIAGNOSTICS.missingReturn, endOf(block), typeText(context.returnType));
  return statements;
}

/** Salesforce puts a missing return at the closing brace. */
function endOf(block: Block): Block['pos'] {
  const { endLine, endColumn } = block.pos;
  return { line: endLine, column: Math.max(1, endColumn - 1), endLine, endColumn };
}

function declareParameters(parameters: readonly ParameterSymbol[], syntax: DeclaredMethod['declaration']['parameters'], context: CodeContext): Local[] {
  return syntax.map((parameter, index) => context.declare(parameter.name, parameters[index]!.type, parameter.pos, { isFinal: parameter.isFinal }));
}

// ---- methods and constructors

/** Abstract methods have no code and are left out. */
function checkMethod({ symbol, declaration }: DeclaredMethod, type: DeclaredType, program: BoundProgram): TypedMethod[] {
  const { body } = declaration;
  if (body === undefined) return [];
  const context = contextOf(type, program, { role: 'method', isStatic: symbol.isStatic, returnType: symbol.returnType });
  const parameters = declareParameters(symbol.parameters, declaration.parameters, context);
  return [{ symbol, parameters, body: checkCode(body, context), annotations: annotationsOf(declaration.modifiers.annotations), pos: declaration.pos }];
}

function checkConstructor({ symbol, declaration }: DeclaredConstructor, type: DeclaredType, program: BoundProgram): TypedConstructor {
  const context = contextOf(type, program, { role: 'constructor', isStatic: false, returnType: VOID });
  const parameters = declareParameters(symbol.parameters, declaration.parameters, context);
  const [first, ...rest] = declaration.body.statements;
  const call = constructorCallOf(first);
  const delegate = call === undefined ? undefined : checkDelegate(call, type, context);
  if (call === undefined) checkImplicitSuper(type, program);
  const statements = call === undefined ? declaration.body.statements : rest;
  const body = checkSequence(statements, context).statements;
  return { symbol, parameters, delegate, body, pos: declaration.pos };
}

type ConstructorCall = Extract<Expression, { kind: 'ConstructorCall' }>;

function constructorCallOf(first: Statement | undefined): ConstructorCall | undefined {
  return first?.kind === 'ExpressionStatement' && first.expression.kind === 'ConstructorCall' ? first.expression : undefined;
}

function checkDelegate(call: ConstructorCall, type: DeclaredType, context: CodeContext): TypedConstructor['delegate'] {
  const args = checkArguments(call.arguments, context);
  const self = selfType(type.symbol);
  const target = call.target === 'this' ? self : superclassOf(self);
  if (target === undefined) {
    if (args.length > 0) context.report(DIAGNOSTICS.superWithoutParent, call.pos, type.symbol.qualifiedName);
    return undefined;
  }
  const chosen = chooseConstructor(target, args, call.pos, context);
  return chosen === undefined ? undefined : { target: call.target, ...chosen, pos: call.pos };
}

/** A constructor that delegates to no other starts with `super()`, which must exist. */
function checkImplicitSuper(type: DeclaredType, program: BoundProgram): void {
  const parent = superclassOf(selfType(type.symbol));
  if (parent === undefined || parent.symbol.origin === 'platform') return;
  const context = contextOf(type, program, { role: 'constructor', isStatic: false, returnType: VOID });
  chooseConstructor(parent, [], type.declaration.namePos, context);
}

// ---- fields and initialisers

function checkField({ symbol, declaration }: DeclaredField, type: DeclaredType, program: BoundProgram): TypedField {
  const isTransient = declaration.modifiers.names.has('transient');
  if (declaration.kind === 'Field') return { symbol, isTransient, getter: undefined, setter: undefined };
  const accessor = (returnType: Type): CodeContext => contextOf(type, program, { role: 'accessor', isStatic: symbol.isStatic, returnType, accessorOf: symbol });
  return { symbol, isTransient, getter: checkGetter(declaration.getter, accessor(symbol.type)), setter: checkSetter(declaration.setter, symbol.type, accessor(VOID)) };
}

function checkGetter(getter: Accessor | undefined, context: CodeContext): TypedField['getter'] {
  return getter?.body === undefined ? undefined : { body: checkCode(getter.body, context), pos: getter.pos };
}

/** The value being set is a parameter named `value`. */
function checkSetter(setter: Accessor | undefined, type: Type, context: CodeContext): TypedField['setter'] {
  if (setter?.body === undefined) return undefined;
  const parameter = context.declare('value', type, setter.pos);
  return { parameter, body: checkCode(setter.body, context), pos: setter.pos };
}

interface Initializers {
  readonly static: TypedInitializer[];
  readonly instance: TypedInitializer[];
}

/** Field initialisers and blocks in source order: the order they run in. */
function checkInitializers(type: DeclaredType, program: BoundProgram): Initializers {
  const result: Initializers = { static: [], instance: [] };
  if (type.declaration.kind !== 'Class') return result;
  const fields = new Map(type.fields.map((field) => [field.declaration, field.symbol]));
  for (const member of type.declaration.members) {
    if (member.kind === 'Initializer') {
      const context = initializerContext(program, type, member.isStatic);
      result[member.isStatic ? 'static' : 'instance'].push({ kind: 'block', body: checkCode(member.body, context), pos: member.pos });
      continue;
    }
    const field = member.kind === 'Field' ? fields.get(member) : undefined;
    if (member.kind !== 'Field' || member.initializer === undefined || field === undefined) continue;
    const context = initializerContext(program, type, field.isStatic);
    const value = convert(checkValue(member.initializer, context), field.type, context);
    result[field.isStatic ? 'static' : 'instance'].push({ kind: 'field', field, value, pos: member.pos });
  }
  return result;
}

// ---- triggers

export function checkTrigger({ path, unit }: DeclaredTrigger, program: BoundProgram): TypedTrigger {
  const context = new CodeContext({ program, path, type: undefined, trigger: unit, role: 'trigger', isStatic: true, returnType: VOID, accessorOf: undefined });
  const shape = program.universe.sobject(fold(unit.objectName));
  if (shape === undefined) context.report(DIAGNOSTICS.unknownType, unit.pos, unit.objectName);
  if (shape?.isBigObject === true) context.report(DIAGNOSTICS.noTriggers, unit.pos, shape.apiName);
  return { name: unit.name, path, objectName: shape?.apiName ?? unit.objectName, events: unit.events, body: checkCode(unit.body, context), pos: unit.pos };
}
