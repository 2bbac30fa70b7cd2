/** Access tokens over TLS: told to the broker whose certificate is trusted, and to nobody else. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { startAmqpBroker, type Broker, type BrokerOptions } from '../../broker/amqp-broker.ts';
import { startMqttBroker } from '../../broker/mqtt-broker.ts';
import { jsonLog } from '../../shared/log.ts';
import { AmqpDoorbells } from './amqp.ts';
import type { DoorbellListener, ListenerParts } from './listener.ts';
import { MqttDoorbells } from './mqtt.ts';
import { failingInlet, testParts, until } from './test/parts.ts';
import { startTlsFront } from './test/tls-front.ts';
import { startTokenServer } from './test/token-server.ts';

interface Way {
  readonly startBroker: (options: BrokerOptions) => Promise<Broker>;
  readonly listen: (port: number, tokenUrl: string, parts: ListenerParts) => DoorbellListener;
}

const oauth = (tokenUrl: string) => ({ tokenUrl, clientId: 'mesh', clientSecret: 'very-secret' });
const WAYS: Readonly<Record<string, Way>> = {
  'AMQP doorbells': {
    startBroker: startAmqpBroker,
    listen: (port, tokenUrl, parts) => new AmqpDoorbells({ url: `amqps://localhost:${String(port)}`, address: 'documents', user: 'vpn', oauth: oauth(tokenUrl) }, parts),
  },
  'MQTT doorbells': {
    startBroker: startMqttBroker,
    listen: (port, tokenUrl, parts) => new MqttDoorbells({ url: `mqtts://localhost:${String(port)}`, topic: 'documents', clientId: 'gateway-1', oauth: oauth(tokenUrl), tokenForm: 'OAUTH', oauthProfile: 'ias' }, parts),
  },
};

for (const [what, { startBroker, listen }] of Object.entries(WAYS)) {
  describe(what, () => {
    it('tell their token to a broker only when its certificate is trusted', async () => {
      const trusted = getCACertificates('default');
      const came: string[] = [];
      const logged: string[] = [];
      const parts = testParts();
      const [tokens, broker] = await Promise.all([startTokenServer(), startBroker({ user: 'erp', password: 'open', takesToken: (_user, token) => came.push(token) > 0 })]);
      const front = await startTlsFront(broker.port);
      const listener = listen(front.port, tokens.url, { ...parts, log: jsonLog((line) => logged.push(line)), inlet: failingInlet(parts, () => false) });
      listener.start();
      await until(() => logged.length >= 2);
      assert.match(logged[0] ?? '', /self-signed certificate/);
      assert.deepEqual(came, []);
      setDefaultCACertificates([...trusted, front.certificate]);
      await until(() => listener.isConnected);
      await listener.close();
      setDefaultCACertificates(trusted);
      assert.equal(came.length, 1);
      front.close();
      tokens.close();
      await Promise.all([broker.close(), parts.close()]);
    });
  });
}
