import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { LightningBundle } from '../../schema/source/project.ts';
import { classMeta, deployedOrg, manifest, metadataXml, shelfProject } from '../test-support/deploying.ts';
import { cachingExaminer } from './cache.ts';
import { examineBundle } from './examine.ts';

const meta = (inner = '    <apiVersion>67.0</apiVersion>\n    <isExposed>false</isExposed>\n'): string => metadataXml('LightningComponentBundle', inner);
const component = (body = '', head = ''): string => `import { LightningElement, api, wire } from 'lwc';\n${head}export default class Tile extends LightningElement {\n${body}}\n`;

/** `line:column message` by file; columns are those of an editor. */
function findings(files: Readonly<Record<string, string>>): string[] {
  const bundle: LightningBundle = { name: 'tile', path: 'lwc/tile', files: new Map(Object.entries({ 'tile.js-meta.xml': meta(), ...files })) };
  return examineBundle(bundle).findings.map(({ file, line, column, message }) => `${file}:${String(line)}:${String(column)} ${message}`);
}

describe('a bundle by itself', () => {
  it('of a component, a template and a style sheet is right', () => {
    assert.deepEqual(findings({
      'tile.js': component('    @api label;\n', "import { twice } from './arithmetic';\n"), 'tile.html': '<template><p class="big">{label}</p><c-other-tile label={label}></c-other-tile></template>',
      'tile.css': '.big { color: red; }', 'arithmetic.js': 'export const twice = (n) => n * 2;\n', 'tile.svg': '<svg/>',
    }), []);
  });

  it('of a style sheet alone, or of functions alone, is right', () => {
    assert.deepEqual([findings({ 'tile.css': ':host { color: red; }' }), findings({ 'tile.js': 'export const one = 1;\n' })], [[], []]);
  });

  it('is told where script, template and style sheet are wrong, without paths of this machine', () => {
    assert.deepEqual(findings({
      'tile.js': component('    @apii label;\n'), 'tile.html': '<template>\n    <p onclick="{tap}">a</p>\n</template>', 'tile.css': '.big { color: ',
    }), [
      `tile.js:3:5 LWC1102: Invalid 'apii' decorator usage. Supported decorators (api, wire, track) should be imported from "lwc"`,
      'tile.html:2:8 LWC1034: Ambiguous attribute value onclick="{tap}". If you want to make it a valid identifier you should remove the surrounding quotes onclick={tap}. If you want to make it a string you should escape it onclick="\\{tap}".',
      'tile.css:1:1 LWC1009: Unclosed block',
    ]);
    assert.deepEqual(findings({ 'tile.js': component('    @api get label( }\n') }), ['tile.js:3:21 LWC1007: Unexpected token']);
  });

  it('needs its script and the files it imports', () => {
    assert.deepEqual(findings({ 'tile.js': component('', "import { twice } from './nope';\nimport panel from './panel.html';\n") }), [
      'tile.js:2:23 LWC1011: Failed to resolve import "./nope" from "tile.js". Please add "nope.js" file to the component folder.',
      'tile.js:3:19 LWC1011: Failed to resolve import "./panel.html" from "tile.js". Please add "panel.html" file to the component folder.',
    ]);
    assert.match(findings({ 'tile.html': '<template></template>', 'tile.ts': component() })[0]!, /the bundle has no tile\.js\. Compile tile\.ts first/);
  });

  it('needs a version and known targets', () => {
    const wrong = meta('    <isExposed>maybe</isExposed>\n    <targets>\n        <target>lightning__AppPage</target>\n        <target>lightning__Moon</target>\n    </targets>\n    <colour>red</colour>\n');
    assert.deepEqual(findings({ 'tile.js': component(), 'tile.js-meta.xml': wrong }), [
      'tile.js-meta.xml:2:1 Required field is missing: apiVersion', "tile.js-meta.xml:3:1 'maybe' is not a valid value for the type xsd:boolean",
      "tile.js-meta.xml:6:1 The 'lightning__Moon' target isn't valid.", 'tile.js-meta.xml:8:1 Element <colour> of LightningComponentBundle tile is not supported',
    ]);
  });

  it('is examined once for its content, also by the next process, and again when it or the entry changed', () => {
    const folder = mkdtempSync(join(tmpdir(), 'bundles-'));
    try {
      const bundle = (body: string): LightningBundle => ({ name: 'tile', path: 'lwc/tile', files: new Map([['tile.js', component(body)], ['tile.js-meta.xml', meta()]]) });
      const fail = (error: Error): void => { throw error; };
      const first = cachingExaminer(folder, fail)(bundle('    a = 1;\n'));
      const [entry] = readdirSync(folder);
      assert.deepEqual(cachingExaminer(folder, fail)(bundle('    a = 1;\n')), first);
      assert.equal(readdirSync(folder).length, 1);
      writeFileSync(join(folder, entry!), 'torn');
      assert.deepEqual(cachingExaminer(folder, fail)(bundle('    a = 1;\n')), first);
      assert.equal(cachingExaminer(folder, fail)(bundle('    @b a = 1;\n')).findings.length, 1);
      assert.equal(readdirSync(folder).length, 2);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

const tiles = 'public class Tiles {\n    @AuraEnabled public static String label() { return null; }\n    @AuraEnabled public String own() { return null; }\n    public static void hidden() { }\n}\n';
const project = {
  ...shelfProject, 'app/main/classes/Tiles.cls': tiles, 'app/main/classes/Tiles.cls-meta.xml': classMeta,
  'app/main/lwc/base/base.js': component('', "import label from '@salesforce/apex/Tiles.label';\n"), 'app/main/lwc/base/base.js-meta.xml': meta(),
};
const bundlePackage = (files: Readonly<Record<string, string>>) => ({
  'package.xml': manifest({ LightningComponentBundle: ['tile'] }), 'lwc/tile/tile.js-meta.xml': meta(), ...Object.fromEntries(Object.entries(files).map(([name, text]) => [`lwc/tile/${name}`, text])),
});

describe('a deploy of components', () => {
  const problemsOf = async (files: Readonly<Record<string, string>>): Promise<string[]> => {
    const org = deployedOrg(project);
    const before = org.snapshot();
    const result = await org.deploy(bundlePackage(files));
    if (!result.success) assert.equal(org.snapshot(), before);
    return result.details.componentFailures.map(({ componentType, fullName, fileName, lineNumber, columnNumber, problem }) => {
      const place = `[Line: ${String(lineNumber)}, Col: ${String(columnNumber)}] `;
      assert.ok(problem!.startsWith(place), problem);
      return `${componentType} ${fullName} ${fileName}:${String(lineNumber)}:${String(columnNumber)} ${problem!.slice(place.length)}`;
    });
  };
  const importing = (...specifiers: readonly string[]): string => component('', specifiers.map((specifier, index) => `import name${String(index)} from '${specifier}';\n`).join(''));

  it('takes what exists, whatever case names of the org are written in', async () => {
    assert.deepEqual(await problemsOf({
      'tile.html': '<template><c-base></c-base><lightning-icon></lightning-icon></template>',
      'tile.js': importing('@salesforce/apex/Tiles.label', '@salesforce/apex', '@salesforce/schema/Shelf__c', '@salesforce/schema/shelf__c.Code__c', '@salesforce/schema/Shelf__c.Owner.Name', '@salesforce/label/c.Empty', '@salesforce/user/Id',
        '@salesforce/i18n/locale', '@salesforce/userPermission/ViewSetup', 'c/base', 'lightning/navigation'),
    }), []);
  });

  it('names every reference to what the org does not have, with its line', async () => {
    assert.deepEqual((await problemsOf({
      'tile.html': '<template>\n    <c-other-tile></c-other-tile>\n</template>',
      'tile.js': importing('@salesforce/apex/Nope.label', '@salesforce/apex/Tiles.nope', '@salesforce/apex/Tiles.own', '@salesforce/apex/Tiles.hidden', '@salesforce/schema/Nope__c', '@salesforce/schema/Shelf__c.Nope__c',
        '@salesforce/schema/Shelf__c.Owner.Nope__c', '@salesforce/label/c.Nope', '@salesforce/customPermission/Nope', '@salesforce/messageChannel/Nope__c', '@salesforce/resourceUrl/Nope', 'c/nope'),
    })).map((text) => text.replace('LightningComponentBundle tile lwc/tile/', '')), [
      'tile.html:2:5 No MODULE named markup://c:otherTile found : [markup://c:tile]',
      "tile.js:2:19 Unable to find Apex action class referenced as 'Nope'.", "tile.js:3:19 Unable to find Apex action method referenced as 'Tiles.nope'.", "tile.js:4:19 Unable to find Apex action method referenced as 'Tiles.own'.",
      "tile.js:5:19 Unable to find Apex action method referenced as 'Tiles.hidden'.", 'tile.js:6:19 Invalid reference Nope__c of type sobjectClass in file tile.js', 'tile.js:7:19 Invalid reference Shelf__c.Nope__c of type sobjectField in file tile.js',
      'tile.js:8:19 Invalid reference Shelf__c.Owner.Nope__c of type sobjectField in file tile.js', 'tile.js:9:19 Invalid reference c.Nope of type label in file tile.js', 'tile.js:10:19 Invalid reference Nope of type customPermission in file tile.js',
      'tile.js:11:19 Invalid reference Nope__c of type messageChannel in file tile.js', 'tile.js:12:20 Invalid reference Nope of type resourceUrl in file tile.js', 'tile.js:13:20 No MODULE named markup://c:nope found : [markup://c:tile]',
    ]);
  });

  it('keeps what a component needs from being deleted', async () => {
    const org = deployedOrg(project);
    const result = await org.deploy({ 'package.xml': manifest({}), 'destructiveChanges.xml': manifest({ ApexClass: ['Tiles'] }) });
    assert.deepEqual(result.details.componentFailures.map(({ fullName, problem }) => `${fullName}: ${problem!}`), ['Tiles: This apex class is referenced elsewhere in salesforce.com. : Lightning Component Bundle - base.']);
  });
});
