/** Child processes for scripts: run one, see its output pass by, keep it. */
import { spawn, spawnSync } from 'node:child_process';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '..');

export interface Finished {
  readonly exitCode: number;
  readonly output: string;
}

export type Print = (text: string) => void;

/** Runs a command in the repository's root. With `show` its output passes through while it is collected; with `print` it is handed there instead. */
export function runCommand(command: string, args: readonly string[], options: { readonly show: boolean; readonly print?: Print; readonly env?: NodeJS.ProcessEnv; readonly cwd?: string }): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: options.cwd ?? root, env: { ...process.env, ...options.env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const [stream, target] of [[child.stdout, process.stdout], [child.stderr, process.stderr]] as const) {
      stream.setEncoding('utf8');
      stream.on('data', (text: string) => {
        output += text;
        if (options.print !== undefined) options.print(text);
        else if (options.show) target.write(text);
      });
    }
    child.on('error', reject);
    child.on('close', (code, signal) => { resolve({ exitCode: code ?? (signal === null ? 1 : 128), output }); });
  });
}

/** Path of a program installed with the dependencies. */
export const installed = (name: string): string => path.join(root, 'node_modules', '.bin', name);

/** Is the program on the PATH? */
export function isOnPath(name: string): boolean {
  return spawnSync('which', [name], { stdio: 'ignore' }).status === 0;
}
