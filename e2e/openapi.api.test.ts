/**
 * openapi.yaml and the app say the same: subject by subject, against one seeded org, every call and every answer held against the document. The last test looks back on
 * all of them, so they run in one process.
 */
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import './openapi/document.ts';
import './openapi/availability.ts';
import './openapi/positions.ts';
import './openapi/reservations.ts';
import './openapi/facts.ts';
import './openapi/integration.ts';
import './openapi/fields.ts';
import './openapi/malformed-bodies.ts';
import './openapi/access.ts';
import { client, org, ownOperations } from './openapi/surface.ts';

after(() => org.stop());

describe('the document and the tests', () => {
  it('know the same answers: every documented status of every operation but those of documents was seen above, but 503', () => {
    // 503 needs a transaction that holds a position for ten seconds, or a full disk: neither can be had over HTTP.
    const documented = ownOperations.flatMap(({ id, statuses }) => statuses.filter((status) => status !== '503').map((status) => `${id} ${status}`));
    assert.deepEqual(documented.filter((one) => !client.seen.has(one)), []);
  });
});
