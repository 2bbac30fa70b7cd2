/** Hand-built typed trees for tests of the emitter alone: just enough shape, no checking. */
import type { ConstantValue, Local, NumericKind, Place, TypedExpression, TypedField, TypedInitializer, TypedMethod, TypedProgram, TypedStatement, TypedType } from '../../compiler/3-check/typed.ts';
import type { ConstructorSymbol, FieldSymbol, MethodSymbol, PrimitiveName, Type, TypeSymbol } from '../../compiler/types.ts';
import { NEWEST_API_VERSION } from '../../compiler/api-versions.ts';
import { slotName } from '../../compiler/types.ts';
import type { ModifierName } from '../../compiler/1-parse/ast.ts';
import type { Position } from '../../compiler/position.ts';

export const at = (line: number, column = 1): Position => ({ line, column, endLine: line, endColumn: column + 1 });
const HERE = at(1);

export const primitive = (name: PrimitiveName): Type => ({ kind: 'primitive', name });
export const INTEGER = primitive('Integer');
export const STRING = primitive('String');
export const BOOLEAN = primitive('Boolean');
export const VOID: Type = { kind: 'void' };

const CONSTANT_TYPES: { readonly [K in ConstantValue['kind']]: Type } = {
  null: { kind: 'null' }, boolean: BOOLEAN, integer: INTEGER, long: primitive('Long'), decimal: primitive('Decimal'), double: primitive('Double'), string: STRING,
};
export const constant = (value: ConstantValue): TypedExpression => ({ kind: 'Constant', value, type: CONSTANT_TYPES[value.kind], pos: HERE });
export const integer = (value: number): TypedExpression => constant({ kind: 'integer', value });
export const text = (value: string): TypedExpression => constant({ kind: 'string', value });
export const NULL = constant({ kind: 'null' });

export const local = (name: string, type: Type): Local => ({ name, type });
export const read = (place: Local | Place, type: Type = INTEGER): TypedExpression =>
  ('kind' in place && 'name' in place === false ? { kind: 'Read', place: place, type, pos: HERE } : { kind: 'Read', place: { kind: 'local', local: place as Local }, type: (place as Local).type, pos: HERE });
export const arithmetic = (operator: '+' | '-' | '*' | '/', left: TypedExpression, right: TypedExpression, operands: NumericKind = 'Integer'): TypedExpression =>
  ({ kind: 'Arithmetic', operator, operands, left, right, type: primitive(operands), pos: HERE });
export const less = (left: TypedExpression, right: TypedExpression): TypedExpression => ({ kind: 'Compare', operator: '<', how: 'numeric', operands: 'Integer', left, right, type: BOOLEAN, pos: HERE });
export const assign = (place: Place, value: TypedExpression): TypedExpression => ({ kind: 'Assign', place, value, type: value.type, pos: HERE });
export const increment = (place: Place, result: 'old' | 'new' = 'old'): TypedExpression => {
  const current = local('current', INTEGER);
  return { kind: 'Update', place, current, value: arithmetic('+', read(current), integer(1)), result, type: INTEGER, pos: HERE };
};
export const call = (method: MethodSymbol, args: readonly TypedExpression[] = [], receiver?: TypedExpression, pos = HERE): TypedExpression =>
  ({ kind: 'Call', dispatch: method.isStatic ? 'static' : 'virtual', receiver, method, arguments: args, type: method.returnType, pos });

export const declare = (variable: Local, value?: TypedExpression): TypedStatement => ({ kind: 'DeclareLocal', local: variable, value, pos: HERE });
export const effect = (expression: TypedExpression, pos = HERE): TypedStatement => ({ kind: 'Expression', expression, pos });
export const giveBack = (value: TypedExpression, pos = HERE): TypedStatement => ({ kind: 'Return', value, pos });
export const block = (...statements: readonly TypedStatement[]): TypedStatement => ({ kind: 'Block', statements, pos: HERE });

interface ClassParts {
  readonly superType?: TypeSymbol;
  readonly interfaces?: readonly TypeSymbol[];
  readonly modifiers?: readonly ModifierName[];
  readonly kind?: TypeSymbol['kind'];
  readonly constants?: readonly string[];
}

/** A class under construction: members are added through the methods, in any order, and may refer to each other. */
export class ClassBuilder {
  readonly symbol: TypeSymbol & { constructors: ConstructorSymbol[]; methods: Map<string, MethodSymbol[]>; fields: Map<string, FieldSymbol> };
  readonly fields: TypedField[] = [];
  readonly methods: TypedMethod[] = [];
  readonly constructors: TypedType['constructors'][number][] = [];
  readonly instanceInitializers: TypedInitializer[] = [];
  readonly staticInitializers: TypedInitializer[] = [];
  readonly inner: TypedType[] = [];

  constructor(qualifiedName: string, parts: ClassParts = {}) {
    const classType = (symbol: TypeSymbol): Type => ({ kind: 'class', symbol, arguments: [] });
    this.symbol = {
      kind: parts.kind ?? 'class', origin: 'user', qualifiedName, name: qualifiedName.split('.').at(-1)!, outer: undefined, typeParameters: [], modifiers: new Set(parts.modifiers),
      superType: parts.superType === undefined ? undefined : classType(parts.superType), interfaces: (parts.interfaces ?? []).map(classType), constructors: [],
      methods: new Map(), fields: new Map(), innerTypes: new Map(), constants: parts.constants ?? [],
    };
    if (this.symbol.kind === 'class') this.symbol.constructors.push(this.constructorSymbol([], true));
  }

  get type(): Type {
    return { kind: 'class', symbol: this.symbol, arguments: [] };
  }

  field(name: string, type: Type, modifiers: readonly ModifierName[] = ['public'], value?: TypedExpression): FieldSymbol {
    const symbol: FieldSymbol = {
      kind: 'field', owner: this.symbol, name, type, modifiers: new Set(modifiers), isStatic: modifiers.includes('static'), isFinal: modifiers.includes('final'), annotations: new Set(),
      pos: HERE, property: undefined, isEnumConstant: false, implementation: undefined,
    };
    this.symbol.fields.set(name.toLowerCase(), symbol);
    this.fields.push({ symbol, isTransient: false, getter: undefined, setter: undefined });
    if (value !== undefined) (symbol.isStatic ? this.staticInitializers : this.instanceInitializers).push({ kind: 'field', field: symbol, value, pos: HERE });
    return symbol;
  }

  /** The symbol first, so that bodies may call it. */
  methodSymbol(name: string, parameters: readonly Local[], returnType: Type, modifiers: readonly ModifierName[] = ['public', 'static'], overrides: readonly MethodSymbol[] = []): MethodSymbol {
    const symbol: MethodSymbol = {
      kind: 'method', owner: this.symbol, name, parameters: parameters.map((each) => ({ name: each.name, type: each.type })), returnType, modifiers: new Set(modifiers),
      isStatic: modifiers.includes('static'), isAbstract: modifiers.includes('abstract'), annotations: new Set(), pos: HERE, overrides,
      slot: slotName(name, parameters.map((each) => each.type)), implementation: undefined,
    };
    this.symbol.methods.set(name.toLowerCase(), [...(this.symbol.methods.get(name.toLowerCase()) ?? []), symbol]);
    return symbol;
  }

  body(symbol: MethodSymbol, parameters: readonly Local[], body: readonly TypedStatement[], line = 1): MethodSymbol {
    this.methods.push({ symbol, parameters, body, pos: at(line), annotations: new Map() });
    return symbol;
  }

  method(name: string, parameters: readonly Local[], returnType: Type, body: readonly TypedStatement[], modifiers?: readonly ModifierName[]): MethodSymbol {
    return this.body(this.methodSymbol(name, parameters, returnType, modifiers), parameters, body);
  }

  private constructorSymbol(parameters: readonly Local[], isImplicit: boolean): ConstructorSymbol {
    return {
      kind: 'constructor', owner: this.symbol, parameters: parameters.map((each) => ({ name: each.name, type: each.type })), modifiers: new Set(['public']), isStatic: false,
      annotations: new Set(), pos: HERE, isImplicit, slot: slotName('new', parameters.map((each) => each.type)), implementation: undefined,
    };
  }

  /** The first explicit constructor takes the place of the implicit one. */
  declareConstructor(parameters: readonly Local[], body: readonly TypedStatement[], delegate?: TypedType['constructors'][number]['delegate']): ConstructorSymbol {
    const symbol = this.constructorSymbol(parameters, false);
    this.symbol.constructors = [...this.symbol.constructors.filter((each) => !each.isImplicit), symbol];
    this.constructors.push({ symbol, parameters, body, delegate, pos: HERE });
    return symbol;
  }

  build(path = `${this.symbol.qualifiedName}.cls`): TypedType {
    return {
      symbol: this.symbol, path, pos: HERE, apiVersion: NEWEST_API_VERSION, sharing: undefined, fields: this.fields, constructors: this.constructors, methods: this.methods,
      instanceInitializers: this.instanceInitializers, staticInitializers: this.staticInitializers, inner: this.inner, annotations: new Map(),
    };
  }
}

export const program = (...types: readonly ClassBuilder[]): TypedProgram => ({ types: types.map((type) => type.build()), triggers: [] });
