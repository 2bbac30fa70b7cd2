/** SOAP messages: text of a request → header blocks and the call in its body; values of an answer → text. */
import { randomUUID } from 'node:crypto';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { SoapElement, type ParsedXml } from './element.ts';
import { SoapFault } from './fault.ts';

export interface SoapRequest {
  /** The first element of the body: its name is the operation, its children are the arguments. */
  readonly call: SoapElement;
  /** Header blocks by name; the session header among them. */
  readonly headers: SoapElement;
}

const parser = new XMLParser({
  removeNSPrefix: true, ignoreAttributes: false, attributeNamePrefix: '@', parseTagValue: false, parseAttributeValue: false, trimValues: false, ignoreDeclaration: true, ignorePiTags: true,
});

/** @throws SoapFault for what is no SOAP message */
export function readEnvelope(text: string): SoapRequest {
  // A document type could define entities that grow without end; SOAP 1.1 forbids them.
  if (/^[^<]*(?:<[?!][^>]*>\s*)*<!DOCTYPE/i.test(text)) throw malformed('A SOAP message must not contain a document type declaration');
  const root = parse(text);
  const envelope = new SoapElement('', root).one('Envelope');
  if (envelope === undefined) throw malformed('The root element is not an Envelope');
  const call = envelope.one('Body')?.children[0];
  if (call === undefined) throw malformed('The Body holds no request');
  return { call, headers: envelope.one('Header') ?? new SoapElement('Header', '') };
}

/** The parser reads text letter by letter; a zip of many megabytes is put aside and comes back as it was. */
const LARGE_LENGTH = 50_000;
const ASIDE = randomUUID();

function parse(text: string): ParsedXml {
  const aside: string[] = [];
  const small = putAside(text, aside);
  const verdict = XMLValidator.validate(small);
  if (verdict !== true) throw malformed(verdict.err.msg);
  try {
    return settled(parser.parse(small) as ParsedXml, aside);
  } catch (error) {
    throw malformed(error instanceof Error ? error.message : String(error));
  }
}

function putAside(text: string, aside: string[]): string {
  let small = '';
  let kept = 0;
  let next = 0;
  for (let end = text.indexOf('>'); end >= 0; end = text.indexOf('>', end + 1)) {
    if (next < end) next = text.indexOf('<', end);
    if (next < 0) break;
    if (next - end <= LARGE_LENGTH) continue;
    const large = text.slice(end + 1, next);
    if (large.includes('&')) continue;
    small += `${text.slice(kept, end + 1)}${ASIDE}:${String(aside.push(large) - 1)}`;
    kept = next;
  }
  return small + text.slice(kept);
}

/** With the large texts back in place, and without the line breaks and indentation between elements: they are not content. */
function settled(content: ParsedXml, aside: readonly string[]): ParsedXml {
  if (typeof content === 'string') return content.startsWith(ASIDE) ? (aside[Number(content.slice(ASIDE.length + 1))] ?? '') : content;
  const entries = Object.entries(content).filter(([name, value]) => name !== '#text' || (typeof value === 'string' && value.trim() !== ''));
  return Object.fromEntries(entries.map(([name, value]) => [name, Array.isArray(value) ? (value as readonly ParsedXml[]).map((one) => settled(one, aside)) : settled(value as ParsedXml, aside)]));
}

const malformed = (message: string): SoapFault => new SoapFault('soapenv:Client', `Failed to parse request: ${message}`);

/** XML that is already written: what metadata files hold. */
export class RawXml {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** `undefined` leaves the element out, null writes `xsi:nil`, an array repeats it. Names become elements in the order given. */
export type SoapValue = string | number | boolean | null | undefined | RawXml | readonly SoapValue[] | { readonly [name: string]: SoapValue };

export function writeElement(name: string, value: SoapValue): string {
  if (value === undefined) return '';
  if (Array.isArray(value)) return (value as readonly SoapValue[]).map((one) => writeElement(name, one)).join('');
  if (value instanceof RawXml) return `<${name}>${value.text}</${name}>`;
  if (value === null) return `<${name} xsi:nil="true"/>`;
  if (typeof value === 'object') return `<${name}>${Object.entries(value).map(([child, content]) => writeElement(child, content)).join('')}</${name}>`;
  return `<${name}>${escapeXml(String(value))}</${name}>`;
}

/** Also drops the control characters that XML cannot carry at all. */
export function escapeXml(text: string): string {
  return text.replace(/[\0-\x08\x0B\x0C\x0E-\x1F\uFFFE\uFFFF]/g, '').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll('\r', '&#xD;');
}

const ENVELOPE = 'xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"';
const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>';

/** @param headers header blocks of the answer, such as `{ DebuggingInfo: { debugLog } }` */
export function writeAnswer(namespace: string, operation: string, result: SoapValue, headers: { readonly [name: string]: SoapValue } | undefined): string {
  const header = headers === undefined ? '' : `<soapenv:Header>${Object.entries(headers).map(([name, value]) => writeElement(name, value)).join('')}</soapenv:Header>`;
  return `${DECLARATION}<soapenv:Envelope ${ENVELOPE} xmlns="${namespace}">${header}<soapenv:Body><${operation}Response>${writeElement('result', result)}</${operation}Response></soapenv:Body></soapenv:Envelope>`;
}

export function writeFault(faultNamespace: string, fault: SoapFault): string {
  const detail = fault.detail === undefined ? '' : `<detail><sf:${fault.detail.type} xsi:type="sf:${fault.detail.type}">${Object.entries(fault.detail.content).map(([name, value]) => writeElement(`sf:${name}`, value)).join('')}</sf:${fault.detail.type}></detail>`;
  return `${DECLARATION}<soapenv:Envelope ${ENVELOPE} xmlns:sf="${faultNamespace}"><soapenv:Body><soapenv:Fault><faultcode>${escapeXml(fault.code)}</faultcode><faultstring>${escapeXml(fault.message)}</faultstring>${detail}</soapenv:Fault></soapenv:Body></soapenv:Envelope>`;
}
