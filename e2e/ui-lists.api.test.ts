/** List views, related lists, lookups, picklists and actions of the user interface API over HTTP. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { LIBRARIAN, READER, startLibrary, type Library } from './support/ui-api.ts';

interface UiRecord { readonly id: string; readonly fields: Record<string, { readonly displayValue: string | null; readonly value: unknown }> }
interface Page { readonly count: number; readonly records: UiRecord[]; readonly nextPageToken: string | null; readonly previousPageToken: string | null }
interface Info { readonly label: string; readonly displayColumns: { readonly fieldApiName: string; readonly label: string; readonly lookupId: string | null; readonly sortable: boolean }[] }

let library: Library;
let shelf: string;
const books = new Map<string, string>();

before(async () => {
  library = await startLibrary();
  shelf = await library.create('Shelf__c', { Name: 'Novels', Code__c: 'N' });
  const rows = [
    { Name: 'Emma', Status__c: 'Lent', Price__c: 12.5, Due__c: '2026-12-24', Shelf__c: shelf }, { Name: 'Persuasion', Status__c: 'OnShelf', Price__c: 4, Shelf__c: shelf },
    { Name: 'Villette', Status__c: 'Lost', Price__c: 20 }, { Name: '100% Cotton', Status__c: 'Lent', Price__c: 3, Reserved__c: true },
  ];
  for (const row of rows) books.set(row.Name, await library.create('Book__c', row));
  await library.create('Book__c', { Name: 'Jane Eyre', OwnerId: await library.userId(LIBRARIAN) });
});
after(() => library.org.stop());

const namesOf = ({ records }: Page): unknown[] => records.map(({ fields }) => fields['Name']?.value);
async function listed(view: string, question: object = {}, username?: string): Promise<Page> {
  const { status, body } = await library.call<Page>('POST', `/ui-api/list-records/Book__c/${view}`, question, username);
  assert.equal(status, 200, JSON.stringify(body));
  return body;
}

describe('a list view', () => {
  it('is found among those of its object', async () => {
    const { body } = await library.call<{ lists: { apiName: string; label: string }[] }>('GET', '/ui-api/list-info/Book__c');
    assert.deepEqual(body.lists.map(({ label }) => label), ['All Books', 'Cheap or Lost', 'Lent Out', 'My Books', 'Nearby', 'Recently Viewed']);
    const shelves = await library.call<{ lists: { apiName: string }[] }>('GET', '/ui-api/list-ui/Shelf__c');
    assert.deepEqual(shelves.body.lists.map(({ apiName }) => apiName), ['All', 'RecentlyViewed']);
  });

  it('has the columns the user may read, references by the name of what they lead to', async () => {
    const { body } = await library.call<Info>('GET', '/ui-api/list-info/Book__c/All', undefined, READER);
    assert.deepEqual(body.displayColumns.map(({ fieldApiName, label, lookupId }) => [fieldApiName, label, lookupId]), [
      ['Name', 'Title', 'Id'], ['Status__c', 'Status', null], ['Shelf__r.Name', 'Shelf', 'Shelf__r.Id'], ['Due__c', 'Due', null], ['Owner.Alias', 'Owner Alias', 'Owner.Id'],
    ]);
  });

  it('shows the records its filters and their logic let through, by name', async () => {
    assert.deepEqual(namesOf(await listed('Lent_Out')), ['100% Cotton', 'Emma']);
    assert.deepEqual(namesOf(await listed('Cheap_Or_Lost')), ['Persuasion', 'Villette']);
    const [emma] = (await listed('Lent_Out', { searchTerm: 'emm' })).records;
    assert.deepEqual(emma?.fields['Due__c'], { displayValue: '24/12/2026', value: '2026-12-24' });
    assert.equal(emma?.fields['Shelf__r']?.displayValue, 'Novels');
  });

  it('shows with scope Mine what the user owns, and never what is not shared', async () => {
    assert.deepEqual(namesOf(await listed('My_Books', {}, LIBRARIAN)), ['Jane Eyre']);
    assert.deepEqual(namesOf(await listed('All', {}, LIBRARIAN)), ['Jane Eyre']);
    assert.equal((await listed('All', {}, READER)).count, 5);
  });

  it('is sorted and paged without gaps', async () => {
    const seen: unknown[] = [];
    let token: string | null = '0';
    while (token !== null) {
      const page: Page = await listed('All', { pageSize: 2, pageToken: Number(token), sortBy: ['-Price__c'] });
      seen.push(...namesOf(page));
      token = page.nextPageToken;
    }
    assert.deepEqual(seen, ['Villette', 'Emma', 'Persuasion', '100% Cotton', 'Jane Eyre']);
    assert.deepEqual(namesOf(await listed('All', { sortBy: ['Shelf__r.Name', 'Name'] })).slice(-2), ['Emma', 'Persuasion']);
  });

  it('finds text as it was typed, wildcards included', async () => {
    assert.deepEqual(namesOf(await listed('All', { searchTerm: '100%' })), ['100% Cotton']);
    assert.deepEqual(namesOf(await listed('All', { searchTerm: "o'" })), []);
  });

  it('remembers what the user has looked at, the newest first', async () => {
    for (const name of ['Emma', 'Villette', 'Emma']) await library.call('GET', `/ui-api/record-ui/${books.get(name)!}?layoutTypes=Compact&modes=View&updateMru=true`);
    assert.deepEqual(namesOf(await listed('RecentlyViewed')), ['Emma', 'Villette']);
    assert.deepEqual(namesOf(await listed('RecentlyViewed', {}, READER)), []);
  });

  it('names what it cannot show, sort by or find', async () => {
    const refusals = [
      await library.call<{ message: string }[]>('POST', '/ui-api/list-records/Book__c/Nearby', {}),
      await library.call<{ message: string }[]>('POST', '/ui-api/list-records/Book__c/All', { sortBy: ['Note__c'] }),
      await library.call<{ message: string }[]>('GET', '/ui-api/list-info/Book__c/Nothing'),
    ];
    assert.deepEqual(refusals.map(({ status }) => status), [400, 400, 404]);
    assert.match(refusals[0]!.body[0]!.message, /Book__c\.Nearby cannot be shown: the local org does not support the operation within on NAME/);
  });
});

describe('a related list', () => {
  it('has the columns and the order of the layout', async () => {
    const { body } = await library.call<{ relatedLists: { relatedListId: string; label: string }[] }>('GET', '/ui-api/related-list-info/Shelf__c');
    assert.deepEqual(body.relatedLists.map(({ relatedListId, label }) => [relatedListId, label]), [['Books__r', 'Books']]);
    const info = await library.call<Info>('GET', '/ui-api/related-list-info/Shelf__c/Books__r');
    assert.deepEqual(info.body.displayColumns.map(({ fieldApiName }) => fieldApiName), ['Name', 'Status__c', 'Due__c']);
    const page = await library.call<Page>('GET', `/ui-api/related-list-records/${shelf}/Books__r`);
    assert.deepEqual(namesOf(page.body), ['Persuasion', 'Emma']);
  });

  it('gives the fields that are asked for, and only records the user may see', async () => {
    const { body } = await library.call<Page>('POST', `/ui-api/related-list-records/${shelf}/Books__r`, { fields: ['Book__c.Name', 'Book__c.Price__c'], sortBy: ['Book__c.Price__c'] });
    assert.deepEqual(body.records.map(({ fields }) => [fields['Name']?.value, fields['Price__c']?.value]), [['Persuasion', 4], ['Emma', 12.5]]);
    assert.equal((await library.call<Page>('GET', `/ui-api/related-list-records/${shelf}/Books__r`, undefined, LIBRARIAN)).body.count, 0);
    const count = await library.call('GET', `/ui-api/related-list-count/${shelf}/Books__r?maxCount=1`);
    assert.deepEqual([count.body['count'], count.body['hasMore']], [1, true]);
  });
});

it('picklists offer their active values with labels', async () => {
  const { body } = await library.call<{ values: { label: string; value: string }[]; defaultValue: { value: string } }>('GET', '/ui-api/object-info/Book__c/picklist-values/012000000000000AAA/Status__c');
  assert.deepEqual([body.values.map(({ label }) => label), body.defaultValue.value], [['On shelf', 'Lent out', 'Lost'], 'OnShelf']);
});

it('lookups find records by name, and only active users', async () => {
  const shelves = await library.call<Page>('GET', '/ui-api/lookups/Book__c/Shelf__c/Shelf__c?q=nov');
  assert.deepEqual(namesOf(shelves.body), ['Novels']);
  const owners = await library.call<Page>('GET', '/ui-api/lookups/Book__c/OwnerId/User?q=Grace');
  assert.deepEqual(namesOf(owners.body), ['Grace Agent']);
});

describe('actions of a record', () => {
  const actionsFor = async (name: string, username?: string): Promise<[string, string | null][]> => {
    const id = books.get(name)!;
    const { body } = await library.call<{ actions: Record<string, { actions: { apiName: string; subtype: string | null }[] }> }>('GET', `/ui-api/actions/record/${id}`, undefined, username);
    return body.actions[id]!.actions.map(({ apiName, subtype }) => [apiName, subtype]);
  };

  it('stand in the order of the layout', async () => {
    assert.deepEqual(await actionsFor('Emma'), [['Book__c.Lend', 'ScreenAction'], ['Edit', null], ['Delete', null], ['ChangeOwnerOne', null], ['Book__c.Report_Lost', 'Action']]);
  });

  it('leave out what the user may not do', async () => {
    assert.deepEqual((await actionsFor('Emma', READER)).map(([name]) => name), ['Book__c.Lend', 'Book__c.Report_Lost']);
  });
});
