/**
 * The demo data is the same for every org that begins with it, so a run of `npm test` sends it once: the first org that needs it leaves a copy of its data folder for the
 * others. A file that is run alone seeds an org of its own.
 */
import { cpSync, existsSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';

/** Names the folder in which the files of one run share what they made. */
const SHARED = process.env['HOLDFAST_SHARED_TEST_DATA'];

interface Stoppable {
  stop(): Promise<number>;
}

/** @returns whether there is a copy to begin with */
export function copyOfSeededData(dataFolder: string): boolean {
  const kept = keptFolder();
  if (kept === undefined || !existsSync(kept)) return false;
  cpSync(kept, dataFolder, { recursive: true });
  return true;
}

/** Lets an org seed the folder once and keeps a copy for the others of the run. Of several that do so at once the first to end is kept. */
export async function keepSeededData(dataFolder: string, start: () => Promise<Stoppable>): Promise<void> {
  const kept = keptFolder();
  if (kept === undefined) return;
  const org = await start();
  await org.stop();
  const copy = `${kept}-${String(process.pid)}`;
  cpSync(dataFolder, copy, { recursive: true });
  try {
    renameSync(copy, kept);
  } catch (error) {
    if (!existsSync(kept)) throw error;
    rmSync(copy, { recursive: true });
  }
}

function keptFolder(): string | undefined {
  return SHARED === undefined ? undefined : path.join(SHARED, 'seeded');
}
