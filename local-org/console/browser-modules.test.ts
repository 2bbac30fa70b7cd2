/** The modules that the console gives to components, run without a browser: what they keep, when they ask, what they do when the org is away. */
import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';

type WireValue = { data: unknown; error: unknown };
interface Wire {
  connect(): void;
  disconnect(): void;
  update(parameters: Record<string, unknown>): void;
}
interface ApexModule {
  apexMethod(className: string, methodName: string, isCacheable: boolean): ((parameters?: object) => Promise<unknown>) & { adapter?: new (callback: (value: WireValue) => void) => Wire };
  refreshApex(wired: unknown): Promise<void>;
}
interface CometdModule {
  listen(channel: string, replayId: number, onMessage: (message: { data: { payload: unknown } }) => void): Promise<{ id: string }>;
  unlisten(listener: unknown): Promise<boolean>;
  onStreamError(listener: (error: unknown) => void): void;
}

type Answer = { status?: number; body: unknown };
let answer: (url: string, body: unknown) => Answer | Promise<Answer>;
const asked: { url: string; body: unknown; headers: Record<string, string> }[] = [];

Object.assign(globalThis, {
  document: { getElementById: () => ({ textContent: JSON.stringify({ requestToken: 'page-token' }) }) },
  fetch: async (url: string, init: { body?: string; headers?: Record<string, string> }) => {
    const body: unknown = init.body === undefined ? undefined : JSON.parse(init.body);
    asked.push({ url, body, headers: init.headers ?? {} });
    const { status = 200, body: answered } = await answer(url, body);
    return { ok: status < 300, status, headers: new Headers(), statusText: status === 500 ? 'Server Error' : '', json: () => Promise.resolve(answered), text: () => Promise.resolve(JSON.stringify(answered)) };
  },
});

/** A fresh copy of a module with state of its own. The specifier is not literal, because these files are compiled for browsers. */
let copies = 0;
async function load<Module>(name: string): Promise<Module> {
  copies += 1;
  return (await import(new URL(`./browser/${name}.ts?copy=${copies}`, import.meta.url).href)) as Module;
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('an Apex method that a component imports', () => {
  let apex: ApexModule;
  beforeEach(async () => {
    asked.length = 0;
    apex = await load<ApexModule>('apex');
  });

  it('calls the org with parameters by name and the token of the page', async () => {
    answer = () => ({ body: { value: [1, 2] } });
    assert.deepEqual(await apex.apexMethod('A', 'b', false)({ sku: 'X' }), [1, 2]);
    assert.deepEqual([asked[0]?.url, asked[0]?.body, asked[0]?.headers['x-console-token']], ['/console/apex/A/b', { sku: 'X' }, 'page-token']);
  });

  it('fails with the shape that components know', async () => {
    answer = () => ({ status: 500, body: { message: 'No', exceptionType: 'System.AuraHandledException' } });
    const failure = await apex.apexMethod('A', 'b', false)().catch((error: unknown) => error);
    assert.deepEqual(failure, { ok: false, status: 500, statusText: 'Server Error', headers: {}, errorType: 'fetchResponse', body: { message: 'No', exceptionType: 'System.AuraHandledException' } });
  });

  it('can be wired only when it is cacheable', () => {
    assert.equal(apex.apexMethod('A', 'b', false).adapter, undefined);
    assert.notEqual(apex.apexMethod('A', 'b', true).adapter, undefined);
  });

  describe('when wired', () => {
    function wire(name = 'b'): { wire: Wire; values: WireValue[] } {
      const values: WireValue[] = [];
      const Adapter = apex.apexMethod('A', name, true).adapter!;
      const made = new Adapter((value) => values.push(value));
      made.connect();
      return { wire: made, values };
    }

    it('asks nothing while a parameter is undefined', async () => {
      const { wire: made, values } = wire();
      made.update({ sku: undefined });
      await settled();
      assert.equal(asked.length, 0);
      assert.deepEqual(values, [{ data: undefined, error: undefined }]);
    });

    it('asks once for the same parameters in any order, however many components want the answer', async () => {
      answer = () => ({ body: { value: 'x' } });
      const [one, two] = [wire(), wire()];
      one.wire.update({ a: 1, b: 2 });
      await settled();
      two.wire.update({ b: 2, a: 1 });
      await settled();
      assert.equal(asked.length, 1);
      assert.equal(two.values.at(-1)?.data, 'x');
    });

    it('gives every component the new answer on refreshApex, and an equal answer to none', async () => {
      let stock = 1;
      answer = () => ({ body: { value: { stock } } });
      const [one, two] = [wire(), wire()];
      one.wire.update({});
      two.wire.update({});
      await settled();
      const before = two.values.length;
      await apex.refreshApex(one.values.at(-1));
      assert.equal(two.values.length, before, 'equal data is not provisioned again');
      stock = 2;
      await apex.refreshApex(one.values.at(-1));
      assert.deepEqual([one.values.at(-1)?.data, two.values.at(-1)?.data], [{ stock: 2 }, { stock: 2 }]);
    });

    it('never answers a refresh with what was under way before it', async () => {
      let release: (() => void) | undefined;
      let stock = 1;
      const { wire: made, values } = wire();
      answer = () => ({ body: { value: stock } });
      made.update({});
      await settled();
      const first = values.at(-1);
      answer = () => {
        const seen = stock;
        return new Promise((resolve) => {
          release = () => resolve({ body: { value: seen } });
        });
      };
      stock = 2;
      const early = apex.refreshApex(first);
      await settled();
      stock = 3;
      const late = apex.refreshApex(first);
      release?.();
      await early;
      assert.equal(values.at(-1)?.data, 2);
      await settled();
      release?.();
      await late;
      assert.equal(values.at(-1)?.data, 3);
    });

    it('hands over a failure, and asks again for the next component', async () => {
      answer = () => ({ status: 500, body: { message: 'No' } });
      const one = wire();
      one.wire.update({});
      await settled();
      assert.deepEqual((one.values.at(-1)?.error as { body: unknown }).body, { message: 'No' });
      answer = () => ({ body: { value: 'fine' } });
      const two = wire();
      two.wire.update({});
      await settled();
      assert.deepEqual([one.values.at(-1)?.data, two.values.at(-1)?.data], ['fine', 'fine']);
    });

    it('tells nothing to a component that has gone', async () => {
      answer = () => ({ body: { value: 'x' } });
      const { wire: made, values } = wire();
      made.update({});
      made.disconnect();
      await settled();
      assert.deepEqual(values, [{ data: undefined, error: undefined }]);
    });

    it('provisions data that no component can change for another', async () => {
      answer = () => ({ body: { value: [{ deep: { list: [1] } }] } });
      const { wire: made, values } = wire();
      made.update({});
      await settled();
      assert.throws(() => (values.at(-1)?.data as { deep: { list: number[] } }[])[0]!.deep.list.push(2), TypeError);
    });
  });
});

describe('the event stream', () => {
  /** A server that answers connects only when told to. */
  class Bayeux {
    clients = 0;
    readonly subscriptions: { channel: string; from: number }[] = [];
    connect: ((answer: Answer | Error) => void) | undefined;
    refusal: string | undefined;

    readonly answer = (_url: string, body: unknown): Promise<Answer> | Answer => {
      const [message] = body as [{ channel: string; subscription?: string; ext?: { replay: Record<string, number> }; clientId?: string }];
      if (message.channel === '/meta/handshake') return { body: [{ channel: '/meta/handshake', successful: true, clientId: `client-${String((this.clients += 1))}` }] };
      if (message.channel === '/meta/subscribe') {
        if (this.refusal !== undefined) return { body: [{ channel: '/meta/subscribe', successful: false, error: this.refusal }] };
        this.subscriptions.push({ channel: message.subscription!, from: message.ext!.replay[message.subscription!]! });
        return { body: [{ channel: '/meta/subscribe', successful: true }] };
      }
      if (message.channel === '/meta/unsubscribe') return { body: [{ channel: '/meta/unsubscribe', successful: true }] };
      return new Promise((resolve, reject) => {
        this.connect = (given) => (given instanceof Error ? reject(given) : resolve(given));
      });
    };

    deliver(replayId: number, payload: unknown): void {
      this.connect?.({ body: [{ channel: '/event/E', data: { payload, event: { replayId } } }, { channel: '/meta/connect', successful: true }] });
    }
  }

  let cometd: CometdModule;
  let server: Bayeux;
  beforeEach(async () => {
    asked.length = 0;
    server = new Bayeux();
    answer = server.answer;
    cometd = await load<CometdModule>('cometd');
  });

  it('serves every listener over one connection', async () => {
    const heard: unknown[] = [];
    const first = await cometd.listen('/event/E', -1, ({ data }) => heard.push(['first', data.payload]));
    await cometd.listen('/event/E', -1, ({ data }) => heard.push(['second', data.payload]));
    assert.deepEqual([server.clients, server.subscriptions], [1, [{ channel: '/event/E', from: -1 }]]);
    server.deliver(7, 'a');
    await settled();
    await cometd.unlisten(first);
    server.deliver(8, 'b');
    await settled();
    assert.deepEqual(heard, [['first', 'a'], ['second', 'a'], ['second', 'b']]);
  });

  it('rejects with the words of the server when a channel cannot be subscribed', async () => {
    server.refusal = '404::The channel you requested to subscribe to does not exist';
    await assert.rejects(cometd.listen('/event/Nothing', -1, () => undefined), /Subscribing to \/event\/Nothing was refused: 404::/);
  });

  it('starts again after the last event it has seen when the server has forgotten it', async () => {
    const heard: unknown[] = [];
    const errors: unknown[] = [];
    cometd.onStreamError((error) => errors.push(error));
    await cometd.listen('/event/E', -1, ({ data }) => heard.push(data.payload));
    server.deliver(41, 'before');
    await settled();
    server.connect?.({ body: [{ channel: '/meta/connect', successful: false, error: '403::Unknown client', advice: { reconnect: 'handshake' } }] });
    await settled();
    await settled();
    assert.deepEqual(server.subscriptions.at(-1), { channel: '/event/E', from: 41 });
    assert.match(String(errors[0]), /403::Unknown client/);
    server.deliver(42, 'after');
    await settled();
    assert.deepEqual(heard, ['before', 'after']);
  });
});
