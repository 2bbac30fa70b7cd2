/** `npm run seed [-- --url URL --token TOKEN] [--data DIR]`: writes the demo data into an org. */
import { readOptions, UsageError } from '../local-org/cli/command.ts';
import { runScript } from './command-line.ts';
import { findOrg } from './org-connection.ts';
import { seed } from './seed/seed.ts';

await runScript('seed', 'usage: npm run seed -- [--url URL --token TOKEN] [--data DIR]', async (args) => {
  const { values, positionals } = readOptions(args, ['url', 'token', 'data']);
  if (positionals.length > 0) throw new UsageError(`Unexpected argument ${positionals.join(' ')}.`);
  const org = await findOrg(values);
  await seed(org, (line) => process.stderr.write(`seed: ${line}\n`));
  return 0;
});
