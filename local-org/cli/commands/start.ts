import path from 'node:path';
import { DEFAULT_DATA_FOLDER, readOptions, UsageError, type Command } from '../command.ts';
import { environmentTrace, isInspected } from '../debugging.ts';
import { readProjectFiles } from '../read-project.ts';
import type { ServedOrg } from '../serve.ts';

export const DEFAULT_PORT = 4680;

export interface StartOptions {
  readonly port: number;
  readonly dataFolder: string;
  readonly project: string;
  /** Off unless asked for. */
  readonly allowPasswordGrant?: boolean;
  /** Of the Pub/Sub API with TLS; absent: any free one. */
  readonly pubSubPort?: number | undefined;
}

/** Starts an org; tells its steps on standard error, prints `ready <url>` alone on standard output. */
export const start: Command = async (args) => {
  const { values, positionals } = readOptions(args, ['port', 'pubsub-port', 'data'], ['allow-password-grant']);
  if (positionals.length > 1) throw new UsageError(`Unexpected argument ${positionals.slice(1).join(' ')}.`);
  const org = await startServing({ port: portOption(values.port), pubSubPort: pubSubPortOption(values['pubsub-port']), dataFolder: values.data ?? DEFAULT_DATA_FOLDER, project: positionals[0] ?? '.', allowPasswordGrant: values['allow-password-grant'] ?? false });
  process.stdout.write(`ready ${org.url}\n`);
  return untilInterrupted(org);
};

export function portOption(text: string | undefined): number {
  return text === undefined ? DEFAULT_PORT : portNumber('--port', text);
}

/** `undefined`: any free one. */
export function pubSubPortOption(text: string | undefined): number | undefined {
  return text === undefined ? undefined : portNumber('--pubsub-port', text);
}

function portNumber(option: string, text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new UsageError(`${option} must be a number from 0 to 65535, not ${text}.`);
  return port;
}

export async function startServing(options: StartOptions): Promise<ServedOrg> {
  // Loaded once the options are understood: it brings the compiler with it.
  const { serve } = await import('../serve.ts');
  return serve({
    dataFolder: options.dataFolder, files: readProjectFiles(options.project), port: options.port, projectFolder: path.resolve(import.meta.dirname, '../../..'),
    allowPasswordGrant: options.allowPasswordGrant ?? false, pubSubPort: options.pubSubPort,
    inlineSourceMaps: isInspected(), sourceFolder: path.resolve(options.project), trace: environmentTrace(),
    tell: (line) => { process.stderr.write(`local-org: ${line}\n`); },
  });
}

/** Resolves with exit code 0 once Ctrl-C (a termination request, or the end of the terminal) has closed everything. */
export function untilInterrupted(org: ServedOrg): Promise<number> {
  return new Promise((resolve, reject) => {
    let isClosing = false;
    const close = (): void => {
      // A second Ctrl-C while closing ends the process at once.
      if (isClosing) process.exit(1);
      isClosing = true;
      org.close().then(() => { resolve(0); }, reject);
    };
    process.on('SIGINT', close);
    process.on('SIGTERM', close);
    process.on('SIGHUP', close);
  });
}
