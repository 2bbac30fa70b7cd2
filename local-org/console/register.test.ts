import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { ORIGIN, startTestConsole } from './support/test-host.ts';
import type { TestConsole } from './support/test-host.ts';
import { configOf } from './support/test-host.ts';
import { nodesIn } from './pages/nodes-in.ts';

/** What is wrong with the components of the first page. */
function problemsOf(html: string): readonly string[] {
  return nodesIn(configOf(html).page.rows).flatMap((node) => ('problems' in node ? node.problems : []));
}

describe('the console', () => {
  let console: TestConsole;
  before(async () => {
    console = await startTestConsole();
  });
  after(() => console.server.close());
  beforeEach(() => {
    console.host.deploy();
    Object.assign(console.host, { letsVisitorsIn: true, outcome: { kind: 'returned', value: 'hello' } });
    console.host.calls.length = 0;
  });

  describe('pages', () => {
    it('open at the first navigation item of the app', async () => {
      const response = await console.request('/');
      assert.deepEqual([response.statusCode, configOf(response.body).page.address], [200, '/lightning/page/home']);
    });

    it('give a visitor a session that scripts and other sites cannot reach', async () => {
      const response = await console.request('/lightning/n/Hello');
      assert.equal(response.headers['set-cookie'], 'console_sid_8080=visitor-token; Path=/; HttpOnly; SameSite=Strict');
    });

    it('let nobody in when the org opens no sessions', async () => {
      console.host.letsVisitorsIn = false;
      assert.equal((await console.request('/lightning/n/Hello')).statusCode, 401);
    });

    it('allow only the script that carries the nonce, and a new nonce each time', async () => {
      const [one, two] = [await console.request('/lightning/n/Hello'), await console.request('/lightning/n/Hello')];
      const nonces = [one, two].map((response) => /'nonce-([^']+)'/.exec(String(response.headers['content-security-policy']))?.[1]);
      assert.notEqual(nonces[0], nonces[1]);
      assert.ok(one.body.includes(`<script type="importmap" nonce="${nonces[0] ?? ''}">`));
      const inlineScripts = [...one.body.matchAll(/<script(?![^>]*\bsrc=)([^>]*)>/g)].map((match) => match[1]);
      assert.deepEqual(inlineScripts.filter((attributes) => !/nonce=|application\/json/.test(attributes ?? '')), []);
    });

    it('cannot be broken out of by a name from the org', async () => {
      const { html } = await console.login();
      assert.ok(html.includes('<title>Hello &amp; welcome | Greetings</title>'));
      assert.ok(!html.includes('<b>'));
      assert.ok(html.includes('Ada \\u003cb>'));
    });

    it('preload every module they will import', async () => {
      const { html } = await console.login();
      const preloads = [...html.matchAll(/<link rel="modulepreload" href="([^"]+)">/g)].map((match) => match[1] ?? '');
      for (const ending of ['/boot.js', '/lwc.js', '/hello/hello.js', '/hello/hello.html', '/hello/shout.js', '/@salesforce/apex/Greeter.greet']) {
        assert.ok(preloads.some((url) => url.endsWith(ending)), `${ending} in ${preloads.join(' ')}`);
      }
    });

    it('say what does not exist', async () => {
      const response = await console.request('/lightning/n/Nowhere');
      assert.equal(response.statusCode, 404);
      assert.deepEqual(configOf(response.body).page.problems, ["There is no tab 'Nowhere' in this org."]);
    });

    it('name every reason why a component cannot run', async () => {
      const directory = 'force-app/main/area/lwc/hello';
      console.host.deploy({
        [`${directory}/hello.js`]: "import { LightningElement } from 'lwc';\nimport { subscribe, replayAll } from 'lightning/empApi';\nimport gone from './gone';\nimport left from 'leftpad';\nimport other from 'c/other';\nimport wish from '@salesforce/label/c.Missing';\nimport wave from '@salesforce/wave/x';\nexport default class Hello extends LightningElement {\n  all = [subscribe, replayAll, gone, left, other, wish, wave];\n}\n",
      });
      assert.deepEqual(problemsOf((await console.login()).html), [
        `${directory}/hello.js:2  'lightning/empApi' does not offer 'replayAll' in the local org.`,
        `${directory}/hello.js:3  There is no file './gone' in the bundle 'hello'.`,
        `${directory}/hello.js:4  'leftpad' cannot be imported: components take modules from their bundle, c/, lightning/, lwc and @salesforce/.`,
        `${directory}/hello.js:5  There is no Lightning web component 'c/other' in this org.`,
        `${directory}/hello.js:6  There is no custom label 'c.Missing' in this org.`,
        `${directory}/hello.js:7  '@salesforce/wave/x' is not supported by the local org.`,
      ]);
    });

    it('show the compiler error of a bundle with its place', async () => {
      console.host.deploy({ 'force-app/main/area/lwc/hello/hello.html': '<template>\n  <p>{text + 1}</p>\n</template>' });
      assert.match(problemsOf((await console.login()).html).join(), /force-app\/main\/area\/lwc\/hello\/hello\.html:2:6 {2}Invalid expression \{text \+ 1\} - LWC1060/);
    });
  });

  describe('frontdoor and logout', () => {
    it('exchange an access token for a session and go where they were asked to', async () => {
      const response = await console.request('/secur/frontdoor.jsp?sid=visitor-token&retURL=%2Flightning%2Fn%2FHello');
      assert.deepEqual([response.statusCode, response.headers.location], [302, '/lightning/n/Hello']);
    });

    it('never send a browser to another host', async () => {
      for (const target of ['//evil.example/', '/\\evil.example/', 'http://evil.example/', 'javascript:1']) {
        const response = await console.request(`/secur/frontdoor.jsp?sid=visitor-token&retURL=${encodeURIComponent(target)}`);
        assert.equal(response.headers.location, '/', target);
      }
    });

    it('refuse a token that is not valid', async () => {
      const response = await console.request('/secur/frontdoor.jsp?sid=guessed');
      assert.deepEqual([response.statusCode, response.headers['set-cookie']], [401, undefined]);
    });

    it('end the session in the org and in the browser', async () => {
      const { cookie } = await console.login();
      const response = await console.request('/secur/logout.jsp', { headers: { cookie } });
      assert.match(String(response.headers['set-cookie']), /^console_sid_8080=; .*Max-Age=0/);
      assert.deepEqual(console.host.ended, ['visitor-token']);
    });
  });

  describe('Apex calls', () => {
    const call = (headers: Record<string, string>, path = '/console/apex/Greeter/greet', body: object = { name: 'Ada' }) => console.request(path, { method: 'POST', headers, body });

    it('run as the user of the page', async () => {
      const { cookie, token } = await console.login();
      const response = await call({ cookie, 'x-console-token': token, origin: ORIGIN, 'sec-fetch-site': 'same-origin' });
      assert.deepEqual([response.statusCode, response.json()], [200, { value: 'hello' }]);
      assert.deepEqual(console.host.calls, [{ className: 'Greeter', methodName: 'greet', parameters: { name: 'Ada' } }]);
    });

    it('are refused without a session', async () => {
      const { token } = await console.login();
      assert.equal((await call({ 'x-console-token': token })).statusCode, 401);
    });

    it('are refused when another site makes them, even with the cookie', async () => {
      const { cookie, token } = await console.login();
      const forged: Record<string, string>[] = [{ cookie }, { cookie, 'x-console-token': 'guessed' }, { cookie, 'x-console-token': token, origin: 'http://evil.example' }, { cookie, 'x-console-token': token, 'sec-fetch-site': 'cross-site' }];
      for (const headers of forged) assert.equal((await call(headers)).statusCode, 403, JSON.stringify(headers));
      assert.deepEqual(console.host.calls, []);
    });

    it('answer a failure with the status and body that components expect', async () => {
      console.host.outcome = { kind: 'failed', status: 500, error: { message: 'No', exceptionType: 'System.AuraHandledException', isUserDefinedException: false, stackTrace: 'Class.Greeter.greet: line 3, column 1' } };
      const { cookie, token } = await console.login();
      const response = await call({ cookie, 'x-console-token': token });
      assert.deepEqual([response.statusCode, response.json<{ message: string }>().message], [500, 'No']);
    });

    it('reach nothing but AuraEnabled methods', async () => {
      const { cookie, token } = await console.login();
      const response = await call({ cookie, 'x-console-token': token }, '/console/apex/Greeter/toString');
      assert.deepEqual([response.statusCode, response.json()], [404, { message: "Unable to find Apex action method referenced as 'Greeter.toString'." }]);
    });

    it('take parameters by name only', async () => {
      const { cookie, token } = await console.login();
      assert.equal((await call({ cookie, 'x-console-token': token }, undefined, ['Ada'])).statusCode, 400);
    });
  });

  describe('scoped modules', () => {
    const source = async (specifier: string): Promise<string> => {
      const { cookie } = await console.login();
      return (await console.request(`/console/scoped/${specifier}`, { headers: { cookie } })).body;
    };

    it('are facts about the org and the user', async () => {
      assert.equal(await source('@salesforce/label/c.Greeting'), 'export default "Good \\"morning\\"";\n');
      assert.equal(await source('@salesforce/user/Id'), 'export default "005000000000001AAA";\n');
      assert.equal(await source('@salesforce/customPermission/Shout'), 'export default true;\n');
      assert.equal(await source('@salesforce/customPermission/Whisper'), 'export default undefined;\n');
      assert.equal(await source('@salesforce/schema/Product2.StockKeepingUnit'), 'export default {"fieldApiName":"StockKeepingUnit","objectApiName":"Product2"};\n');
      assert.equal(await source('@salesforce/i18n/locale'), 'export default "en-GB";\n');
    });

    it('need a session, because they are about its user', async () => {
      assert.equal((await console.request('/console/scoped/@salesforce/user/Id')).statusCode, 401);
    });

    it('are not fooled by names that every object has', async () => {
      assert.match(await source('@salesforce/constructor/x'), /is not supported/);
    });
  });

  describe('files', () => {
    it('of a bundle are served under its hash, for ever', async () => {
      const { html } = await console.login();
      const url = /"c\/hello":"([^"]+)"/.exec(html)?.[1] ?? '';
      const response = await console.request(url);
      assert.match(response.body, /registerComponent/);
      assert.match(String(response.headers['cache-control']), /immutable/);
      assert.equal((await console.request(url.replace('hello.js', 'shout'))).statusCode, 200, 'an import without its extension');
      assert.equal((await console.request(url.replace('/hello/', '/other/'))).statusCode, 404);
    });

    it('of a bundle that is a style sheet alone are found by those that import it, and preloaded', async () => {
      const [hello, looks] = ['force-app/main/area/lwc/hello', 'force-app/main/area/lwc/looks'];
      console.host.deploy({
        [`${hello}/hello.css`]: "@import 'c/looks';\n",
        [`${looks}/looks.css`]: '.text { color: red; }\n',
        [`${looks}/looks.js-meta.xml`]: '<LightningComponentBundle xmlns="http://soap.sforce.com/2006/04/metadata"><apiVersion>67.0</apiVersion><isExposed>false</isExposed></LightningComponentBundle>',
      });
      const { html } = await console.login();
      assert.deepEqual(problemsOf(html), []);
      const url = /"c\/looks":"([^"]+)"/.exec(html)?.[1] ?? '';
      assert.match((await console.request(url)).body, /color: red/);
      assert.ok(html.includes(`<link rel="modulepreload" href="${url}">`), 'preloaded');
    });

    it('outside of what is served cannot be had', async () => {
      for (const path of ['/console/icons/../../package.json', '/console/icons/..%2f..%2fpackage.json', '/console/icons/%2fetc%2fpasswd', '/console/c/..%2f..%2fpackage/hello/x.js', '/console/icons/README-dist.md', '/console/icons/']) {
        assert.equal((await console.request(path)).statusCode, 404, path);
      }
    });

    it('of the design system are there', async () => {
      assert.equal((await console.request('/console/icons/utility-sprite/svg/symbols.svg')).headers['content-type'], 'image/svg+xml');
    });
  });

  it('takes in what was deployed since at the next page load', async () => {
    const before = (await console.login()).html;
    console.host.deploy({ 'force-app/main/area/lwc/hello/hello.html': '<template><p>new</p></template>' });
    const after = (await console.login()).html;
    const url = (html: string): string | undefined => /"c\/hello":"([^"]+)"/.exec(html)?.[1];
    assert.notEqual(url(before), url(after));
  });

  it('lends its session to the streaming endpoint, for its own pages only', async () => {
    const seen: (string | undefined)[] = [];
    const fresh = await startTestConsole();
    fresh.server.post('/cometd/67.0', async (request) => {
      seen.push(request.headers.authorization);
      return [];
    });
    const { cookie, token } = await fresh.login();
    const post = (headers: Record<string, string>) => fresh.request('/cometd/67.0', { method: 'POST', headers, body: [] });
    await post({ cookie, 'x-console-token': token });
    await post({ cookie });
    await post({ cookie, 'x-console-token': token, origin: 'http://evil.example' });
    await post({ cookie, 'x-console-token': token, authorization: 'OAuth own' });
    assert.deepEqual(seen, ['Bearer visitor-token', undefined, undefined, 'OAuth own']);
    await fresh.server.close();
  });
});
