/** Bodies that are no JSON, too large, or missing. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { client, contract, fact, newKey, org, token } from './surface.ts';

const MEGABYTE = 1_048_576;

describe('bodies that are no bodies', () => {
  const withBody = ['queryAvailability', 'reserve', 'postEvents', 'postSnapshots', 'reportIntegration', 'release', 'fulfil', 'changeReservation', 'transfer'];
  const HOSTILE: readonly string[] = ['{', '{"events": [', '[1, 2]', 'null', '1', '"text"', 'true', '{"a": }', "{'a': 1}", '{"a": 1e}', '\u0000', '['.repeat(100_000), `${'{"a":'.repeat(2000)}1${'}'.repeat(2000)}`];

  for (const operation of withBody) {
    it(`are 400 HF-MALFORMED-BODY for ${operation}`, async () => {
      for (const body of HOSTILE) await client.refused(operation, { key: newKey(), body }, 400, 'HF-MALFORMED-BODY');
    });

    it(`above 1 MB are 413 for ${operation}, at 1 MB they are read`, async () => {
      await client.refused(operation, { key: newKey(), body: `{}${' '.repeat(MEGABYTE - 1)}` }, 413, 'HF-BODY-TOO-LARGE');
      const { status } = await client.send(operation, { key: newKey(), body: `{}${' '.repeat(MEGABYTE - 2)}` });
      assert.ok(status !== 413, String(status));
    });
  }

  it('that are missing are 400 where one is required', async () => {
    for (const operation of ['queryAvailability', 'reserve', 'postEvents', 'postSnapshots', 'reportIntegration']) await client.refused(operation, {}, 400, 'HF-MALFORMED-BODY');
  });

  it('with bytes that are no UTF-8 are 400', async () => {
    const response = await fetch(`${org.url}/services/apexrest/holdfast/v1/events`, { method: 'POST', headers: { authorization: `Bearer ${token}` }, body: Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]) });
    assert.equal(response.status, 400);
    assert.deepEqual(contract.answerProblems('postEvents', 400, await response.json()), []);
  });

  it('with numbers no Decimal holds are 400 with the field', async () => {
    for (const number of ['1e400', '1e-400', '9'.repeat(400), '0.1234']) {
      const { fields } = await client.refused('postEvents', { body: JSON.stringify({ events: [fact({ quantity: 42 })] }).replace('42', number) }, 400, 'HF-BAD-FIELD');
      assert.deepEqual(fields, ['events[0].quantity']);
    }
  });
});
