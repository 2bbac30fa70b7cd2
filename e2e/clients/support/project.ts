/** Small sfdx projects for client tests: a folder with `sfdx-project.json` and the files named. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface ProjectFolder {
  readonly path: string;
  /** Writes a file below `force-app/main/default` and answers its absolute path. */
  write(file: string, text: string): string;
  remove(): void;
}

/** `files`: paths below `force-app/main/default` and their texts. */
export function makeProject(files: Readonly<Record<string, string>>): ProjectFolder {
  const folder = mkdtempSync(path.join(tmpdir(), 'holdfast-project-'));
  writeFileSync(path.join(folder, 'sfdx-project.json'), JSON.stringify({ packageDirectories: [{ path: 'force-app', default: true }], namespace: '', sourceApiVersion: '67.0' }));
  mkdirSync(path.join(folder, 'force-app'), { recursive: true });
  const write = (file: string, text: string): string => {
    const target = path.join(folder, 'force-app/main/default', file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, text);
    return target;
  };
  for (const [file, text] of Object.entries(files)) write(file, text);
  return { path: folder, write, remove: () => { rmSync(folder, { recursive: true, force: true }); } };
}

const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n';
const NAMESPACE = 'xmlns="http://soap.sforce.com/2006/04/metadata"';

/** `objects/X__c/X__c.object-meta.xml`; the name field is text. */
export function customObject(name: string, label: string): Record<string, string> {
  return {
    [`objects/${name}/${name}.object-meta.xml`]: `${HEAD}<CustomObject ${NAMESPACE}>
    <label>${label}</label><pluralLabel>${label}s</pluralLabel>
    <nameField><label>Name</label><type>Text</type></nameField>
    <deploymentStatus>Deployed</deploymentStatus><sharingModel>ReadWrite</sharingModel>
</CustomObject>
`,
  };
}

/** `objects/X__e/X__e.object-meta.xml`, published after the commit. */
export function platformEvent(name: string, label: string): Record<string, string> {
  return {
    [`objects/${name}/${name}.object-meta.xml`]: `${HEAD}<CustomObject ${NAMESPACE}>
    <deploymentStatus>Deployed</deploymentStatus><eventType>HighVolume</eventType>
    <label>${label}</label><pluralLabel>${label}s</pluralLabel>
    <publishBehavior>PublishAfterCommit</publishBehavior>
</CustomObject>
`,
  };
}

/** One field of a custom object; `xml` is what stands between label and the end. */
export function customField(object: string, name: string, xml: string): Record<string, string> {
  return { [`objects/${object}/fields/${name}.field-meta.xml`]: `${HEAD}<CustomField ${NAMESPACE}><fullName>${name}</fullName><label>${name.replace(/__c$/, '').replaceAll('_', ' ')}</label>${xml}</CustomField>\n` };
}

export function apexClass(name: string, body: string): Record<string, string> {
  return { [`classes/${name}.cls`]: body, [`classes/${name}.cls-meta.xml`]: `${HEAD}<ApexClass ${NAMESPACE}><apiVersion>67.0</apiVersion><status>Active</status></ApexClass>\n` };
}

export function apexTrigger(name: string, body: string): Record<string, string> {
  return { [`triggers/${name}.trigger`]: body, [`triggers/${name}.trigger-meta.xml`]: `${HEAD}<ApexTrigger ${NAMESPACE}><apiVersion>67.0</apiVersion><status>Active</status></ApexTrigger>\n` };
}

/** `texts` by ending: `html`, `js`, `css`. */
export function lightningComponent(name: string, texts: Readonly<Record<string, string>>): Record<string, string> {
  return {
    ...Object.fromEntries(Object.entries(texts).map(([ending, text]) => [`lwc/${name}/${name}.${ending}`, text])),
    [`lwc/${name}/${name}.js-meta.xml`]: `${HEAD}<LightningComponentBundle ${NAMESPACE}><apiVersion>67.0</apiVersion><isExposed>false</isExposed></LightningComponentBundle>\n`,
  };
}

export function permissionSet(name: string, xml = ''): Record<string, string> {
  return { [`permissionsets/${name}.permissionset-meta.xml`]: `${HEAD}<PermissionSet ${NAMESPACE}>${xml}<hasActivationRequired>false</hasActivationRequired><label>${name.replaceAll('_', ' ')}</label></PermissionSet>\n` };
}
