/** An MQTT 3.1.1 broker for who has none: aedes, with one user. Sessions with `clean: false` keep what came while their client was away, as long as the broker runs. */
import { timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { Aedes, type AuthenticateError } from 'aedes';
import type { Broker, BrokerOptions } from './amqp-broker.ts';

export interface MqttBroker extends Broker {
  breakConnections(): void;
}

const BAD_USER_OR_PASSWORD = 4;

function notKnown(): AuthenticateError {
  return Object.assign<Error, { returnCode: number }>(new Error('The broker does not know this user and password.'), { returnCode: BAD_USER_OR_PASSWORD });
}

/** Listens on loopback. */
export async function startMqttBroker(options: BrokerOptions): Promise<MqttBroker> {
  const expected = Buffer.from(`${options.user}\0${options.password}`);
  const broker = await Aedes.createBroker({
    authenticate: (_client, user = '', password = Buffer.alloc(0), done) => {
      const given = Buffer.from(`${user}\0${password.toString()}`);
      if (given.length === expected.length && timingSafeEqual(given, expected)) done(null, true);
      else void Promise.resolve(options.takesToken?.(user, password.toString()) ?? false).then((isKnown) => { done(isKnown ? null : notKnown(), isKnown); });
    },
  });
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    broker.handle(socket);
  });
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const breakConnections = (): void => { for (const socket of sockets) socket.destroy(); };
  return {
    url: `mqtt://127.0.0.1:${String(port)}`, port, breakConnections,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      breakConnections();
      await closed;
      await new Promise<void>((resolve) => { broker.close(() => { resolve(); }); });
    },
  };
}
