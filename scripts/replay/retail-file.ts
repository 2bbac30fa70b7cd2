/** Reads a whole retail file, unpacking it when it is compressed. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { CommandFailure } from '../../local-org/cli/command.ts';
import { isOnPath } from '../process.ts';
import { parseCsv } from './csv.ts';
import { checkHeader, readLine, type RetailLine } from './facts.ts';

const LARGEST_BYTES = 1_000_000_000;

/** Throws CommandFailure when the file cannot be read or any line of it is none: a file is played whole or not at all. */
export function readRetailFile(name: string): RetailLine[] {
  const text = readText(name);
  try {
    const rows = parseCsv(text);
    checkHeader(rows.next().value as string[] | undefined);
    let number = 1;
    return Array.from(rows, (fields) => readLine(fields, (number += 1)));
  } catch (error) {
    throw new CommandFailure(`${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function readText(name: string): string {
  const isPacked = name.endsWith('.xz');
  if (isPacked && !isOnPath('xz')) throw new CommandFailure(`${name} is compressed and xz is not installed: unpack it first, or apt-get install xz-utils.`);
  try {
    return isPacked ? execFileSync('xz', ['-dc', name], { encoding: 'utf8', maxBuffer: LARGEST_BYTES, stdio: ['ignore', 'pipe', 'pipe'] }) : readFileSync(name, 'utf8');
  } catch (error) {
    throw new CommandFailure(`${name} cannot be read (${error instanceof Error ? error.message.trim() : String(error)}).`);
  }
}
