/**
 * A self-signed certificate for 127.0.0.1 and localhost. Node.js makes keys and signatures but no certificates, so its few fields are put together here (X.509 version 3, RFC 5280,
 * in DER). It is made anew at each start: nobody can trust it for longer, or for more, than a running org.
 */
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

const DAYS = 365;
const MS_PER_DAY = 86_400_000;

const INTEGER = 0x02, BIT_STRING = 0x03, OCTET_STRING = 0x04, OBJECT_IDENTIFIER = 0x06, UTF8_STRING = 0x0c, GENERALIZED_TIME = 0x18, SEQUENCE = 0x30, SET = 0x31;
const EXPLICIT_0 = 0xa0, EXPLICIT_3 = 0xa3, DNS_NAME = 0x82, IP_ADDRESS = 0x87;

/** Encoded object identifiers. */
const ECDSA_WITH_SHA256 = Buffer.from('2a8648ce3d040302', 'hex');
const COMMON_NAME = Buffer.from('550403', 'hex');
const SUBJECT_ALT_NAME = Buffer.from('551d11', 'hex');

/** Both as PEM. */
export function selfSignedCertificate(now: Date): { readonly key: string; readonly certificate: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const algorithm = der(SEQUENCE, der(OBJECT_IDENTIFIER, ECDSA_WITH_SHA256));
  const name = der(SEQUENCE, der(SET, der(SEQUENCE, der(OBJECT_IDENTIFIER, COMMON_NAME), der(UTF8_STRING, Buffer.from('Holdfast local org')))));
  const names = der(SEQUENCE, der(DNS_NAME, Buffer.from('localhost')), der(IP_ADDRESS, Buffer.from([127, 0, 0, 1])));
  const body = der(
    SEQUENCE,
    der(EXPLICIT_0, der(INTEGER, Buffer.from([2]))),
    der(INTEGER, Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    algorithm, name,
    der(SEQUENCE, moment(now.getTime() - MS_PER_DAY), moment(now.getTime() + DAYS * MS_PER_DAY)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(EXPLICIT_3, der(SEQUENCE, der(SEQUENCE, der(OBJECT_IDENTIFIER, SUBJECT_ALT_NAME), der(OCTET_STRING, names)))),
  );
  const signature = der(BIT_STRING, Buffer.from([0]), sign('sha256', body, privateKey));
  const lines = der(SEQUENCE, body, algorithm, signature).toString('base64').match(/.{1,64}/g) ?? [];
  return { key: String(privateKey.export({ type: 'pkcs8', format: 'pem' })), certificate: `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n` };
}

/** Tag, length and contents. */
function der(tag: number, ...contents: readonly Buffer[]): Buffer {
  const body = Buffer.concat(contents);
  const bytes = body.length < 0x80 ? [body.length] : body.length < 0x100 ? [0x81, body.length] : [0x82, body.length >> 8, body.length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...bytes]), body]);
}

function moment(milliseconds: number): Buffer {
  return der(GENERALIZED_TIME, Buffer.from(`${new Date(milliseconds).toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`));
}
