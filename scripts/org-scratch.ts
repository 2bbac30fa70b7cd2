/** `npm run org:scratch`: a scratch org with the app in it and goods on its shelves, made with the Salesforce CLI. */
import { CommandFailure, readOptions, UsageError } from '../local-org/cli/command.ts';
import { runScript } from './command-line.ts';
import { buildBundles } from './lwc/build.ts';
import { root, runCommand } from './process.ts';
import { scratchSteps } from './scratch/steps.ts';
import { PROFILES } from './seed/profiles.ts';
import { sfProgram } from './sf-org.ts';

const USAGE = `usage: npm run org:scratch -- [--alias NAME] [--target-dev-hub ALIAS] [--duration-days 1-30] [--profile ${Object.keys(PROFILES).join('|')}] [--no-seed]
Needs a Dev Hub: sf org login web --set-default-dev-hub.`;

await runScript('org:scratch', USAGE, async (args) => {
  const { values, positionals } = readOptions(args, ['alias', 'target-dev-hub', 'duration-days', 'profile'], ['no-seed']);
  if (positionals.length > 0) throw new UsageError(`Unexpected argument ${positionals.join(' ')}.`);
  const { alias = 'holdfast', profile = 'demo', 'duration-days': days = '7' } = values;
  if (!/^(?:[1-9]|[12]\d|30)$/.test(days)) throw new UsageError(`A scratch org lives for 1 to 30 days, not ${days}.`);
  if (PROFILES[profile] === undefined) throw new UsageError(`There is no profile ${profile}.`);
  const sf = sfProgram();
  // What is deployed is JavaScript made from the components' TypeScript.
  await buildBundles(root);
  for (const step of scratchSteps({ alias, days, profile: values['no-seed'] === true ? undefined : profile, devHub: values['target-dev-hub'] })) {
    process.stderr.write(`org:scratch: ${step.what}\n`);
    const program = step.program === 'sf' ? [sf] : [process.execPath, 'scripts/run.js'];
    const { exitCode } = await runCommand(program[0]!, [...program.slice(1), ...step.args], { show: true });
    if (exitCode !== 0) throw new CommandFailure(`"${step.program} ${step.args.join(' ')}" ended with exit code ${String(exitCode)}.${step.advice === undefined ? '' : ` ${step.advice}`}`);
  }
  process.stdout.write(`ready ${alias}: sf org open --target-org ${alias}\n`);
  return 0;
});
