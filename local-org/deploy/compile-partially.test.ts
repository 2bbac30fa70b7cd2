import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compileProject, type CompileResult } from './compile.ts';

const META = '<?xml version="1.0"?><ApexClass xmlns="http://soap.sforce.com/2006/04/metadata"><apiVersion>67.0</apiVersion></ApexClass>';
const FLOW = '<?xml version="1.0"?><Flow xmlns="http://soap.sforce.com/2006/04/metadata"/>';

function compile(classes: Readonly<Record<string, string>>, others: Readonly<Record<string, string>> = {}, isPartial = true): CompileResult {
  const files = new Map<string, string>(Object.entries(classes).flatMap(([name, text]) => [[`classes/${name}.cls`, text], [`classes/${name}.cls-meta.xml`, META]] as const));
  for (const [path, text] of Object.entries(others)) files.set(path, text);
  return compileProject({ files, keyPrefixes: new Map(), coverage: false, isPartial });
}

describe('compiling in part', () => {
  it('runs a project beside metadata that is not supported, and says which it is', () => {
    const others = { 'flows/F.flow-meta.xml': FLOW, 'classes/notes.json': '{}' };
    const classes = { A: 'public class A { public static Integer one() { return 1; } }' };
    const { compiled } = compile(classes, others);
    assert.equal(compiled?.program.invoke('A', 'one'), 1);
    assert.deepEqual(compiled.refusals.map(({ path }) => path).sort(), ['classes/notes.json', 'flows/F.flow-meta.xml']);
    assert.equal(compile(classes, others, false).compiled, undefined);
  });

  it('objects that only the local org lacks are refused where they are reached, mistakes stop everything', () => {
    const classes = { A: 'public class A { public static Object made() { return new AIApplication(DeveloperName = \'a\'); } public static Integer one() { return 1; } }' };
    const { compiled } = compile(classes);
    assert.deepEqual(compiled?.refusals.map(({ message, line, column }) => ({ message, line, column })), [{ message: 'Not supported by the local org: the standard object AIApplication', line: 1, column: 59 }]);
    assert.throws(() => compiled?.program.invoke('A', 'made'), /Not supported by the local org: the standard object AIApplication/);
    assert.equal(compile({ ...classes, B: 'public class B { Nothing n; }' }).problems?.find((one) => one.kind === 'error')?.message, 'Invalid type: Nothing');
  });
});
