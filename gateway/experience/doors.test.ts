/** Every operation of those who tell and ask keeps its door: who is not let in, or brings the wrong thing, is told so as the contract says, and leaves nothing behind. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { ContractName } from '../contracts/document.ts';
import { Contract } from '../contracts/validator.ts';
import { CALLED, openCalled } from './test/called.ts';
import { signature } from './test/till.ts';
import { BEARER, NOW_MS, type Sent, type World } from './test/world.ts';

let world: World;
before(async () => { world = await openCalled(); });
after(async () => {
  assert.ok(await world.isEmpty());
  assert.equal(world.orgCalls.length, 0);
  await world.close();
});

const refusedWith = async (sent: Sent): Promise<readonly [number, string]> => {
  const answer = await world.send(sent);
  return [answer.statusCode, answer.json<{ errorCode: string }[]>()[0]!.errorCode];
};

for (const [name, prefix] of Object.entries(CALLED)) {
  describe(name, () => {
    const isSigned = name === 'pos-ingest';
    for (const { id, method, path, parameters, body } of Contract.read(name as ContractName).operations.values()) {
      const query = parameters.some(({ place, isRequired }) => place === 'query' && isRequired) ? '?store=LYON&location=LYON' : '';
      const url = prefix + path.replaceAll(/\{\w+\}/g, 'K7M2QX') + query;
      const text = body === undefined ? undefined : body.mediaType === 'application/json' ? '{}' : '<POSLog/>';
      const typed: Record<string, string> = body === undefined ? {} : { 'content-type': body.mediaType };
      const sent = (headers: Record<string, string>, content = text): Sent => ({ method: method.toUpperCase() as 'POST', url, headers, ...(content === undefined ? {} : { body: content }) });
      const entering = (content = text): Record<string, string> => ({ ...(isSigned ? { ...signature(content ?? url), 'idempotency-key': 'K' } : BEARER) });

      it(`${id} lets in only who is known`, async () => {
        if (isSigned) {
          assert.deepEqual(await refusedWith(sent(typed)), [401, 'GW-SIGNATURE']);
          assert.deepEqual(await refusedWith(sent({ ...typed, ...signature(text ?? url, { secret: 'wrong' }) })), [401, 'GW-SIGNATURE']);
          assert.deepEqual(await refusedWith(sent({ ...typed, ...signature(text ?? url, { atMs: NOW_MS - 301_000 }) })), [401, 'GW-CLOCK']);
        } else {
          assert.deepEqual(await refusedWith(sent(typed)), [401, 'GW-UNAUTHORISED']);
          if (name !== 'web-availability') assert.deepEqual(await refusedWith(sent({ ...typed, authorization: 'Bearer token-of-the-reader' })), [403, 'GW-FORBIDDEN']);
        }
      });

      if (body === undefined) continue;
      it(`${id} takes ${body.mediaType} of up to a megabyte, and nothing else`, async () => {
        const [other, otherType] = body.mediaType === 'application/json' ? ['<a/>', 'application/xml'] : ['{}', 'application/json'];
        assert.deepEqual(await refusedWith(sent({ 'content-type': otherType, ...entering(other) }, other)), [415, 'GW-MEDIA-TYPE']);
        assert.deepEqual(await refusedWith(sent({ 'content-type': 'text/plain', ...entering() })), [415, 'GW-MEDIA-TYPE']);
        const large = JSON.stringify('x'.repeat(1_100_000));
        assert.deepEqual(await refusedWith(sent({ ...typed, ...entering(large) }, large)), [413, 'GW-BODY-TOO-LARGE']);
      });
    }
  });
}
