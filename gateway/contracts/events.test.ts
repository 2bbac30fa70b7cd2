import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { parse } from 'yaml';
import { root } from '../../scripts/process.ts';
import { newsFor } from '../experience/web/webhooks.ts';
import type { StoreTransaction } from '../delivery/store.ts';
import type { NewWork } from '../delivery/work.ts';
import { readDoorbell } from '../system/sap/doorbell.ts';
import { objectOf, type Json, type JsonObject } from './document.ts';
import { schemaCompiler } from './json-schema.ts';

const document = objectOf(parse(readFileSync(path.join(import.meta.dirname, 'gateway.asyncapi.yaml'), 'utf8')) as Json);
const components = objectOf(document['components']);
const schema = (name: string): JsonObject => objectOf(objectOf(components['schemas'])[name]);
const messages = Object.entries(objectOf(components['messages'])).map(([name, message]) => ({ name, examples: objectOf(message)['examples'] as readonly JsonObject[] }));

describe('the contract of events', () => {
  const compile = schemaCompiler(document, { isClosed: true });
  for (const { name, examples } of messages) {
    it(`shows ${name} as its schema says`, () => {
      const validate = compile(schema(name));
      for (const { payload } of examples) assert.ok(validate(payload), JSON.stringify(validate.errors));
    });
  }

  it('shows a doorbell that the gateway understands', () => {
    const { payload } = messages.find(({ name }) => name === 'MaterialDocumentCreated')!.examples[0]!;
    assert.partialDeepStrictEqual(readDoorbell(payload), { year: '2026', number: '4900001234' });
  });

  it('describes the news that web shops are told', async () => {
    const work: NewWork[] = [];
    const transaction = { append: async (items: readonly NewWork[]) => { work.push(...items); return items.map(() => true); } } as unknown as StoreTransaction;
    const change = { sku: 'LAMP-1', location: 'LYON', onHand: 6, reserved: 2, available: 4, version: 17, changedAtMs: Date.UTC(2026, 10, 22, 10) };
    await newsFor([{ source: 'WEBSHOP', url: 'http://127.0.0.1/', secret: 'a secret' }]).changed([change], transaction);
    const told = { items: work.map(({ body }) => body as Json) };
    assert.deepEqual(told, messages.find(({ name }) => name === 'AvailabilityNews')!.examples[0]!['payload']);
  });

  it('names the fields that the org publishes, all of those of the availability event', () => {
    const [folder] = globSync('force-app/main/*/objects/Availability_Changed__e/fields', { cwd: root });
    const fields = globSync('*.field-meta.xml', { cwd: path.join(root, folder!) }).map((file) => file.replace('.field-meta.xml', ''));
    const named = Object.keys(objectOf(schema('AvailabilityChanged')['properties'])).filter((name) => name.endsWith('__c'));
    assert.deepEqual(named.toSorted(), fields.toSorted());
  });
});
