import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import JSZip from 'jszip';
import { startTestConsole, type TestConsole } from './support/test-host.ts';

const DRAWING = '<svg xmlns="http://www.w3.org/2000/svg"/>';

describe('static resources', () => {
  let console: TestConsole;
  let cookie = '';
  const get = (path: string): ReturnType<TestConsole['request']> => console.request(path, { headers: { cookie } });
  before(async () => {
    console = await startTestConsole();
    cookie = (await console.login()).cookie;
    const archive = new JSZip();
    archive.file('art/mug.svg', DRAWING);
    console.host.resources.set('Logo', { contentType: 'image/png', files: new Map([['', new Uint8Array([137, 80])]]) });
    console.host.resources.set('Pictures', { contentType: 'application/zip', files: new Map([['mug.svg', DRAWING]]) });
    console.host.resources.set('Packed', { contentType: 'application/zip', files: new Map([['', await archive.generateAsync({ type: 'uint8array' })]]) });
  });
  after(() => console.server.close());

  it('are served whole, by their path in a folder, and by their path in an archive', async () => {
    for (const [path, type, body] of [['/resource/Logo', 'image/png', Buffer.from([137, 80])], ['/resource/Pictures/mug.svg', 'image/svg+xml', Buffer.from(DRAWING)], ['/resource/Packed/art/mug.svg', 'image/svg+xml', Buffer.from(DRAWING)], ['/resource/1700000000/Pictures/mug.svg', 'image/svg+xml', Buffer.from(DRAWING)]] as const) {
      const response = await get(path);
      assert.deepEqual([response.statusCode, response.headers['content-type'], response.rawPayload], [200, type, body], path);
    }
  });

  it('do not act for the user when one is opened by itself', async () => {
    assert.match(String((await get('/resource/Pictures/mug.svg')).headers['content-security-policy']), /default-src 'none'.*sandbox/);
  });

  it('are for users only, and only those that there are', async () => {
    assert.equal((await console.request('/resource/Logo')).statusCode, 401);
    for (const path of ['/resource/None', '/resource/Pictures/none.svg', '/resource/Pictures', '/resource/Packed/none.svg', '/resource/Logo/more']) assert.equal((await get(path)).statusCode, 404, path);
  });

  it('are known to components by their address', async () => {
    assert.equal((await get('/console/scoped/@salesforce/resourceUrl/Pictures')).body, 'export default "/resource/Pictures";\n');
    assert.equal((await get('/console/scoped/@salesforce/resourceUrl/None')).statusCode, 404);
  });
});
