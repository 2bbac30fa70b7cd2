/** DataWeave against what can be held against it without its runtime: structure, imports, names. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { callsIn, declaredIn, flowVariablesIn, importsOf, scan } from './test/dataweave.ts';
import { everythingIn, filesOf, muleFiles, textOf } from './test/project.ts';

const scripts = filesOf('src/main/resources/dwl', '.dwl');
const isModule = (file: string): boolean => /^[A-Z]/.test(path.basename(file));
const elements = muleFiles().flatMap(({ root }) => everythingIn(root));

/** Functions of the standard modules that the project uses, as docs.mulesoft.com/dataweave/2.6 has them. */
const STANDARD: Readonly<Record<string, readonly string[]>> = {
  'dw::Crypto': ['HMACBinary', 'hashWith'],
  'dw::Runtime': ['try'],
  'dw::core::Arrays': ['slice'],
  'dw::core::Binaries': ['concatWith', 'toBase64', 'toHex'],
  'dw::core::Strings': ['leftPad', 'substringAfter', 'substringBefore'],
};
/** Functions of dw::Core, which need no import. */
const CORE = ['abs', 'isBlank', 'isEmpty', 'lower', 'max', 'now', 'p', 'read', 'round', 'sizeOf', 'sum', 'trim', 'upper', 'uuid', 'valuesOf', 'write'];
const WORDS = ['if', 'else', 'and', 'or', 'not', 'do', 'case', 'default', 'map', 'flatMap', 'filter', 'filterObject', 'distinctBy', 'groupBy', 'orderBy', 'contains', 'pluck', 'splitBy', 'joinBy', 'scan', 'replace', 'match', 'matches', 'indexOf', 'startsWith', 'endsWith'];

for (const file of scripts) {
  test(`${path.basename(file)} is whole: header, brackets, strings, one body or none`, () => {
    const source = textOf(file);
    const { code } = scan(source);
    assert.equal(source.split('\n')[0], '%dw 2.0');
    const bodies = code.split('\n').filter((line) => line === '---').length;
    const outputs = [...code.matchAll(/^output application\/(json|java)$/gm)].length;
    if (isModule(file)) assert.deepEqual([bodies, outputs], [0, 0], 'a module declares, a script answers');
    else assert.deepEqual([bodies, outputs], [1, 1]);
  });

  test(`${path.basename(file)} imports what exists, uses what it imports, and calls nothing unknown`, () => {
    const { code } = scan(textOf(file));
    const imports = importsOf(code);
    for (const { names, module } of imports) {
      const offered = module.startsWith('dw::') ? STANDARD[module] : [...declaredIn(scan(textOf(`src/main/resources/${module.replaceAll('::', '/')}.dwl`)).code)];
      for (const name of names) {
        assert.ok(offered?.includes(name), `${module} has no ${name}`);
        assert.ok(code.split('\n').some((line) => !line.startsWith('import ') && new RegExp(`\\b${name}\\b`).test(line)), `${name} is imported and not used`);
      }
    }
    const known = new Set([...CORE, ...WORDS, ...declaredIn(code), ...imports.flatMap(({ names }) => names)]);
    for (const name of callsIn(code)) assert.ok(known.has(name), `${name}( is declared nowhere`);
  });
}

test('every script is used by a flow, and every module by a script', () => {
  const resources = new Set(elements.map(({ attributes }) => attributes['resource']));
  const modules = new Set(scripts.flatMap((file) => importsOf(scan(textOf(file)).code).map(({ module }) => module)));
  for (const file of scripts) {
    const name = path.basename(file, '.dwl');
    assert.ok(isModule(file) ? modules.has(`dwl::${name}`) : resources.has(`dwl/${name}.dwl`), name);
  }
});

test('every variable that is read is set somewhere, and every variable that is set is read', () => {
  const set = new Set([
    ...elements.map(({ attributes }) => attributes['variableName']).filter((name) => name !== undefined),
    ...elements.map(({ attributes }) => attributes['target']).filter((name) => name !== undefined),
  ]);
  // Read by the HTTP listener of every API, set by APIkit as its configuration says.
  const read = new Set<string>();
  for (const file of scripts) for (const name of flowVariablesIn(scan(textOf(file)).code)) read.add(name);
  for (const { attributes, text } of elements) for (const value of [...Object.values(attributes), text]) for (const name of flowVariablesIn(value)) read.add(name);
  for (const name of read) assert.ok(set.has(name), `vars.${name} is set nowhere`);
  const targets = new Set(elements.map(({ attributes }) => attributes['target']));
  for (const name of set) assert.ok(read.has(name) || targets.has(name), `vars.${name} is read nowhere`);
});

test('expressions in XML are whole', () => {
  for (const { name, attributes, text } of elements) {
    for (const value of [...Object.values(attributes), text.trim()]) {
      if (!value.startsWith('#[')) continue;
      assert.ok(value.endsWith(']'), `${name}: ${value}`);
      scan(value.slice(2, -1));
    }
  }
});

test('a bracket that is not closed, an unknown function and an unknown import are found', () => {
  assert.throws(() => scan('%dw 2.0\n---\n{ a: [1, 2 }'), /closes "\["/);
  assert.throws(() => scan('"never ended'), /does not end/);
  assert.throws(() => scan('"a $(b default "c") d"'), /within/);
  assert.deepEqual([...callsIn(scan('nosuch("x($(deep(1)))")').code)], ['nosuch', 'deep']);
  assert.equal(scan('"a\\"b" // (\n/\\(/').code.trim(), '');
});
