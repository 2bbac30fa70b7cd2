/** Settings of the demo's org, deployed as an administrator would: made of the records force-app ships, with what the demo changes in them. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root, runCommand } from '../process.ts';

/** Tills are confirmed by SAP's added-up sales of a day, our own hand-overs by our reference. */
export async function confirmBySap(dataFolder: string): Promise<void> {
  await setModes(dataFolder, { TILL: 'ByDay', HOLDFAST: 'ByReference' });
}

/** How the facts of sources are netted against documents from now on. */
export async function setModes(dataFolder: string, modes: Readonly<Record<string, Mode>>): Promise<void> {
  await deployRecords(dataFolder, Object.entries(modes).map(([source, mode]) => sourcePolicy(source, mode)));
}

/** What copies of the types mean: the same as their originals. */
export async function mapTypes(dataFolder: string, copies: readonly { readonly type: string; readonly of: string }[]): Promise<void> {
  await deployRecords(dataFolder, copies.map(({ type, of }) => ({ name: `Movement_Map.T${type}`, text: shipped('integration', `Movement_Map.T${of}`).replaceAll(`>${of}`, `>${type}`) })));
}

type Mode = 'Final' | 'ByReference' | 'ByDay';

interface MetadataRecord {
  readonly name: string;
  readonly text: string;
}

function sourcePolicy(source: string, mode: Mode): MetadataRecord {
  const name = `Source_Policy.${source}`;
  const text = shipped('stock', name);
  const changed = text.replace(/(<field>Mode__c<\/field>\s*<value[^>]*>)[^<]*/, `$1${mode}`);
  if (!changed.includes(`>${mode}<`)) throw new Error(`${name} has no mode to change.`);
  return { name, text: changed };
}

function shipped(area: string, name: string): string {
  return readFileSync(path.join(root, 'force-app/main', area, 'customMetadata', `${name}.md-meta.xml`), 'utf8');
}

async function deployRecords(dataFolder: string, records: readonly MetadataRecord[]): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'holdfast-settings-'));
  try {
    const inside = path.join(folder, 'main/customMetadata');
    mkdirSync(inside, { recursive: true });
    for (const { name, text } of records) writeFileSync(path.join(inside, `${name}.md-meta.xml`), text);
    const { exitCode, output } = await runCommand(process.execPath, ['local-org/cli/local-org.js', 'deploy', folder, '--data', dataFolder], { show: false });
    if (exitCode !== 0) throw new Error(`The settings could not be deployed:\n${output}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
