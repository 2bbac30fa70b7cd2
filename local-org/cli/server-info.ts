/** `server.json` in the data folder: where the running org listens, so that the other commands find it. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export interface ServerInfo {
  readonly url: string;
  readonly pid: number;
  /** Where the Pub/Sub API listens: `127.0.0.1:PORT` with TLS and without. */
  readonly pubSub: { readonly tls: string; readonly plain: string };
}

const fileOf = (dataFolder: string): string => path.join(dataFolder, 'server.json');

/** `undefined` when no org runs on the folder (a file left behind by a killed process does not count). */
export function readServerInfo(dataFolder: string): ServerInfo | undefined {
  try {
    const info = JSON.parse(readFileSync(fileOf(dataFolder), 'utf8')) as ServerInfo;
    process.kill(info.pid, 0);
    return info;
  } catch {
    return undefined;
  }
}

export function writeServerInfo(dataFolder: string, info: ServerInfo): void {
  writeFileSync(fileOf(dataFolder), `${JSON.stringify(info)}\n`);
}

export function removeServerInfo(dataFolder: string): void {
  rmSync(fileOf(dataFolder), { force: true });
}
