/** What DataWeave picks of a body, and tells of an answer, against what the contracts name: a field that is forgotten or invented fails. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { follow, objectOf, readContract, type ContractName, type Json, type JsonObject } from '../contracts/document.ts';
import { movementOf as shopifyMovement } from '../experience/shops/shopify/movements.ts';
import { RESERVATION_NOTE } from '../experience/shops/shopify/order.ts';
import { movementOf as squareMovement } from '../experience/shops/square/movements.ts';
import { scan } from './test/dataweave.ts';
import { textOf } from './test/project.ts';

interface Pick {
  readonly script: string;
  readonly contract: ContractName;
  /** Names from the contract's root to a schema, `[]` for the items of a list. */
  readonly schemas: readonly string[];
  /** Named by the script in other ways than in a list. */
  readonly besides?: readonly string[];
}

const PICKS: readonly Pick[] = [
  { script: 'availability-question', contract: 'web-availability', schemas: ['components schemas AvailabilityQuestion'] },
  { script: 'availability-answer', contract: 'web-availability', schemas: ['components schemas AvailabilityAnswer', 'components schemas AvailabilityAnswer items []'], besides: ['items'] },
  { script: 'reservation-command', contract: 'web-availability', schemas: ['components schemas ReservationCommand'], besides: ['lines'] },
  { script: 'Reservations', contract: 'web-availability', schemas: ['components schemas ReservationCommand lines []', 'components schemas ReservationResult lines []'] },
  { script: 'web-reservation', contract: 'web-availability', schemas: ['components schemas WebReservation', 'components schemas WebReservation lines []'], besides: ['lines', 'line'] },
  { script: 'web-changes', contract: 'web-availability', schemas: ['paths /changes get responses 200', 'paths /changes get responses 200 items []'], besides: ['items'] },
  { script: 'intent-facts', contract: 'inventory-intent', schemas: ['components schemas Intent'], besides: ['sku', 'location'] },
  { script: 'intent-state', contract: 'inventory-intent', schemas: ['paths /intents/{source}/{key} get responses 200'] },
  { script: 'org-facts', contract: 'salesforce', schemas: ['components schemas OrgFact'] },
  { script: 'org-command', contract: 'salesforce', schemas: ['components schemas OrgReservationCommand'], besides: ['lines'] },
  { script: 'org-snapshots', contract: 'salesforce', schemas: ['components schemas OrgSnapshot', 'components schemas OrgSnapshot documents []'], besides: ['documents'] },
  { script: 'org-goals', contract: 'salesforce', schemas: ['components schemas Goals lines []'] },
];

function propertiesAt(document: JsonObject, place: string): readonly string[] {
  let schema: Json = document;
  for (const step of place.split(' ')) {
    const object = follow(document, schema);
    if (step === '[]') schema = object['items']!;
    else if (object['type'] === 'object') schema = objectOf(object['properties'])[step]!;
    else schema = object[step]!;
    if (step === '200') schema = objectOf(objectOf(objectOf(follow(document, schema)['content'])['application/json'])['schema']);
  }
  return Object.keys(objectOf(follow(document, schema)['properties']));
}

for (const { script, contract, schemas, besides = [] } of PICKS) {
  test(`${script}.dwl names what ${contract} does`, () => {
    const document = readContract(contract);
    const lists = [...textOf(`src/main/resources/dwl/${script}.dwl`).matchAll(/\["\w+"(?:, "\w+")+\]/g)].flatMap(([list]) => JSON.parse(list) as string[]);
    const wanted = schemas.flatMap((place) => propertiesAt(document, place));
    assert.ok(wanted.length > 0);
    assert.deepEqual([...new Set([...lists, ...besides])].sort(), [...new Set(wanted)].sort());
  });
}

const shops = readContract('shops');
const schemaNames = ['ShopifyNotification', 'ShopifyLine', 'ShopifyRefund', 'ShopifyRefundLine'];
const shopifyFields = [...schemaNames.map((name) => `components schemas ${name}`), 'components schemas ShopifyNotification note_attributes []'].flatMap((place) => propertiesAt(shops, place));

test('what is read of a call of Shopify is what shops names, and nothing else', () => {
  // What an edit added orders/updated tells, what a cancellation restocked its refund; what was taken out without a refund is found by polling, which is not here.
  const passedOver = ['cancelled_at', 'order_edit', 'current_quantity'];
  const read = new Set(['Shopify', 'shopify-problem', 'shopify-call', 'shopify-telling'].flatMap((name) => [...scan(textOf(`src/main/resources/dwl/${name}.dwl`)).code.matchAll(/\.([a-z]+(?:_[a-z]+)*)\b(?!\()/g)].map(([, field]) => field!)));
  assert.deepEqual(shopifyFields.filter((field) => !read.has(field)).filter((field, index, all) => all.indexOf(field) === index).sort(), passedOver.sort());
  assert.deepEqual([...read].filter((field) => field.includes('_') && !shopifyFields.includes(field)), []);
});

test('headers of shops that are read are those that the contract names', () => {
  const names = ['square-signature', 'shopify-signature', 'shopify-problem', 'shopify-call'];
  const read = new Set(names.flatMap((name) => [...textOf(`src/main/resources/dwl/${name}.dwl`).matchAll(/headers\."([^"]+)"/g)].map(([, header]) => header!)));
  const parameters = objectOf(objectOf(objectOf(shops['paths'])['/shopify/webhook'])['post'])['parameters'] as readonly Json[];
  const told = [...parameters, ...Object.values(objectOf(objectOf(shops['components'])['securitySchemes']))].map((one) => (objectOf(one)['name'] as string).toLowerCase());
  // What a call tells carries moments of its own.
  assert.deepEqual([...read].sort(), told.filter((name) => name !== 'x-shopify-triggered-at').sort());
});

for (const [shop, meaningOf] of [['Shopify', shopifyMovement], ['Square', squareMovement]] as const) {
  test(`movements of ${shop} mean what they mean at the Node gateway`, () => {
    const table = /var \w+Meanings = (\{[\s\S]*?\n\})/.exec(textOf(`src/main/resources/dwl/${shop}.dwl`))![1]!;
    const meanings = JSON.parse(table.replaceAll(/\b(intent|condition):/g, '"$1":')) as Readonly<Record<string, unknown>>;
    for (const [movement, meaning] of Object.entries(meanings)) assert.deepEqual(meaning, meaningOf(movement), movement);
    const source = readFileSync(path.resolve(import.meta.dirname, `../experience/shops/${shop.toLowerCase()}/movements.ts`), 'utf8');
    const known = [...source.matchAll(/^  (?:'([^']+)'|\[SALE\]): /gm)].map(([, name]) => name ?? 'sale');
    assert.deepEqual(Object.keys(meanings).sort(), known.sort());
  });
}

test('what is read of a change at Square is what the Node gateway reads: no contract of ours names it', () => {
  const node = readFileSync(path.resolve(import.meta.dirname, '../experience/shops/square/changes.ts'), 'utf8');
  const wanted = [...node.matchAll(/\b(?:text|optional|moment)\(\w+, '(\w+)'\)|\b(?:change|body)\['(\w+)'\]/g)].map(([, asked, field]) => asked ?? field!);
  const script = textOf('src/main/resources/dwl/Square.dwl');
  const needed = [.../var neededTexts = \{([\s\S]*?)\n\}/.exec(script)![1]!.matchAll(/"(\w+)"/g)].map(([, field]) => field!);
  const read = [...script.matchAll(/\b(?:change|body)\."?(\w+)"?/g)].map(([, field]) => field!);
  assert.ok(wanted.length > 15);
  assert.deepEqual([...new Set([...needed, ...read])].sort(), [...new Set(wanted)].sort());
});

test('topics of Shopify that tell an order or a refund are the Node gateway\'s, and so is the note of a reservation', () => {
  const script = textOf('src/main/resources/dwl/Shopify.dwl');
  const topics = JSON.parse(/^var orderTopics = (\[.*\])$/m.exec(script)![1]!) as readonly string[];
  const node = readFileSync(path.resolve(import.meta.dirname, '../experience/shops/shopify/shopify-webhook.ts'), 'utf8');
  const told = (reader: string): readonly string[] => [...node.matchAll(new RegExp(`^  '([^']+)': ${reader},$`, 'gm'))].map(([, topic]) => topic!);
  assert.deepEqual([...topics].sort(), [...told('tellOrder')].sort());
  for (const name of ['shopify-call', 'shopify-problem']) assert.ok(textOf(`src/main/resources/dwl/${name}.dwl`).includes(`topic == "${told('tellRefund').join()}"`), name);
  assert.ok(script.includes(`note.name == "${RESERVATION_NOTE}"`));
});
