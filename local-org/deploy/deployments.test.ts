import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { DeployResult } from './deploy-result.ts';
import { DeployRefusal } from './deployments.ts';
import type { StartTests } from './testing/in-thread.ts';
import { unzip, zip } from './package/zip.ts';
import { classMeta, deployedOrg, field, label, manifest, metadataXml, objectHead, shelfProject } from './test-support/deploying.ts';

const classPackage = (name: string, body: string) => ({ 'package.xml': manifest({ ApexClass: [name] }), [`classes/${name}.cls`]: body, [`classes/${name}.cls-meta.xml`]: classMeta });
const failures = (result: DeployResult) => result.details.componentFailures.map(({ componentType, fullName, fileName, lineNumber, columnNumber, problem }) => ({ componentType, fullName, fileName, lineNumber, columnNumber, problem }));
const flags = (result: DeployResult) => Object.fromEntries(result.details.componentSuccesses.filter(({ componentType }) => componentType !== '').map(({ componentType, fullName, created, changed, deleted }) => [`${componentType}:${fullName}`, created ? 'created' : deleted ? 'deleted' : changed ? 'changed' : 'unchanged']));

describe('a deploy', () => {
  it('adds, changes and leaves components, and says which', async () => {
    const org = deployedOrg();
    const result = await org.deploy({
      'package.xml': manifest({ ApexClass: ['Other', 'Shelves'], CustomField: ['Shelf__c.New__c', 'Shelf__c.Code__c'] }),
      'classes/Other.cls': 'public class Other { static String a = new Shelf__c(New__c = \'x\').New__c; }', 'classes/Other.cls-meta.xml': classMeta,
      'classes/Shelves.cls': shelfProject['app/main/classes/Shelves.cls']!, 'classes/Shelves.cls-meta.xml': classMeta,
      'objects/Shelf__c.object': metadataXml('CustomObject', `    <fields>${field('New__c')}</fields>\n    <fields>${field('Code__c', '<type>Text</type><length>30</length>')}</fields>\n`),
    });
    assert.equal(result.status, 'Succeeded', JSON.stringify(failures(result)));
    assert.deepEqual(flags(result), { 'ApexClass:Other': 'created', 'ApexClass:Shelves': 'unchanged', 'CustomField:Shelf__c.New__c': 'created', 'CustomField:Shelf__c.Code__c': 'changed' });
    assert.match(result.details.componentSuccesses[0]!.id, /^01p/);
    assert.equal(org.localOrg.org.schema.objects.get('shelf__c')?.fieldsByName.get('code__c')?.length, 30);
    // New parts of an object lie beside the others.
    assert.ok(org.localOrg.deployed.files.has('app/main/objects/Shelf__c/fields/New__c.field-meta.xml'));
    assert.ok(org.localOrg.deployed.files.has('force-app/main/default/classes/Other.cls'));
  });

  it('that fails changes nothing and names component, file in the zip, line and column', async () => {
    const org = deployedOrg();
    const before = org.snapshot();
    const result = await org.deploy({
      'package.xml': manifest({ ApexClass: ['Wrong'], CustomObject: ['Shelf__c'] }),
      'classes/Wrong.cls': 'public class Wrong {\n    String a = new Shelf__c().Nope__c;\n}', 'classes/Wrong.cls-meta.xml': classMeta,
      'objects/Shelf__c.object': metadataXml('CustomObject', `    <fields>${field('New__c')}</fields>\n    <fields>\n        <fullName>Bad__c</fullName>\n        <label>Bad</label>\n        <type>Number</type>\n        <precision>99</precision>\n        <scale>0</scale>\n    </fields>\n${objectHead}    <unheardOf>1</unheardOf>\n`),
    });
    assert.deepEqual([result.status, result.done, result.success], ['Failed', true, false]);
    assert.deepEqual(failures(result), [
      { componentType: 'CustomObject', fullName: 'Shelf__c', fileName: 'objects/Shelf__c.object', lineNumber: 19, columnNumber: 1, problem: 'Element <unheardOf> of CustomObject Shelf__c is not supported' },
      { componentType: 'CustomField', fullName: 'Shelf__c.Bad__c', fileName: 'objects/Shelf__c.object', lineNumber: 8, columnNumber: 1, problem: 'precision must be between 1 and 18, but is 99' },
      { componentType: 'ApexClass', fullName: 'Wrong', fileName: 'classes/Wrong.cls', lineNumber: 2, columnNumber: 16, problem: failures(result)[2]!.problem },
    ]);
    assert.equal(result.numberComponentErrors, 3);
    assert.equal(result.numberComponentsDeployed, 0);
    assert.equal(org.snapshot(), before);
  });

  it('that breaks what it does not bring fails on that component', async () => {
    const org = deployedOrg();
    const result = await org.deploy({ 'package.xml': manifest({ CustomObject: ['Shelf__c'] }), 'destructiveChangesPost.xml': manifest({ CustomField: ['Shelf__c.Unused__c'] }), 'objects/Shelf__c.object': metadataXml('CustomObject', objectHead) });
    assert.equal(result.status, 'Succeeded', JSON.stringify(failures(result)));
    const broken = await org.deploy(classPackage('Shelves', 'public class Shelves { }'));
    assert.equal(broken.status, 'Succeeded');
    await org.deploy(classPackage('User1', 'public class User1 { Object a = Shelves.class; }'));
    const second = await org.deploy(classPackage('Caller', 'public class Caller { public static void call() { User1.no(); } }'));
    assert.equal(failures(second)[0]?.fullName, 'Caller');
    await org.deploy(classPackage('Base', 'public class Base { public static void run() { } }'));
    await org.deploy(classPackage('Derived', 'public class Derived { public static void go() { Base.run(); } }'));
    const third = await org.deploy(classPackage('Base', 'public class Base { }'));
    assert.deepEqual([failures(third)[0]?.fullName, failures(third)[0]?.fileName], ['Derived', 'classes/Derived.cls']);
    assert.match(failures(third)[0]!.problem!, /^Dependent class is invalid and needs recompilation: Class Derived : /);
  });

  it('that only checks answers the same and changes nothing', async () => {
    const org = deployedOrg();
    const before = org.snapshot();
    const result = await org.deploy(classPackage('Other', 'public class Other { }'), { checkOnly: true });
    assert.deepEqual([result.status, result.checkOnly], ['Succeeded', true]);
    assert.deepEqual(flags(result), { 'ApexClass:Other': 'created' });
    assert.equal(org.snapshot(), before);
  });

  it('joins labels with those that are there', async () => {
    const org = deployedOrg();
    const result = await org.deploy({ 'package.xml': manifest({ CustomLabel: ['Full', 'New_One'] }), 'labels/CustomLabels.labels': metadataXml('CustomLabels', label('Full', 'Stuffed') + label('New_One', 'New')) });
    assert.deepEqual(flags(result), { 'CustomLabel:Full': 'changed', 'CustomLabel:New_One': 'created' });
    assert.deepEqual([...org.localOrg.org.schema.labels], [['empty', 'Empty shelf'], ['full', 'Stuffed'], ['new_one', 'New']]);
  });

  it('with a type whose behaviour would be missing is refused by name', async () => {
    const org = deployedOrg();
    const result = await org.deploy({ 'package.xml': manifest({ ApprovalProcess: ['Shelf__c.Ask'], AuraDefinitionBundle: ['thing'] }), 'approvalProcesses/Shelf__c.Ask.approvalProcess': metadataXml('ApprovalProcess', ''), 'aura/thing/thing.cmp': '<aura:component/>', 'aura/thing/thing.cmp-meta.xml': metadataXml('AuraDefinitionBundle', '') });
    assert.deepEqual(failures(result).map(({ componentType, fullName, fileName, problem }) => [componentType, fullName, fileName, problem]), [
      ['ApprovalProcess', 'Shelf__c.Ask', 'approvalProcesses/Shelf__c.Ask.approvalProcess', 'Metadata of type ApprovalProcess is not supported by the local org'],
      ['AuraDefinitionBundle', 'thing', 'aura/thing', 'Metadata of type AuraDefinitionBundle is not supported by the local org'],
    ]);
  });

  it('may go on without what is wrong', async () => {
    const org = deployedOrg();
    const result = await org.deploy({
      'package.xml': manifest({ ApexClass: ['Good', 'Bad'] }),
      'classes/Good.cls': 'public class Good { }', 'classes/Good.cls-meta.xml': classMeta, 'classes/Bad.cls': 'public class Bad { Nope a; }', 'classes/Bad.cls-meta.xml': classMeta,
    }, { rollbackOnError: false });
    assert.deepEqual([result.status, result.success, result.numberComponentsDeployed, result.numberComponentErrors], ['SucceededPartial', true, 1, 1]);
    assert.deepEqual([...org.localOrg.org.program.types.keys()].filter((name) => name === 'good' || name === 'bad'), ['good']);
  });

  it('lists what is not in the manifest, and what the manifest names in vain', async () => {
    const org = deployedOrg();
    const result = await org.deploy({ 'package.xml': manifest({ ApexClass: ['Here', 'Gone'], Nonsense: ['X'] }), 'classes/Here.cls': 'public class Here { }', 'classes/Here.cls-meta.xml': classMeta, 'classes/Stray.cls': 'public class Stray { }', 'classes/Stray.cls-meta.xml': classMeta });
    assert.deepEqual(failures(result).map(({ fileName, problem }) => [fileName, problem]), [
      ['package.xml', "An object 'Gone' of type ApexClass was named in package.xml, but was not found in zipped directory"],
      ['package.xml', "Unknown type name 'Nonsense' specified in package.xml"],
      ['classes/Stray.cls', 'Not in package.xml'],
    ]);
  });

  it('without a manifest, without a zip file, with a path that leads out of it: fails', async () => {
    const org = deployedOrg();
    assert.deepEqual(failures(await org.deploy({ 'classes/A.cls': '' })).map(({ problem }) => problem), ['No package.xml found']);
    assert.equal((await org.deploy({ 'package.xml': manifest({}), '../../out.cls': 'x' })).errorStatusCode, 'INVALID_ZIP');
    const id = org.service.deployments.deploy(Buffer.from('no zip'), { allowMissingFiles: false, checkOnly: false, ignoreWarnings: false, purgeOnDelete: false, rollbackOnError: true, runTests: [], testLevel: 'NoTestRun' }, org.admin);
    await org.service.deployments.idle();
    assert.deepEqual([org.service.deployments.status(id)?.status, org.service.deployments.status(id)?.errorStatusCode], ['Failed', 'INVALID_ZIP']);
  });

  it('may lie in a folder of its zip', async () => {
    const org = deployedOrg();
    const files = Object.fromEntries(Object.entries(classPackage('Other', 'public class Other { Nope a; }')).map(([path, text]) => [`pkg/${path}`, text]));
    assert.equal(failures(await org.deploy(files))[0]?.fileName, 'pkg/classes/Other.cls');
  });
});

describe('a deletion', () => {
  const remove = (types: Readonly<Record<string, readonly string[]>>) => ({ 'package.xml': manifest({}), 'destructiveChangesPost.xml': manifest(types) });

  it('takes the data and the grants with it', async () => {
    const org = deployedOrg();
    const { store } = org.localOrg.org.installed.data;
    const columns = () => store.reader('SELECT name FROM pragma_table_info(\'shelf__c\')').all().map(([name]) => name);
    assert.ok(columns().includes('unused__c'));
    const result = await org.deploy(remove({ CustomField: ['Shelf__c.Unused__c'] }));
    assert.deepEqual(flags(result), { 'CustomField:Shelf__c.Unused__c': 'deleted' });
    assert.ok(!columns().includes('unused__c'));
    assert.doesNotMatch(String(org.localOrg.deployed.files.get('app/main/permissionsets/Keeper.permissionset-meta.xml')), /Unused__c/);
  });
  it('of what is needed is refused with what needs it', async () => {
    const org = deployedOrg();
    const before = org.snapshot();
    const result = await org.deploy(remove({ CustomField: ['Shelf__c.Code__c'] }));
    assert.deepEqual(failures(result).map(({ componentType, fullName, fileName, problem }) => [componentType, fullName, fileName, problem]), [
      ['CustomField', 'Shelf__c.Code__c', 'objects/Shelf__c.object', 'This custom field is referenced elsewhere in salesforce.com. : Apex Class - Shelves.'],
    ]);
    assert.equal(org.snapshot(), before);
    const both = await org.deploy(remove({ CustomField: ['Shelf__c.Code__c'], ApexClass: ['Shelves'] }));
    assert.equal(both.status, 'Succeeded');
  });
  it('of an object takes its parts along; deployed again it begins empty', async () => {
    const org = deployedOrg();
    const result = await org.deploy(remove({ CustomObject: ['Shelf__c'], ApexClass: ['Shelves'] }));
    assert.equal(result.status, 'Succeeded', JSON.stringify(failures(result)));
    assert.equal(org.localOrg.org.schema.objects.has('shelf__c'), false);
    assert.deepEqual([...org.localOrg.deployed.files.keys()].filter((path) => path.includes('Shelf__c')), []);
    const again = await org.deploy({ 'package.xml': manifest({ CustomObject: ['Shelf__c'] }), 'objects/Shelf__c.object': metadataXml('CustomObject', objectHead) });
    assert.equal(again.status, 'Succeeded', JSON.stringify(failures(again)));
  });
  it('before the rest fails when something still needs it then', async () => {
    const org = deployedOrg();
    const files = { ...classPackage('Shelves', 'public class Shelves { }'), 'destructiveChangesPre.xml': manifest({ CustomField: ['Shelf__c.Code__c'] }) };
    assert.match(failures(await org.deploy(files))[0]!.problem!, /referenced elsewhere/);
    const after = { ...classPackage('Shelves', 'public class Shelves { }'), 'destructiveChangesPost.xml': manifest({ CustomField: ['Shelf__c.Code__c'] }) };
    assert.equal((await org.deploy(after)).status, 'Succeeded');
  });
  it('of what is not there is an error unless warnings are ignored', async () => {
    const org = deployedOrg();
    const result = await org.deploy(remove({ ApexClass: ['Nobody'] }));
    assert.deepEqual([result.status, failures(result)[0]?.problem], ['Failed', 'No ApexClass named: Nobody found']);
    const ignored = await org.deploy(remove({ ApexClass: ['Nobody'] }), { ignoreWarnings: true });
    assert.deepEqual([ignored.status, ignored.details.componentSuccesses[0]?.problemType], ['Succeeded', 'Warning']);
  });
});

describe('a deploy with tests', () => {
  const testClass = classPackage('ShelvesTest', '@IsTest private class ShelvesTest { @IsTest static void reads() { System.assertEquals(null, Shelves.code(new Shelf__c())); } @IsTest static void fails() { System.assert(Limits.getQueries() == 0, \'no\'); } }');

  it('runs them in an org of their own and reports them', async () => {
    const org = deployedOrg();
    const result = await org.deploy(testClass, { testLevel: 'RunLocalTests' });
    assert.equal(result.status, 'Succeeded', JSON.stringify(result.details));
    assert.deepEqual([result.numberTestsTotal, result.numberTestsCompleted, result.numberTestErrors], [2, 2, 0]);
    assert.deepEqual(result.details.runTestResult.codeCoverage.map(({ name, numLocations, numLocationsNotCovered }) => [name, numLocations, numLocationsNotCovered]), [['Shelves', 1, 0]]);
  });
  it('fails with them and with too little coverage, and changes nothing', async () => {
    const org = deployedOrg();
    const before = org.snapshot();
    const failing = await org.deploy(classPackage('BadTest', '@IsTest private class BadTest {\n @IsTest static void no() {\n System.assert(false, \'why\');\n }\n}'), { testLevel: 'RunSpecifiedTests', runTests: ['BadTest'] });
    assert.deepEqual([failing.status, failing.numberTestErrors], ['Failed', 1]);
    assert.match(failing.details.runTestResult.failures[0]!.message, /System.AssertException: Assertion Failed: why/);
    assert.match(failing.details.runTestResult.failures[0]!.stackTrace, /line 3/);
    const uncovered = await org.deploy(classPackage('Other', 'public class Other { public static Integer one() { return 1; } }'), { testLevel: 'RunLocalTests' });
    assert.equal(uncovered.status, 'Failed');
    assert.match(uncovered.details.runTestResult.codeCoverageWarnings[0]!.message, /Average test coverage across all Apex Classes and Triggers is 0%, at least 75% test coverage is required./);
    assert.equal(org.snapshot(), before);
  });
  it('that only checked is deployed later without them', async () => {
    const org = deployedOrg();
    const validated = await org.deploy(testClass, { testLevel: 'RunLocalTests', checkOnly: true });
    const id = org.service.deployments.quickDeploy(validated.id, org.admin);
    await org.service.deployments.idle();
    const quick = org.service.deployments.status(id)!;
    assert.deepEqual([quick.status, quick.checkOnly, quick.numberTestsTotal], ['Succeeded', false, 0]);
    assert.ok(org.localOrg.org.program.types.has('shelvestest'));
    assert.throws(() => org.service.deployments.quickDeploy(id, org.admin), DeployRefusal);
    assert.throws(() => org.service.deployments.quickDeploy('0Af000000000000AAA', org.admin), /invalid cross reference id/);
  });
  it('can be cancelled while they run', async () => {
    let cancelled = false;
    const startTests: StartTests = () => ({ finished: new Promise(() => undefined), stop: () => { cancelled = true; return Promise.resolve(); } });
    const org = deployedOrg(shelfProject, { startTests });
    const before = org.snapshot();
    const waiting = org.deploy(testClass, { testLevel: 'RunLocalTests' });
    const running = async (): Promise<string> => {
      for (;;) {
        const found = org.localOrg.org.installed.data.store.reader('SELECT id FROM "$deployment"').all()[0]?.[0];
        if (typeof found === 'string' && org.service.deployments.status(found)?.numberTestsTotal === 2) return found;
        await new Promise((resolve) => { setImmediate(resolve); });
      }
    };
    const answer = org.service.deployments.cancel(await running(), org.admin);
    assert.deepEqual([answer.status, answer.canceledByName], ['Canceled', org.admin.name]);
    assert.equal((await waiting).status, 'Canceled');
    assert.ok(cancelled);
    assert.equal(org.snapshot(), before);
  });
});

describe('metadata that nothing here depends on', () => {
  it('is deployed, handed back as it was and deleted again', async () => {
    const org = deployedOrg();
    const files = {
      'remoteSiteSettings/Erp.remoteSite': metadataXml('RemoteSiteSetting', '    <disableProtocolSecurity>false</disableProtocolSecurity>\n    <isActive>true</isActive>\n    <url>https://erp.example.com</url>\n'),
      'translations/de.translation': metadataXml('Translations', '    <customLabels>\n        <label>Leer</label>\n        <name>Empty</name>\n    </customLabels>\n'),
      'settings/Apex.settings': metadataXml('ApexSettings', '    <enableApexPropertyGetterPermReqd>true</enableApexPropertyGetterPermReqd>\n'),
      'layouts/Shelf__c-Shelf Layout.layout': metadataXml('Layout', '    <showEmailCheckbox>false</showEmailCheckbox>\n'),
      'staticresources/Text.resource': 'hello', 'staticresources/Text.resource-meta.xml': metadataXml('StaticResource', '    <cacheControl>Public</cacheControl>\n    <contentType>text/plain</contentType>\n'),
      'staticresources/Packed.resource-meta.xml': metadataXml('StaticResource', '    <cacheControl>Public</cacheControl>\n    <contentType>application/zip</contentType>\n'),
    };
    const types = { RemoteSiteSetting: ['Erp'], Translations: ['de'], Settings: ['Apex'], Layout: ['Shelf__c-Shelf Layout'], StaticResource: ['Text', 'Packed'] };
    const result = await org.deploy({ ...files, 'staticresources/Packed.resource': await zip(new Map([['a/b.css', 'p {}']])), 'package.xml': manifest(types) });
    assert.equal(result.status, 'Succeeded', JSON.stringify(failures(result)));
    const retrieved = await org.service.retrieve({ version: '67.0', types: Object.entries(types).map(([name, members]) => ({ name, members })) }, true);
    const contents = await unzip(retrieved.zip, (path) => !path.endsWith('Packed.resource'));
    for (const [path, text] of Object.entries(files)) assert.equal(String(contents.get(path) instanceof Uint8Array ? Buffer.from(contents.get(path) as Uint8Array) : contents.get(path)), text, path);
    assert.deepEqual([...await unzip(contents.get('staticresources/Packed.resource') as Uint8Array, () => true)], [['a/b.css', 'p {}']]);
    const gone = await org.deploy({ 'package.xml': manifest({}), 'destructiveChanges.xml': manifest(types) });
    assert.equal(gone.status, 'Succeeded', JSON.stringify(failures(gone)));
    assert.deepEqual([...org.localOrg.deployed.files.keys()].sort(), Object.keys(shelfProject).sort());
  });
  it('stops where it would: settings that change data are refused by name', async () => {
    const result = await deployedOrg().deploy({ 'package.xml': manifest({ Settings: ['Currency'] }), 'settings/Currency.settings': metadataXml('CurrencySettings', '    <enableMultiCurrency>true</enableMultiCurrency>\n') });
    assert.deepEqual(failures(result).map(({ componentType, fullName, lineNumber, problem }) => [componentType, fullName, lineNumber, problem]), [['Settings', 'Currency', 3, 'The setting enableMultiCurrency (more than one currency) is not supported']]);
  });
});

describe('what is retrieved', () => {
  it('of a class lies in classes, wherever the project keeps it', async () => {
    const org = deployedOrg({ 'app/tests/Deep Down/Odd.cls': 'public class Odd { }', 'app/tests/Deep Down/Odd.cls-meta.xml': classMeta });
    const { zip: bytes } = await org.service.retrieve({ version: '67.0', types: [{ name: 'ApexClass', members: ['*'] }] }, true);
    assert.deepEqual([...(await unzip(bytes, () => true)).keys()].sort(), ['classes/Odd.cls', 'classes/Odd.cls-meta.xml', 'package.xml']);
    assert.equal((await org.deploy(classPackage('Odd', 'public class Odd { Integer a; }'))).status, 'Succeeded');
    assert.deepEqual([...org.localOrg.deployed.files.keys()].filter((path) => path.endsWith('.cls')).length, 1);
  });
  it('of an object is all of it in one file; of its fields only those', async () => {
    const org = deployedOrg();
    const whole = await org.service.retrieve({ version: '67.0', types: [{ name: 'CustomObject', members: ['*'] }, { name: 'CustomLabels', members: ['*'] }] }, false);
    const contents = await unzip(whole.zip, () => true);
    assert.deepEqual([...contents.keys()].sort(), ['unpackaged/labels/CustomLabels.labels', 'unpackaged/objects/Shelf__c.object', 'unpackaged/package.xml']);
    assert.deepEqual(whole.fileProperties.map(({ type, fullName }) => `${type}:${fullName}`).filter((name) => name.startsWith('CustomField')), ['CustomField:Shelf__c.Code__c', 'CustomField:Shelf__c.Unused__c']);
    const object = String(contents.get('unpackaged/objects/Shelf__c.object'));
    const again = await org.deploy({ 'package.xml': manifest({ CustomObject: ['Shelf__c'] }), 'objects/Shelf__c.object': object });
    assert.deepEqual(Object.values(flags(again)), ['unchanged', 'unchanged', 'unchanged']);
    const part = await org.service.retrieve({ version: '67.0', types: [{ name: 'CustomField', members: ['Shelf__c.Code__c', 'Shelf__c.Nope__c'] }] }, false);
    const fields = String((await unzip(part.zip, () => true)).get('unpackaged/objects/Shelf__c.object'));
    assert.match(fields, /<fullName>Code__c</);
    assert.doesNotMatch(fields, /Unused__c|<label>Shelf/);
    assert.deepEqual(part.messages, [{ fileName: 'unpackaged/package.xml', problem: "Entity of type 'CustomField' named 'Shelf__c.Nope__c' cannot be found" }]);
  });
});
