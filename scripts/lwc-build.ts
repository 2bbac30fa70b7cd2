/** `npm run lwc:build [-- --check]`: makes the JavaScript of the Lightning web components from their TypeScript, or tells which is missing or stale. */
import { readOptions, UsageError } from '../local-org/cli/command.ts';
import { runScript } from './command-line.ts';
import { buildBundles, checkBundles, describeBuild } from './lwc/build.ts';
import { root } from './process.ts';

await runScript('lwc-build', 'usage: npm run lwc:build [-- --check]', async (args) => {
  const { values, positionals } = readOptions(args, [], ['check']);
  if (positionals.length > 0) throw new UsageError(`Unexpected argument ${positionals.join(' ')}.`);
  if (values.check !== true) {
    process.stderr.write(`${describeBuild(await buildBundles(root))}\n`);
    return 0;
  }
  const problems = checkBundles(root);
  for (const problem of problems) process.stderr.write(`${problem.message}\n`);
  if (problems.length === 0) process.stderr.write('lwc:build  every bundle is current\n');
  return problems.length === 0 ? 0 : 1;
});
