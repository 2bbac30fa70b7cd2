import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import ts from 'typescript';
import { parseApex } from '../../local-org/compiler/1-parse/parse.ts';
import { generateTypings } from './generate.ts';
import { TypingsProblem } from './world.ts';

const META = '<?xml version="1.0" encoding="UTF-8"?>\n';
const NAMESPACE = 'xmlns="http://soap.sforce.com/2006/04/metadata"';

function project(classes: Readonly<Record<string, string>>, metadata: Readonly<Record<string, string>> = {}): Map<string, string> {
  const files = new Map(Object.entries(metadata).map(([path, text]) => [`app/${path}`, META + text]));
  for (const [name, text] of Object.entries(classes)) {
    files.set(`app/classes/${name}.cls`, text);
    files.set(`app/classes/${name}.cls-meta.xml`, `${META}<ApexClass ${NAMESPACE}><apiVersion>67.0</apiVersion><status>Active</status></ApexClass>`);
  }
  return files;
}

const SHELF = {
  'objects/Shelf__c/Shelf__c.object-meta.xml': `<CustomObject ${NAMESPACE}><label>Shelf</label><pluralLabel>Shelves</pluralLabel><nameField><label>Name</label><type>Text</type></nameField><deploymentStatus>Deployed</deploymentStatus><sharingModel>ReadWrite</sharingModel></CustomObject>`,
  'objects/Shelf__c/fields/Height__c.field-meta.xml': `<CustomField ${NAMESPACE}><fullName>Height__c</fullName><label>Height</label><type>Number</type><precision>5</precision><scale>1</scale></CustomField>`,
  'objects/Shelf__c/fields/Above__c.field-meta.xml': `<CustomField ${NAMESPACE}><fullName>Above__c</fullName><label>Above</label><type>Lookup</type><referenceTo>Shelf__c</referenceTo><relationshipName>Below</relationshipName></CustomField>`,
};

const typings = (files: Map<string, string>, components: Readonly<Record<string, string>> = {}): ReadonlyMap<string, string> => generateTypings({ files, components: new Map(Object.entries(components)), parse: parseApex });
const apexOf = (text: string, metadata: Readonly<Record<string, string>> = {}): string => typings(project({ Shelves: text }, metadata)).get('apex/Shelves.d.ts') ?? '';

/** What tsc says about components that stand on the generated typings, in their order. */
function mistakes(generated: ReadonlyMap<string, string>, components: readonly string[]): string[][] {
  const platform = `
    declare module '@salesforce/schema' { export interface ObjectId { readonly objectApiName: string } export interface FieldId extends ObjectId { readonly fieldApiName: string } }
    declare module 'lwc' { export interface WireAdapterConstructor<Config, Value> { readonly config?: Config; readonly value?: Value } }`;
  const sources = components.map((text, index) => [`component${String(index)}.ts`, text] as const);
  const files = new Map([...generated, ['platform.d.ts', platform] as const, ...sources].map(([path, text]) => [`/project/${path}`, text]));
  const options: ts.CompilerOptions = { strict: true, noEmit: true, target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler, types: [] };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.getSourceFile = (path, ...rest) => {
    const text = files.get(path);
    return text === undefined ? getSourceFile(path, ...rest) : ts.createSourceFile(path, text, ts.ScriptTarget.ESNext);
  };
  host.fileExists = (path) => files.has(path) || fileExists(path);
  const program = ts.createProgram([...files.keys()].filter((path) => path.endsWith('.ts')), options, host);
  return sources.map(([path]) => ts.getPreEmitDiagnostics(program, program.getSourceFile(`/project/${path}`)).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n')));
}

describe('typings of Apex', () => {
  it('maps every type that crosses to its JavaScript counterpart, nullable', () => {
    const text = apexOf(`public class Shelves {
      public enum Side { LEFT, RIGHT }
      public virtual class Base { @AuraEnabled public Id key; }
      public class Answer extends Base {
        @AuraEnabled public Decimal height; @AuraEnabled public Integer count; @AuraEnabled public Long at; @AuraEnabled public Double share;
        @AuraEnabled public String name { get; private set; } @AuraEnabled public Boolean isFull; @AuraEnabled public Date day; @AuraEnabled public Datetime moment;
        @AuraEnabled public Side side; @AuraEnabled public Object anything; @AuraEnabled public List<List<Answer>> inner; @AuraEnabled public Map<String, List<Integer>> counts;
        public String hidden;
      }
      @AuraEnabled public static Answer read(String name) { return null; }
    }`);
    for (const member of [
      'key?: string | null', 'height?: number | null', 'count?: number | null', 'at?: number | null', 'share?: number | null', 'name?: string | null', 'isFull?: boolean | null', 'day?: string | null',
      'moment?: string | null', 'side?: Side | null', 'anything?: unknown', 'inner?: readonly (readonly Answer[])[] | null', 'counts?: Readonly<Record<string, readonly number[] | null>> | null',
    ]) assert.ok(text.includes(`    readonly ${member};\n`), `${member} in\n${text}`);
    assert.match(text, /export type Side = 'LEFT' \| 'RIGHT';/);
    assert.doesNotMatch(text, /hidden/);
  });

  it('leaves out null where the body proves that there is always an answer', () => {
    const text = apexOf(`public class Shelves {
      @AuraEnabled public static List<String> proven() { List<String> names = new List<String>(); names.add('a'); return names; }
      @AuraEnabled public static List<String> handedOn() { return proven(); }
      @AuraEnabled public static List<String> perhaps(Boolean isOdd) { if (isOdd) { return null; } return proven(); }
      @AuraEnabled public static List<String> given(List<String> names) { return names; }
      @AuraEnabled public static void nothing() { proven(); }
    }`);
    assert.match(text, /proven: .*Promise<readonly string\[\]>;/);
    assert.match(text, /handedOn: .*Promise<readonly string\[\]>;/);
    assert.match(text, /perhaps: .*Promise<readonly string\[\] \| null>;/);
    assert.match(text, /given: .*Promise<readonly string\[\] \| null>;/);
    assert.match(text, /nothing: .*Promise<void>;/);
  });

  it('gives an adapter to cacheable methods only', () => {
    const text = apexOf('public class Shelves { @AuraEnabled(cacheable=true) public static String kept() { return null; } @AuraEnabled public static String fresh() { return null; } }');
    assert.match(text.slice(text.indexOf('Shelves.kept')), /readonly adapter: WireAdapterConstructor<Record<string, never>, \{ readonly data\?: string \| null; readonly error\?: unknown \}>/);
    assert.doesNotMatch(text.slice(text.indexOf('Shelves.fresh'), text.indexOf('Shelves.kept')), /adapter/);
  });

  it('carries ApexDoc over to types, members, methods and parameters', () => {
    const text = apexOf(`public class Shelves {
      /** A place. */
      public class Place {
        String other; /** How far up. */ @AuraEnabled public Decimal height;
        @AuraEnabled public Decimal width;
      }
      /**
       * Finds a place.
       * @param name what is written on it,
       *   in full
       * @return the lowest
       */
      @AuraEnabled(cacheable=true)
      public static Place find(String name) { return null; }
    }`);
    assert.match(text, /\/\*\* A place\. \*\/\n {2}export interface Place/);
    assert.match(text, /\/\*\* How far up\. \*\/\n {4}readonly height\?/);
    assert.match(text, /;\n {4}readonly width\?/);
    assert.match(text, /\/\*\*\n {5}\* what is written on it,\n {5}\* {3}in full\n {5}\*\/\n {4}readonly name\?/);
    assert.match(text, / \* Finds a place\.\n {3}\* @return the lowest\n {3}\*\/\n {2}const find:/);
  });

  it('refuses by name what cannot cross: sets, and maps with other keys than text', () => {
    assert.throws(() => apexOf('public class Shelves { @AuraEnabled public static Set<String> names() { return null; } }'), new TypingsProblem('Shelves.names: a Set does not cross between Apex and a component. Use a List.'));
    assert.throws(() => apexOf('public class Shelves { @AuraEnabled public static Map<Integer, String> names() { return null; } }'), /Shelves\.names: the keys of a Map/);
  });

  it('says where a project does not compile', () => {
    assert.throws(() => apexOf('public class Shelves { @AuraEnabled public static Unknown names() { return null; } }'), /app\/classes\/Shelves\.cls:1:\d+: Invalid type: Unknown/);
  });
});

describe('typings as tsc takes them', () => {
  const classes = {
    Shelves: `public class Shelves {
      public class Line { @AuraEnabled public String sku; @AuraEnabled public Boxes.Line box; }
      @AuraEnabled public static List<Line> lines(String shelf) { return new List<Line>(); }
      @AuraEnabled public static List<Shelf__c> shelves() { return [SELECT Id FROM Shelf__c]; }
    }`,
    Boxes: 'public class Boxes { public class Line { @AuraEnabled public Integer boxNumber; } public class Weight { @AuraEnabled public Decimal kilograms; } @AuraEnabled public static Weight weigh(Line box) { return null; } }',
  };
  const metadata = { ...SHELF, 'labels/CustomLabels.labels-meta.xml': `<CustomLabels ${NAMESPACE}><labels><fullName>Too_Full</fullName><language>en_US</language><protected>false</protected><shortDescription>Too full</shortDescription><value>Too full</value></labels></CustomLabels>` };
  const component = `
    import lines from '@salesforce/apex/Shelves.lines';
    import type { Line } from '@salesforce/apex/Shelves.lines';
    import shelves from '@salesforce/apex/Shelves.shelves';
    import weigh from '@salesforce/apex/Boxes.weigh';
    import height from '@salesforce/schema/Shelf__c.Height__c';
    import above from '@salesforce/schema/Shelf__c.Above__r.Height__c';
    import tooFull from '@salesforce/label/c.Too_Full';
    export async function tell(): Promise<string[]> {
      const [line]: readonly Line[] = await lines({ shelf: 'A' });
      const [shelf] = await shelves();
      const weight = await weigh({ box: { boxNumber: line?.box?.boxNumber } });
      return [line?.sku ?? tooFull, String((shelf?.Above__r?.Height__c ?? 0) + (weight?.kilograms ?? 0)), height.fieldApiName, above.objectApiName];
    }`;

  it('take a component that says what Apex and metadata say', () => {
    assert.deepEqual(mistakes(typings(project(classes, metadata), { 'force-app/lwc/shelf/shelf.ts': component }), [component]), [[]]);
  });

  it('make a misspelt import, member or parameter a type error', () => {
    const generated = typings(project(classes, metadata), { 'force-app/lwc/shelf/shelf.ts': component });
    const slips = [
      ['Shelves.lines', 'Shelves.lnes', /Cannot find module '@salesforce\/apex\/Shelves\.lnes'/], ['Shelf__c.Height__c', 'Shelf__c.Heigth__c', /Cannot find module '@salesforce\/schema\/Shelf__c\.Heigth__c'/],
      ['c.Too_Full', 'c.Too_Ful', /Cannot find module '@salesforce\/label\/c\.Too_Ful'/], ["{ shelf: 'A' }", "{ shlf: 'A' }", /'shlf' does not exist/], ['line?.sku', 'line?.skew', /'skew' does not exist/], ["{ shelf: 'A' }", '{ shelf: 1 }', /number/],
    ] as const;
    const found = mistakes(generated, slips.map(([right, wrong]) => component.replaceAll(right, wrong)));
    for (const [index, [, wrong, message]] of slips.entries()) assert.match(found[index]!.join('\n'), message, wrong);
  });

  it('are the same text for the same project, whatever the order of its files', () => {
    const files = project(classes, metadata);
    const components = { 'force-app/lwc/shelf/shelf.ts': component, 'force-app/lwc/aisle/aisle.ts': '' };
    const backwards = typings(new Map([...files].reverse()), Object.fromEntries(Object.entries(components).reverse()));
    assert.deepEqual([...typings(files, components)].toSorted(), [...backwards].toSorted());
  });
});

describe('typings of metadata', () => {
  it('name each custom permission, message channel and static resource', () => {
    const generated = typings(project({}, {
      'customPermissions/Move_Shelves.customPermission-meta.xml': `<CustomPermission ${NAMESPACE}><label>Move shelves</label><isLicensed>false</isLicensed></CustomPermission>`,
      'messageChannels/Shelf_Chosen.messageChannel-meta.xml': `<LightningMessageChannel ${NAMESPACE}><masterLabel>Shelf chosen</masterLabel><isExposed>false</isExposed></LightningMessageChannel>`,
    }));
    assert.match(generated.get('custom-permissions.d.ts')!, /declare module '@salesforce\/customPermission\/Move_Shelves' \{\n {2}\/\*\* Move shelves: .*\n {2}const value: true \| undefined;/);
    assert.match(generated.get('message-channels.d.ts')!, /declare module '@salesforce\/messageChannel\/Shelf_Chosen__c'/);
  });

  it('tell where each component lies', () => {
    const generated = typings(new Map(), { 'force-app/main/a/lwc/shelf/shelf.ts': '', 'force-app/main/a/lwc/shelf/parts.ts': '', 'force-app/main/a/lwc/shelf/__tests__/shelf.test.ts': '' });
    assert.deepEqual(ts.parseConfigFileTextToJson('components.json', generated.get('components.json')!).config, { compilerOptions: { paths: { 'c/shelf': ['../../force-app/main/a/lwc/shelf/shelf.ts'] } } });
  });
});
