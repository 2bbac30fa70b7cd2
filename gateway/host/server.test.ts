import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { silentLog } from '../shared/log.ts';
import { createServer } from './server.ts';

describe('the server of a gateway', () => {
  let server: FastifyInstance;
  beforeEach(async () => {
    server = createServer(silentLog, { requestMs: 300, checkMs: 50 });
    server.post('/told', async () => 'yes');
    await server.listen({ host: '127.0.0.1', port: 0 });
  });
  afterEach(() => server.close());

  /** Sends the beginning of a request and waits until the server hangs up; answers what it said before. */
  const begin = async (text: string): Promise<string> => {
    const socket: Socket = connect((server.server.address() as AddressInfo).port, '127.0.0.1');
    let answer = '';
    socket.on('data', (part) => { answer += part.toString(); });
    socket.write(text);
    await once(socket, 'close');
    return answer;
  };

  it('hangs up on who begins a body and never ends it, so that nobody holds connections for ever', async () => {
    assert.match(await begin('POST /told HTTP/1.1\r\nHost: gateway\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{'), /^HTTP\/1\.1 408 /);
  });

  it('hangs up on who never ends its headers', async () => {
    assert.match(await begin('POST /told HTTP/1.1\r\nHost: gateway\r\n'), /^HTTP\/1\.1 408 /);
  });

  it('gives every request a time of its own unless it is told otherwise', async () => {
    const usual = createServer(silentLog);
    await usual.ready();
    assert.ok(usual.server.requestTimeout > 0 && usual.server.headersTimeout > 0);
    await usual.close();
  });
});
