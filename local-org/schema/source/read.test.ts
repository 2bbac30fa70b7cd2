import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fieldFile, metadata, objectFile, problemText, shopFiles } from '../test-support/projects.ts';
import { readProject } from './read.ts';

const refusals = (...files: [string, string][]): readonly string[] => readProject(new Map(files)).problems.map(problemText);

describe('reading a project', () => {
  const { project, problems } = readProject(shopFiles());

  it('finds nothing wrong with the shop', () => assert.deepEqual(problems.map(problemText), []));

  it('finds every component', () => {
    assert.deepEqual(project.objects.map(({ apiName, kind, fields }) => [apiName, kind, fields.length]).sort(), [
      ['Product2', 'standard', 1], ['Shelf_Line__c', 'custom', 5], ['Shelf_Moved__e', 'event', 1], ['Shelf_Rule__mdt', 'customMetadata', 3], ['Shelf__c', 'custom', 4],
    ]);
    assert.deepEqual(project.apex.map(({ kind, name, apiVersion, status }) => [kind, name, apiVersion, status]), [['class', 'ShelfService', 66, 'Active'], ['trigger', 'ShelfMoved', 66, 'Active']]);
    assert.deepEqual(project.labels.map(({ name, value }) => [name, value]), [['Shelf_Moved', 'Moved "{0}".']]);
    assert.deepEqual(project.inert.map(({ type, name }) => [type, name]), [['CustomTab', 'Shelf__c']]);
    assert.deepEqual(project.eventSubscribers, [
      { origin: { path: 'platformEventSubscriberConfigs/ShelfMoved.platformEventSubscriberConfig-meta.xml', line: 2 }, name: 'ShelfMoved', consumer: 'ShelfMoved', batchSize: 200, user: undefined, partitions: 4, partitionKey: 'Shelf_Moved__e.Code__c' },
    ]);
  });

  it('keeps the files of a bundle without its tests', () => {
    assert.deepEqual(project.bundles.map(({ name, files }) => [name, [...files.keys()]]), [['shelfList', ['shelfList.html', 'shelfList.js', 'shelfList.js-meta.xml']]]);
  });

  it('keeps the content of a static resource', () => {
    assert.deepEqual(project.staticResources.map(({ name, contentType, isPublic, files }) => [name, contentType, isPublic, [...files]]), [['Sign', 'text/plain', true, [['', 'Mind the shelf.\n']]]]);
  });

  it('reads contents given as bytes', () => {
    const bytes = new Map([...shopFiles()].map(([path, text]) => [path, new TextEncoder().encode(text as string)]));
    assert.deepEqual(readProject(bytes).project.objects, project.objects);
  });
});

describe('refused by name', () => {
  const field = (body: string): readonly string[] => refusals(objectFile('A__c'), fieldFile('A__c', 'B__c', body));

  it('are metadata types that would change behaviour, and unknown ones', () => {
    const types = ['flows/F.flow', 'workflows/A__c.workflow', 'duplicateRules/A__c.duplicateRule', 'mutingpermissionsets/M.mutingpermissionset', 'things/T.futureThing'];
    assert.deepEqual(refusals(...types.map((path): [string, string] => [`${path}-meta.xml`, '<x/>'])), [
      'DuplicateRule A__c:1 Metadata of type DuplicateRule is not supported',
      'Flow F:1 Metadata of type Flow is not supported',
      'MutingPermissionSet M:1 Metadata of type MutingPermissionSet is not supported',
      'FutureThing T:1 Metadata of type FutureThing is not supported',
      'Workflow A__c:1 Metadata of type Workflow is not supported',
    ]);
  });

  it('are field types and features, with their line', () => {
    assert.deepEqual(field('<type>Lookup</type><referenceTo>A__c</referenceTo>\n<lookupFilter><active>true</active></lookupFilter>'), ['CustomField A__c.B__c:3 Element <lookupFilter> of CustomField A__c.B__c is not supported']);
    assert.deepEqual(field('<type>Email</type>\n\n<formula>1+1</formula>'), ['CustomField A__c.B__c:4 A field of type Email cannot be a formula']);
    assert.deepEqual(field('<type>Text</type><length>3</length><somethingNew>true</somethingNew>'), ['CustomField A__c.B__c:2 Element <somethingNew> of CustomField A__c.B__c is not supported']);
    assert.deepEqual(field('<type>Picklist</type><valueSet><valueSetName>Colours</valueSetName></valueSet>'), ['CustomField A__c.B__c:2 Element <valueSetName> of CustomField A__c.B__c is not supported']);
  });

  it('are external objects', () => {
    assert.deepEqual(refusals(objectFile('A__x')), ['CustomObject A__x:1 The kind of object A__x is not supported; only __c, __e, __mdt, __b and standard objects are']);
  });
});

describe('wrong metadata', () => {
  it('is told with its place', () => {
    const wrong = (body: string): readonly string[] => refusals(objectFile('A__c'), fieldFile('A__c', 'B__c', body));
    assert.deepEqual(wrong('<type>Text</type>'), ['CustomField A__c.B__c:1 Required field is missing: length']);
    assert.deepEqual(wrong('<type>Text</type>\n<length>256</length>'), ['CustomField A__c.B__c:3 length must be between 1 and 255, but is 256']);
    assert.deepEqual(wrong('<type>Number</type><precision>19</precision><scale>2</scale>'), ['CustomField A__c.B__c:2 precision must be between 1 and 18, but is 19']);
    assert.deepEqual(wrong('<type>Checkbox</type><required>maybe</required>'), ["CustomField A__c.B__c:2 'maybe' is not a valid value for the type xsd:boolean"]);
    assert.deepEqual(wrong('<type>Date</type><unique>true</unique>'), ['CustomField A__c.B__c:2 A field of type date cannot be unique']);
    assert.deepEqual(wrong('<type>Date</type><type>Time</type>'), ['CustomField A__c.B__c:2 Element type is duplicated at this location in type CustomField']);
  });

  it('is told where XML is broken, has another root or a document type', () => {
    assert.deepEqual(refusals(['labels/CustomLabels.labels-meta.xml', '<CustomLabels>\n<labels></CustomLabels>']), [
      "CustomLabels CustomLabels:2 Error parsing file: Expected closing tag 'labels' (opened in line 2, col 1) instead of closing tag 'CustomLabels'.",
    ]);
    assert.deepEqual(refusals(['labels/CustomLabels.labels-meta.xml', '<Labels/>']), ['CustomLabels CustomLabels:1 Expected root element <CustomLabels> but found <Labels>']);
    assert.deepEqual(refusals(['labels/CustomLabels.labels-meta.xml', '<!DOCTYPE x><CustomLabels/>']), ['CustomLabels CustomLabels:1 A document type declaration is not allowed in metadata files']);
  });

  it('is code without metadata, metadata without code, and a field without object', () => {
    assert.deepEqual(refusals(['classes/A.cls', 'class A { }'], ['classes/B.cls-meta.xml', metadata('ApexClass', '<apiVersion>66.0</apiVersion>')]), [
      'ApexClass B:1 The source file classes/B.cls is missing', 'ApexClass A:1 The metadata file classes/A.cls-meta.xml is missing',
    ]);
    assert.deepEqual(refusals(fieldFile('A__c', 'B__c', '<type>Date</type>')), ['CustomField A__c.B__c:1 The object A__c of field A__c.B__c has no A__c.object-meta.xml']);
  });

  it('is a file that belongs to nothing', () => {
    assert.deepEqual(refusals(['classes/notes.txt', '']), ['File classes/notes.txt:1 This file belongs to no metadata component']);
  });
});
