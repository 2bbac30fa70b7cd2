import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { jsonLog } from './log.ts';

const written = (fields: Record<string, string | number>): string => {
  const lines: string[] = [];
  jsonLog((line) => lines.push(line), () => 0).write('info', 'test', fields);
  return lines[0]!;
};

describe('the log', () => {
  it('is one JSON line with the moment, the level and the event', () => {
    assert.deepEqual(JSON.parse(written({ kind: 'fact', items: 2 })), { at: '1970-01-01T00:00:00.000Z', level: 'info', event: 'test', kind: 'fact', items: 2 });
  });

  for (const [name, value] of [['clientSecret', 'abc123'], ['accessToken', 'abc123'], ['X-Signature', 'abc123'], ['Authorization', 'Bearer abc123'], ['message', 'refused Bearer abc123 there'], ['message', 'amqp://user:abc123@broker'], ['message', 'Basic abc123']] as const) {
    it(`does not tell what ${name} "${value}" keeps secret`, () => {
      assert.doesNotMatch(written({ [name]: value }), /abc123/);
    });
  }
});
