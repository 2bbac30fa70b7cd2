/**
 * What a gateway is told at its start: one JSON file, the same for the local org and for Salesforce. Secrets are never in it: it names the
 * environment variable or the file that holds them.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv, type ErrorObject } from 'ajv';
import { messageOf, Refusal } from '../shared/failures.ts';
import type { ApiClient } from '../shared/http.ts';
import { problemOf } from './configuration-rules.ts';

/** A value in the environment, or in a file (relative to the configuration; its end of line does not count). */
export type SecretReference = { readonly env: string } | { readonly file: string };

/** The configuration as written; `Secret` is how a secret stands in it. */
export interface Configuration<Secret = SecretReference> {
  /** Gateways of one group share a store and report as one. */
  readonly group: string;
  readonly server: { readonly host: string; readonly port: number };
  readonly org: OrgConfiguration<Secret>;
  readonly store: { readonly kind: 'sqlite'; readonly file: string } | { readonly kind: 'postgres'; readonly url: Secret };
  /** A queue for doorbells in this process, for who has no broker. What it holds does not survive its end; SAP rings again, and polling finds the rest. */
  readonly broker?: { readonly port: number; readonly user: string; readonly password: Secret };
  readonly delivery?: { readonly batchesAtOnce?: number; readonly mostWaiting?: number; readonly keepDoneDays?: number };
  readonly tills?: readonly TillNetworkConfiguration<Secret>[];
  readonly square?: ShopConfiguration<Secret> & { readonly notificationUrl: string; readonly api: ShopAccess<Secret> };
  readonly shopify?: ShopConfiguration<Secret>;
  readonly sap?: SapConfiguration<Secret>;
  /** Web shops that are told what can be promised as it changes. Costs one delivered event of the org per change. */
  readonly webhooks?: readonly WebhookConfiguration<Secret>[];
  readonly clients?: readonly ApiClient[];
}

export interface OrgConfiguration<Secret> {
  /** Where tokens are asked for: `https://login.salesforce.com`, a My Domain address, or the local org. */
  readonly loginUrl: string;
  /** `aud` of the assertion; absent: loginUrl. */
  readonly audience?: string;
  /** Consumer key of the connected app. */
  readonly clientId: string;
  readonly username: string;
  /** PEM, PKCS#8. */
  readonly privateKey: Secret;
  /** `host:port`; absent: Salesforce's, or what a local org says of itself. Loopback without TLS, otherwise with. */
  readonly pubsubEndpoint?: string;
}

/** Tills that sign with the same secrets. */
export interface TillNetworkConfiguration<Secret> {
  /** `X-Till` of its requests. */
  readonly network: string;
  /** As the org's source policies name it. */
  readonly source: string;
  /** One or, while they are exchanged, two. */
  readonly secrets: readonly Secret[];
  /** Daily: the numbers of a register begin with 1 every business day. Continuous: they run on over days. Absent: Daily. */
  readonly sequences?: 'Daily' | 'Continuous';
}

export interface ShopConfiguration<Secret> {
  readonly source: string;
  /** One or, while they are exchanged, two. */
  readonly webhookSecrets: readonly Secret[];
  /** API for polling what webhooks lost; absent: no polling. */
  readonly api?: ShopAccess<Secret>;
  /** Location of the shop system → code of ours. `online` stands for what Shopify sold online, at no location of its own. */
  readonly locations: Readonly<Record<string, string>>;
  /** RFC 3339: what happened before is in the opening stock. Absent: the first start with this shop. */
  readonly since?: string;
}

export interface WebhookConfiguration<Secret> {
  /** Name of the shop in figures and dead letters. */
  readonly source: string;
  readonly url: string;
  /** What `X-Signature` of our calls is made with. */
  readonly secret: Secret;
}

/** Square's webhooks tell no quantities: it needs its API. */
export interface ShopAccess<Secret> {
  readonly baseUrl: string;
  readonly token: Secret;
  readonly pollSeconds: number;
}

/** An OAuth 2.0 client that has tokens by its own credentials. */
export interface OAuthConfiguration<Secret> {
  /** `https://…`, or `http://` on this machine. */
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: Secret;
  /** Scopes, divided by spaces; absent: what the server gives this client. */
  readonly scope?: string;
}

/** Who we are to SAP's OData services. */
export type SapAccess<Secret> =
  | { readonly user: string; readonly password: Secret; readonly oauth?: undefined }
  | { readonly oauth: OAuthConfiguration<Secret>; readonly user?: undefined; readonly password?: undefined };

export type SapConfiguration<Secret> = SapSettings<Secret> & SapAccess<Secret>;

export interface SapSettings<Secret> {
  readonly source: string;
  readonly baseUrl: string;
  readonly doorbells: readonly DoorbellConfiguration<Secret>[];
  /** Documents whose doorbell never rang are looked for this often. */
  readonly pollSeconds: number;
  /** Stock is compared this often; absent: on demand only. */
  readonly snapshotMinutes?: number;
  /** IANA name of SAP's system time zone, in which documents carry the time of their creation; UTC, as S/4HANA Cloud has it, unless it is set. */
  readonly timeZone?: string;
  /** A document becomes readable at SAP at most so much later than the time it carries; 60 unless it is set. */
  readonly lateCommitMinutes?: number;
  /**
   * Posts fulfilments as goods issues. Needs the source policy HOLDFAST in mode ByReference. Purposes absent: what is shipped, because what is collected is usually rung up at a till.
   * `unsureSeconds`: how long a posting that nobody heard the end of may still become a document, 600 unless it is set; it is not sent again before.
   */
  readonly writeBack?: { readonly movementType: string; readonly code: string; readonly unit?: string; readonly unsureSeconds?: number; readonly purposes?: readonly ('Pickup' | 'Ship')[] };
  /** Plants that are ours though no location names them yet: their documents wait instead of being ignored. */
  readonly plants?: readonly string[];
  /** `PLANT/STORAGE`: places of our plants where nothing of ours is kept. */
  readonly ignoredPlaces?: readonly string[];
}

export type DoorbellConfiguration<Secret> =
  | AmqpDoorbellConfiguration<Secret>
  | MqttDoorbellConfiguration<Secret>
  | { readonly kind: 'webhook'; readonly token: Secret };

export interface AmqpDoorbellConfiguration<Secret> {
  readonly kind: 'amqp';
  /** `amqp://`, `amqps://`, `ws://` or `wss://`. */
  readonly url: string;
  /** The queue, as the broker names it. */
  readonly address: string;
  /** With `oauth` over `amqps://` that of SASL XOAUTH2, at advanced event mesh the message VPN. */
  readonly user?: string;
  readonly password?: Secret;
  /** Over `amqps://` or `wss://` (without TLS on this machine only): every connection has an access token of its own. */
  readonly oauth?: OAuthConfiguration<Secret>;
}

export interface MqttDoorbellConfiguration<Secret> {
  readonly kind: 'mqtt';
  /** `mqtt://`, `mqtts://`, `ws://` or `wss://`. */
  readonly url: string;
  readonly topic: string;
  /** One per process, the same after a restart. */
  readonly clientId: string;
  readonly user?: string;
  readonly password?: Secret;
  /** Over `mqtts://` or `wss://` (without TLS on this machine only): every connection has an access token of its own. */
  readonly oauth?: OAuthConfiguration<Secret>;
  /** How the token is given: as the password, as `OAUTH~PROFILE~TOKEN`, as `OPENID~PROFILE~ID_TOKEN~TOKEN`, or with the upgrade request of a WebSocket. Absent: Plain. */
  readonly tokenForm?: 'Plain' | 'OAUTH' | 'OPENID' | 'Upgrade';
  /** OAuth profile of the broker that OAUTH and OPENID name; absent: the broker's default. */
  readonly oauthProfile?: string;
}

/** Ready for use: secrets are their values, paths absolute. */
export type ResolvedConfiguration = Configuration<string>;

const SCHEMA = new URL('configuration.schema.json', import.meta.url);

/**
 * Reads and checks a file.
 * @param environment where `{env}` secrets are looked up
 * @throws Refusal GW-CONFIGURATION, naming the field and what it takes
 */
export function readConfiguration(file: string, environment: Readonly<Record<string, string | undefined>>): ResolvedConfiguration {
  const written = parse(file);
  const validate = new Ajv({ allErrors: false, discriminator: true, verbose: true }).compile<Configuration>(JSON.parse(readFileSync(SCHEMA, 'utf8')) as object);
  if (!validate(written)) throw refused(file, describe(validate.errors ?? []));
  const folder = path.dirname(path.resolve(file));
  const resolved = resolveSecrets(written, (reference) => secretOf(reference, { file, folder, environment })) as ResolvedConfiguration;
  const problem = problemOf(resolved);
  if (problem !== undefined) throw refused(file, problem);
  if (resolved.store.kind === 'postgres') return resolved;
  return { ...resolved, store: { kind: 'sqlite', file: path.resolve(folder, resolved.store.file) } };
}

function parse(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw refused(file, messageOf(error));
  }
}

function refused(file: string, message: string): Refusal {
  return new Refusal('GW-CONFIGURATION', `${file}: ${message}`);
}

/** What the schema says of a rule in words (`$comment`) is told instead of the rule. Values never are: a secret may stand where none belongs. */
function describe(errors: readonly ErrorObject[]): string {
  const inWords = errors.findLast(({ parentSchema }) => typeof parentSchema?.['$comment'] === 'string');
  const error = inWords ?? errors[0];
  if (error === undefined) return 'it does not fit its schema.';
  const field = error.instancePath === '' ? 'the configuration' : error.instancePath.slice(1).replaceAll('/', '.');
  if (inWords !== undefined) return `${field} ${String(inWords.parentSchema!['$comment'])}.`;
  const detail = typeof error.params['additionalProperty'] === 'string' ? ` (${error.params['additionalProperty']})` : '';
  return `${field} ${error.message ?? 'is not valid'}${detail}.`;
}

interface Surroundings {
  readonly file: string;
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

function secretOf(reference: SecretReference, { file, folder, environment }: Surroundings): string {
  const value = 'env' in reference ? environment[reference.env] : contentOf(path.resolve(folder, reference.file));
  if (value === undefined || value === '') throw refused(file, 'env' in reference ? `the environment variable ${reference.env} is not set.` : `${reference.file} cannot be read, or is empty.`);
  return value;
}

function contentOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trimEnd();
  } catch {
    return undefined;
  }
}

function resolveSecrets(value: unknown, secret: (reference: SecretReference) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => resolveSecrets(item, secret));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const only = entries.length === 1 ? entries[0] : undefined;
  if (only !== undefined && typeof only[1] === 'string' && (only[0] === 'env' || only[0] === 'file')) return secret(value as SecretReference);
  // Names of locations are the shop's own: one of them may be called "env".
  return Object.fromEntries(entries.map(([name, item]) => [name, name === 'locations' ? item : resolveSecrets(item, secret)]));
}
