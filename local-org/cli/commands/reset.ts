import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { CommandFailure, DEFAULT_DATA_FOLDER, readOptions, UsageError, type Command } from '../command.ts';
import { StoreError } from '../../data/store/errors.ts';
import { lockFolder } from '../../data/store/data-folder.ts';

/** Files that only a data folder of a local org has; nothing else is ever deleted. */
const OWN_FILES = /^((org|big-objects)\.(sqlite|lock)(-(journal|wal|shm))?|org\.pid|sessions\.sqlite(-(journal|wal|shm))?|server\.(key|json)|client-secret|syntax-trees|deployed\.json(\.new)?)$/;

/** Deletes the org of a data folder, so that the next start begins anew. */
export const reset: Command = (args) => {
  const { values, positionals } = readOptions(args, ['data']);
  if (positionals.length > 0) throw new UsageError(`Unexpected argument ${positionals.join(' ')}.`);
  const data = values.data ?? DEFAULT_DATA_FOLDER;
  if (!existsSync(data)) throw new CommandFailure(`${data} does not exist: there is nothing to reset.`);
  if (!statSync(data).isDirectory()) throw new CommandFailure(`${data} is not a folder. Nothing was deleted.`);
  const foreign = readdirSync(data).filter((name) => !OWN_FILES.test(name));
  if (foreign.length > 0) throw new CommandFailure(`${data} holds files that are not an org's (${foreign.slice(0, 5).join(', ')}). Nothing was deleted.`);
  // Held until all is gone, so that neither a running org nor one that is just starting loses its files.
  const unlock = lockOf(data);
  for (const name of readdirSync(data)) rmSync(path.join(data, name), { recursive: true });
  unlock();
  return Promise.resolve(0);
};

function lockOf(data: string): () => void {
  try {
    return lockFolder(data);
  } catch (error) {
    if (error instanceof StoreError) throw new CommandFailure(`${error.message} Nothing was deleted.`);
    throw error;
  }
}
