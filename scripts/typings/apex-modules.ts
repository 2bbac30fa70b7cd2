/** One module per Apex method that components may call, and one per class with the types that its methods take and give. */
import type { DeclaredField, DeclaredMethod, DeclaredType } from '../../local-org/compiler/2-bind/program.ts';
import type { FieldSymbol, TypeSymbol } from '../../local-org/compiler/types.ts';
import { nullable, symbolsIn, typeText, type TypeNames } from './apex-types.ts';
import { docCommentOf, tsDoc } from './doc-comments.ts';
import { neverAnswersNull } from './nullable-results.ts';
import type { TypingsWorld } from './world.ts';

const AURA_ENABLED = 'auraenabled';

/** By name of the outer class: the text of its modules. Classes that no component has to do with are left out. */
export function apexModules(world: TypingsWorld): ReadonlyMap<string, string> {
  const methods = world.types.flatMap((type) => auraMethods(type).map((method) => ({ type, method })));
  const shown = reachableTypes(methods.flatMap(({ method }) => [method.symbol.returnType, ...method.symbol.parameters.map(({ type }) => type)].flatMap(symbolsIn)), world);
  const modules = new Map<string, string>();
  for (const outer of world.types) {
    const own = methods.filter(({ type }) => type === outer).map(({ method }) => methodModule(outer, method, world));
    const types = [outer, ...outer.inner].filter(({ symbol }) => shown.has(symbol)).map((type) => typeDeclaration(type, world));
    const all = [...(types.length === 0 ? [] : [`declare module '${moduleOf(outer.symbol)}' {\n${types.join('\n')}}\n`]), ...own];
    if (all.length > 0) modules.set(outer.symbol.name, all.join('\n'));
  }
  return modules;
}

function auraMethods(type: DeclaredType): readonly DeclaredMethod[] {
  return type.methods.filter(({ symbol }) => symbol.isStatic && symbol.annotations.has(AURA_ENABLED)).toSorted((left, right) => (left.symbol.name < right.symbol.name ? -1 : 1));
}

function reachableTypes(from: readonly TypeSymbol[], world: TypingsWorld): ReadonlySet<TypeSymbol> {
  const found = new Set<TypeSymbol>();
  const waiting = [...from];
  for (let symbol = waiting.pop(); symbol !== undefined; symbol = waiting.pop()) {
    if (found.has(symbol)) continue;
    found.add(symbol);
    waiting.push(...auraFields(symbol, world).flatMap(({ symbol: field }) => symbolsIn(field.type)));
  }
  return found;
}

interface ShownField {
  readonly symbol: FieldSymbol;
  readonly declared: DeclaredField | undefined;
  readonly path: string;
}

/** Members a component sees, those of superclasses first. */
function auraFields(symbol: TypeSymbol, world: TypingsWorld): readonly ShownField[] {
  const type = world.declared.get(symbol);
  if (type === undefined) return [];
  const inherited = symbol.superType?.kind === 'class' ? auraFields(symbol.superType.symbol, world) : [];
  const own = type.fields.filter(({ symbol: field }) => !field.isStatic && field.annotations.has(AURA_ENABLED)).map((declared) => ({ symbol: declared.symbol, declared, path: type.path }));
  return [...inherited, ...own];
}

const outermost = (symbol: TypeSymbol): TypeSymbol => (symbol.outer === undefined ? symbol : outermost(symbol.outer));
const moduleOf = (symbol: TypeSymbol): string => `@salesforce/apex/${outermost(symbol).name}`;

function namesIn(home: TypeSymbol | undefined, place: string): TypeNames {
  return {
    place,
    ofSymbol: (symbol) => (home !== undefined && outermost(symbol) === home ? symbol.name : `import('${moduleOf(symbol)}').${symbol.name}`),
    ofRecord: (apiName) => (apiName === 'SObject' ? 'Readonly<Record<string, unknown>>' : `import('@salesforce/schema/${apiName}').${apiName}`),
  };
}

function typeDeclaration(type: DeclaredType, world: TypingsWorld): string {
  const { symbol } = type;
  const doc = tsDoc(docCommentOf(world.textOf(type.path), type.declaration).text, '  ');
  if (symbol.kind === 'enum') return `${doc}  export type ${symbol.name} = ${symbol.constants.map((constant) => `'${constant}'`).join(' | ')};\n`;
  const names = namesIn(outermost(symbol), symbol.qualifiedName);
  const fields = auraFields(symbol, world).map(({ symbol: field, declared, path }) => {
    const fieldDoc = declared === undefined ? '' : tsDoc(docCommentOf(world.textOf(path), declared.declaration).text, '    ');
    return `${fieldDoc}    readonly ${field.name}?: ${nullable(typeText(field.type, names))};\n`;
  });
  return `${doc}  export interface ${symbol.name} {\n${fields.join('')}  }\n`;
}

function methodModule(type: DeclaredType, { symbol, declaration }: DeclaredMethod, world: TypingsWorld): string {
  const specifier = `@salesforce/apex/${type.symbol.name}.${symbol.name}`;
  const names = namesIn(type.symbol, `${type.symbol.name}.${symbol.name}`);
  const doc = docCommentOf(world.textOf(type.path), declaration);
  const parameters = symbol.parameters.map((parameter) => `${tsDoc(doc.parameters.get(parameter.name.toLowerCase()) ?? '', '    ')}    readonly ${parameter.name}?: ${nullable(typeText(parameter.type, names))};\n`);
  const config = parameters.length === 0 ? 'Record<string, never>' : 'Parameters';
  const result = neverAnswersNull(symbol, world.bodies) ? typeText(symbol.returnType, names) : nullable(typeText(symbol.returnType, names));
  const call = `(parameters${parameters.length === 0 ? '?' : ''}: ${config}) => Promise<${result}>`;
  const isCacheable = declaration.modifiers.annotations.some(({ name, parameters: stated }) => name.toLowerCase() === AURA_ENABLED && stated['cacheable'] === true);
  const adapter = `{\n    readonly adapter: WireAdapterConstructor<${config}, { readonly data?: ${result}; readonly error?: unknown }>;\n  }`;
  return [
    `declare module '${specifier}' {\n`,
    isCacheable ? "  import type { WireAdapterConstructor } from 'lwc';\n" : '',
    exportedTypes(symbol, world),
    parameters.length === 0 ? '' : `  export interface Parameters {\n${parameters.join('')}  }\n`,
    `${tsDoc(doc.text, '  ')}  const ${symbol.name}: ${isCacheable ? `(${call}) & ${adapter}` : call};\n`,
    `  export default ${symbol.name};\n}\n`,
  ].join('');
}

/** A component may take the types from the method it calls; of two of one name it takes that of the method's own class. */
function exportedTypes({ returnType, parameters, owner }: DeclaredMethod['symbol'], world: TypingsWorld): string {
  const byName = new Map<string, TypeSymbol>();
  for (const symbol of reachableTypes([returnType, ...parameters.map(({ type }) => type)].flatMap(symbolsIn), world)) {
    if (outermost(symbol) === owner || !byName.has(symbol.name)) byName.set(symbol.name, symbol);
  }
  const modules = Map.groupBy(byName.values(), moduleOf);
  const own = modules.get(moduleOf(owner)) ?? [];
  const imports = own.length === 0 ? '' : `  import type { ${sortedNames(own)} } from '${moduleOf(owner)}';\n`;
  return imports + [...modules].toSorted(([left], [right]) => (left < right ? -1 : 1)).map(([module, symbols]) => `  export type { ${sortedNames(symbols)} } from '${module}';\n`).join('');
}

const sortedNames = (symbols: readonly TypeSymbol[]): string => symbols.map(({ name }) => name).toSorted().join(', ');
