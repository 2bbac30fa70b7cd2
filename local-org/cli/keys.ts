/** The org's RSA key pair in its data folder: whoever may read it may ask for tokens. */
import { createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CommandFailure } from './command.ts';

export const clientSecretFile = (dataFolder: string): string => path.join(dataFolder, 'client-secret');
export const privateKeyFile = (dataFolder: string): string => path.join(dataFolder, 'server.key');

/** Reads the key pair, making it on first use. */
export function publicKeyOf(dataFolder: string): KeyObject {
  const file = privateKeyFile(dataFolder);
  if (!existsSync(file)) {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048, privateKeyEncoding: { type: 'pkcs8', format: 'pem' }, publicKeyEncoding: { type: 'spki', format: 'pem' } });
    writeFileSync(file, privateKey, { mode: 0o600 });
  }
  try {
    return createPublicKey(createPrivateKey(readFileSync(file, 'utf8')));
  } catch (error) {
    throw new CommandFailure(`${file} is not a private key (${error instanceof Error ? error.message : String(error)}). Move it away: a new one is made, and nothing else is lost.`);
  }
}

/** The secret of the org's own connected app, making it on first use. */
export function clientSecretOf(dataFolder: string): string {
  const file = clientSecretFile(dataFolder);
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('hex').toUpperCase(), { mode: 0o600 });
  const secret = readFileSync(file, 'utf8').trim();
  if (secret === '') throw new CommandFailure(`${file} is empty. Remove it: a new secret is made.`);
  return secret;
}
