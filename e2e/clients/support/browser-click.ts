/** A person at a browser: `sf org login web` opens an address, the person reads the page and clicks. */
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';

export interface WatchedBrowser {
  /** Environment in which `--browser firefox` finds a program that writes the address down. */
  readonly env: NodeJS.ProcessEnv;
  /** The address, once it was opened. Gives up when `ended` does first. */
  address(ended: Promise<unknown>): Promise<string>;
}

export function watchBrowser(folder: string): WatchedBrowser {
  const programs = path.join(folder, 'programs');
  const written = path.join(folder, 'opened-address');
  mkdirSync(programs);
  writeFileSync(path.join(programs, 'firefox'), `#!/bin/sh\nprintf %s "$1" > "${written}.part" && mv "${written}.part" "${written}"\n`);
  chmodSync(path.join(programs, 'firefox'), 0o755);
  return {
    env: { PATH: `${programs}:${path.dirname(process.execPath)}:${process.env['PATH'] ?? ''}` },
    address: async (ended) => {
      let hasEnded = false;
      void ended.then(() => { hasEnded = true; });
      while (!existsSync(written)) {
        if (hasEnded) throw new Error(`The command ended without opening a browser: ${JSON.stringify(await ended)}`);
        await setTimeout(50);
      }
      return readFileSync(written, 'utf8');
    },
  };
}

/** Reads the page at the address, fills in the user name, presses Allow, and answers where that leads. */
export async function clickAllow(address: string, username: string, answer: 'allow' | 'deny' = 'allow'): Promise<URL> {
  const page = await (await fetch(address)).text();
  const code = /name="page" value="([^"]+)"/.exec(page)?.[1];
  if (code === undefined) throw new Error(`This page has no form:\n${page}`);
  const response = await fetch(new URL('/services/oauth2/authorize', address), { method: 'POST', body: new URLSearchParams({ page: code, username, answer }), redirect: 'manual' });
  const target = response.headers.get('location');
  if (target === null) throw new Error(`No redirect: ${String(response.status)} ${await response.text()}`);
  return new URL(target);
}
