/** Commands of the repository as a person types them: what they print where, and how they end. */
import { spawn } from 'node:child_process';
import { root } from '../../scripts/process.ts';

export interface Ended {
  readonly exitCode: number;
  readonly output: string;
  readonly errors: string;
}

export interface CommandOptions {
  readonly env?: NodeJS.ProcessEnv;
  /** The Node program; the one that runs the tests unless named. */
  readonly node?: string;
}

/** `npx local-org …` */
export const localOrg = (args: readonly string[], options: CommandOptions = {}): Promise<Ended> => run(['local-org/cli/local-org.js', ...args], options);

/** `npm start -- …`, `npm run replay -- …` */
export const script = (name: string, args: readonly string[], options: CommandOptions = {}): Promise<Ended> => run(['scripts/run.js', name, ...args], options);

/** A command that ends by a signal counts as 128. */
function run(args: readonly string[], options: CommandOptions): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(options.node ?? process.execPath, args, { cwd: root, env: { ...process.env, ...options.env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let errors = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => { output += text; });
    child.stderr.setEncoding('utf8').on('data', (text: string) => { errors += text; });
    child.on('error', reject);
    child.on('close', (code) => { resolve({ exitCode: code ?? 128, output, errors }); });
  });
}
