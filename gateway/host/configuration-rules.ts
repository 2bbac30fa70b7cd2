/** What the schema of the configuration cannot say: names that must not stand twice, moments, keys. */
import { createPrivateKey } from 'node:crypto';
import type { ResolvedConfiguration } from './configuration.ts';

/** Under this name the org keeps what it did itself. */
const ORG_SOURCE = 'HOLDFAST';

/** What is wrong, in words that name the field and never a value that could be a secret; `undefined` when nothing is. */
export function problemOf(configuration: ResolvedConfiguration): string | undefined {
  return nameTwice(configuration) ?? sourceOfTwo(configuration) ?? manyWebhooks(configuration) ?? noMoment(configuration) ?? noKey(configuration);
}

/** Callers, work and figures go by these names; of two of one name the second would never be looked at. */
function nameTwice({ tills = [], webhooks = [], clients = [] }: ResolvedConfiguration): string | undefined {
  const network = repeated(tills.map((till) => till.network));
  if (network !== undefined) return `tills name the network ${network} twice; give each network a name of its own, or one network two secrets.`;
  const shop = repeated(webhooks.map(({ source }) => source));
  if (shop !== undefined) return `webhooks name the source ${shop} twice; give each web shop a name of its own.`;
  const token = repeated(clients.map(({ tokenHash }) => tokenHash));
  if (token === undefined) return undefined;
  return `clients ${clients.filter(({ tokenHash }) => tokenHash === token).map(({ name }) => name).join(' and ')} have the same token; give each a token of its own, or one client all scopes.`;
}

/** Keys, positions and policies go by the source. Networks of tills may share one: their keys name the store. */
function sourceOfTwo({ tills = [], square, shopify, sap, webhooks = [] }: ResolvedConfiguration): string | undefined {
  const told = new Map<string, string>();
  const ways: readonly (readonly [string, readonly string[]])[] = [
    ['tills', [...new Set(tills.map(({ source }) => source))]], ['square', square === undefined ? [] : [square.source]], ['shopify', shopify === undefined ? [] : [shopify.source]],
    ['sap', sap === undefined ? [] : [sap.source]], ['webhooks', webhooks.map(({ source }) => source)],
  ];
  for (const [way, sources] of ways) {
    for (const source of sources) {
      if (source === ORG_SOURCE) return `${way} have the source ${source}, which is the org's own; choose another.`;
      const other = told.get(source);
      if (other !== undefined) return `${other} and ${way} have the same source, ${source}; give each a source of its own.`;
      told.set(source, way);
    }
  }
  return undefined;
}

/** There is one address for them, and one token. */
function manyWebhooks({ sap }: ResolvedConfiguration): string | undefined {
  const webhooks = (sap?.doorbells ?? []).filter(({ kind }) => kind === 'webhook').length;
  return webhooks > 1 ? `sap.doorbells have ${String(webhooks)} webhooks; there is one, with one token.` : undefined;
}

/** A text may look like a moment and be none: everything would count as later than it. */
function noMoment(configuration: ResolvedConfiguration): string | undefined {
  const way = (['square', 'shopify'] as const).find((name) => configuration[name]?.since !== undefined && Number.isNaN(Date.parse(configuration[name].since)));
  return way === undefined ? undefined : `${way}.since is no moment; it takes one such as 2026-11-21T00:00:00Z.`;
}

/** Found out at the first login, it would be the failure of whatever waited to be delivered. */
function noKey({ org: { privateKey } }: ResolvedConfiguration): string | undefined {
  try {
    if (createPrivateKey(privateKey).asymmetricKeyType === 'rsa') return undefined;
  } catch {
    // What is wrong with it says the sentence below; the reason of the library may quote from it.
  }
  return 'org.privateKey is no RSA key in PEM, which the login of the org by JWT takes (RS256).';
}

function repeated(names: readonly string[]): string | undefined {
  return names.find((name, index) => names.indexOf(name) !== index);
}
