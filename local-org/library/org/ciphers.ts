/** The ciphers and signatures of System.Crypto. platform-facts: crypto-unknown-algorithm-message */
import { createCipheriv, createDecipheriv, createPrivateKey, createPublicKey, sign as signBytes, verify as verifyBytes } from 'node:crypto';
import { Blob } from '../../values/blob.ts';
import { InvalidParameterValueException, SecurityException } from '../../values/exceptions.ts';
import { nullArgument } from '../../values/null-pointer.ts';
import type { LibraryFunction } from '../define.ts';
import { context } from '../ports.ts';

/** Bits of the key by Apex name. */
const CIPHERS: Readonly<Record<string, number>> = { aes128: 128, aes192: 192, aes256: 256 };
const VECTOR_BYTES = 16;
const SIGNATURES: Readonly<Record<string, { readonly digest: string; readonly type: 'rsa' | 'ec' }>> = {
  rsa: { digest: 'sha1', type: 'rsa' }, 'rsa-sha1': { digest: 'sha1', type: 'rsa' }, 'rsa-sha256': { digest: 'sha256', type: 'rsa' },
  'rsa-sha384': { digest: 'sha384', type: 'rsa' }, 'rsa-sha512': { digest: 'sha512', type: 'rsa' },
  'ecdsa-sha256': { digest: 'sha256', type: 'ec' }, 'ecdsa-sha384': { digest: 'sha384', type: 'ec' }, 'ecdsa-sha512': { digest: 'sha512', type: 'ec' },
};

function bytesOf(blob: Blob | null): Uint8Array {
  if (blob === null) throw nullArgument();
  return blob.bytes;
}

function known<T>(table: Readonly<Record<string, T>>, algorithm: string | null): T {
  if (algorithm === null) throw nullArgument();
  const found = table[algorithm.toLowerCase()];
  if (found === undefined) throw new SecurityException(`Invalid algorithm: ${algorithm}`);
  return found;
}

function nodeCipher(algorithm: string | null, key: Uint8Array): string {
  const bits = known(CIPHERS, algorithm);
  if (key.length * 8 !== bits) throw new InvalidParameterValueException(`Invalid private key. Must be ${bits} bits.`);
  return `aes-${bits}-cbc`;
}

function checkedVector(vector: Uint8Array): Uint8Array {
  if (vector.length !== VECTOR_BYTES) throw new InvalidParameterValueException(`Invalid initialization vector. Must be ${VECTOR_BYTES * 8} bits.`);
  return vector;
}

function encrypted(algorithm: string | null, key: Blob | null, vector: Uint8Array, clear: Blob | null): Uint8Array {
  const cipher = createCipheriv(nodeCipher(algorithm, bytesOf(key)), bytesOf(key), checkedVector(vector));
  return Buffer.concat([cipher.update(bytesOf(clear)), cipher.final()]);
}

function decrypted(algorithm: string | null, key: Blob | null, vector: Uint8Array, data: Uint8Array): Blob {
  const decipher = createDecipheriv(nodeCipher(algorithm, bytesOf(key)), bytesOf(key), checkedVector(vector));
  try {
    return new Blob(Buffer.concat([decipher.update(data), decipher.final()]));
  } catch {
    // Wrong key, vector or padding: Node tells no more than the platform.
    throw new SecurityException('Given final block not properly padded. Such issues can arise if a bad key is used during decryption.');
  }
}

/** The vector of a managed cipher text is its first block. */
function decryptManaged(algorithm: string | null, key: Blob | null, data: Blob | null): Blob {
  const bytes = bytesOf(data);
  if (bytes.length < VECTOR_BYTES) throw new InvalidParameterValueException('Invalid initialization vector. Must be 128 bits.');
  return decrypted(algorithm, key, bytes.subarray(0, VECTOR_BYTES), bytes.subarray(VECTOR_BYTES));
}

function encryptManaged(algorithm: string | null, key: Blob | null, clear: Blob | null): Blob {
  const vector = context().random(VECTOR_BYTES);
  return new Blob(Buffer.concat([vector, encrypted(algorithm, key, vector, clear)]));
}

/** Keys are PKCS #8 (private) and X.509 (public), both DER. */
function sign(algorithm: string | null, input: Blob | null, privateKey: Blob | null): Blob {
  const { digest } = known(SIGNATURES, algorithm);
  const key = readKey(() => createPrivateKey({ key: Buffer.from(bytesOf(privateKey)), format: 'der', type: 'pkcs8' }));
  return new Blob(signBytes(digest, bytesOf(input), key));
}

function verify(algorithm: string | null, input: Blob | null, signature: Blob | null, publicKey: Blob | null): boolean {
  const { digest } = known(SIGNATURES, algorithm);
  const key = readKey(() => createPublicKey({ key: Buffer.from(bytesOf(publicKey)), format: 'der', type: 'spki' }));
  return verifyBytes(digest, bytesOf(input), key, bytesOf(signature));
}

function readKey<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new SecurityException(`Invalid key: ${error instanceof Error ? error.message : String(error)}`);
  }
}

type Text = string | null;
type Bytes = Blob | null;

export const CIPHER_MEMBERS: Readonly<Record<string, LibraryFunction>> = {
  'static Blob encrypt(String algorithm, Blob key, Blob vector, Blob clear)': (algorithm: Text, key: Bytes, vector: Bytes, clear: Bytes) => new Blob(encrypted(algorithm, key, bytesOf(vector), clear)),
  'static Blob decrypt(String algorithm, Blob key, Blob vector, Blob data)': (algorithm: Text, key: Bytes, vector: Bytes, data: Bytes) => decrypted(algorithm, key, bytesOf(vector), bytesOf(data)),
  'static Blob encryptWithManagedIV(String algorithm, Blob key, Blob clear)': encryptManaged,
  'static Blob decryptWithManagedIV(String algorithm, Blob key, Blob data)': decryptManaged,
  'static Blob sign(String algorithm, Blob input, Blob privateKey)': sign,
  'static Boolean verify(String algorithm, Blob input, Blob signature, Blob publicKey)': verify,
};
