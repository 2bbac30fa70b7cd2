/** Finds Chromium for the browser tests; installs Debian's when it may. */
import { existsSync } from 'node:fs';
import { installPackages } from './debian-packages.ts';

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
  const problem = await installPackages(['chromium']);
  if (problem !== undefined) return { problem: `Chromium is missing (or set CHROMIUM_PATH). ${problem}` };
  const found = findChromium();
  return found === undefined ? { problem: 'Chromium was installed but is not in a known place. Set CHROMIUM_PATH.' } : { path: found };
}
