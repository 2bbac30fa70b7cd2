/** Every way in that clients have: the CLI's logins, jsforce's flows, and what ends a session. */
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import jsforce from 'jsforce';
import { startOrg, type RunningOrg } from '../support/running-org.ts';
import { clickAllow, watchBrowser } from './support/browser-click.ts';
import { loginWithJwt, loginWithToken, makeCli, resultOf, succeeded, type Cli } from './support/cli.ts';
import { makeLibraryProject } from './support/library-project.ts';

const project = makeLibraryProject();
const homes: Cli[] = [];
let org: RunningOrg;
let sf: Cli;
let clientSecret: string;

const freshCli = (): Cli => {
  const cli = makeCli();
  homes.push(cli);
  return cli;
};

before(async () => {
  org = await startOrg({ seed: false, project: project.path, args: ['--allow-password-grant'] });
  clientSecret = readFileSync(path.join(org.dataFolder, 'client-secret'), 'utf8');
  sf = freshCli();
  await loginWithJwt(sf, org);
});
after(async () => {
  await org.stop();
  for (const home of homes) home.remove();
  project.remove();
});

const ADMIN = 'admin@holdfast.local';
const CLIENT = 'holdfast-local-org';
const post = (address: string, form: Record<string, string>, headers: Record<string, string> = {}) => fetch(`${org.url}/services/oauth2/${address}`, { method: 'POST', body: new URLSearchParams(form), headers });
const tokenAnswer = async (form: Record<string, string>): Promise<{ status: number; access_token?: string; refresh_token?: string; error?: string; error_description?: string; id?: string }> => {
  const response = await post('token', form);
  return { status: response.status, ...(await response.json()) as object };
};
const usable = async (token: string | undefined): Promise<number> => (await fetch(`${org.url}/services/data/v67.0/sobjects`, { headers: { authorization: `Bearer ${token ?? ''}` } })).status;

/** The browser half of the web login, for a client without the CLI. */
async function codeFor(challenge: string | undefined, redirectUri = 'http://localhost:1717/OauthRedirect'): Promise<string> {
  const query = new URLSearchParams({ response_type: 'code', client_id: CLIENT, redirect_uri: redirectUri, state: 's1', ...(challenge === undefined ? {} : { code_challenge: challenge }) });
  const target = await clickAllow(`${org.url}/services/oauth2/authorize?${query.toString()}`, ADMIN);
  assert.deepEqual([target.origin + target.pathname, target.searchParams.get('state')], [redirectUri, 's1']);
  return target.searchParams.get('code')!;
}
const verifier = randomBytes(32).toString('base64url');
const challenge = createHash('sha256').update(verifier).digest('base64url');
const codeGrant = (code: string, more: Record<string, string> = {}) => tokenAnswer({ grant_type: 'authorization_code', code, client_id: CLIENT, redirect_uri: 'http://localhost:1717/OauthRedirect', code_verifier: verifier, ...more });

describe('sf org', () => {
  it('login jwt, as any user', async () => {
    const cli = freshCli();
    await loginWithJwt(cli, org, 'agent@holdfast.local');
    const { username } = await resultOf<{ username: string }>(cli(['org', 'display', '--json']));
    assert.equal(username, 'agent@holdfast.local');
  });
  it('login access-token', async () => {
    const cli = freshCli();
    const { json } = await loginWithToken(cli, org, await org.token());
    assert.equal((json.result as { username: string }).username, ADMIN);
    const { records } = await resultOf<{ records: unknown[] }>(cli(['data', 'query', '-q', 'SELECT Id FROM Organization', '--json']));
    assert.equal(records.length, 1);
  });
  it('login web', async () => {
    const cli = freshCli();
    const browser = watchBrowser(cli.home);
    const ended = cli(['org', 'login', 'web', '--instance-url', org.url, '--browser', 'firefox', '--set-default', '--json'], { env: browser.env });
    const target = await clickAllow(await browser.address(ended), ADMIN);
    await fetch(target);
    const { username } = await resultOf<{ username: string }>(ended);
    assert.equal(username, ADMIN);
    const { records } = await resultOf<{ records: unknown[] }>(cli(['data', 'query', '-q', 'SELECT Id FROM Organization', '--json']));
    assert.equal(records.length, 1);
  });
  it('no login: -o TOKEN with SF_ORG_INSTANCE_URL', async () => {
    const cli = freshCli();
    const { records } = await resultOf<{ records: unknown[] }>(cli(['data', 'query', '-o', await org.token(), '-q', 'SELECT Id FROM Organization', '--json'], { env: { SF_ORG_INSTANCE_URL: org.url } }));
    assert.equal(records.length, 1);
  });
  it('display, list', async () => {
    const { id, username, connectedStatus, instanceUrl } = await resultOf<{ id: string; username: string; connectedStatus: string; instanceUrl: string }>(sf(['org', 'display', '--json']));
    assert.match(id, /^00D\w{15}$/);
    assert.deepEqual([username, connectedStatus, instanceUrl], [ADMIN, 'Connected', org.url]);
    const listed = await resultOf<{ nonScratchOrgs: { username: string; connectedStatus: string }[] }>(sf(['org', 'list', '--json']));
    assert.deepEqual(listed.nonScratchOrgs.map((one) => [one.username, one.connectedStatus]), [[ADMIN, 'Connected']]);
  });
  it('open --url-only: the link logs a browser in, once', async () => {
    const { url } = await resultOf<{ url: string }>(sf(['org', 'open', '--url-only', '--path', '/lightning/page/home', '--json']));
    const first = await fetch(url, { redirect: 'manual' });
    assert.deepEqual([first.status, first.headers.get('location')], [302, '/lightning/page/home']);
    const cookie = first.headers.get('set-cookie')!.split(';')[0]!;
    const page = await (await fetch(`${org.url}/lightning/page/home`, { headers: { cookie } })).text();
    assert.match(page, /admin@holdfast\.local/);
    assert.equal((await fetch(url, { redirect: 'manual' })).status, 401);
  });
  it('list limits, list users', async () => {
    const limits = await resultOf<{ name: string; max: number; remaining: number }[]>(sf(['org', 'list', 'limits', '--json']));
    const requests = limits.find((one) => one.name === 'DailyApiRequests')!;
    assert.ok(requests.remaining < requests.max);
    const users = await resultOf<{ username: string; profileName: string }[]>(sf(['org', 'list', 'users', '--json']));
    assert.ok(users.some((user) => user.username === ADMIN && user.profileName === 'System Administrator'));
  });
  it('a session that was ended: a JWT login begins a new one, an access-token login says so', async () => {
    const { accessToken } = await resultOf<{ accessToken: string }>(sf(['org', 'auth', 'show-access-token', '--no-prompt', '--json']));
    assert.equal((await post('revoke', { token: accessToken })).status, 200);
    const { records } = await resultOf<{ records: unknown[] }>(sf(['data', 'query', '-q', 'SELECT Id FROM Organization', '--json']));
    assert.equal(records.length, 1);
    const token = await org.token();
    const cli = freshCli();
    await loginWithToken(cli, org, token);
    await post('revoke', { token });
    const failed = await cli(['data', 'query', '-q', 'SELECT Id FROM Organization', '--json']);
    assert.notEqual(failed.exitCode, 0);
    assert.match(`${failed.json.name ?? ''} ${failed.json.message ?? ''}`, /INVALID_SESSION_ID|expired or invalid/i);
  });
});

describe('OAuth', () => {
  it('code grant with PKCE gives a refresh token; a code works once and only with its verifier', async () => {
    assert.equal((await codeGrant(await codeFor(challenge), { code_verifier: 'guessed' })).error_description, 'invalid code verifier');
    assert.equal((await codeGrant(await codeFor(undefined))).error, 'invalid_grant');
    assert.equal((await codeGrant(await codeFor(challenge), { redirect_uri: 'http://localhost:1/other' })).error, 'redirect_uri_mismatch');
    const code = await codeFor(challenge);
    const granted = await codeGrant(code);
    assert.match(granted.access_token ?? '', /^00D\w{12,15}![.\w]+$/);
    assert.match(granted.id ?? '', /\/id\/00D\w{15}\/005\w{15}$/);
    assert.equal((await codeGrant(code)).error, 'invalid_grant');
  });
  it('refresh token; revoking it ends the sessions it gave', async () => {
    const { access_token: first, refresh_token: refresh } = await codeGrant(await codeFor(challenge));
    const { access_token: second } = await tokenAnswer({ grant_type: 'refresh_token', refresh_token: refresh!, client_id: CLIENT });
    assert.deepEqual([await usable(first), await usable(second)], [200, 200]);
    assert.equal((await tokenAnswer({ grant_type: 'refresh_token', refresh_token: refresh!, client_id: 'PlatformCLI' })).error, 'invalid_grant');
    await post('revoke', { token: refresh! });
    assert.deepEqual([await usable(first), await usable(second)], [401, 401]);
    assert.equal((await tokenAnswer({ grant_type: 'refresh_token', refresh_token: refresh!, client_id: CLIENT })).error, 'invalid_grant');
  });
  it('authorize refuses foreign addresses and unknown clients, and answers a no', async () => {
    const refused = async (query: Record<string, string>) => (await fetch(`${org.url}/services/oauth2/authorize?${new URLSearchParams({ response_type: 'code', client_id: CLIENT, redirect_uri: 'http://localhost:1717/x', ...query }).toString()}`)).status;
    assert.deepEqual([await refused({ redirect_uri: 'https://example.com/' }), await refused({ redirect_uri: 'http://localhost@example.com/' }), await refused({ client_id: 'someone' }), await refused({ response_type: 'token' }), await refused({ code_challenge_method: 'plain' })], [400, 400, 400, 400, 400]);
    const query = new URLSearchParams({ response_type: 'code', client_id: CLIENT, redirect_uri: 'http://localhost:1717/x' });
    assert.equal((await clickAllow(`${org.url}/services/oauth2/authorize?${query.toString()}`, ADMIN, 'deny')).searchParams.get('error'), 'access_denied');
    const forged = await fetch(`${org.url}/services/oauth2/authorize`, { method: 'POST', body: new URLSearchParams({ page: 'guess', username: ADMIN, answer: 'allow' }), redirect: 'manual' });
    assert.equal(forged.status, 400);
  });
  it('client credentials need the secret of the data folder', async () => {
    assert.equal((await tokenAnswer({ grant_type: 'client_credentials', client_id: CLIENT })).error, 'invalid_client');
    assert.equal((await tokenAnswer({ grant_type: 'client_credentials', client_id: CLIENT, client_secret: 'wrong' })).error, 'invalid_client');
    assert.equal((await tokenAnswer({ grant_type: 'client_credentials', client_id: 'other', client_secret: clientSecret })).error, 'invalid_client_id');
    const granted = await tokenAnswer({ grant_type: 'client_credentials', client_id: CLIENT, client_secret: clientSecret });
    assert.equal(await usable(granted.access_token), 200);
  });
  it('introspect tells a live token from a dead one', async () => {
    const token = await org.token();
    const introspect = async () => (await (await post('introspect', { token, client_id: CLIENT, client_secret: clientSecret })).json()) as { active: boolean; username?: string };
    const live = await introspect();
    assert.deepEqual([live.active, live.username], [true, ADMIN]);
    await post('revoke', { token });
    assert.deepEqual(await introspect(), { active: false });
    assert.equal((await post('introspect', { token, client_id: CLIENT })).status, 400);
  });
  it('userinfo and identity are those of the token', async () => {
    const token = await org.token();
    const userinfo = (await (await fetch(`${org.url}/services/oauth2/userinfo`, { headers: { authorization: `Bearer ${token}` } })).json()) as { user_id: string; organization_id: string };
    const identity = await fetch(`${org.url}/id/${userinfo.organization_id}/${userinfo.user_id}?format=json&oauth_token=${encodeURIComponent(token)}`);
    assert.equal(((await identity.json()) as { username: string }).username, ADMIN);
    assert.equal((await fetch(`${org.url}/id/${userinfo.organization_id}/005000000000000AAA?oauth_token=${token}`)).status, 403);
    assert.equal((await fetch(`${org.url}/id/${userinfo.organization_id}/${userinfo.user_id}`)).status, 401);
  });
  it('no token, code, password or secret reaches the log', () => {
    assert.doesNotMatch(`${org.log()}${org.output()}`, /00D\w{12}!|5Aep861|client_secret|password=/);
    assert.ok(!`${org.log()}${org.output()}`.includes(clientSecret));
  });
});

describe('passwords', () => {
  const PASSWORD = 'holdfast-2026';
  const connect = () => new jsforce.Connection({ loginUrl: org.url, version: '67.0' });

  it('nobody has one until it is set; soap.setPassword sets it, login takes it', async () => {
    await assert.rejects(connect().login('agent@holdfast.local', PASSWORD), /INVALID_LOGIN/);
    const admin = new jsforce.Connection({ instanceUrl: org.url, serverUrl: `${org.url}/services/Soap/u/67.0`, accessToken: await org.token(), version: '67.0' });
    const { records } = await admin.query<{ Id: string }>("SELECT Id FROM User WHERE Username = 'agent@holdfast.local'");
    const agentId = records[0]!.Id;
    await setPassword(admin, agentId, PASSWORD);
    const agent = connect();
    const info = await agent.login('agent@holdfast.local', PASSWORD);
    assert.equal(info.id, agentId);
    assert.equal((await agent.identity()).username, 'agent@holdfast.local');
    await assert.rejects(connect().login('agent@holdfast.local', `${PASSWORD}x`), /INVALID_LOGIN/);
  });
  it('are not set for somebody else without the right to', async () => {
    const agent = connect();
    await agent.login('agent@holdfast.local', PASSWORD);
    const { records } = await agent.query<{ Id: string }>(`SELECT Id FROM User WHERE Username = '${ADMIN}'`);
    await assert.rejects(setPassword(agent, records[0]!.Id, PASSWORD), /INSUFFICIENT_ACCESS/);
    await setPassword(agent, agent.userInfo!.id, `${PASSWORD}-new`);
    await connect().login('agent@holdfast.local', `${PASSWORD}-new`);
  });
  it('logout ends the session', async () => {
    const agent = connect();
    await agent.login('agent@holdfast.local', `${PASSWORD}-new`);
    const token = agent.accessToken!;
    await agent.logout();
    assert.equal(await usable(token), 401);
  });
  it('password grant, when the org allows it', async () => {
    const granted = await tokenAnswer({ grant_type: 'password', client_id: CLIENT, client_secret: clientSecret, username: 'agent@holdfast.local', password: `${PASSWORD}-new` });
    assert.equal(await usable(granted.access_token), 200);
    assert.equal((await tokenAnswer({ grant_type: 'password', client_id: CLIENT, username: 'agent@holdfast.local', password: 'no' })).error, 'invalid_grant');
  });
  it('sf org generate password', async () => {
    const ended = succeeded(await sf(['org', 'generate', 'password', '--json']));
    const { password } = ended.json.result as { password: string };
    assert.equal((await connect().login(ADMIN, password)).organizationId.slice(0, 3), '00D');
  });

  async function setPassword(connection: jsforce.Connection, userId: string, password: string): Promise<void> {
    await (connection.soap as unknown as { setPassword(userId: string, password: string): Promise<unknown> }).setPassword(userId, password);
  }
});
