/** How a script ends: 0, 1 with the reason when its work failed, 2 with the usage when it was called in a way it does not understand. */
import { CommandFailure, UsageError } from '../local-org/cli/command.ts';

/** @param work answers the exit code; what it throws and the user can do nothing about comes with its stack */
export async function runScript(name: string, usage: string, work: (args: readonly string[]) => Promise<number>): Promise<void> {
  const args = process.argv.slice(2);
  if (args.includes('--help')) {
    process.stdout.write(`${usage}\n`);
    return;
  }
  try {
    process.exitCode = await work(args);
  } catch (error) {
    process.exitCode = error instanceof UsageError ? 2 : 1;
    process.stderr.write(error instanceof UsageError ? `${error.message}\n${usage}\n` : `${name}: ${reasonOf(error)}\n`);
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // Errors of an org, as jsforce throws them, say what is wrong by themselves.
  const isForUser = error instanceof CommandFailure || typeof (error as { errorCode?: unknown }).errorCode === 'string';
  return isForUser ? error.message : (error.stack ?? error.message);
}
