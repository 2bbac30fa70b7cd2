/** One source file as one JavaScript module: a function of its linker that declares the file's types and triggers. */
import { braces, join, js, lines, text } from '../code.ts';
import type { Code } from '../code.ts';
import { className, definerName, staticInitializerName, staticsName, superSymbol } from '../names.ts';
import { ModuleScope } from '../scopes.ts';
import type { Printers, ProgramFacts } from '../scopes.ts';
import { sourceMap } from '../source-map.ts';
import { write } from '../writer.ts';
import type { EmittedModule } from '../emitted.ts';
import type { TypedTrigger, TypedType } from '../../3-check/typed.ts';
import type { TypeSymbol } from '../../types.ts';
import { printClass, printEnum } from './classes.ts';
import { printFunction } from './functions.ts';
import { printStatics } from './statics.ts';

const withInner = (type: TypedType): readonly TypedType[] => [type, ...type.inner.flatMap(withInner)];

/** Interfaces have no code. */
const hasCode = (type: TypedType): boolean => type.symbol.kind !== 'interface';

export function emitClassModule(type: TypedType, facts: ProgramFacts, printers: Printers): EmittedModule {
  const types = withInner(type);
  const module = new ModuleScope(facts, printers, new Map(types.map((each) => [each.symbol, each])));
  const coded = types.filter(hasCode);
  const withStatics = coded.filter((each) => facts.withStatics.has(each.symbol));
  const declarations = [
    coded.length === 0 ? '' : js`let ${join(coded.map((each) => className(each.symbol)), ', ')};`,
    ...withStatics.map((each) => printStatics(each, module)),
    ...coded.map((each) => (each.symbol.kind === 'enum' ? printEnum(each, module) : printClass(each, module))),
  ];
  const exports = [
    js`define: { ${join(coded.map((each) => js`${text(each.symbol.qualifiedName)}: ${definerName(each.symbol)}`), ', ')} },`,
    js`statics: { ${join(withStatics.map((each) => js`${text(each.symbol.qualifiedName)}: ${printStaticsExport(each.symbol)}`), ', ')} },`,
    'triggers: {},',
  ];
  return finish(type.path, module, declarations, exports, coded.map((each) => ({ name: each.symbol.qualifiedName, superName: userSuper(each.symbol) })));
}

export function emitTriggerModule(trigger: TypedTrigger, facts: ProgramFacts, printers: Printers): EmittedModule {
  const module = new ModuleScope(facts, printers, new Map());
  const body = printFunction(
    { head: 'function $trigger', label: `Trigger.${trigger.name}`, pos: trigger.pos, parameters: [], body: trigger.body },
    { owner: undefined, kind: 'trigger', sharing: 'without sharing' }, module,
  );
  return finish(trigger.path, module, [body], ['define: {},', 'statics: {},', js`triggers: { ${text(trigger.name)}: $trigger },`], []);
}

function printStaticsExport(symbol: TypeSymbol): Code {
  return js`{ holder: ${staticsName(symbol)}, initialise: ${staticInitializerName(symbol)} }`;
}

function userSuper(symbol: TypeSymbol): string | undefined {
  const above = superSymbol(symbol);
  return above?.origin === 'user' ? above.qualifiedName : undefined;
}

function finish(path: string, module: ModuleScope, declarations: readonly Code[], exports: readonly Code[], types: EmittedModule['types']): EmittedModule {
  const source = lines([
    '(function ($link) {',
    "'use strict';",
    js`const { ${join([...module.helpers].map((name) => `${name}: $${name}`), ', ')} } = $link.helpers;`,
    ...(module.program.coverage ? [`const $cov = $link.counters(${module.coverageLines.length});`] : []),
    ...module.constants,
    ...foreignDeclarations(module),
    ...declarations,
    js`return ${braces([...exports, printLink(module)])};`,
    '})',
  ]);
  const written = write(source);
  return { path, source: written.text, segments: written.segments, methods: written.methods, map: sourceMap(path, written.segments), types, coverageLines: module.coverageLines };
}

function foreignDeclarations(module: ModuleScope): string[] {
  const names = [
    ...[...module.foreignClasses].map(className),
    ...[...module.foreignStatics].flatMap((symbol) => [staticsName(symbol), staticInitializerName(symbol)]),
  ];
  return names.length === 0 ? [] : [`let ${names.join(', ')};`];
}

/** Called when all types of the program are defined: classes of other files may refer to each other in circles. */
function printLink(module: ModuleScope): Code {
  return js`link() ${braces([
    ...[...module.foreignClasses].map((symbol) => `${className(symbol)} = $link.classOf(${text(symbol.qualifiedName)});`),
    ...[...module.foreignStatics].map((symbol) => `({ holder: ${staticsName(symbol)}, initialise: ${staticInitializerName(symbol)} } = $link.statics(${text(symbol.qualifiedName)}));`),
  ])},`;
}
