import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { systemClock } from '../shared/clock.ts';
import { Refusal } from '../shared/failures.ts';
import { silentLog } from '../shared/log.ts';
import type { ResolvedConfiguration } from './configuration.ts';
import { startGateway } from './gateway.ts';

const privateKey = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

describe('a gateway whose org does not answer', () => {
  let folder: string;
  before(() => { folder = mkdtempSync(path.join(tmpdir(), 'holdfast-host-')); });
  after(() => { rmSync(folder, { recursive: true }); });

  const start = (port: number) => {
    // Nothing listens on port 1.
    const configuration: ResolvedConfiguration = { group: 'test', server: { host: '127.0.0.1', port }, org: { loginUrl: 'http://127.0.0.1:1', clientId: 'app', username: 'integration@example.com', privateKey }, store: { kind: 'sqlite', file: path.join(folder, `${String(port)}.db`) } };
    return startGateway(configuration, { owner: 'test', clock: systemClock, log: silentLog });
  };

  it('starts, says that it lives, and ends', async () => {
    const gateway = await start(0);
    assert.equal((await fetch(`${gateway.url}/healthz`)).status, 200);
    await gateway.stop();
  });

  it('names the port that is taken, and leaves nothing running', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    await assert.rejects(start(port), (error: unknown) => {
      assert.ok(error instanceof Refusal);
      assert.match(error.message, new RegExp(`cannot listen on 127\\.0\\.0\\.1:${String(port)} .*EADDRINUSE`));
      return true;
    });
    other.close();
  });
});
