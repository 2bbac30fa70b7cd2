/** `npm run seed`: writes locations, products, stock, queues, opening hours and rules into any org; what it will take of the org's storage comes first. */
import { readOptions, UsageError } from '../local-org/cli/command.ts';
import { runScript } from './command-line.ts';
import { findOrg } from './org-connection.ts';
import { planSeed } from './seed/plan.ts';
import { PROFILES, type SeedShape } from './seed/profiles.ts';
import { progressTo } from './seed/progress.ts';
import { seed } from './seed/seed.ts';

const USAGE = `usage: npm run seed -- [--target-org ALIAS | --instance-url URL] [--profile ${Object.keys(PROFILES).join('|')}] [--stores N] [--warehouses N] [--skus N] [--anyway]
Without an org: the local org of the data folder (--data DIR). --instance-url takes its access token from HOLDFAST_ACCESS_TOKEN; --url and --token name both.`;

await runScript('seed', USAGE, async (args) => {
  const { values, positionals } = readOptions(args, ['target-org', 'instance-url', 'url', 'token', 'data', 'profile', 'stores', 'warehouses', 'skus'], ['anyway']);
  if (positionals.length > 0) throw new UsageError(`Unexpected argument ${positionals.join(' ')}.`);
  const plan = planSeed(shapeOf(values));
  const org = await findOrg(values);
  await seed(org, plan, { isAnyway: values.anyway === true, progress: progressTo(process.stderr, 'seed: ') });
  return 0;
});

function shapeOf(values: { readonly profile?: string; readonly stores?: string; readonly warehouses?: string; readonly skus?: string }): SeedShape {
  const profile = PROFILES[values.profile ?? 'demo'];
  if (profile === undefined) throw new UsageError(`There is no profile ${values.profile ?? ''}.`);
  const stores = countOf('stores', values.stores, profile.stores);
  const warehouses = countOf('warehouses', values.warehouses, profile.warehouses);
  if (stores + warehouses === 0) throw new UsageError('Stock lies somewhere: name one store or warehouse at least.');
  return { ...profile, stores, warehouses, skus: countOf('skus', values.skus, profile.skus) };
}

function countOf(name: string, text: string | undefined, usual: number): number {
  if (text === undefined) return usual;
  if (!/^\d{1,5}$/.test(text)) throw new UsageError(`--${name} takes a whole number up to 99999, not ${text}.`);
  return Number(text);
}
