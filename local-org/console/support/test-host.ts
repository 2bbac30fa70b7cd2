/** A host with one component and one Apex class, for tests of the console's surfaces. */
import { resolve } from 'node:path';
import Fastify from 'fastify';
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import { registerConsole } from '../index.ts';
import type { ApexCall, ApexOutcome, ConsoleHost, ConsoleObject, ConsoleRecord, ConsoleResource, ConsoleSession, ConsoleUser } from '../index.ts';
import type { PageConfig } from '../page-config.ts';

const BUNDLE = 'force-app/main/area/lwc/hello';

export const HELLO_FILES: Readonly<Record<string, string>> = {
  [`${BUNDLE}/hello.js`]: "import { LightningElement } from 'lwc';\nimport greet from '@salesforce/apex/Greeter.greet';\nimport { shout } from './shout';\nexport default class Hello extends LightningElement {\n  text = shout(greet.name);\n}\n",
  [`${BUNDLE}/shout.js`]: 'export const shout = (text) => text.toUpperCase();\n',
  [`${BUNDLE}/hello.html`]: '<template><p>{text}</p></template>\n',
  [`${BUNDLE}/hello.js-meta.xml`]: '<LightningComponentBundle xmlns="http://soap.sforce.com/2006/04/metadata"><apiVersion>67.0</apiVersion><isExposed>true</isExposed><targets><target>lightning__Tab</target></targets></LightningComponentBundle>',
  'force-app/main/area/tabs/Hello.tab-meta.xml': '<CustomTab xmlns="http://soap.sforce.com/2006/04/metadata"><label>Hello &amp; welcome</label><lwcComponent>hello</lwcComponent></CustomTab>',
  'force-app/main/area/applications/Greetings.app-meta.xml': '<CustomApplication xmlns="http://soap.sforce.com/2006/04/metadata"><label>Greetings</label><uiType>Lightning</uiType><tabs>standard-home</tabs><tabs>Hello</tabs></CustomApplication>',
  'force-app/main/area/permissionsets/Greeter.permissionset-meta.xml': '<PermissionSet xmlns="http://soap.sforce.com/2006/04/metadata"><label>Greeter</label><applicationVisibilities><application>Greetings</application><visible>true</visible></applicationVisibilities><tabSettings><tab>Hello</tab><visibility>Visible</visibility></tabSettings></PermissionSet>',
};

export class TestHost implements ConsoleHost {
  #files: Readonly<Record<string, string>> = HELLO_FILES;
  #deploys = 0;
  letsVisitorsIn = true;
  readonly calls: ApexCall[] = [];
  readonly ended: string[] = [];
  outcome: ApexOutcome = { kind: 'returned', value: 'hello' };

  readonly visitor: ConsoleSession = { accessToken: 'visitor-token', user: { id: '005000000000001AAA', name: 'Ada <b>', username: 'ada@example.com', locale: 'en-GB', timeZone: 'Europe/London', profileName: 'Standard User' } };
  /** Another user, to switch to. */
  readonly colleague: ConsoleSession = { accessToken: 'colleague-token', user: { ...this.visitor.user, id: '005000000000002AAA', name: 'Bob', username: 'bob@example.com' } };
  grantedSets: readonly string[] = ['Greeter'];
  readonly records = new Map<string, ConsoleRecord>();

  /** Replaces what is deployed by the sample with these changes. */
  deploy(changes: Readonly<Record<string, string>> = {}): void {
    this.#files = { ...HELLO_FILES, ...changes };
    this.#deploys += 1;
  }

  deployment(): { version: string; files: ReadonlyMap<string, string> } {
    return { version: String(this.#deploys), files: new Map(Object.entries(this.#files)) };
  }
  session(accessToken: string): ConsoleSession | undefined {
    return [this.visitor, this.colleague].find((session) => session.accessToken === accessToken);
  }
  openSession(): ConsoleSession | undefined {
    return this.letsVisitorsIn ? this.visitor : undefined;
  }
  redeem(code: string): ConsoleSession | undefined {
    return code === 'once' ? this.visitor : undefined;
  }
  closeSession(accessToken: string): void {
    this.ended.push(accessToken);
  }
  apexMethod(className: string, methodName: string): { isCacheable: boolean } | undefined {
    return className === 'Greeter' && methodName === 'greet' ? { isCacheable: true } : undefined;
  }
  callApex(_session: ConsoleSession, call: ApexCall): Promise<ApexOutcome> {
    this.calls.push(call);
    return Promise.resolve(this.outcome);
  }
  label(name: string): string | undefined {
    return name === 'Greeting' ? 'Good "morning"' : undefined;
  }
  customPermission(_session: ConsoleSession, name: string): boolean | undefined {
    return { Shout: true, Whisper: false }[name];
  }
  userPermission(_session: ConsoleSession, name: string): boolean {
    return name === 'ViewSetup';
  }
  permissionSets(): readonly string[] {
    return this.grantedSets;
  }
  readonly resources = new Map<string, ConsoleResource>();
  staticResource(name: string): ConsoleResource | undefined {
    return this.resources.get(name);
  }
  object(apiName: string): ConsoleObject | undefined {
    return [{ apiName: 'Shelf__c', label: 'Shelf', pluralLabel: 'Shelves' }, { apiName: 'Secret__c', label: 'Secret', pluralLabel: 'Secrets' }, { apiName: 'Account', label: 'Account', pluralLabel: 'Accounts' }].find((object) => object.apiName.toLowerCase() === apiName.toLowerCase());
  }
  canReadObject(_session: ConsoleSession, apiName: string): boolean {
    return apiName !== 'Secret__c';
  }
  record(_session: ConsoleSession, id: string): Promise<ConsoleRecord | undefined> {
    return Promise.resolve(this.records.get(id));
  }
  newestReplayId(): number {
    return 41;
  }
  switchableUsers(): readonly ConsoleUser[] {
    return this.letsVisitorsIn ? [this.visitor.user, this.colleague.user] : [];
  }
  sessionAs(userId: string): ConsoleSession | undefined {
    return [this.visitor, this.colleague].find((session) => this.letsVisitorsIn && session.user.id === userId);
  }
}

/** What a document tells its page. */
export function configOf(html: string): PageConfig {
  return JSON.parse(/id="console-config">([^<]+)</.exec(html)?.[1] ?? '{}') as PageConfig;
}

export interface TestConsole {
  readonly host: TestHost;
  readonly server: FastifyInstance;
  /** Requests as a browser on the console's origin would make them, without its cookie. */
  request(path: string, options?: { readonly method?: 'GET' | 'POST'; readonly headers?: Readonly<Record<string, string>>; readonly body?: object }): Promise<LightMyRequestResponse>;
  /** Loads the page and answers what a browser would then send along. */
  login(): Promise<{ readonly cookie: string; readonly token: string; readonly html: string }>;
}

export const ORIGIN = 'http://127.0.0.1:8080';

export async function startTestConsole(host = new TestHost()): Promise<TestConsole> {
  const server = Fastify();
  await registerConsole(server, host, { projectDirectory: resolve(import.meta.dirname, '../../..'), report: () => undefined });
  const request: TestConsole['request'] = (path, { method = 'GET', headers = {}, body } = {}) =>
    server.inject({ method, url: path, headers: { host: '127.0.0.1:8080', ...headers }, ...(body === undefined ? {} : { payload: body }) });
  return {
    host,
    server,
    request,
    async login() {
      const response = await request('/lightning/n/Hello');
      const cookie = String(response.headers['set-cookie']).split(';')[0] ?? '';
      const token = /"requestToken":"([^"]+)"/.exec(response.body)?.[1] ?? '';
      return { cookie, token, html: response.body };
    },
  };
}
