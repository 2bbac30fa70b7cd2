/**
 * Static state. It belongs to one Apex transaction: a holder object carries the number of the transaction it was initialised in, and whoever meets another number
 * runs the initialiser first. An initialiser that is asked again while it runs finds its fields null, as in Apex; one that fails is run again on the next use.
 */
import { at, braces, join, js, lines } from '../code.ts';
import type { Code } from '../code.ts';
import { fieldName, staticInitializerName, staticsName, superSymbol } from '../names.ts';
import type { FunctionScope, ModuleScope } from '../scopes.ts';
import type { ConstantValue, TypedInitializer, TypedProgram, TypedType } from '../../3-check/typed.ts';
import type { FieldSymbol, TypeSymbol } from '../../types.ts';
import { contextOf, printFunction } from './functions.ts';
import { labelOf } from './labels.ts';

const allTypes = (types: readonly TypedType[]): readonly TypedType[] => types.flatMap((type) => [type, ...allTypes(type.inner)]);

/** Static finals with a literal for a value: the same in every transaction. */
export function constantStatics(program: TypedProgram): ReadonlyMap<FieldSymbol, ConstantValue> {
  const constants = new Map<FieldSymbol, ConstantValue>();
  for (const type of allTypes(program.types)) {
    for (const initializer of type.staticInitializers) {
      if (initializer.kind !== 'field') continue;
      const { field, value } = initializer;
      if (field.isFinal && field.property === undefined && value.kind === 'Constant' && value.value.kind !== 'null') constants.set(field, value.value);
    }
  }
  return constants;
}

/** Classes with static fields that are not constants, or with static blocks. */
export function typesWithStatics(program: TypedProgram, constants: ReadonlyMap<FieldSymbol, ConstantValue>): ReadonlySet<TypeSymbol> {
  const found = allTypes(program.types).filter((type) => type.symbol.kind === 'class'
    && (type.staticInitializers.some((initializer) => initializer.kind === 'block') || staticFields(type).some((field) => !constants.has(field))));
  return new Set(found.map((type) => type.symbol));
}

function staticFields(type: TypedType): readonly FieldSymbol[] {
  return type.fields.map((field) => field.symbol).filter((field) => field.isStatic && !field.isEnumConstant);
}

/** Line at the start of static methods and constructors: using a class initialises it. */
export function entryCheck(type: TypeSymbol, module: ModuleScope): Code[] {
  if (!module.program.withStatics.has(type)) return [];
  return [js`if (${staticsName(type)}.$epoch !== ${module.helper('machine')}.epoch) ${staticInitializerName(type)}();`];
}

/** The holder and its initialiser, at the head of the module. */
export function printStatics(type: TypedType, module: ModuleScope): Code {
  const { symbol } = type;
  const holder = staticsName(symbol);
  const fields = staticFields(type).filter((field) => !module.program.constants.has(field)).map((field) => fieldName(field));
  const declaration = js`const ${holder} = { ${join(['$epoch: -1', ...fields.map((field) => `${field}: null`)], ', ')} };`;
  const initializers = type.staticInitializers.filter((initializer) => initializer.kind === 'block' || !module.program.constants.has(initializer.field));
  const run = printFunction({
    head: `function ${staticInitializerName(symbol)}$run`, label: labelOf(symbol, '<clinit>'), pos: type.pos, parameters: [],
    body: initializers.flatMap((initializer) => (initializer.kind === 'block' ? initializer.body : [])),
    expressions: initializers.flatMap((initializer) => (initializer.kind === 'field' ? [initializer.value] : [])),
    bodyLines: (scope) => initializers.map((initializer) => printInitializer(initializer, holder, scope)),
  }, contextOf(type, 'staticInitializer'), module);
  return lines([declaration, run, printInitializerFunction(symbol, holder, fields, module)]);
}

function printInitializerFunction(symbol: TypeSymbol, holder: string, fields: readonly string[], module: ModuleScope): Code {
  const above = superSymbol(symbol);
  const first = above !== undefined && module.program.withStatics.has(above) ? [js`${module.staticsOf(above)};`] : [];
  const name = staticInitializerName(symbol);
  return js`function ${name}() ${braces([
    ...first,
    js`${holder}.$epoch = ${module.helper('machine')}.epoch;`,
    ...fields.map((field) => `${holder}.${field} = null;`),
    'let $done = false;',
    js`try ${braces([`${name}$run();`, '$done = true;'])} finally ${braces([`if (!$done) ${holder}.$epoch = -1;`])}`,
    `return ${holder};`,
  ])}`;
}

/** One initialiser; `owner` is what the field belongs to: the statics holder or `this`. */
export function printInitializer(initializer: TypedInitializer, owner: string, scope: FunctionScope): Code {
  if (initializer.kind === 'block') return braces(initializer.body.map((statement) => scope.statement(statement)));
  return lines([...scope.coverage(initializer.pos), at(initializer.pos, js`${owner}.${fieldName(initializer.field)} = ${scope.expression(initializer.value)};`)]);
}
