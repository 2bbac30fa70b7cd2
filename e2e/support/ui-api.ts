/** The fixture project `library` served by an org of its own, and calls of the user interface API in it. */
import { startOrg, type RunningOrg } from './running-org.ts';

const ADMIN = 'admin@holdfast.local';
export const READER = 'associate@holdfast.local';
export const LIBRARIAN = 'agent@holdfast.local';

export interface Answer<Body = Record<string, unknown>> {
  readonly status: number;
  readonly body: Body;
}

export interface Library {
  readonly org: RunningOrg;
  /** As the administrator unless a user is named. Paths below `/services/data/v67.0`. */
  call<Body = Record<string, unknown>>(method: string, path: string, body?: unknown, username?: string, headers?: Readonly<Record<string, string>>): Promise<Answer<Body>>;
  /** Inserts a record as the administrator and answers its id. */
  create(objectName: string, values: Readonly<Record<string, unknown>>): Promise<string>;
  userId(username: string): Promise<string>;
}

export async function startLibrary(): Promise<Library> {
  const org = await startOrg({ seed: false, project: 'e2e/fixtures/library' });
  const tokens = new Map<string | undefined, Promise<string>>();
  const tokenOf = (username: string | undefined): Promise<string> => {
    const token = tokens.get(username) ?? org.token(username);
    tokens.set(username, token);
    return token;
  };
  const call: Library['call'] = async (method, path, body, username, headers = {}) => {
    const init = { method, headers: { authorization: `Bearer ${await tokenOf(username)}`, 'content-type': 'application/json', ...headers }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    const response = await fetch(`${org.url}/services/data/v67.0${path}`, init);
    const text = await response.text();
    return { status: response.status, body: (text === '' ? undefined : JSON.parse(text)) as never };
  };
  const create: Library['create'] = async (objectName, values) => {
    const { status, body } = await call<{ id: string }>('POST', `/sobjects/${objectName}`, values);
    if (status !== 201) throw new Error(JSON.stringify(body));
    return body.id;
  };
  const firstId = async (query: string): Promise<string> => (await call<{ records: { Id: string }[] }>('GET', `/query?q=${encodeURIComponent(query)}`)).body.records[0]!.Id;
  const userId: Library['userId'] = (username) => firstId(`SELECT Id FROM User WHERE Username = '${username}'`);
  for (const [username, set] of [[ADMIN, 'Keeper'], [READER, 'Reader'], [LIBRARIAN, 'Librarian']] as const) {
    await create('PermissionSetAssignment', { AssigneeId: await userId(username), PermissionSetId: await firstId(`SELECT Id FROM PermissionSet WHERE Name = '${set}'`) });
  }
  return { org, call, create, userId };
}
