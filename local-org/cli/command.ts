/** The shape every command has, and what they share. Exit codes: 0, 1 (the work failed), 2 (usage). */
import { parseArgs, type ParseArgsConfig } from 'node:util';

/** Answers the exit code. */
export type Command = (args: readonly string[]) => Promise<number>;

export const DEFAULT_DATA_FOLDER = '.local-org';

/** Arguments that cannot be understood: `main` prints the message with the command's usage and ends with 2. */
export class UsageError extends Error {}

/** The work failed in a way the user can do something about: `main` prints the message alone and ends with 1. */
export class CommandFailure extends Error {}

export type StringOptions<K extends string, B extends string> = { readonly values: Partial<Record<K, string>> & Partial<Record<B, boolean>>; readonly positionals: readonly string[] };

/** Options with a value (`--port 80`) and switches (`--no-seed`). Unknown ones are a UsageError. */
export function readOptions<K extends string, B extends string = never>(args: readonly string[], withValue: readonly K[], switches: readonly B[] = []): StringOptions<K, B> {
  const options: ParseArgsConfig['options'] = {};
  for (const name of withValue) options[name] = { type: 'string' };
  for (const name of switches) options[name] = { type: 'boolean' };
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    return { values: values as StringOptions<K, B>['values'], positionals };
  } catch (error) {
    // The parser's advice about arguments that begin with a hyphen fits none of the commands.
    throw new UsageError((error instanceof Error ? error.message : String(error)).split('. To specify')[0]);
  }
}
