/** How gateways tell what they see. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { client, deadLetter, drift, gap, report } from './surface.ts';

interface Commands { readonly commands: readonly unknown[] }

describe('reports of gateways', () => {
  it('are taken, again and again, and answered with what is to be done', async () => {
    const body = report({ sources: [{ source: 'TILL', hops: [{ hop: 'source-to-org', p50Ms: 1, p95Ms: 2, p99Ms: 3, count: 4 }], received: 4 }], deadLetters: [deadLetter()], deadLetterRange: { after: 0, through: 10 }, gaps: [gap()], gapsComplete: true, drift: [drift()] });
    for (let times = 0; times < 2; times += 1) assert.deepEqual(await client.taken<Commands>('reportIntegration', { body }), { commands: [] });
    assert.deepEqual(await client.taken<Commands>('reportIntegration', { body: report({ deadLetterRange: { after: 0, through: 10 }, gapsComplete: true, drift: [drift({ explained: true })] }) }), { commands: [] });
  });

  it('that contradict themselves are refused', async () => {
    const { fields } = await client.refused('reportIntegration', { body: report({ gaps: [gap({ from: 5, to: 4 })] }) }, 400, 'HF-BAD-FIELD');
    assert.deepEqual(fields, ['gaps[0].to']);
    await client.refused('reportIntegration', { address: '/integration/reports', body: report() }, 404, 'HF-NOT-FOUND');
    await client.refused('reportIntegration', { body: report({ gateway: 'a|b' }) }, 400, 'HF-BAD-FIELD');
    await client.refused('reportIntegration', { body: report({ settled: [{ id: 'abcdefghijklmno', outcome: 'done' }] }) }, 400, 'HF-BAD-FIELD');
  });
});
