import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deployedOrg } from './test-support/deploying.ts';

test('a text that is no id is nobody, whatever it is', () => {
  const { localOrg, admin } = deployedOrg();
  assert.equal(localOrg.users.byId(admin.id)?.username, admin.username);
  for (const text of ['', 'x', '005', "' OR Id != ''", admin.id.slice(0, 14), `${admin.id}1`, '005000000000000AAA']) {
    assert.equal(localOrg.users.byId(text), undefined, text);
    assert.equal(localOrg.users.signedIn(text), undefined, text);
  }
});
