/** The real transport against the local org's Pub/Sub API, in one process. */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { PubSubOrg } from '../../../../local-org/api/pubsub/test/pubsub-org.ts';
import { AvroDecoder } from './avro-decoder.ts';
import { endpointOf, fixedEndpoint, SALESFORCE_ENDPOINT } from './endpoints.ts';
import { GrpcTransport } from './grpc-transport.ts';
import { StreamEnded, type StreamStart } from './transport.ts';

const TOPIC = '/event/Note__e';
const CHANGES = '/data/Shelf__ChangeEvent';

let org: PubSubOrg;
before(async () => { org = await PubSubOrg.start(); });
after(() => org.close());

function transportOf(of: PubSubOrg, token = of.token()): GrpcTransport {
  return new GrpcTransport({ session: () => Promise.resolve({ url: 'http://127.0.0.1', token, organizationId: of.localOrg.users.organization.id }) }, fixedEndpoint(of.running.addresses.plain));
}

/** Why a subscription ends. */
async function endOf(transport: GrpcTransport, topic: string, start: StreamStart): Promise<string> {
  const stream = await transport.subscribe(topic, start);
  stream.request(10);
  const ended: unknown = await stream.next().then(() => assert.fail('it did not end'), (error: unknown) => error);
  transport.close();
  assert.ok(ended instanceof StreamEnded, String(ended));
  return ended.reason;
}

describe('the transport', () => {
  it('brings events from a place on, and signs of life', async () => {
    await org.publish({ Text__c: 'one' });
    const transport = transportOf(org);
    const decoder = new AvroDecoder((schemaId) => transport.schema(schemaId));
    const stream = await transport.subscribe(TOPIC, { after: '0000000000000000' });
    stream.request(10);
    const first = await stream.next();
    await org.publish({ Text__c: 'two', Amount__c: 1.5, When__c: '2026-11-22T10:00:00Z' });
    const second = await stream.next();
    const events = await Promise.all([...first.events, ...second.events].map((event) => decoder.decode(event)));
    assert.deepEqual(events.map(({ type, values, happenedAtMs }) => [type, values['Text__c'], values['When__c'], happenedAtMs]), [
      ['Note__e', 'one', null, org.clock.now], ['Note__e', 'two', Date.UTC(2026, 10, 22, 10), org.clock.now],
    ]);
    const again = await transport.subscribe(TOPIC, { after: first.latestReplayId });
    again.request(10);
    assert.deepEqual((await again.next()).events.map(({ id }) => id), second.events.map(({ id }) => id));
    transport.close();
  });
  it('tells what a change changed by name', async () => {
    const transport = transportOf(org);
    const decoder = new AvroDecoder((schemaId) => transport.schema(schemaId));
    const stream = await transport.subscribe(CHANGES, { after: '0000000000000000' });
    stream.request(10);
    await org.insertShelves({ Name: 's', Code__c: 'c', Level__c: 1 });
    await stream.next();
    await org.updateShelves({ Level__c: 2 });
    const { change, values } = await decoder.decode((await stream.next()).events[0]!);
    assert.deepEqual([change?.entityName, change?.type, change?.recordIds.length, [...change!.changedFields].sort(), values['Level__c']], ['Shelf__c', 'UPDATE', 1, ['LastModifiedDate', 'Level__c'], 2]);
    transport.close();
  });
  it('says why a stream ended', async () => {
    assert.equal(await endOf(transportOf(org), TOPIC, { after: 'ffff' }), 'position-gone');
    assert.equal(await endOf(transportOf(org), TOPIC, { after: '' }), 'position-gone');
    assert.equal(await endOf(transportOf(org, 'wrong'), TOPIC, 'latest'), 'session');
    assert.equal(await endOf(transportOf(org), '/event/Nope__e', 'latest'), 'refused');
    const ending = await PubSubOrg.start();
    const transport = transportOf(ending);
    const stream = await transport.subscribe(TOPIC, 'latest');
    stream.request(1);
    const ended = assert.rejects(stream.next(), (error: StreamEnded) => error.reason === 'lost');
    await transport.schema('none').catch(() => undefined);
    await ending.close();
    await ended;
    transport.close();
    assert.equal(await endOf(transportOf(ending, 'any'), TOPIC, 'latest'), 'lost', 'nobody listens there any more');
  });
});

describe('the endpoint', () => {
  it('is Salesforce\'s for every org that is not on this machine, with TLS', async () => {
    const session = { url: 'https://holdfast.my.salesforce.com', token: 't', organizationId: 'o' };
    assert.deepEqual(await endpointOf({ session: () => Promise.resolve(session) })(), { address: SALESFORCE_ENDPOINT, isSecure: true });
    assert.deepEqual(await fixedEndpoint('pubsub.example.com:7443')(), { address: 'pubsub.example.com:7443', isSecure: true });
    assert.deepEqual(await fixedEndpoint('127.0.0.1:7443')(), { address: '127.0.0.1:7443', isSecure: false });
  });
  it('is what a local org says, each time anew, and a refused token is told apart', async () => {
    const answers = [{ status: 200, body: { tls: 'a:1', plain: '127.0.0.1:5' } }, { status: 401, body: [] }, { status: 503, body: [] }];
    const server = createServer((_request, response) => {
      const { status, body } = answers.shift()!;
      response.writeHead(status, { 'content-type': 'application/json', connection: 'close' }).end(JSON.stringify(body));
    });
    await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
    const find = endpointOf({ session: () => Promise.resolve({ url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`, token: 't', organizationId: 'o' }) });
    assert.deepEqual(await find(), { address: '127.0.0.1:5', isSecure: false });
    await assert.rejects(find(), (error: StreamEnded) => error.reason === 'session');
    await assert.rejects(find(), /answered 503/);
    server.close();
  });
});
