/** Ids of the deployed components, and who made and changed them when. Written in the transaction that makes a deploy what serves. */
import { createHash } from 'node:crypto';
import type { Store } from '../data/store/store.ts';
import { makeId } from '../values/id.ts';
import type { ProjectFiles } from './compile.ts';
import { indexComponents, keyOf, type ComponentName } from './metadata/components.ts';

export interface ComponentRecord extends ComponentName {
  /** Empty for types whose components have no id on the platform. */
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly createdById: string;
  readonly modifiedAt: number;
  readonly modifiedById: string;
}

export interface Stamp {
  readonly userId: string;
  readonly now: number;
}

/** Where the platform shows an id. platform-facts: component-key-prefixes */
const KEY_PREFIXES: Readonly<Record<string, string>> = {
  ApexClass: '01p', ApexTrigger: '01q', CustomObject: '01I', CustomField: '00N', LightningComponentBundle: '0Rb', PermissionSet: '0PS', CustomApplication: '02u', CustomTab: '01r', Layout: '00h',
  StaticResource: '081', FlexiPage: '0M0', CustomLabel: '101', CustomPermission: '0CP', Profile: '00e', RemoteSiteSetting: '0rp', ValidationRule: '03d', RecordType: '012', ListView: '00B',
  CompactLayout: '0AH', FieldSet: '0IX', WebLink: '00b', QuickAction: '09D', Group: '00G', Queue: '00G', Role: '00E', PermissionSetGroup: '0PG', LightningMessageChannel: '0Mt', Report: '00O',
  Dashboard: '01Z', CustomMetadata: 'm00',
};

const SELECT = 'SELECT type, name, number, created, createdBy, modified, modifiedBy, digest FROM "$component"';

export class ComponentCatalogue {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
    store.connection.execute(`CREATE TABLE IF NOT EXISTS "$component" (type TEXT NOT NULL, folded TEXT NOT NULL, name TEXT NOT NULL, number INTEGER NOT NULL, created INTEGER NOT NULL, createdBy TEXT NOT NULL,
      modified INTEGER NOT NULL, modifiedBy TEXT NOT NULL, digest TEXT NOT NULL, PRIMARY KEY (type, folded)) WITHOUT ROWID`);
  }

  /** Brings the catalogue to what is deployed. Must run inside a transaction of the store. A component keeps its id as long as it stays deployed. */
  record(files: ProjectFiles, { userId, now }: Stamp): void {
    const wanted = indexComponents(files);
    const known = new Map(this.#store.reader(SELECT).all().map((row) => [keyOf({ type: String(row[0]), fullName: String(row[1]) }), String(row[7])]));
    for (const key of known.keys()) if (!wanted.has(key)) this.#remove(key);
    for (const [key, component] of wanted) {
      const digest = digestOf(component.isElement ? [] : component.paths, files, component.text);
      if (!known.has(key)) this.#insert(component, digest, userId, now);
      else if (known.get(key) !== digest) {
        this.#store.writer('UPDATE "$component" SET name = ?, modified = ?, modifiedBy = ?, digest = ? WHERE type = ? AND folded = ?').run(component.fullName, now, userId, digest, component.type, component.fullName.toLowerCase());
      }
    }
  }

  find(component: ComponentName): ComponentRecord | undefined {
    const row = this.#store.reader(`${SELECT} WHERE type = ? AND folded = ?`).get(component.type, component.fullName.toLowerCase());
    return row === undefined ? undefined : recordOf(row);
  }

  ofType(type: string): readonly ComponentRecord[] {
    return this.#store.reader(`${SELECT} WHERE type = ? ORDER BY folded`).all(type).map(recordOf);
  }

  #insert(component: ComponentName, digest: string, userId: string, now: number): void {
    const prefix = KEY_PREFIXES[component.type];
    const number = prefix === undefined ? 0 : this.#store.sequences.draw(`$component.${prefix}`);
    this.#store.writer('INSERT INTO "$component" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)').run(component.type, component.fullName.toLowerCase(), component.fullName, number, now, userId, now, userId, digest);
  }

  #remove(key: string): void {
    const at = key.indexOf(':');
    this.#store.writer('DELETE FROM "$component" WHERE type = ? AND folded = ?').run(key.slice(0, at), key.slice(at + 1));
  }
}

function recordOf([type, name, number, created, createdBy, modified, modifiedBy]: readonly unknown[]): ComponentRecord {
  const prefix = KEY_PREFIXES[String(type)];
  return {
    type: String(type), fullName: String(name), id: prefix === undefined ? '' : makeId(prefix, Number(number)),
    createdAt: Number(created), createdById: String(createdBy), modifiedAt: Number(modified), modifiedById: String(modifiedBy),
  };
}

function digestOf(paths: readonly string[], files: ProjectFiles, element: string | undefined): string {
  const hash = createHash('sha1').update(element ?? '');
  for (const path of [...paths].sort()) hash.update(files.get(path) ?? '');
  return hash.digest('hex');
}
