/** Names of the deployed Lightning message channels, with the `__c` under which components import them. */
import { metadataFiles } from './model/metadata-files.ts';

const known = new WeakMap<ReadonlyMap<string, string>, ReadonlySet<string>>();

export function messageChannels(files: ReadonlyMap<string, string>): ReadonlySet<string> {
  const found = known.get(files) ?? new Set(metadataFiles(files, 'messageChannels', 'messageChannel', 'LightningMessageChannel').map(({ name }) => `${name.replace(/__c$/, '')}__c`));
  known.set(files, found);
  return found;
}
