import assert from 'node:assert/strict';
import { it } from 'node:test';
import { systemClock } from '../../shared/clock.ts';
import { logIn } from './org-session.ts';

it('a private key that cannot sign keeps everything waiting: nothing dies of a login that fails', async () => {
  const login = { loginUrl: 'https://login.example.com', clientId: 'app', username: 'integration@example.com', privateKey: 'written-out' };
  await assert.rejects(logIn(login, () => assert.fail('nobody is asked'), systemClock, 1_000), (error: unknown) => {
    assert.match(String(error), /^TransientFailure: .*integration@example\.com/);
    assert.doesNotMatch(String(error), /written-out/);
    return true;
  });
});
