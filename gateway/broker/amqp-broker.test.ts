import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import rhea, { type Connection, type Delivery, type EventContext } from 'rhea';
import { startAmqpBroker, type AmqpBroker } from './amqp-broker.ts';

const SECRET = { user: 'gateway', password: 'open' };

describe('the embedded AMQP broker', () => {
  let broker: AmqpBroker;
  const connections: Connection[] = [];
  beforeEach(async () => { broker = await startAmqpBroker({ ...SECRET, mostWaiting: 5 }); });
  afterEach(async () => {
    for (const connection of connections.splice(0)) connection.close();
    await broker.close();
  });

  const connect = (options: object = {}): Connection => {
    const connection = rhea.create_container().connect({ host: '127.0.0.1', port: broker.port, username: SECRET.user, password: SECRET.password, reconnect: false, ...options });
    for (const event of ['disconnected', 'connection_error', 'error']) connection.on(event, () => undefined);
    connections.push(connection);
    return connection;
  };
  /** Resolves with how each was settled. */
  const send = (bodies: readonly string[]): Promise<readonly string[]> => new Promise((resolve) => {
    const outcomes: string[] = [];
    const sender = connect().open_sender('documents');
    for (const how of ['accepted', 'released']) {
      sender.on(how, () => {
        outcomes.push(how);
        if (outcomes.length === bodies.length) resolve(outcomes);
      });
    }
    for (const body of bodies) sender.send({ body });
  });
  /** Hears so many messages without settling them. */
  const receive = (most: number, credit = most) => new Promise<{ bodies: string[]; deliveries: Delivery[]; connection: Connection }>((resolve) => {
    const connection = connect();
    const receiver = connection.open_receiver({ source: 'documents', autoaccept: false, credit_window: 0 });
    const [bodies, deliveries]: [string[], Delivery[]] = [[], []];
    receiver.add_credit(credit);
    receiver.on('message', ({ message, delivery }: EventContext) => {
      bodies.push(message!.body as string);
      deliveries.push(delivery!);
      if (bodies.length === most) resolve({ bodies, deliveries, connection });
    });
  });
  const settled = async (waiting: number): Promise<void> => {
    while (broker.queue('documents').waiting !== waiting) await new Promise((resolve) => { setTimeout(resolve, 5); });
  };

  it('hands out messages in order, and no more than a consumer has credit for', async () => {
    await send(['1', '2', '3']);
    const { bodies } = await receive(2);
    const { waiting, held } = broker.queue('documents');
    assert.deepEqual([bodies, waiting, held], [['1', '2'], 1, 2]);
  });

  it('delivers again, in the old order, what a consumer held when it died', async () => {
    await send(['1', '2', '3']);
    const { deliveries } = await receive(3);
    deliveries[1]!.accept();
    await new Promise((resolve) => { setTimeout(resolve, 20); });
    broker.breakConnections();
    await settled(2);
    assert.equal(broker.queue('documents').held, 0);
    assert.deepEqual((await receive(2)).bodies, ['1', '3']);
  });

  it('delivers again what was released, and never what was rejected', async () => {
    await send(['1', '2']);
    const { deliveries } = await receive(2);
    deliveries[0]!.reject();
    // The library tells two different outcomes of neighbours as one when they are said in one turn.
    await new Promise((resolve) => { setImmediate(resolve); });
    deliveries[1]!.release();
    await settled(1);
    assert.deepEqual((await receive(1)).bodies, ['2']);
    const { rejected, held } = broker.queue('documents');
    assert.deepEqual([rejected, held], [1, 1]);
  });

  it('hands a full queue back to the producer', async () => {
    assert.deepEqual(await send(['1', '2', '3', '4', '5', '6']), ['accepted', 'accepted', 'accepted', 'accepted', 'accepted', 'released']);
  });

  for (const [who, options] of [['a wrong password', { password: 'guess' }], ['no user', { username: undefined, password: undefined }]] as const) {
    it(`turns ${who} away`, async () => {
      const connection = connect(options);
      let isOpen = false;
      connection.on('connection_open', () => { isOpen = true; });
      await new Promise<void>((resolve) => { for (const event of ['disconnected', 'connection_error', 'connection_close']) connection.once(event, () => { resolve(); }); });
      assert.equal(isOpen, false);
    });
  }
});
