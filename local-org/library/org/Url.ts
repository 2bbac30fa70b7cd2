/** System.Url, after java.net.URL. The org's own address is the one the local org answers on. platform-facts: org-domain-url */
import { ApexObject, describePlatformClass } from '../../values/apex-object.ts';
import { platformExceptionNamed } from '../../values/exceptions.ts';
import { nullArgument } from '../../values/null-pointer.ts';
import { defineClass } from '../define.ts';
import { context } from '../ports.ts';

const DEFAULT_PORTS: Readonly<Record<string, number>> = { http: 80, https: 443, ftp: 21 };
const StringException = platformExceptionNamed('System.StringException');

interface Parts {
  readonly protocol: string;
  readonly authority: string;
  readonly file: string;
  readonly ref: string | null;
}

export class Url extends ApexObject {
  readonly parts: Parts;

  constructor(parts: Parts) {
    super();
    this.parts = parts;
  }

  static parse(text: string): Url {
    const match = /^([A-Za-z][\w+.-]*):(?:\/\/([^/?#]*))?([^#]*)(?:#(.*))?$/.exec(text);
    if (match === null) throw new StringException(`no protocol: ${text}`);
    const [, protocol = '', authority = '', file = '', ref] = match;
    return new Url({ protocol: protocol.toLowerCase(), authority, file, ref: ref ?? null });
  }

  get userInfo(): string | null {
    const at = this.parts.authority.lastIndexOf('@');
    return at < 0 ? null : this.parts.authority.slice(0, at);
  }

  private get place(): string {
    return this.parts.authority.slice(this.parts.authority.lastIndexOf('@') + 1);
  }

  get host(): string {
    return this.place.replace(/:\d*$/, '');
  }

  /** -1: none is written. */
  get port(): number {
    const written = /:(\d+)$/.exec(this.place)?.[1];
    return written === undefined ? -1 : Number(written);
  }

  get path(): string {
    return this.parts.file.split('?', 1)[0]!;
  }

  get query(): string | null {
    const mark = this.parts.file.indexOf('?');
    return mark < 0 ? null : this.parts.file.slice(mark + 1);
  }

  get text(): string {
    const { protocol, authority, file, ref } = this.parts;
    return `${protocol}:${authority === '' ? '' : `//${authority}`}${file}${ref === null ? '' : `#${ref}`}`;
  }

  tostring$(): string {
    return this.text;
  }
}
describePlatformClass(Url, 'System.Url');

type Text = string | null;

function given(text: Text): string {
  if (text === null) throw nullArgument();
  return text;
}

const made = (protocol: Text, host: Text, port: number, file: Text): Url =>
  new Url({ protocol: given(protocol).toLowerCase(), authority: given(host) + (port < 0 ? '' : `:${port}`), file: given(file), ref: null });

function relative(base: Url | null, text: Text): Url {
  if (base === null) return Url.parse(given(text));
  return Url.parse(new URL(given(text), base.text).href);
}

const domain = (): Url => Url.parse(context().orgUrl ?? 'https://local-org.my.salesforce.com');

function isSameFile(self: Url, other: Url | null): boolean {
  if (other === null) throw nullArgument();
  const key = (url: Url): string => `${url.parts.protocol}://${url.host.toLowerCase()}:${url.port < 0 ? (DEFAULT_PORTS[url.parts.protocol] ?? -1) : url.port}${url.parts.file}`;
  return key(self) === key(other);
}

export const URL_CLASS = defineClass('System.Url', {
  'new(String text)': (text: Text) => Url.parse(given(text)),
  'new(System.Url base, String text)': relative,
  'new(String protocol, String host, Integer port, String file)': (protocol: Text, host: Text, port: number | null, file: Text) => made(protocol, host, port ?? -1, file),
  'new(String protocol, String host, String file)': (protocol: Text, host: Text, file: Text) => made(protocol, host, -1, file),
  'String getAuthority()': (self: Url) => self.parts.authority,
  'Integer getDefaultPort()': (self: Url) => DEFAULT_PORTS[self.parts.protocol] ?? -1,
  'String getFile()': (self: Url) => self.parts.file,
  'String getHost()': (self: Url) => self.host,
  'String getPath()': (self: Url) => self.path,
  'Integer getPort()': (self: Url) => self.port,
  'String getProtocol()': (self: Url) => self.parts.protocol,
  'String getQuery()': (self: Url) => self.query,
  'String getRef()': (self: Url) => self.parts.ref,
  'String getUserInfo()': (self: Url) => self.userInfo,
  'Boolean sameFile(System.Url other)': isSameFile,
  'String toExternalForm()': (self: Url) => self.text,
  'String toString()': (self: Url) => self.text,
  'static System.Url getOrgDomainUrl()': domain,
  'static System.Url getSalesforceBaseUrl()': domain,
}, { instances: Url });
