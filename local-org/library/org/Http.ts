/**
 * System.Http, HttpRequest and HttpResponse. In tests a callout is answered by the mock given to Test.setMock; outside of tests callouts are refused by name.
 * platform-facts: http-message-defaults
 */
import { ApexObject, describePlatformClass } from '../../values/apex-object.ts';
import { Blob } from '../../values/blob.ts';
import { ApexList } from '../../values/collections/list.ts';
import { CalloutException, TypeException } from '../../values/exceptions.ts';
import { nullArgument } from '../../values/null-pointer.ts';
import { STRING } from '../../values/runtime-type.ts';
import { defineClass } from '../define.ts';
import { context } from '../ports.ts';
import { UnsupportedFeature } from '../unsupported.ts';
import { mocks } from './mocks.ts';

/** What requests and responses share: headers whose names ignore case, and a body that is text or bytes. */
class HttpMessage extends ApexObject {
  /** Header as first written and its value, by folded name. */
  readonly headers = new Map<string, { readonly name: string; readonly value: string | null }>();
  body: Blob | null = null;

  header(name: string | null): string | null {
    if (name === null) throw nullArgument();
    return this.headers.get(name.toLowerCase())?.value ?? null;
  }

  setHeader(name: string | null, value: string | null): void {
    if (name === null) throw nullArgument();
    this.headers.set(name.toLowerCase(), { name, value });
  }

  get text(): string {
    return this.body === null ? '' : (this.body.decoded() ?? '');
  }
}

export class HttpRequest extends HttpMessage {
  endpoint: string | null = null;
  method: string | null = null;
  isCompressed = false;
  timeoutMilliseconds: number | null = null;

  tostring$(): string {
    return `System.HttpRequest[Endpoint=${String(this.endpoint)}, Method=${String(this.method)}]`;
  }
}
describePlatformClass(HttpRequest, 'System.HttpRequest');

export class HttpResponse extends HttpMessage {
  status: string | null = null;
  statusCode = 0;

  tostring$(): string {
    return `System.HttpResponse[Status=${String(this.status)}, StatusCode=${this.statusCode}]`;
  }
}
describePlatformClass(HttpResponse, 'System.HttpResponse');

class Http extends ApexObject {
  tostring$(): string {
    return 'System.Http[]';
  }
}
describePlatformClass(Http, 'System.Http');

const LONGEST_TIMEOUT_MILLISECONDS = 120_000;

/** platform-facts: callouts-in-tests */
function send(_self: Http, request: HttpRequest | null): HttpResponse {
  if (request === null) throw nullArgument();
  if (request.endpoint === null) throw new CalloutException('no endpoint specified');
  const { test, limits } = context();
  limits.consume('callouts', 1);
  if (!test.isRunning) throw new UnsupportedFeature('An HTTP callout', 'Only tests can answer callouts, with Test.setMock.');
  if (limits.used('dmlStatements') > 0) throw new CalloutException('You have uncommitted work pending. Please commit or rollback before calling out');
  const mock = mocks.get().http;
  if (mock === undefined) throw new TypeException('Methods defined as TestMethod do not support Web service callouts');
  return mock.respond$httprequest(request) as HttpResponse;
}

function setTimeoutOf(self: HttpRequest, milliseconds: number | null): void {
  if (milliseconds === null) throw nullArgument();
  if (milliseconds < 1 || milliseconds > LONGEST_TIMEOUT_MILLISECONDS) throw new CalloutException(`Invalid timeout value: ${milliseconds}`);
  self.timeoutMilliseconds = milliseconds;
}

export const HTTP = defineClass('System.Http', {
  'new()': () => new Http(),
  'System.HttpResponse send(Object request)': send,
  'String toString()': (self: Http) => self.tostring$(),
}, { instances: Http });

export const HTTP_REQUEST = defineClass('System.HttpRequest', {
  'new()': () => new HttpRequest(),
  'String getBody()': (self: HttpRequest) => self.text,
  'Blob getBodyAsBlob()': (self: HttpRequest) => self.body,
  'Boolean getCompressed()': (self: HttpRequest) => self.isCompressed,
  'String getEndpoint()': (self: HttpRequest) => self.endpoint,
  'String getHeader(String name)': (self: HttpRequest, name: string | null) => self.header(name),
  'String getMethod()': (self: HttpRequest) => self.method,
  'void setBody(String body)': (self: HttpRequest, body: string | null) => { self.body = body === null ? null : Blob.fromText(body); },
  'void setBodyAsBlob(Blob body)': (self: HttpRequest, body: Blob | null) => { self.body = body; },
  'void setCompressed(Boolean isCompressed)': (self: HttpRequest, isCompressed: boolean | null) => { self.isCompressed = isCompressed === true; },
  'void setEndpoint(String endpoint)': (self: HttpRequest, endpoint: string | null) => { self.endpoint = endpoint; },
  'void setHeader(String name, String value)': (self: HttpRequest, name: string | null, value: string | null) => { self.setHeader(name, value); },
  'void setMethod(String method)': (self: HttpRequest, method: string | null) => { self.method = method; },
  'void setTimeout(Integer milliseconds)': setTimeoutOf,
  'void setClientCertificateName(String name)': () => undefined,
  'String toString()': (self: HttpRequest) => self.tostring$(),
}, { instances: HttpRequest });

export const HTTP_RESPONSE = defineClass('System.HttpResponse', {
  'new()': () => new HttpResponse(),
  'String getBody()': (self: HttpResponse) => self.text,
  'Blob getBodyAsBlob()': (self: HttpResponse) => self.body ?? Blob.fromText(''),
  'String getHeader(String name)': (self: HttpResponse, name: string | null) => self.header(name),
  'List<String> getHeaderKeys()': (self: HttpResponse) => ApexList.of(STRING, [...self.headers.values()].map(({ name }) => name)),
  'String getStatus()': (self: HttpResponse) => self.status,
  'Integer getStatusCode()': (self: HttpResponse) => self.statusCode,
  'void setBody(String body)': (self: HttpResponse, body: string | null) => { self.body = body === null ? null : Blob.fromText(body); },
  'void setBodyAsBlob(Blob body)': (self: HttpResponse, body: Blob | null) => { self.body = body; },
  'void setHeader(String name, String value)': (self: HttpResponse, name: string | null, value: string | null) => { self.setHeader(name, value); },
  'void setStatus(String status)': (self: HttpResponse, status: string | null) => { self.status = status; },
  'void setStatusCode(Integer statusCode)': (self: HttpResponse, statusCode: number | null) => {
    if (statusCode === null) throw nullArgument();
    self.statusCode = statusCode;
  },
  'String toString()': (self: HttpResponse) => self.tostring$(),
}, { instances: HttpResponse });
