import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import Fastify from 'fastify';
import type { UserContext } from '../../library/ports.ts';
import { apiError } from '../errors.ts';
import type { ApiHost } from '../host.ts';
import { Sessions } from '../oauth/sessions.ts';
import { readEnvelope, writeElement } from './envelope.ts';
import { soapFamilies } from './families.ts';
import { SoapFault } from './fault.ts';
import { registerSoap, withSession, type SoapOperation } from './register.ts';

const USER_ID = '005Hf0000000001AAA';
const host = { users: { signedIn: (id: string) => (id === USER_ID ? { id, username: 'ann@x' } as UserContext : undefined) } } as unknown as ApiHost;

const operations = new Map<string, SoapOperation>([
  ['echo', withSession(({ request, user, version }) => ({ result: { words: request.textsOf('word'), user: user.username, version, nothing: null }, headers: { Info: { log: 'a & b' } } }))],
  ['login', { session: false, run: ({ request }) => ({ result: { name: request.textOf('username') } }) }],
  ['refuse', withSession(() => { throw apiError(400, 'INVALID_TYPE', 'no such thing'); })],
  ['break', withSession(() => { throw new Error('of the local org'); })],
]);

async function call(body: string, options: { sessionId?: string; path?: string } = {}) {
  const sessions = new Sessions(':memory:', () => 0);
  const sessionId = options.sessionId ?? sessions.issue('00DHf0000000001AAA', USER_ID);
  const reported: unknown[] = [];
  const server = Fastify();
  registerSoap(server, { host, sessions, families: soapFamilies({ metadata: operations }), reportInternalError: (error) => { reported.push(error); } });
  const answer = await server.inject({
    method: 'POST', url: options.path ?? '/services/Soap/m/67.0/00DHf0000000001', headers: { 'content-type': 'text/xml', soapaction: '""' },
    payload: `<?xml version="1.0"?><env:Envelope xmlns:env="http://schemas.xmlsoap.org/soap/envelope/"><env:Header><SessionHeader><sessionId>${sessionId}</sessionId></SessionHeader></env:Header><env:Body>${body}</env:Body></env:Envelope>`,
  });
  await server.close();
  return { status: answer.statusCode, text: answer.body, type: answer.headers['content-type'], reported };
}

describe('a SOAP endpoint', () => {
  it('runs the operation that the first element of the body names, as the user of the session', async () => {
    const { status, text, type } = await call('<m:echo xmlns:m="x"><m:word>1.0</m:word><m:word> b </m:word></m:echo>');
    assert.equal(status, 200);
    assert.equal(type, 'text/xml; charset=utf-8');
    assert.match(text, /<soapenv:Header><Info><log>a &amp; b<\/log><\/Info><\/soapenv:Header><soapenv:Body><echoResponse><result><words>1.0<\/words><words> b <\/words><user>ann@x<\/user><version>67.0<\/version><nothing xsi:nil="true"\/><\/result><\/echoResponse>/);
  });
  it('faults with INVALID_SESSION_ID and status 500 when the session is unknown', async () => {
    const { status, text } = await call('<echo/>', { sessionId: '00DHf0000000001!unknown' });
    assert.equal(status, 500);
    assert.match(text, /<faultcode>sf:INVALID_SESSION_ID<\/faultcode><faultstring>INVALID_SESSION_ID: Invalid Session ID/);
  });
  it('asks no session of an operation that needs none', async () => {
    assert.match((await call('<login><username>a&amp;b</username></login>', { sessionId: 'none' })).text, /<name>a&amp;b<\/name>/);
  });
  it('refuses an operation it does not have by name', async () => {
    assert.match((await call('<create/>')).text, /<faultcode>soapenv:Client<\/faultcode><faultstring>No operation available for request \{http:\/\/soap.sforce.com\/2006\/04\/metadata\}create,/);
  });
  it('words the errors of an operation as a fault with its code', async () => {
    assert.match((await call('<refuse/>')).text, /<faultcode>sf:INVALID_TYPE<\/faultcode><faultstring>INVALID_TYPE: no such thing</);
  });
  it('reports its own mistakes and tells the caller nothing of them', async () => {
    const { text, reported } = await call('<break/>');
    assert.match(text, /<faultcode>sf:UNKNOWN_EXCEPTION<\/faultcode>/);
    assert.doesNotMatch(text, /of the local org<\/faultstring>.*of the local org/);
    assert.equal(reported.length, 1);
  });
  it('answers 404 for a family that does not exist', async () => {
    assert.equal((await call('<echo/>', { path: '/services/Soap/q/67.0' })).status, 404);
  });
});

describe('a SOAP message', () => {
  const refusals: [what: string, text: string, expected: RegExp][] = [
    ['with a document type is refused, before any entity grows', '<!DOCTYPE a [<!ENTITY b "c">]><Envelope><Body><x>&b;</x></Body></Envelope>', /document type/],
    ['with a document type behind comments is refused as well', '<?xml version="1.0"?><!-- c --> <!DOCTYPE a><Envelope><Body><x/></Body></Envelope>', /document type/],
    ['that is not closed is refused', '<Envelope><Body><x></Body></Envelope>', /Failed to parse request/],
    ['that is no envelope is refused', '<a/>', /not an Envelope/],
    ['without a body is refused', '<Envelope><Header/></Envelope>', /no request/],
    ['that is empty is refused', '', /./],
  ];
  for (const [what, text, expected] of refusals) it(what, () => { assert.throws(() => readEnvelope(text), (error) => error instanceof SoapFault && expected.test(error.message)); });

  it('keeps its children in order and knows nil from empty', () => {
    const { call: element } = readEnvelope('<e:Envelope xmlns:e="x"><e:Body><op>\n  <b xsi:nil="true"/>\n  <a/>\n  <c>1</c></op></e:Body></e:Envelope>');
    assert.deepEqual(element.children.map(({ name }) => name), ['b', 'a', 'c']);
    assert.deepEqual([element.textOf('b'), element.textOf('a'), element.textOf('toString')], [undefined, '', undefined]);
  });
  it('carries a zip of many megabytes unchanged', () => {
    const zip = Buffer.alloc(30_000_000, 7).toString('base64');
    const { call: element } = readEnvelope(`<Envelope><Body><deploy><ZipFile>${zip}</ZipFile><ZipFile>\n${zip}</ZipFile><other a="1">x</other></deploy></Body></Envelope>`);
    assert.deepEqual(element.textsOf('ZipFile').map((text) => text.trim() === zip), [true, true]);
    assert.equal(element.one('other')?.attribute('a'), '1');
  });
  it('writes text so that a parser reads the same text', () => {
    assert.equal(writeElement('a', 'x<&">\r\n\0y'), '<a>x&lt;&amp;&quot;&gt;&#xD;\ny</a>');
  });
});
