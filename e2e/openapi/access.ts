/** Who may call what, and how everybody else is refused. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CallOptions, Refusal } from '../support/contract-client.ts';
import { client, fact, newKey, org, ownOperations, report, reservation, snapshot, snapshots, token, type Availability, type Facts, type Reservation, type Reserved } from './surface.ts';

describe('who may do what', () => {
  const allOperations = ownOperations.map(({ id }) => id);
  const sample = (id: string): CallOptions => ({
    key: newKey(), ...(id === 'reservationsOfOrder' ? { query: { orderRef: 'x' } } : {}), ...(id === 'getAvailability' ? { query: { sku: 'HF-1001' } } : {}),
    ...({ queryAvailability: { body: { skus: ['HF-1001'] } }, reserve: { body: reservation() }, postEvents: { body: { events: [fact()] } }, postSnapshots: { body: snapshots(snapshot()) }, reportIntegration: { body: report() } }[id] ?? {}),
  });

  it('without a token, with a wrong one or one that was given back: 401 in the shape of the platform', async () => {
    const over = await org.token();
    const revoked = await fetch(`${org.url}/services/oauth2/revoke`, { method: 'POST', body: new URLSearchParams({ token: over }) });
    assert.equal(revoked.status, 200);
    for (const operation of allOperations) {
      for (const wrong of [null, 'nonsense', over]) {
        const { status, body } = await client.send<Refusal>(operation, { ...sample(operation), token: wrong });
        assert.deepEqual([status, body], [401, [{ message: 'Session expired or invalid', errorCode: 'INVALID_SESSION_ID' }]], operation);
      }
    }
  });

  it('a user without access to the Apex class: 403 in the words of the platform', async () => {
    for (const username of ['agent@holdfast.local', 'associate@holdfast.local']) {
      const theirs = await org.token(username);
      for (const operation of allOperations) {
        const { message } = await client.refused(operation, { ...sample(operation), token: theirs }, 403, 'FORBIDDEN');
        assert.match(message, /^You do not have access to the Apex class named: \w+Resource$/);
      }
    }
  });

  it('a user with access to the class but without the permission set: 403 HF-FORBIDDEN names the custom permission', async () => {
    const theirs = await org.token(await administratorWithoutPermissionSet());
    const needed = { getAvailability: 'View_Availability', queryAvailability: 'View_Availability', reserve: 'Reserve_Stock', reservationsOfOrder: 'View_Availability', getReservation: 'View_Availability', release: 'Release_Stock', fulfil: 'Fulfil_Stock', postEvents: 'Post_Facts', postSnapshots: 'Post_Facts', reportIntegration: 'Post_Facts', getPositions: 'View_Availability', getChanges: 'View_Availability' };
    for (const [operation, permission] of Object.entries(needed)) {
      const { message } = await client.refused(operation, { ...sample(operation), token: theirs }, 403, 'HF-FORBIDDEN');
      assert.match(message, new RegExp(`\\b${permission}\\b`));
    }
  });

  it('a component of the console asks for the same access to its Apex class', async () => {
    const findProducts = async (username: string): Promise<readonly [status: number, body: { value?: unknown[]; message?: string }]> => {
      const entered = await fetch(`${org.url}/secur/frontdoor.jsp?${new URLSearchParams({ sid: await org.token(username), retURL: '/' }).toString()}`, { redirect: 'manual' });
      const cookie = entered.headers.get('set-cookie')!.split(';')[0]!;
      const page = await (await fetch(org.url, { headers: { cookie } })).text();
      const requestToken = /"requestToken":"([^"]+)"/.exec(page)![1]!;
      const response = await fetch(`${org.url}/console/apex/AvailabilityController/findProducts`, { method: 'POST', headers: { cookie, 'x-console-token': requestToken, 'content-type': 'application/json' }, body: JSON.stringify({ term: 'HF-1001' }) });
      return [response.status, (await response.json()) as { value?: unknown[] }];
    };
    const [, granted] = await findProducts('agent@holdfast.local');
    assert.equal(granted.value?.length, 1);
    assert.deepEqual(await findProducts('integration@holdfast.local'), [500, { message: "You do not have access to the Apex class named 'AvailabilityController'." }]);
  });

  it('the integration user may do everything the surface offers', async () => {
    const theirs = await org.token('integration@holdfast.local');
    const request = reservation();
    const key = request.requestKey;
    assert.equal((await client.taken<Reserved>('reserve', { token: theirs, body: request })).results[0]?.status, 'Reserved');
    assert.equal((await client.taken<Reservation>('getReservation', { token: theirs, key })).status, 'Reserved');
    assert.equal((await client.taken<Reservation>('fulfil', { token: theirs, key })).status, 'Fulfilled');
    assert.equal((await client.taken<Facts>('postEvents', { token: theirs, body: { events: [fact()] } })).results[0]?.effect, 'Applied');
    assert.equal((await client.send('reportIntegration', { token: theirs, body: report() })).status, 200);
    assert.equal((await client.taken<Availability>('queryAvailability', { token: theirs, body: { skus: ['HF-1001'], locations: ['LON-01'] } })).items.length, 1);
    assert.equal((await client.send('postEvents', { token: theirs, query: { mode: 'async' }, body: { events: [fact()] } })).status, 202);
    assert.equal((await client.taken<Reservation>('release', { token: theirs, key: newKey() })).status, 'Released');
  });

  /** Administrators may run every class; what the app allows comes from its permission sets, for them too. */
  async function administratorWithoutPermissionSet(): Promise<string> {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const profiles = await fetch(`${org.url}/services/data/v67.0/query?q=${encodeURIComponent("SELECT Id FROM Profile WHERE Name = 'System Administrator'")}`, { headers });
    const { records } = (await profiles.json()) as { records: { Id: string }[] };
    const username = 'bare@holdfast.local';
    const created = await fetch(`${org.url}/services/data/v67.0/sobjects/User`, {
      method: 'POST', headers,
      body: JSON.stringify({
        Username: username, LastName: 'Bare', Email: username, Alias: 'bare', CommunityNickname: 'bare', ProfileId: records[0]?.Id, TimeZoneSidKey: 'GMT', LocaleSidKey: 'en_GB', EmailEncodingKey: 'UTF-8', LanguageLocaleKey: 'en_US',
      }),
    });
    assert.equal(created.status, 201, await created.text());
    return username;
  }
});
