/** `npx local-org deploy` against a running org. */
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { runCommand } from '../scripts/process.ts';
import { makeLibraryProject } from './clients/support/library-project.ts';
import { apexClass, customField } from './clients/support/project.ts';
import { startOrg, type RunningOrg } from './support/running-org.ts';

const project = makeLibraryProject();
let org: RunningOrg;

before(async () => { org = await startOrg({ seed: false, project: project.path }); });
after(async () => {
  await org.stop();
  project.remove();
});

const deploy = (...args: string[]) => runCommand(process.execPath, ['local-org/cli/local-org.js', 'deploy', ...args], { show: false });
const deployHere = (...args: string[]) => deploy(project.path, '--data', org.dataFolder, ...args);
function write(files: Readonly<Record<string, string>>): string[] {
  return Object.entries(files).map(([file, text]) => project.write(file, text));
}

describe('local-org deploy', () => {
  it('deploys what is new and says so', async () => {
    assert.match((await deployHere()).output, /is deployed: 0 new, 0 changed, \d+ as before\n$/);
    write({ ...apexClass('Added', 'public class Added { }\n'), ...customField('Book__c', 'Added__c', '<type>Text</type><length>10</length>') });
    const checked = await deployHere('--check-only');
    assert.deepEqual([checked.exitCode, /would be deployed: 2 new, 0 changed/.test(checked.output)], [0, true], checked.output);
    const ended = await deployHere();
    assert.deepEqual([ended.exitCode, /is deployed: 2 new, 0 changed/.test(ended.output)], [0, true], ended.output);
  });
  it('shows problems with file, line, column and caret and ends with 1', async () => {
    const written = write({
      ...apexClass('Wrong', 'public class Wrong {\n    Nowhere a;\n}\n'),
      'objects/Book__c/fields/Bad__c.field-meta.xml': '<?xml version="1.0" encoding="UTF-8"?>\n<CustomField xmlns="http://soap.sforce.com/2006/04/metadata">\n    <fullName>Bad__c</fullName>\n    <label>Bad</label>\n    <precision>99</precision>\n    <scale>0</scale>\n    <type>Number</type>\n</CustomField>\n',
    });
    const { exitCode, output } = await deployHere();
    assert.equal(exitCode, 1);
    assert.match(output, /classes\/Wrong\.cls:2:5: Invalid type: Nowhere\n {6}Nowhere a;\n {6}\^\n/);
    assert.match(output, /fields\/Bad__c\.field-meta\.xml:5:1: CustomField Book__c\.Bad__c: precision must be between 1 and 18, but is 99/);
    assert.match(output, /failed with 2 problems; nothing was changed\n$/);
    for (const file of written) rmSync(file);
  });
  it('runs tests when asked', async () => {
    const { exitCode, output } = await deployHere('--test-level', 'RunSpecifiedTests', '--tests', 'BookServiceTest');
    assert.equal(exitCode, 1);
    assert.match(output, /BookService: Test coverage of selected Apex Class is 50%, at least 75% test coverage is required\.\n/);
    assert.match(output, /nothing was changed, 1 tests passed, 0 failed\n$/);
  });
  it('says what to do when no org runs, and what it takes', async () => {
    const none = await deploy(project.path, '--data', `${org.dataFolder}-none`);
    assert.deepEqual([none.exitCode, /No local org is running/.test(none.output)], [1, true], none.output);
    for (const args of [[], [project.path, '--test-level', 'Some'], [project.path, '--tests', 'A', '--test-level', 'RunLocalTests']]) assert.equal((await deploy(...args)).exitCode, 2);
  });
});
