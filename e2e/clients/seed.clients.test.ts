/** `npm run seed` into an org that it knows only through the login of the Salesforce CLI. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { script } from '../support/commands.ts';
import { startOrg, type RunningOrg } from '../support/running-org.ts';
import { loginWithToken, makeCli, resultOf, succeeded, type Cli } from './support/cli.ts';

let org: RunningOrg;
let sf: Cli;
before(async () => {
  sf = makeCli();
  org = await startOrg({ seed: false });
  await loginWithToken(sf, org, await org.token());
  succeeded(await sf(['alias', 'set', 'trial=admin@holdfast.local', '--json']));
});
after(async () => {
  await org.stop();
  sf.remove();
});

const environment = (): NodeJS.ProcessEnv => ({ HOME: sf.home, SF_USE_GENERIC_UNIX_KEYCHAIN: 'true', SF_DISABLE_TELEMETRY: 'true', SF_DISABLE_LOG_FILE: 'true' });

describe('npm run seed --target-org', () => {
  it('finds address and access token by the alias', async () => {
    const { exitCode, errors } = await script('seed', ['--target-org', 'trial', '--profile', 'store', '--skus', '20'], { env: environment() });
    assert.equal(exitCode, 0, errors);
    const { records } = await resultOf<{ records: { n: number }[] }>(sf(['data', 'query', '-q', 'SELECT COUNT(Id) n FROM Product2', '--json']));
    assert.equal(records[0]!.n, 20);
  });

  it('says what sf says of an alias that it does not know', async () => {
    const { exitCode, errors } = await script('seed', ['--target-org', 'nowhere'], { env: environment() });
    assert.equal(exitCode, 1);
    assert.match(errors, /seed: sf org display --target-org nowhere: [^]*No authorization information found for nowhere/);
  });
});
