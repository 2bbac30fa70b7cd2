/**
 * A gateway's own folder when nobody configured one: a configuration for the local org with secrets made on first use, each in a file that
 * only its owner may read.
 */
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Configuration } from '../host/configuration.ts';
import type { Scope } from '../shared/http.ts';

export interface HomeOptions {
  /** Folder of the gateway. */
  readonly folder: string;
  /** Address of the local org and the folder it keeps its key in. */
  readonly org: { readonly url: string; readonly dataFolder: string; readonly pubsubEndpoint?: string };
  readonly port: number;
  /** Where SAP is, and where its doorbells ring (without a password: one is made); absent: no SAP. With `writesBack` what is handed over is posted there: only for an org whose policy HOLDFAST is ByReference. */
  readonly sap?: { readonly baseUrl: string; readonly user: string; readonly writesBack?: boolean; readonly doorbell: { readonly url: string; readonly address: string; readonly user: string; readonly password?: string } };
  /** Several gateways share a PostgreSQL; absent: SQLite in the folder. */
  readonly postgresUrl?: string;
}

export const SECRET_FILES = { till: 'till-secret', operations: 'operations-token', web: 'web-token', store: 'store-ops-token', sapPassword: 'sap-password', brokerPassword: 'broker-password', postgres: 'postgres-url', doorbell: 'doorbell-token' } as const;
/** What the local org's connected app and integration user are called. */
const LOCAL_ORG_CLIENT = 'holdfast-local-org';
const INTEGRATION_USER = 'integration@holdfast.local';
export const TILL_NETWORK = 'shops';
/** A simulated ERP has posted, or never will, as soon as its connection ends; the slow one takes two seconds. */
const SIMULATOR_UNSURE_SECONDS = 5;
/** How a simulated ERP and its broker know the gateway, and where the doorbells ring. */
export const SIMULATED_SAP = { user: 'HOLDFAST', brokerUser: 'holdfast', queue: 'materialdocuments' } as const;

/** Writes the configuration anew and what is missing beside it; answers where it is. */
export function furnishHome({ folder, org, port, sap, postgresUrl }: HomeOptions): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (postgresUrl !== undefined) writeFileSync(path.join(folder, SECRET_FILES.postgres), postgresUrl, { mode: 0o600 });
  if (sap?.doorbell.password !== undefined) writeFileSync(path.join(folder, SECRET_FILES.brokerPassword), sap.doorbell.password, { mode: 0o600 });
  const secret = (name: keyof typeof SECRET_FILES): { file: string } => {
    secretOf(folder, name);
    return { file: SECRET_FILES[name] };
  };
  const client = (name: string, secretName: keyof typeof SECRET_FILES, scopes: readonly Scope[]) => ({ name, tokenHash: createHash('sha256').update(secretOf(folder, secretName)).digest('hex'), scopes });
  const configuration: Configuration = {
    group: 'local',
    server: { host: '127.0.0.1', port },
    org: {
      loginUrl: org.url, clientId: LOCAL_ORG_CLIENT, username: INTEGRATION_USER, privateKey: { file: path.resolve(org.dataFolder, 'server.key') },
      ...(org.pubsubEndpoint === undefined ? {} : { pubsubEndpoint: org.pubsubEndpoint }),
    },
    store: postgresUrl === undefined ? { kind: 'sqlite', file: 'gateway.db' } : { kind: 'postgres', url: { file: SECRET_FILES.postgres } },
    tills: [{ network: TILL_NETWORK, source: 'TILL', secrets: [secret('till')] }],
    ...(sap === undefined ? {} : { sap: {
      source: 'SAP', baseUrl: sap.baseUrl, user: sap.user, password: secret('sapPassword'), pollSeconds: 15, snapshotMinutes: 5, ...(sap.writesBack === true ? { writeBack: { movementType: '251', code: '03', purposes: ['Pickup', 'Ship'] as const, unsureSeconds: SIMULATOR_UNSURE_SECONDS } } : {}),
      doorbells: [{ kind: 'amqp' as const, url: sap.doorbell.url, address: sap.doorbell.address, user: sap.doorbell.user, password: secret('brokerPassword') }, { kind: 'webhook' as const, token: secret('doorbell') }],
    } }),
    clients: [
      client('operations', 'operations', ['operations:read', 'operations:write', 'process:write', 'system:read', 'system:write']),
      client('web shop', 'web', ['web:read', 'web:write']),
      client('store devices', 'store', ['store-ops:read', 'store-ops:write']),
    ],
  };
  const file = path.join(folder, 'gateway.json');
  writeFileSync(file, `${JSON.stringify(configuration, null, 2)}\n`, { mode: 0o600 });
  return file;
}

/** A secret of the folder, made on first use. */
export function secretOf(folder: string, name: keyof typeof SECRET_FILES): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = path.join(folder, SECRET_FILES[name]);
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('base64url'), { mode: 0o600 });
  return readFileSync(file, 'utf8').trim();
}
