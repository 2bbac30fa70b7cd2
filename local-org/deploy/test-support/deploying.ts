/** An org in memory and packages for it. */
import { Store } from '../../data/store/store.ts';
import type { UserContext } from '../../library/ports.ts';
import { ADMIN_USERNAME } from '../demo-users.ts';
import { DEFAULT_OPTIONS, type DeployOptions, type DeployResult } from '../deploy-result.ts';
import { LocalOrg, type LocalOrgOptions } from '../local-org.ts';
import { MetadataService } from '../metadata-service.ts';
import { formatProblem } from '../problems.ts';
import { zip } from '../package/zip.ts';
import type { StartTests } from '../testing/in-thread.ts';

const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n';
const NAMESPACE = 'xmlns="http://soap.sforce.com/2006/04/metadata"';

export const metadataXml = (root: string, inner: string): string => `${HEAD}<${root} ${NAMESPACE}>\n${inner}</${root}>\n`;
export const classMeta = metadataXml('ApexClass', '    <apiVersion>67.0</apiVersion>\n    <status>Active</status>\n');
export const field = (name: string, rest = '<type>Text</type><length>20</length>'): string => `<fullName>${name}</fullName><label>${name}</label>${rest}`;
export const objectHead = '    <label>Shelf</label>\n    <pluralLabel>Shelves</pluralLabel>\n    <nameField>\n        <label>Name</label>\n        <type>Text</type>\n    </nameField>\n    <deploymentStatus>Deployed</deploymentStatus>\n    <sharingModel>ReadWrite</sharingModel>\n';

/** A small app in source format. */
export const shelfProject: Readonly<Record<string, string>> = {
  'app/main/objects/Shelf__c/Shelf__c.object-meta.xml': metadataXml('CustomObject', objectHead),
  'app/main/objects/Shelf__c/fields/Code__c.field-meta.xml': metadataXml('CustomField', field('Code__c')),
  'app/main/objects/Shelf__c/fields/Unused__c.field-meta.xml': metadataXml('CustomField', field('Unused__c')),
  'app/main/classes/Shelves.cls': 'public class Shelves {\n    public static String code(Shelf__c shelf) {\n        return shelf.Code__c;\n    }\n}\n',
  'app/main/classes/Shelves.cls-meta.xml': classMeta,
  'app/main/labels/CustomLabels.labels-meta.xml': metadataXml('CustomLabels', label('Empty', 'Empty shelf') + label('Full', 'Full shelf')),
  'app/main/permissionsets/Keeper.permissionset-meta.xml': metadataXml('PermissionSet', `    <fieldPermissions>
        <editable>true</editable>
        <field>Shelf__c.Unused__c</field>
        <readable>true</readable>
    </fieldPermissions>
    <label>Keeper</label>
`),
};

export function label(name: string, value: string): string {
  return `    <labels>\n        <fullName>${name}</fullName>\n        <language>en_US</language>\n        <protected>true</protected>\n        <shortDescription>${name}</shortDescription>\n        <value>${value}</value>\n    </labels>\n`;
}

export interface DeployedOrg {
  readonly localOrg: LocalOrg;
  readonly service: MetadataService;
  readonly admin: UserContext;
  /** Deploys and waits. */
  deploy(contents: Readonly<Record<string, string | Uint8Array>>, options?: Partial<DeployOptions>): Promise<DeployResult>;
  /** All that a failing deploy must leave alone. */
  snapshot(): string;
}

export function deployedOrg(project: Readonly<Record<string, string>> = shelfProject, options: Partial<LocalOrgOptions> & { readonly startTests?: StartTests } = {}): DeployedOrg {
  const store = Store.inMemory();
  const clock = { now: (): number => Date.parse('2026-11-22T10:00:00Z') };
  const reported: string[] = [];
  const report = (line: string): void => { reported.push(line); };
  const localOrg = new LocalOrg({ store, clock, report, ...options });
  const files = new Map(Object.entries(project));
  const problems = localOrg.deploy(files);
  if (problems.length > 0) throw new Error(problems.map((problem) => formatProblem(problem, files)).join('\n'));
  const service = new MetadataService({ localOrg, ...(options.startTests === undefined ? {} : { startTests: options.startTests }) });
  const admin = localOrg.users.byUsername(ADMIN_USERNAME)!;
  return {
    localOrg, service, admin,
    deploy: async (contents, given = {}) => {
      const id = service.deployments.deploy(await zip(new Map(Object.entries(contents))), { ...DEFAULT_OPTIONS, ...given }, admin);
      await service.deployments.idle();
      if (reported.length > 0) throw new Error(reported.join('\n'));
      return service.deployments.status(id)!;
    },
    snapshot: () => JSON.stringify([
      [...localOrg.deployed.files], localOrg.org.schema.fingerprint, store.reader('SELECT * FROM "$component"').all(), store.reader("SELECT name, sql FROM sqlite_master WHERE name NOT LIKE '$%'").all(),
    ], (_name, value: unknown) => (typeof value === 'bigint' ? String(value) : value)),
  };
}

/** `package.xml` or a list of deletions: `manifest({ ApexClass: ['A'] })`. */
export function manifest(types: Readonly<Record<string, readonly string[]>>): string {
  const written = Object.entries(types).map(([name, members]) => `    <types>\n${members.map((member) => `        <members>${member}</members>\n`).join('')}        <name>${name}</name>\n    </types>\n`);
  return metadataXml('Package', `${written.join('')}    <version>67.0</version>\n`);
}
