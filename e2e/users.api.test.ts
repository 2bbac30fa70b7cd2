/** What happens to the sessions of users that are frozen or deactivated, and that nobody deletes users. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startOrg, type RunningOrg } from './support/running-org.ts';

const AGENT = 'agent@holdfast.local';
let org: RunningOrg;
let admin: string;

before(async () => {
  org = await startOrg({ seed: false });
  admin = await org.token();
});
after(() => org.stop());

async function call(token: string, method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }> {
  const answer = await fetch(`${org.url}/services/data/v67.0${path}`, {
    method, headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) as unknown };
}

async function idOf(query: string): Promise<string> {
  const { body } = await call(admin, 'GET', `/query?q=${encodeURIComponent(query)}`);
  return (body as { records: { Id: string }[] }).records[0]!.Id;
}

const NO_SESSION = { status: 401, body: [{ message: 'Session expired or invalid', errorCode: 'INVALID_SESSION_ID' }] };
const change = async (path: string, values: unknown): Promise<void> => { assert.equal((await call(admin, 'PATCH', path, values)).status, 204); };

describe('users over the API', () => {
  it('lose their sessions while they are frozen, and cannot sign in', async () => {
    const token = await org.token(AGENT);
    const login = await idOf(`SELECT Id FROM UserLogin WHERE User.Username = '${AGENT}'`);
    assert.equal((await call(token, 'GET', '/limits')).status, 200);
    await change(`/sobjects/UserLogin/${login}`, { IsFrozen: true });
    assert.deepEqual(await call(token, 'GET', '/limits'), NO_SESSION);
    await assert.rejects(org.token(AGENT));
    await change(`/sobjects/UserLogin/${login}`, { IsFrozen: false });
    assert.equal((await call(token, 'GET', '/limits')).status, 200);
  });

  it('lose their sessions when they are deactivated', async () => {
    const token = await org.token(AGENT);
    const user = await idOf(`SELECT Id FROM User WHERE Username = '${AGENT}'`);
    await change(`/sobjects/User/${user}`, { IsActive: false });
    assert.deepEqual(await call(token, 'GET', '/limits'), NO_SESSION);
    await assert.rejects(org.token(AGENT));
    await change(`/sobjects/User/${user}`, { IsActive: true });
  });

  it('are never deleted', async () => {
    const user = await idOf(`SELECT Id FROM User WHERE Username = '${AGENT}'`);
    assert.deepEqual(await call(admin, 'DELETE', `/sobjects/User/${user}`), { status: 400, body: [{ message: 'entity type User does not support delete', errorCode: 'INVALID_TYPE_FOR_OPERATION' }] });
  });
});
