/** System.Crypto: digests, message authentication codes, random numbers, ciphers and signatures. Certificates are not supported. */
import { createHmac, hash, timingSafeEqual } from 'node:crypto';
import { Blob } from '../../values/blob.ts';
import { InvalidParameterValueException, SecurityException } from '../../values/exceptions.ts';
import { nullArgument } from '../../values/null-pointer.ts';
import { defineClass } from '../define.ts';
import { context } from '../ports.ts';
import { CIPHER_MEMBERS } from './ciphers.ts';

/** Apex digest names (any case) to Node's. platform-facts: crypto-digest-names */
const DIGESTS: Readonly<Record<string, string>> = {
  md5: 'md5', sha1: 'sha1', 'sha-1': 'sha1', 'sha-256': 'sha256', 'sha-512': 'sha512',
  sha256: 'sha256', sha512: 'sha512',
  'sha3-256': 'sha3-256', 'sha3-384': 'sha3-384', 'sha3-512': 'sha3-512',
};
const MACS: Readonly<Record<string, string>> = { hmacmd5: 'md5', hmacsha1: 'sha1', hmacsha256: 'sha256', hmacsha512: 'sha512' };

function generateDigest(algorithm: string | null, input: Blob | null): Blob {
  const name = named(DIGESTS, algorithm);
  if (input === null) throw nullArgument();
  return new Blob(hash(name, input.text ?? input.bytes, 'buffer'));
}

function generateMac(algorithm: string | null, input: Blob | null, privateKey: Blob | null): Blob {
  const name = named(MACS, algorithm);
  if (input === null || privateKey === null) throw nullArgument();
  return new Blob(createHmac(name, privateKey.bytes).update(input.bytes).digest());
}

function verifyHmac(algorithm: string | null, input: Blob | null, privateKey: Blob | null, expected: Blob | null): boolean {
  const actual = generateMac(algorithm, input, privateKey);
  if (expected === null) throw nullArgument();
  return actual.bytes.length === expected.bytes.length && timingSafeEqual(actual.bytes, expected.bytes);
}

/** platform-facts: crypto-unknown-algorithm-message */
function named(algorithms: Readonly<Record<string, string>>, algorithm: string | null): string {
  if (algorithm === null) throw nullArgument();
  const name = algorithms[algorithm.toLowerCase()];
  if (name === undefined) throw new SecurityException(`Invalid algorithm: ${algorithm}`);
  return name;
}

const KEY_BITS = new Set([128, 192, 256]);

function generateAesKey(size: number | null): Blob {
  if (size === null) throw nullArgument();
  if (!KEY_BITS.has(size)) throw new InvalidParameterValueException(`Invalid key size: ${size}. Must be 128, 192 or 256.`);
  return new Blob(context().random(size / 8));
}

const randomView = (bytes: number): DataView => {
  const random = context().random(bytes);
  return new DataView(random.buffer, random.byteOffset, random.byteLength);
};

export const CRYPTO = defineClass('System.Crypto', {
  ...CIPHER_MEMBERS,
  'static Blob generateDigest(String algorithm, Blob input)': generateDigest,
  'static Blob generateMac(String algorithm, Blob input, Blob privateKey)': generateMac,
  'static Boolean verifyHmac(String algorithm, Blob input, Blob privateKey, Blob expected)': verifyHmac,
  'static Blob generateAesKey(Integer size)': generateAesKey,
  'static Integer getRandomInteger()': () => randomView(4).getInt32(0),
  'static Long getRandomLong()': () => randomView(8).getBigInt64(0),
});
