/** System.EncodingUtil. */
import { Blob } from '../../values/blob.ts';
import { InvalidParameterValueException, StringException } from '../../values/exceptions.ts';
import { defineClass } from '../define.ts';
import { UnsupportedFeature } from '../unsupported.ts';
import { given } from './arguments.ts';

const asBuffer = ({ bytes }: Blob): Buffer => (Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));

function convertFromHex(text: string): Blob {
  if (text.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(text)) throw new InvalidParameterValueException(`Invalid hexadecimal text: ${text}`);
  return new Blob(Buffer.from(text, 'hex'));
}

function base64Decode(text: string): Blob {
  const compact = text.replace(/\s+/g, '');
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(compact)) throw new StringException('Unrecognized base64 character');
  return new Blob(Buffer.from(compact, 'base64'));
}

function requireUtf8(encoding: string): void {
  if (!/^utf-?8$/i.test(encoding)) throw new UnsupportedFeature(`The encoding ${encoding}`, 'Use UTF-8.');
}

/** Form encoding as java.net.URLEncoder does it: letters, digits and . - * _ stay, a space becomes +. */
function urlEncode(text: string, encoding: string): string {
  requireUtf8(encoding);
  return encodeURIComponent(text.toWellFormed()).replace(/[!'()~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`).replaceAll('%20', '+');
}

function urlDecode(text: string, encoding: string): string {
  requireUtf8(encoding);
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch (error) {
    if (error instanceof URIError) throw new StringException(`Invalid URL encoding: ${text}`);
    throw error;
  }
}

export const encodingUtilClass = defineClass('System.EncodingUtil', {
  'static String base64Encode(Blob bytes)': (bytes: Blob | null) => asBuffer(given(bytes)).toString('base64'),
  'static Blob base64Decode(String text)': (text: string | null) => base64Decode(given(text)),
  'static String convertToHex(Blob bytes)': (bytes: Blob | null) => asBuffer(given(bytes)).toString('hex'),
  'static Blob convertFromHex(String text)': (text: string | null) => convertFromHex(given(text)),
  'static String urlEncode(String text, String encoding)': (text: string | null, encoding: string | null) => urlEncode(given(text), given(encoding)),
  'static String urlDecode(String text, String encoding)': (text: string | null, encoding: string | null) => urlDecode(given(text), given(encoding)),
});
