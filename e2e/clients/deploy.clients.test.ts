/** Deploys and retrieves with the unmodified Salesforce CLI, over SOAP and over REST. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { CONSUMER_KEY } from '../../local-org/api/oauth/assertion.ts';
import { root } from '../../scripts/process.ts';
import { startOrg, type RunningOrg } from '../support/running-org.ts';
import { loginWithJwt, makeCli, resultOf, succeeded, type Cli } from './support/cli.ts';
import { makeLibraryProject } from './support/library-project.ts';
import { apexClass, customField, lightningComponent } from './support/project.ts';

interface DeployedFile {
  readonly fullName: string;
  readonly type: string;
  readonly state: string;
  readonly error?: string;
  readonly lineNumber?: number;
  readonly columnNumber?: number;
}
interface DeployAnswer {
  readonly id: string;
  readonly status: string;
  readonly files: readonly DeployedFile[];
  readonly numberComponentErrors: number;
  readonly numberTestsCompleted: number;
  readonly numberTestErrors: number;
}

/** Reaches every line of the project's Apex. */
const COVERING = `@IsTest
private class LibraryTest {
    @IsTest
    static void reachesEverything() {
        System.assertEquals('a', BookService.echo('a'));
        System.assert(!Database.insert(new Book__c(Name = 'Forbidden'), false).isSuccess());
        Book__c kept = new Book__c(Name = 'Kept');
        insert kept;
        System.assert(!Database.delete(kept, false).isSuccess());
    }
}
`;

const project = makeLibraryProject();
const REST = { SF_ORG_METADATA_REST_DEPLOY: 'true' };
let org: RunningOrg;
let sf: Cli;

const inProject = (args: readonly string[], env: NodeJS.ProcessEnv = {}) => sf([...args, '--json'], { cwd: project.path, env });
const deploy = (args: readonly string[], env: NodeJS.ProcessEnv = {}) => resultOf<DeployAnswer>(inProject(['project', 'deploy', ...args], env));

const hasField = async (name: string): Promise<boolean> => {
  const fields = await resultOf<{ fullName: string }[]>(sf(['org', 'list', 'metadata', '-m', 'CustomField', '--json']));
  return fields.some(({ fullName }) => fullName === `Book__c.${name}`);
};

function write(files: Readonly<Record<string, string>>): string[] {
  return Object.entries(files).map(([file, text]) => project.write(file, text));
}

before(async () => {
  sf = makeCli();
  org = await startOrg({ seed: false, project: project.path });
  await loginWithJwt(sf, org);
});
after(async () => {
  await org.stop();
  sf.remove();
  project.remove();
});

for (const [name, env] of [['SOAP', {}], ['REST', REST]] as const) {
  describe(`sf project deploy over ${name}`, () => {
    it('start deploys a project; the second time nothing is new', async () => {
      write(apexClass(`Added${name}`, `public class Added${name} { }\n`));
      const first = await deploy(['start', '-d', 'force-app'], env);
      assert.equal(first.status, 'Succeeded');
      assert.deepEqual(first.files.filter(({ type, fullName }) => type === 'ApexClass' && fullName === `Added${name}`).map(({ state }) => state), ['Created', 'Created']);
      const second = await deploy(['start', '-d', 'force-app'], env);
      assert.deepEqual(second.files.filter(({ state }) => state !== 'Unchanged'), []);
    });
    it('start --dry-run checks and leaves everything as it was', async () => {
      write(customField('Book__c', `Dry_${name}__c`, '<type>Text</type><length>10</length>'));
      assert.equal((await deploy(['start', '-d', 'force-app', '--dry-run'], env)).status, 'Succeeded');
      assert.equal(await hasField(`Dry_${name}__c`), false);
    });
    it('start of what is wrong fails with component, line and column and changes nothing', async () => {
      const [wrong] = write(apexClass('Wrong', 'public class Wrong {\n    public static String of(Book__c book) {\n        return book.Nowhere__c;\n    }\n}\n'));
      const ended = await inProject(['project', 'deploy', 'start', '-d', 'force-app'], env);
      assert.equal(ended.exitCode, 1);
      const { files, status } = ended.json.result as DeployAnswer;
      assert.equal(status, 'Failed');
      const [failure] = files.filter(({ state }) => state === 'Failed');
      assert.deepEqual([failure?.type, failure?.fullName, failure?.lineNumber, failure?.columnNumber], ['ApexClass', 'Wrong', 3, 16]);
      assert.match(failure!.error!, /Nowhere__c/);
      rmSync(wrong!);
      rmSync(`${wrong!}-meta.xml`);
      assert.equal(await hasField(`Dry_${name}__c`), false);
    });
    it('start of a component that does not compile, or needs what is not there, fails with file, line and column', async () => {
      const written = write(lightningComponent('bookTile', {
        html: '<template>\n    <p onclick="{tap}">a</p>\n</template>\n',
        js: "import { LightningElement } from 'lwc';\nimport count from '@salesforce/apex/BookService.nothing';\nexport default class BookTile extends LightningElement {\n    count = count;\n}\n",
      }));
      const ended = await inProject(['project', 'deploy', 'start', '-d', 'force-app'], env);
      for (const file of written) rmSync(file);
      const { files, status } = ended.json.result as DeployAnswer;
      assert.deepEqual([ended.exitCode, status], [1, 'Failed']);
      const failures = files.filter(({ state }) => state === 'Failed').map(({ type, fullName, lineNumber, columnNumber, error }) => [type, fullName, lineNumber, columnNumber, error!.replace(/(?:: .*)? \(\d+:\d+\)$/s, '')]);
      assert.deepEqual(failures.toSorted(([, , left], [, , right]) => String(left).localeCompare(String(right))), [
        ['LightningComponentBundle', 'bookTile', 2, 8, 'LWC1034'], ['LightningComponentBundle', 'bookTile', 2, 19, "Unable to find Apex action method referenced as 'BookService.nothing'."],
      ]);
    });
    it('validate with tests, then quick', async () => {
      const uncovered = await inProject(['project', 'deploy', 'validate', '-d', 'force-app', '--test-level', 'RunLocalTests'], env);
      assert.match(String(uncovered.json.message), /Average test coverage across all Apex Classes and Triggers is \d+%, at least 75% test coverage is required/);
      const covering = write(apexClass('LibraryTest', COVERING));
      const validated = await deploy(['validate', '-d', 'force-app', '--test-level', 'RunLocalTests'], env);
      assert.deepEqual([validated.status, validated.numberTestErrors], ['Succeeded', 0]);
      assert.equal(validated.numberTestsCompleted, 2);
      const quick = await deploy(['quick', '--job-id', validated.id], env);
      assert.equal(quick.status, 'Succeeded');
      assert.equal(await hasField(`Dry_${name}__c`), true);
      await resultOf(inProject(['project', 'delete', 'source', '-m', 'ApexClass:LibraryTest', '--no-prompt'], env));
      for (const file of covering) assert.equal(existsSync(file), false);
    });
    it('start --async, report and cancel of what is done', async () => {
      const { id } = await deploy(['start', '-d', 'force-app', '--async'], env);
      assert.equal((await deploy(['report', '--job-id', id], env)).status, 'Succeeded');
      assert.notEqual((await inProject(['project', 'deploy', 'cancel', '--job-id', id], env)).exitCode, 0);
    });
  });
}

describe('sf project deploy', () => {
  it('start fails with a failing test and with RunSpecifiedTests of one', async () => {
    const [failing] = write(apexClass('FailingTest', '@IsTest private class FailingTest {\n    @IsTest static void fails() {\n        System.assert(false, \'on purpose\');\n    }\n}\n'));
    const ended = await inProject(['project', 'deploy', 'start', '-d', 'force-app', '--test-level', 'RunSpecifiedTests', '--tests', 'FailingTest']);
    const result = ended.json.result as DeployAnswer & { details: { runTestResult: { failures: { methodName: string; message: string }[] } } };
    assert.deepEqual([ended.exitCode, result.status, result.numberTestErrors], [1, 'Failed', 1]);
    assert.match(result.details.runTestResult.failures[0]!.message, /on purpose/);
    rmSync(failing!);
    rmSync(`${failing!}-meta.xml`);
  });
  it('start refuses a deploy without permission', async () => {
    succeeded(await sf(['org', 'login', 'jwt', '--username', 'agent@holdfast.local', '--jwt-key-file', path.join(org.dataFolder, 'server.key'), '--client-id', CONSUMER_KEY, '--instance-url', org.url, '--json']));
    const ended = await sf(['project', 'deploy', 'start', '-d', 'force-app', '-o', 'agent@holdfast.local', '--json'], { cwd: project.path });
    assert.notEqual(ended.exitCode, 0);
    assert.match(`${ended.json.name ?? ''} ${ended.json.message ?? ''}`, /INSUFFICIENT_ACCESS|ModifyAllData/);
  });
});

describe('sf project delete source', () => {
  it('deletes a class, and refuses a field that is needed', async () => {
    const result = await resultOf<{ status: string }>(inProject(['project', 'delete', 'source', '-m', 'ApexClass:AddedSOAP', '--no-prompt']));
    assert.equal(result.status, 'Succeeded');
    const classes = await resultOf<{ fullName: string }[]>(sf(['org', 'list', 'metadata', '-m', 'ApexClass', '--json']));
    assert.deepEqual(classes.filter(({ fullName }) => fullName.startsWith('Added')).map(({ fullName }) => fullName), ['AddedREST']);
    write(apexClass('Needs', 'public class Needs { public static Decimal price(Book__c book) { return book.Price__c; } }\n'));
    await deploy(['start', '-m', 'ApexClass:Needs']);
    const ended = await inProject(['project', 'delete', 'source', '-m', 'CustomField:Book__c.Price__c', '--no-prompt']);
    assert.notEqual(ended.exitCode, 0);
    assert.match(JSON.stringify(ended.json), /referenced elsewhere in salesforce\.com\. : Apex Class - Needs/);
  });
});

describe('sf project retrieve', () => {
  it('start gives back what was deployed', async () => {
    const { files } = await resultOf<{ files: { fullName: string; state: string }[] }>(inProject(['project', 'retrieve', 'start', '-m', 'ApexClass:Needs', 'CustomObject:Book__c', 'PermissionSet:Librarian']));
    assert.ok(files.some(({ fullName }) => fullName === 'Book__c.Price__c'));
    assert.equal(readFileSync(path.join(project.path, 'force-app/main/default/classes/Needs.cls'), 'utf8'), 'public class Needs { public static Decimal price(Book__c book) { return book.Price__c; } }\n');
  });
  it('start names what is not there', async () => {
    const { messages } = await resultOf<{ messages: { problem: string }[] }>(inProject(['project', 'retrieve', 'start', '-m', 'ApexClass:Nobody']));
    assert.match(JSON.stringify(messages), /Entity of type 'ApexClass' named 'Nobody' cannot be found/);
  });
  it('start leaves this repository as it is', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'holdfast-retrieve-'));
    const git = (...args: string[]): string => execFileSync('git', args, { cwd: folder, encoding: 'utf8' });
    for (const name of ['force-app', 'sfdx-project.json', '.forceignore']) cpSync(path.join(root, name), path.join(folder, name), { recursive: true });
    git('init', '-q');
    git('add', '-A');
    git('-c', 'user.name=x', '-c', 'user.email=x@x', 'commit', '-qm', 'before');
    const deployed = await resultOf<DeployAnswer>(sf(['project', 'deploy', 'start', '-d', 'force-app', '--json'], { cwd: folder }));
    assert.equal(deployed.status, 'Succeeded');
    succeeded(await sf(['project', 'retrieve', 'start', '-d', 'force-app', '--json'], { cwd: folder }));
    assert.equal(git('diff', '--stat'), '');
    assert.equal(git('status', '--short'), '');
    rmSync(folder, { recursive: true, force: true });
  });
});

describe('sf org list', () => {
  it('metadata and metadata-types', async () => {
    const classes = await resultOf<{ fullName: string; id: string; createdByName: string }[]>(sf(['org', 'list', 'metadata', '-m', 'ApexClass', '--json']));
    const service = classes.find(({ fullName }) => fullName === 'BookService');
    assert.match(service!.id, /^01p/);
    assert.equal(service!.createdByName, 'Ada Admin');
    const { metadataObjects } = await resultOf<{ metadataObjects: { xmlName: string }[] }>(sf(['org', 'list', 'metadata-types', '--json']));
    const names = metadataObjects.map(({ xmlName }) => xmlName);
    assert.ok(names.includes('CustomObject') && names.includes('ApexClass') && !names.includes('ApprovalProcess'));
  });
});
