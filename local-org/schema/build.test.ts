import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { allocateKeyPrefixes } from './key-prefixes.ts';
import type { FieldSchema } from './schema.ts';
import { standardObjects } from './standard/objects.ts';
import { built, fieldFile, metadata, objectFile, shopFiles, shopSchema } from './test-support/projects.ts';

const schema = shopSchema();
const object = (name: string) => schema.objects.get(name.toLowerCase()) as NonNullable<ReturnType<typeof schema.objects.get>>;
const field = (objectName: string, name: string): FieldSchema => object(objectName).fieldsByName.get(name.toLowerCase()) as FieldSchema;
const pick = <K extends keyof FieldSchema>(found: FieldSchema, ...keys: K[]): unknown[] => keys.map((key) => found[key]);

describe('the schema of a project', () => {
  it('has no problems for the shop', () => assert.deepEqual(built(shopFiles()).messages, []));

  it('gives custom objects their system fields before their own', () => {
    assert.deepEqual(object('Shelf__c').fields.map(({ apiName }) => apiName), [
      'Id', 'OwnerId', 'IsDeleted', 'Name', 'CreatedDate', 'CreatedById', 'LastModifiedDate', 'LastModifiedById', 'SystemModstamp', 'Code__c', 'Kind__c', 'Place__Latitude__s', 'Place__Longitude__s',
    ]);
    assert.deepEqual(pick(field('Shelf__c', 'Name'), 'type', 'autoNumberFormat', 'isCreateable', 'label'), ['autonumber', 'S-{00000}', false, 'Shelf Number']);
    assert.deepEqual(field('Shelf__c', 'OwnerId').reference?.targets, ['Group', 'User']);
  });

  it('gives a detail no owner and the sharing of its master', () => {
    assert.equal(object('Shelf_Line__c').fieldsByName.has('ownerid'), false);
    assert.equal(object('Shelf_Line__c').sharing, 'ControlledByParent');
    assert.deepEqual(pick(field('Shelf_Line__c', 'Shelf__c'), 'isNillable', 'isUpdateable'), [false, false]);
  });

  it('joins references in both directions, spelled as the target spells itself', () => {
    assert.deepEqual(field('Shelf_Line__c', 'Shelf__c').reference, { targets: ['Shelf__c'], relationshipName: 'Shelf__r', childRelationshipName: 'Lines__r', onDelete: 'cascade', isMasterDetail: true });
    assert.deepEqual(object('Shelf__c').children, [{ relationshipName: 'Lines__r', objectName: 'Shelf_Line__c', fieldName: 'Shelf__c' }, { relationshipName: 'Shares', objectName: 'Shelf__Share', fieldName: 'ParentId' }]);
    assert.equal(object('Shelf_Line__c').parentsByName.get('product__r')?.apiName, 'Product__c');
    assert.ok(object('Product2').children.some(({ relationshipName }) => relationshipName === 'Shelf_Lines__r'));
    assert.equal(object('Account').children.find(({ objectName }) => objectName === 'Contact')?.relationshipName, 'Contacts');
  });

  it('keeps what the metadata says of each field', () => {
    assert.deepEqual(pick(field('Shelf__c', 'Code__c'), 'type', 'length', 'isNillable', 'isUnique', 'isCaseSensitive', 'isExternalId', 'helpText'), ['string', 40, false, true, true, true, 'The code on the label.']);
    assert.deepEqual(pick(field('Shelf_Line__c', 'Quantity__c'), 'type', 'precision', 'scale', 'defaultValue'), ['double', 16, 3, 0]);
    assert.deepEqual(pick(field('Shelf_Line__c', 'Is_Open__c'), 'type', 'isNillable', 'defaultValue'), ['boolean', false, true]);
    assert.deepEqual(pick(field('Shelf__c', 'Kind__c'), 'isRestrictedPicklist', 'defaultValue'), [true, 'DRY']);
    assert.deepEqual(pick(field('Shelf__c', 'Place__Latitude__s'), 'type', 'precision', 'scale'), ['double', 9, 6]);
    assert.equal(field('Shelf_Line__c', 'Product__c').reference?.onDelete, 'restrict');
    assert.equal(field('Product2', 'Base_Unit__c').isCustom, true);
  });

  it('describes events and metadata types as what they are', () => {
    const event = object('Shelf_Moved__e');
    assert.deepEqual([event.kind, event.publishBehavior, event.isQueryable, event.isWriteable, event.fieldsByName.has('id')], ['event', 'PublishAfterCommit', false, true, false]);
    const rule = object('Shelf_Rule__mdt');
    assert.deepEqual([rule.kind, rule.isWriteable, rule.isQueryable, rule.fieldsByName.has('developername')], ['customMetadata', false, true, true]);
    assert.deepEqual(schema.customMetadata.map(({ objectName, developerName, label, values }) => [objectName, developerName, label, [...values].sort()]), [
      ['Shelf_Rule__mdt', 'Cold', 'Cold goods', [['active__c', false], ['factor__c', 1.5], ['note__c', null]]],
    ]);
  });

  it('folds the names of permissions, labels and permission sets', () => {
    const mover = schema.permissionSets.get('mover');
    assert.deepEqual(mover?.objects.get('shelf__c'), { read: true, create: false, edit: true, delete: false, viewAll: true, modifyAll: false });
    assert.deepEqual([mover?.fields.get('shelf__c.kind__c'), [...(mover?.customPermissions ?? [])], [...(mover?.apexClasses ?? [])], [...(mover?.userPermissions ?? [])]], [{ read: true, edit: true }, ['move_shelves'], ['shelfservice'], ['ViewSetup']]);
    assert.deepEqual([schema.labels.get('shelf_moved'), schema.customPermissions.get('move_shelves')], ['Moved "{0}".', { name: 'Move_Shelves', label: 'Move shelves' }]);
  });

  it('changes its fingerprint with its content and only then', () => {
    assert.equal(shopSchema().fingerprint, schema.fingerprint);
    const files = shopFiles();
    files.set(...fieldFile('Shelf__c', 'More__c', '<type>Date</type>'));
    assert.notEqual(built(files).schema.fingerprint, schema.fingerprint);
  });
});

describe('checks across components', () => {
  const problems = (...files: [string, string][]): readonly string[] => built(new Map(files)).messages;
  const lookup = (target: string, relationship: string): string => `<type>Lookup</type><referenceTo>${target}</referenceTo><relationshipName>${relationship}</relationshipName>`;

  it('refuse a reference to nothing', () => {
    assert.deepEqual(problems(objectFile('A__c'), fieldFile('A__c', 'B__c', lookup('Gone__c', 'As'))), ["CustomField A__c.B__c:1 referenceTo value of 'Gone__c' does not resolve to a valid sObject type"]);
  });

  it('refuse two child relationships of one name on one parent', () => {
    assert.deepEqual(problems(objectFile('A__c'), fieldFile('A__c', 'B__c', lookup('Account', 'As')), fieldFile('A__c', 'C__c', lookup('Account', 'aS'))), ['CustomField A__c.C__c:1 There is already a Child Relationship named aS on Account.']);
  });

  it('refuse a field name taken in other letters', () => {
    assert.deepEqual(problems(objectFile('A__c'), fieldFile('A__c', 'B__c', '<type>Date</type>'), fieldFile('A__c', 'b__c', '<type>Date</type>')), [
      'CustomField A__c.B__c:1 There is already a field named B__c on A__c.', 'CustomField A__c.b__c:1 There is already a field named b__c on A__c.',
    ]);
  });

  it('refuse sharing that does not fit the master', () => {
    const master = fieldFile('A__c', 'B__c', '<type>MasterDetail</type><referenceTo>Account</referenceTo>');
    const open = objectFile('A__c', '<nameField><type>Text</type></nameField><sharingModel>ReadWrite</sharingModel>');
    assert.deepEqual(problems(open, master), ['CustomObject A__c:1 Cannot set sharingModel to ReadWrite on a CustomObject with a MasterDetail relationship field']);
  });

  it('refuse field types an event cannot have, and standard objects that are not there', () => {
    assert.deepEqual(problems(objectFile('A__e', ''), fieldFile('A__e', 'B__c', '<type>Url</type>')), ['CustomField A__e.B__c:1 A field of type url is not allowed on A__e']);
    assert.deepEqual(problems(fieldFile('Quote', 'B__c', '<type>Date</type>')), ['CustomObject Quote:1 The standard object Quote is not supported']);
    assert.deepEqual(problems(fieldFile('Profile', 'B__c', '<type>Date</type>')), ['CustomObject Profile:1 Fields cannot be added to Profile']);
  });

  it('refuse permission sets that name what is not there or need no permission', () => {
    const set = (body: string): [string, string] => ['permissionsets/P.permissionset-meta.xml', metadata('PermissionSet', `<label>P</label>${body}`)];
    const required = fieldFile('A__c', 'B__c', '<type>Text</type><length>3</length><required>true</required>');
    const grant = '<fieldPermissions><field>A__c.B__c</field><readable>true</readable></fieldPermissions>';
    assert.deepEqual(problems(objectFile('A__c'), required, set(`${grant}<fieldPermissions><field>A__c.Gone__c</field></fieldPermissions><classAccesses><apexClass>Gone</apexClass><enabled>true</enabled></classAccesses><objectPermissions><object>A__c</object><allowEdit>true</allowEdit></objectPermissions>`)), [
      'PermissionSet P:1 Permission Edit A__c depends on permission(s): Read A__c',
      'PermissionSet P:1 You cannot deploy to a required field: A__c.B__c',
      'PermissionSet P:1 In field: field - no CustomField named A__c.Gone__c found',
      'PermissionSet P:1 In field: apexClass - no ApexClass named Gone found',
    ]);
  });

  it('refuse metadata records whose values do not fit', () => {
    const values = (field: string, value: string): string => `<values><field>${field}</field><value xsi:type="xsd:string">${value}</value></values>`;
    const files = [
      objectFile('A__mdt', ''), fieldFile('A__mdt', 'N__c', '<type>Number</type><precision>4</precision><scale>2</scale>'), fieldFile('A__mdt', 'T__c', '<type>Text</type><length>3</length><required>true</required>'),
      ['customMetadata/A.One.md-meta.xml', metadata('CustomMetadata', `<label>One</label>${values('N__c', '123.00')}${values('T__c', 'abcd')}${values('Gone__c', '1')}`)],
      ['customMetadata/B.Two.md-meta.xml', metadata('CustomMetadata', '<label>Two</label>')],
    ] as [string, string][];
    assert.deepEqual(problems(...files), [
      'CustomMetadata A.One:1 The field Gone__c does not exist on A__mdt',
      "CustomMetadata A.One:1 The value '123.00' is not valid for field A__mdt.N__c of type double",
      "CustomMetadata A.One:1 The value 'abcd' is not valid for field A__mdt.T__c of type string",
      'CustomMetadata B.Two:1 Custom metadata type B__mdt is not available in this organization',
    ]);
  });

  it('leave no relationship on a reference whose target does not exist', () => {
    const { schema: broken, messages } = built(new Map([objectFile('A__mdt', ''), fieldFile('A__mdt', 'Of__c', '<type>MetadataRelationship</type><referenceTo>Gone__mdt</referenceTo>')]));
    assert.deepEqual(messages, ["CustomField A__mdt.Of__c:1 referenceTo value of 'Gone__mdt' does not resolve to a valid sObject type"]);
    assert.equal(broken.objects.get('a__mdt')?.parentsByName.size, 0);
  });

  it('refuse relationships of metadata records that lead nowhere', () => {
    const relationship = (objectName: string, name: string, target: string): [string, string] =>
      fieldFile(objectName, name, `<type>MetadataRelationship</type><referenceTo>${target}</referenceTo><relationshipName>${name.replace('__c', 's')}</relationshipName>`);
    const record = (name: string, parent: string): [string, string] =>
      [`customMetadata/A.${name}.md-meta.xml`, metadata('CustomMetadata', `<label>${name}</label><values><field>Parent__c</field><value xsi:type="xsd:string">${parent}</value></values>`)];
    assert.deepEqual(problems(objectFile('A__mdt', ''), relationship('A__mdt', 'Parent__c', 'A__mdt'), record('One', 'two'), record('Two', 'Gone')), [
      "CustomMetadata A.Two:1 The value 'Gone' is not valid for field A__mdt.Parent__c of type reference",
    ]);
    assert.deepEqual(problems(objectFile('A__mdt', ''), relationship('A__mdt', 'Owner__c', 'Account')), ['CustomField A__mdt.Owner__c:1 Account cannot be the target of a relationship']);
    assert.deepEqual(problems(objectFile('A__mdt', ''), objectFile('B__c'), relationship('B__c', 'Rule__c', 'A__mdt')), ['CustomField B__c.Rule__c:1 Relationship fields of this type are not supported on B__c']);
    assert.deepEqual(problems(objectFile('A__mdt', ''), fieldFile('A__mdt', 'Account__c', '<type>Lookup</type><referenceTo>Account</referenceTo>')), [
      'CustomField A__mdt.Account__c:1 Relationship fields of this type are not supported on A__mdt',
    ]);
  });
});

describe('key prefixes', () => {
  it('count up per family in the order of the names', () => {
    assert.deepEqual(['Shelf__c', 'Shelf_Line__c', 'Shelf_Moved__e', 'Shelf_Rule__mdt', 'Account'].map((name) => object(name).keyPrefix), ['a00', 'a01', 'e00', 'm00', '001']);
  });

  it('stay when objects come and go, and are never given twice', () => {
    const name = fc.string({ unit: fc.constantFrom('A', 'b', 'C', '1'), minLength: 1, maxLength: 4 }).map((stem) => `X${stem}__c`);
    const deploys = fc.array(fc.uniqueArray(name, { selector: (found) => found.toLowerCase(), maxLength: 12 }), { minLength: 1, maxLength: 6 });
    fc.assert(fc.property(deploys, (rounds) => {
      let known: ReadonlyMap<string, string> = new Map();
      for (const names of rounds) {
        const next = allocateKeyPrefixes(names.map((apiName) => ({ apiName, kind: 'custom' })), known);
        for (const [folded, prefix] of known) assert.equal(next.get(folded), prefix);
        assert.equal(new Set(next.values()).size, next.size);
        for (const apiName of names) assert.match(next.get(apiName.toLowerCase()) ?? '', /^a[0-9A-Za-z]{2}$/);
        known = next;
      }
    }));
  });

  it('do not depend on the order of the files', () => {
    const files = [...shopFiles()];
    const again = built(new Map(files.reverse()));
    assert.deepEqual(again.keyPrefixes, built(shopFiles()).keyPrefixes);
  });
});

describe('the standard objects', () => {
  it('have names, prefixes and fields of their own', () => {
    assert.equal(new Set(standardObjects.map(({ apiName }) => apiName.toLowerCase())).size, standardObjects.length);
    assert.equal(new Set(standardObjects.map(({ keyPrefix }) => keyPrefix)).size, standardObjects.length);
    for (const { apiName, fields, nameField } of standardObjects) {
      assert.equal(new Set(fields.map((found) => found.apiName.toLowerCase())).size, fields.length, apiName);
      assert.equal(fields[0]?.type, 'id', apiName);
      if (nameField !== undefined) assert.ok(fields.some((found) => found.apiName === nameField), apiName);
    }
  });

  it('refer to each other only', () => {
    const names = new Set(standardObjects.map(({ apiName }) => apiName));
    for (const { apiName, fields } of standardObjects) {
      for (const found of fields) for (const target of found.reference?.targets ?? []) assert.ok(names.has(target), `${apiName}.${found.apiName} refers to ${target}`);
    }
  });
});
