/** Finds Chromium for the browser tests; installs Debian's when it may. */
import { existsSync } from 'node:fs';
import { isOnPath, runCommand } from './process.ts';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

export type Chromium = { readonly path: string } | { readonly problem: string };

export function findChromium(): string | undefined {
  const wanted = process.env['CHROMIUM_PATH'];
  return wanted ?? PLACES.find((place) => existsSync(place));
}

/** Installs with apt when root on Debian or in CI; otherwise tells the one command to run. */
export async function findOrInstallChromium(): Promise<Chromium> {
  const present = findChromium();
  if (present !== undefined) return { path: present };
  const mayInstall = isOnPath('apt-get') && (process.getuid?.() === 0 || process.env['CI'] === 'true');
  if (!mayInstall) return { problem: 'Chromium is missing. Run: sudo apt-get install -y chromium (or set CHROMIUM_PATH)' };
  const sudo = process.getuid?.() === 0 ? [] : ['sudo'];
  for (const step of [['apt-get', 'update'], ['apt-get', 'install', '-y', '--no-install-recommends', 'chromium']]) {
    const [command, ...args] = [...sudo, ...step];
    const finished = await runCommand(command!, args, { show: false, env: { DEBIAN_FRONTEND: 'noninteractive' } });
    if (finished.exitCode !== 0) return { problem: `${step.join(' ')} failed:\n${finished.output.slice(-2000)}` };
  }
  const found = findChromium();
  return found === undefined ? { problem: 'Chromium was installed but is not in a known place. Set CHROMIUM_PATH.' } : { path: found };
}
