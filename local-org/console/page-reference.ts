/**
 * Lightning's addresses and the page references they stand for. Server and browser both import this file: the server reads the address of a
 * document, the browser writes the address of a page reference.
 */

export interface PageReference {
  readonly type: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly state: Readonly<Record<string, string>>;
}

/** What a component may hand over: attributes and state as they come, some of them missing. */
export interface LoosePageReference {
  readonly type?: string | undefined;
  readonly attributes?: Readonly<Record<string, unknown>> | undefined;
  readonly state?: Readonly<Record<string, unknown>> | undefined;
}

interface PageKind {
  readonly pattern: RegExp;
  readonly read: (parts: readonly string[]) => PageReference['attributes'];
  /** The path; throws when an attribute is missing. */
  readonly write: (attributes: Readonly<Record<string, unknown>>) => string;
}

const ID = /^[a-zA-Z0-9]{15}(?:[a-zA-Z0-9]{3})?$/;

const KINDS: Readonly<Record<string, PageKind>> = {
  standard__namedPage: {
    pattern: /^\/lightning\/page\/([^/]+)$/,
    read: ([pageName = '']) => ({ pageName }),
    write: (attributes) => {
      const pageName = required(attributes, 'pageName', 'standard__namedPage');
      if (pageName !== 'home') throw new Error(`The local org has no page named '${pageName}'; it knows 'home'.`);
      return '/lightning/page/home';
    },
  },
  standard__navItemPage: {
    pattern: /^\/lightning\/n\/([^/]+)$/,
    read: ([apiName = '']) => ({ apiName }),
    write: (attributes) => `/lightning/n/${encodeURIComponent(required(attributes, 'apiName', 'standard__navItemPage'))}`,
  },
  standard__objectPage: {
    pattern: /^\/lightning\/o\/([^/]+)\/([^/]+)$/,
    read: ([objectApiName = '', actionName = '']) => ({ objectApiName, actionName }),
    write: (attributes) => {
      const action = textOf(attributes['actionName']) ?? 'home';
      if (!['home', 'list', 'new'].includes(action)) throw new Error(`The local org cannot navigate to the action '${action}' of an object; it knows home, list and new.`);
      return `/lightning/o/${encodeURIComponent(required(attributes, 'objectApiName', 'standard__objectPage'))}/${action}`;
    },
  },
  standard__recordPage: {
    pattern: /^\/lightning\/r\/(?:([^/]+)\/)?([a-zA-Z0-9]{15,18})\/([^/]+)$/,
    read: ([objectApiName = '', recordId = '', actionName = '']) => ({ ...(objectApiName === '' ? {} : { objectApiName }), recordId, actionName }),
    write: (attributes) => {
      const action = textOf(attributes['actionName']) ?? 'view';
      if (!['view', 'edit', 'clone'].includes(action)) throw new Error(`The local org cannot navigate to the action '${action}' of a record; it knows view, edit and clone.`);
      const recordId = required(attributes, 'recordId', 'standard__recordPage');
      if (!ID.test(recordId)) throw new Error(`'${recordId}' is no record id: ids have 15 or 18 letters and digits.`);
      const object = textOf(attributes['objectApiName']);
      return `/lightning/r/${object === undefined ? '' : `${encodeURIComponent(object)}/`}${recordId}/${action}`;
    },
  },
  standard__component: {
    pattern: /^\/lightning\/cmp\/([^/]+)$/,
    read: ([componentName = '']) => ({ componentName }),
    write: (attributes) => `/lightning/cmp/${encodeURIComponent(required(attributes, 'componentName', 'standard__component'))}`,
  },
  standard__app: {
    pattern: /^\/lightning\/app\/([^/]+)$/,
    read: ([appTarget = '']) => ({ appTarget }),
    // `c__Name` is how the platform names an app of no namespace.
    write: (attributes) => `/lightning/app/${encodeURIComponent(required(attributes, 'appTarget', 'standard__app').replace(/^c__/, ''))}`,
  },
};

/** The page an address stands for; `undefined` when it is no address of a Lightning page. */
export function referenceOf(address: string): PageReference | undefined {
  const { pathname, searchParams } = new URL(address, 'http://localhost');
  const state = Object.fromEntries(searchParams);
  for (const [type, { pattern, read }] of Object.entries(KINDS)) {
    const match = pattern.exec(pathname);
    if (match !== null) return { type, attributes: read(match.slice(1).map((part: string | undefined) => decode(part ?? ''))), state };
  }
  return undefined;
}

/** The address of a page reference; throws with the reason when the local org has no such page. */
export function addressOf(reference: LoosePageReference): string {
  const attributes = reference.attributes ?? {};
  if (reference.type === 'standard__webPage') return required(attributes, 'url', 'standard__webPage');
  const kind = reference.type !== undefined && Object.hasOwn(KINDS, reference.type) ? KINDS[reference.type] : undefined;
  if (kind === undefined) throw new Error(`The local org cannot navigate to a page of type ${reference.type ?? '(none)'}; it knows ${[...Object.keys(KINDS), 'standard__webPage'].join(', ')}.`);
  const state = new URLSearchParams();
  for (const [name, value] of Object.entries(reference.state ?? {})) {
    const text = textOf(value);
    if (text !== undefined) state.set(name, text);
  }
  return `${kind.write(attributes)}${state.size > 0 ? `?${state.toString()}` : ''}`;
}

/** Two addresses with the same path are the same page in another state. */
export function pathOf(address: string): string {
  return new URL(address, 'http://localhost').pathname;
}

function required(attributes: Readonly<Record<string, unknown>>, name: string, type: string): string {
  const value = textOf(attributes[name]);
  if (value === undefined) throw new Error(`A page reference of type ${type} needs the attribute '${name}'.`);
  return value;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    // Not an encoded text: then it is what it is.
    return part;
  }
}
