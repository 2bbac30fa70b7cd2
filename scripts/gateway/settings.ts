/** Settings that demonstrations and proofs need: made of the records force-app ships, with what is changed in them. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root, runCommand } from '../process.ts';

/** SAP's added-up sales of a day confirm the tills, our own reference what we hand over. */
export const CONFIRMED_BY_SAP = { TILL: 'ByDay', HOLDFAST: 'ByReference' } as const;

/**
 * Writes the app as a project of its own with these modes. An org that starts anew serves what its project says: what is to outlast a restart must be in it.
 * @returns the project's folder
 */
export function projectWithModes(folder: string, modes: Readonly<Record<string, Mode>>): string {
  const project = path.join(folder, 'project');
  for (const part of ['force-app', 'sfdx-project.json', '.forceignore']) cpSync(path.join(root, part), path.join(project, part), { recursive: true });
  for (const { name, text } of Object.entries(modes).map(([source, mode]) => sourcePolicy(source, mode))) {
    writeFileSync(path.join(project, 'force-app/main/stock/customMetadata', `${name}.md-meta.xml`), text);
  }
  return project;
}

/** How the facts of sources are netted against documents, until the org starts anew. */
export async function setModes(dataFolder: string, modes: Readonly<Record<string, Mode>>): Promise<void> {
  await deployRecords(dataFolder, Object.entries(modes).map(([source, mode]) => sourcePolicy(source, mode)));
}

/** Deploys, as an administrator would, what copies of the types mean: the same as their originals. */
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
