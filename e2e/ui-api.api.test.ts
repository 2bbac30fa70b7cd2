/** The user interface API over HTTP: shapes as Salesforce documents them, and only what the calling user may see. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { LIBRARIAN, READER, startLibrary, type Library } from './support/ui-api.ts';

interface FieldValue { readonly displayValue: string | null; readonly value: unknown }
interface UiRecord { readonly apiName: string; readonly id: string; readonly fields: Record<string, FieldValue>; readonly weakEtag: number; readonly systemModstamp: string; readonly lastModifiedDate: string }
interface ErrorBody { readonly errorCode: string; readonly message: string; readonly output?: { readonly errors: unknown[]; readonly fieldErrors: Record<string, { readonly message: string; readonly fieldLabel: string }[]> } }

let library: Library;
let shelf: string;
let book: string;

before(async () => {
  library = await startLibrary();
  shelf = await library.create('Shelf__c', { Name: 'Novels', Code__c: 'N' });
  book = await library.create('Book__c', { Name: 'Emma', Shelf__c: shelf, Status__c: 'Lent', Price__c: 12.5, Due__c: '2026-12-24', Lent_At__c: '2026-07-01T20:05:00Z', Secret__c: 'x' });
});
after(() => library.org.stop());

const firstCode = (body: unknown): string => (body as ErrorBody[])[0]!.errorCode;

describe('object info', () => {
  it('describes the object with the fields of the user only', async () => {
    const { body } = await library.call<{ apiName: string; keyPrefix: string; createable: boolean; nameFields: string[]; fields: Record<string, { dataType: string; updateable: boolean; label: string }>; themeInfo: { iconUrl: string } }>('GET', '/ui-api/object-info/book__C', undefined, READER);
    assert.deepEqual([body.apiName, body.createable, body.nameFields], ['Book__c', false, ['Name']]);
    assert.deepEqual([body.fields['Status__c']?.dataType, body.fields['Due__c']?.updateable, body.fields['Secret__c'], body.fields['Price__c']], ['Picklist', false, undefined, undefined]);
    assert.match(body.themeInfo.iconUrl, /custom\/custom55_120\.png$/);
  });

  it('answers each object of a batch for itself', async () => {
    const { body } = await library.call<{ results: { statusCode: number }[] }>('GET', '/ui-api/object-info/batch/Book__c,Nothing__c');
    assert.deepEqual(body.results.map(({ statusCode }) => statusCode), [200, 404]);
  });
});

describe('a record', () => {
  it('comes with values, how they are shown, and the records it leads to', async () => {
    const { body } = await library.call<UiRecord>('GET', `/ui-api/records/${book}?fields=Book__c.Name,Book__c.Status__c,Book__c.Price__c,Book__c.Shelf__r.Code__c`);
    assert.deepEqual([body.apiName, body.id, body.fields['Status__c'], body.fields['Price__c']?.value], ['Book__c', book, { displayValue: 'Lent out', value: 'Lent' }, 12.5]);
    assert.match(body.fields['Price__c']?.displayValue ?? '', /12\.50$/);
    const parent = body.fields['Shelf__r']?.value as UiRecord;
    assert.deepEqual([parent.apiName, parent.id, parent.fields['Code__c']?.value], ['Shelf__c', shelf, 'N']);
    assert.equal(body.weakEtag, Date.parse(body.systemModstamp));
  });

  it('refuses a field that does not exist or that the user may not read, and leaves it out when it is optional', async () => {
    for (const field of ['Nothing__c', 'Secret__c', 'Shelf__r.Nothing__c']) {
      const refused = await library.call('GET', `/ui-api/records/${book}?fields=Book__c.${field}`, undefined, READER);
      assert.deepEqual([refused.status, firstCode(refused.body)], [400, 'INVALID_FIELD']);
    }
    const { body } = await library.call<UiRecord>('GET', `/ui-api/records/${book}?fields=Book__c.Name&optionalFields=Book__c.Secret__c`, undefined, READER);
    assert.deepEqual(Object.keys(body.fields), ['Name']);
  });

  it('is forbidden when it is not shared with the user, and not found when there is none', async () => {
    const hidden = await library.call('GET', `/ui-api/records/${book}?fields=Book__c.Name`, undefined, LIBRARIAN);
    assert.deepEqual([hidden.status, firstCode(hidden.body)], [403, 'INSUFFICIENT_ACCESS']);
    const gone = await library.create('Book__c', { Name: 'Gone' });
    await library.call('DELETE', `/ui-api/records/${gone}`);
    const missing = await library.call('GET', `/ui-api/records/${gone}?fields=Book__c.Name`);
    assert.deepEqual([missing.status, firstCode(missing.body)], [404, 'NOT_FOUND']);
  });

  it('comes with its layout and object for a page: the deployed layout without what the user may not read', async () => {
    type Sections = { heading: string; layoutRows: { layoutItems: { editableForUpdate: boolean; layoutComponents: { apiName: string | null }[] }[] }[] }[];
    interface Page { layouts: Record<string, Record<string, Record<string, { View: { sections: Sections } }>>>; records: Record<string, UiRecord> }
    const { body } = await library.call<Page>('GET', `/ui-api/record-ui/${book}?layoutTypes=Compact,Full&modes=View`, undefined, READER);
    const { Full, Compact } = body.layouts['Book__c']!['012000000000000AAA']!;
    const fieldsOf = (sections: Sections): (string | null)[] => sections.flatMap(({ layoutRows }) => layoutRows.flatMap(({ layoutItems }) => layoutItems.map((item) => item.layoutComponents[0]!.apiName)));
    assert.deepEqual(Full!.View.sections.map(({ heading }) => heading), ['The book', 'More']);
    assert.deepEqual(fieldsOf(Full!.View.sections.slice(0, 1)), ['Name', 'Status__c', 'Shelf__c', 'Due__c', null, 'Lent_At__c', null, 'OwnerId']);
    assert.deepEqual(fieldsOf(Compact!.View.sections), ['Name', 'Status__c', 'Shelf__c', 'Due__c']);
    assert.equal(body.records[book]!.fields['Shelf__r']?.displayValue, 'Novels');
    assert.equal(Full!.View.sections[0]!.layoutRows.some(({ layoutItems }) => layoutItems.some((item) => item.editableForUpdate && item.layoutComponents[0]!.apiName !== 'Name')), false);
  });
});

describe('writing a record', () => {
  it('tells errors at their fields and writes nothing then', async () => {
    const { status, body } = await library.call<ErrorBody[]>('POST', '/ui-api/records', { apiName: 'Book__c', fields: { Name: 'Cheap', Price__c: -1 } });
    assert.equal(status, 400);
    assert.deepEqual([body[0]!.errorCode, body[0]!.output?.fieldErrors['Price__c']?.map(({ message, fieldLabel }) => [fieldLabel, message])], ['FIELD_CUSTOM_VALIDATION_EXCEPTION', [['Price', 'A price is not negative.']]]);
  });

  it('answers the record as it stands afterwards', async () => {
    const { status, body } = await library.call<UiRecord>('POST', '/ui-api/records', { apiName: 'Book__c', fields: { Name: 'Persuasion', Due__c: '2026-12-01' } });
    assert.deepEqual([status, body.fields['Name']?.value], [201, 'Persuasion']);
    const changed = await library.call<UiRecord>('PATCH', `/ui-api/records/${body.id}`, { fields: { Status__c: 'Lost' } });
    assert.deepEqual([changed.status, changed.body.fields['Status__c']], [200, { displayValue: 'Lost', value: 'Lost' }]);
  });

  it('refuses to overwrite what somebody else changed in between', async () => {
    const conflict = await library.call('PATCH', `/ui-api/records/${book}`, { fields: { Name: 'Emma!' } }, undefined, { 'if-unmodified-since': '2020-01-01T00:00:00Z' });
    assert.deepEqual([conflict.status, firstCode(conflict.body)], [412, 'PRECONDITION_FAILED']);
    const { body } = await library.call<UiRecord>('GET', `/ui-api/records/${book}?fields=Book__c.Name`);
    const fine = await library.call('PATCH', `/ui-api/records/${book}`, { fields: { Name: 'Emma' } }, undefined, { 'if-unmodified-since': body.lastModifiedDate });
    assert.equal(fine.status, 200);
  });

  it('refuses a user without the permission', async () => {
    const { status } = await library.call('PATCH', `/ui-api/records/${book}`, { fields: { Status__c: 'Lost' } }, READER);
    assert.equal(status, 403);
    assert.equal((await library.call('GET', '/ui-api/record-defaults/create/Book__c', undefined, READER)).status, 403);
  });

  it('begins a new record with its defaults', async () => {
    const { body } = await library.call<{ record: UiRecord }>('GET', '/ui-api/record-defaults/create/Book__c');
    assert.deepEqual([body.record.fields['Status__c'], body.record.fields['Reserved__c']?.value], [{ displayValue: 'On shelf', value: 'OnShelf' }, false]);
  });
});

it('names what it does not offer', async () => {
  const { status, body } = await library.call<ErrorBody[]>('GET', '/ui-api/duplicates/Book__c');
  assert.equal(status, 404);
  assert.match(body[0]!.message, /GET \/ui-api\/duplicates\/Book__c/);
});
