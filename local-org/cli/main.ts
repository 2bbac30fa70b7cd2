/** `npx local-org COMMAND …` */
import { CommandFailure, UsageError, type Command } from './command.ts';

interface Listed {
  readonly usage: string;
  readonly what: string;
  /** Loaded when called: a token should not wait for the compiler. */
  load(): Promise<Command>;
}

const commands: Readonly<Record<string, Listed>> = {
  start: { usage: 'start [DIR] [--port N] [--pubsub-port N] [--data DIR] [--allow-password-grant]', what: 'serves a project (this folder) on 127.0.0.1; Ctrl-C ends it', load: async () => (await import('./commands/start.ts')).start },
  token: { usage: 'token [--user NAME] [--url URL] [--data DIR]', what: 'prints an access token of the running org', load: async () => (await import('./commands/token.ts')).token },
  deploy: { usage: 'deploy DIR [--check-only] [--test-level LEVEL] [--tests A,B] [--user NAME] [--url URL] [--data DIR]', what: 'deploys a project to the running org, all of it or nothing', load: async () => (await import('./commands/deploy.ts')).deploy },
  query: { usage: 'query SOQL [--user NAME] [--url URL] [--data DIR]', what: 'runs a query in the running org, one JSON object per row', load: async () => (await import('./commands/query.ts')).query },
  test: { usage: 'test DIR [--class A,B] [--method NAME] [--workers N] [--coverage] [--minimum-coverage PERCENT] [--json] [--junit FILE] [--inspect]', what: 'runs the Apex tests of a project', load: async () => (await import('./commands/test.ts')).test },
  exec: { usage: 'exec FILE|- [--log] [--user NAME] [--url URL] [--data DIR]', what: 'runs anonymous Apex in the running org and prints its debug output', load: async () => (await import('./commands/exec.ts')).exec },
  limits: { usage: 'limits [--stores N] [--per SOQL] [--edition Developer|scratch|Enterprise] [--user NAME] [--url URL] [--data DIR]', what: 'prints what the running org uses of its allowances, also projected to a number of stores', load: async () => (await import('./commands/limits.ts')).limits },
  clock: { usage: 'clock [--advance 45m|2h|1d] [--user NAME] [--url URL] [--data DIR]', what: 'prints what time it is in the running org, or moves its clock on', load: async () => (await import('./commands/clock.ts')).clock },
  check: { usage: 'check DIR', what: 'compiles a project; lists mistakes and what the local org does not support', load: async () => (await import('./commands/check.ts')).check },
  reset: { usage: 'reset [--data DIR]', what: 'deletes the data of a stopped org', load: async () => (await import('./commands/reset.ts')).reset },
};

const HELP: ReadonlySet<string> = new Set(['--help', '-h']);

/** Answers the exit code. */
export async function main(args: readonly string[]): Promise<number> {
  const [name, ...rest] = args;
  const command = name === undefined || !Object.hasOwn(commands, name) ? undefined : commands[name];
  if (name !== undefined && (HELP.has(name) || (command !== undefined && rest.some((argument) => HELP.has(argument))))) {
    process.stdout.write(command === undefined ? overview() : `usage:\n${described(command)}`);
    return 0;
  }
  if (command === undefined) {
    const why = name === undefined ? '' : `There is no command ${name}.\n`;
    process.stderr.write(`${why}${overview()}`);
    return 2;
  }
  try {
    return await (await command.load())(rest);
  } catch (error) {
    if (error instanceof UsageError) {
      process.stderr.write(`${error.message}\nusage: npx local-org ${command.usage}\n`);
      return 2;
    }
    if (error instanceof CommandFailure) {
      process.stderr.write(`${error.message}\n`);
      return 1;
    }
    throw error;
  }
}

function overview(): string {
  return `usage:\n${Object.values(commands).map(described).join('')}`;
}

const described = ({ usage, what }: Listed): string => `  npx local-org ${usage}\n      ${what}\n`;
