/**
 * System.RestContext, RestRequest and RestResponse. In a REST call the request is filled from the exchange the API surface opened, and the response that stands in
 * RestContext at the end is the one it sends. Tests put their own objects there.
 */
import { ApexObject, describePlatformClass } from '../../values/apex-object.ts';
import { Blob } from '../../values/blob.ts';
import { ApexMap } from '../../values/collections/map.ts';
import { nullArgument } from '../../values/null-pointer.ts';
import { STRING } from '../../values/runtime-type.ts';
import { defineClass } from '../define.ts';
import { context } from '../ports.ts';
import type { RestExchange } from '../ports.ts';
import { PerTransaction } from '../transaction.ts';

type TextMap = ApexMap<string, string>;
const textMap = (entries: Iterable<readonly [string, string]> = []): TextMap => ApexMap.of(STRING, STRING, entries);

export class RestRequest extends ApexObject {
  httpMethod: string | null = null;
  requestURI: string | null = null;
  resourcePath: string | null = null;
  remoteAddress: string | null = null;
  requestBody: Blob | null = null;
  private readonly exchange: RestExchange | undefined;
  private knownHeaders: TextMap | undefined;
  private knownParams: TextMap | undefined;

  constructor(exchange?: RestExchange) {
    super();
    this.exchange = exchange;
    if (exchange === undefined) return;
    this.httpMethod = exchange.method;
    this.requestURI = exchange.requestUri;
    this.resourcePath = exchange.resourcePath;
    this.remoteAddress = exchange.remoteAddress;
    this.requestBody = exchange.body === null ? null : new Blob(exchange.body);
  }

  /** Maps are made when somebody asks: few requests read both. */
  get headers(): TextMap {
    this.knownHeaders ??= textMap(this.exchange?.headers);
    return this.knownHeaders;
  }

  get params(): TextMap {
    this.knownParams ??= textMap(this.exchange?.parameters);
    return this.knownParams;
  }
}
describePlatformClass(RestRequest, 'System.RestRequest');

/** The stored answer is the exchange's own once the response stands in RestContext. */
export class RestResponse extends ApexObject {
  answer: RestExchange['response'] = { statusCode: null, headers: new Map(), body: null };
}
describePlatformClass(RestResponse, 'System.RestResponse');

const requests = new PerTransaction<RestRequest | null>(() => {
  const { rest } = context();
  return rest === undefined ? null : new RestRequest(rest);
});

const responses = new PerTransaction<RestResponse | null>(() => {
  const { rest } = context();
  if (rest === undefined) return null;
  const response = new RestResponse();
  response.answer = rest.response;
  return response;
});

function setResponse(response: RestResponse | null): void {
  responses.set(response);
  const { rest } = context();
  if (rest !== undefined && response !== null) rest.response = response.answer;
}

export const REST_CONTEXT = defineClass('System.RestContext', {
  'static get System.RestRequest request': () => requests.get(),
  'static set System.RestRequest request': (request: RestRequest | null) => requests.set(request),
  'static get System.RestResponse response': () => responses.get(),
  'static set System.RestResponse response': setResponse,
});

function addEntry(map: TextMap, name: string | null, value: string | null): void {
  if (name === null || value === null) throw nullArgument();
  map.put(name, value);
}

export const REST_REQUEST = defineClass('System.RestRequest', {
  'new()': () => new RestRequest(),
  'get String httpMethod': (self: RestRequest) => self.httpMethod,
  'set String httpMethod': (self: RestRequest, value: string | null) => { self.httpMethod = value; },
  'get String requestURI': (self: RestRequest) => self.requestURI,
  'set String requestURI': (self: RestRequest, value: string | null) => { self.requestURI = value; },
  'get String resourcePath': (self: RestRequest) => self.resourcePath,
  'set String resourcePath': (self: RestRequest, value: string | null) => { self.resourcePath = value; },
  'get String remoteAddress': (self: RestRequest) => self.remoteAddress,
  'set String remoteAddress': (self: RestRequest, value: string | null) => { self.remoteAddress = value; },
  'get Blob requestBody': (self: RestRequest) => self.requestBody,
  'set Blob requestBody': (self: RestRequest, value: Blob | null) => { self.requestBody = value; },
  'get Map<String, String> headers': (self: RestRequest) => self.headers,
  'get Map<String, String> params': (self: RestRequest) => self.params,
  'void addHeader(String name, String value)': (self: RestRequest, name: string | null, value: string | null) => addEntry(self.headers, name, value),
  'void addParameter(String name, String value)': (self: RestRequest, name: string | null, value: string | null) => addEntry(self.params, name, value),
}, { instances: RestRequest });

export const REST_RESPONSE = defineClass('System.RestResponse', {
  'new()': () => new RestResponse(),
  'get Integer statusCode': (self: RestResponse) => self.answer.statusCode,
  'set Integer statusCode': (self: RestResponse, value: number | null) => { self.answer.statusCode = value; },
  'get Blob responseBody': (self: RestResponse) => (self.answer.body === null ? null : new Blob(self.answer.body)),
  'set Blob responseBody': (self: RestResponse, value: Blob | null) => { self.answer.body = value === null ? null : (value.text ?? value.bytes); },
  'get Map<String, String> headers': (self: RestResponse) => textMap(self.answer.headers),
  'void addHeader(String name, String value)': (self: RestResponse, name: string | null, value: string | null) => {
    if (name === null || value === null) throw nullArgument();
    self.answer.headers.set(name, value);
  },
}, { instances: RestResponse });
