/** The org's metadata as the Metadata API asks for it: deployed, retrieved, listed, described and read on one core. */
import type { UserContext } from '../library/ports.ts';
import type { ComponentRecord } from './component-catalogue.ts';
import { Deployments, type DeploymentsOptions } from './deployments.ts';
import type { LocalOrg } from './local-org.ts';
import { indexComponents, keyOf, packageFileOf, type ComponentName } from './metadata/components.ts';
import { childText, readElements } from './metadata/elements.ts';
import { isCarriedOrModelled } from './metadata/supported.ts';
import { childType, metadataType, metadataTypes } from './metadata/types.ts';
import type { Manifest } from './package/manifest.ts';
import { writePackage } from './package/write-package.ts';
import { zip } from './package/zip.ts';

export interface FileProperties {
  readonly createdById: string;
  readonly createdByName: string;
  readonly createdDate: string;
  readonly fileName: string;
  readonly fullName: string;
  readonly id: string;
  readonly lastModifiedById: string;
  readonly lastModifiedByName: string;
  readonly lastModifiedDate: string;
  readonly manageableState: 'unmanaged';
  readonly type: string;
}

export interface RetrieveResult {
  readonly zip: Uint8Array;
  readonly fileProperties: readonly FileProperties[];
  readonly messages: readonly { readonly fileName: string; readonly problem: string }[];
}

export interface MetadataObject {
  readonly xmlName: string;
  readonly directoryName: string;
  readonly suffix: string | undefined;
  readonly inFolder: boolean;
  readonly metaFile: boolean;
  readonly childXmlNames: readonly string[];
}

/** Either lets a user use the Metadata API. */
const PERMISSIONS = ['ModifyAllData', 'ModifyMetadata'] as const;

export class MetadataService {
  readonly deployments: Deployments;
  readonly #localOrg: LocalOrg;

  constructor(options: DeploymentsOptions) {
    this.deployments = new Deployments(options);
    this.#localOrg = options.localOrg;
  }

  mayUse(user: UserContext): boolean {
    return PERMISSIONS.some((name) => this.#localOrg.users.hasUserPermission(user, name));
  }

  /** @param isSinglePackage leaves out the folder `unpackaged` around everything */
  async retrieve(manifest: Manifest, isSinglePackage: boolean): Promise<RetrieveResult> {
    const unknown = manifest.types.filter(({ name }) => metadataType(name) === undefined && childType(name) === undefined);
    const known = { ...manifest, types: manifest.types.filter((type) => !unknown.includes(type)) };
    const { contents, files, missing } = await writePackage(this.#localOrg.deployed.files, known);
    const root = isSinglePackage ? '' : 'unpackaged/';
    return {
      zip: await zip(new Map([...contents].map(([path, content]) => [`${root}${path}`, content]))),
      fileProperties: files.map(({ component, fileName }) => this.#properties(component, `${root}${fileName}`)),
      messages: [
        ...unknown.map(({ name }) => ({ fileName: `${root}package.xml`, problem: `Unknown type name '${name}' specified in package.xml` })),
        ...missing.map(({ type, fullName }) => ({ fileName: `${root}package.xml`, problem: `Entity of type '${type}' named '${fullName}' cannot be found` })),
      ],
    };
  }

  /** Components of a type; of one folder where the type has folders. */
  list(type: string, folder: string | undefined): readonly FileProperties[] {
    const all = this.#localOrg.components.ofType(type);
    const own = folder === undefined || metadataType(type)?.isInFolder !== true ? all : all.filter(({ fullName }) => fullName.startsWith(`${folder}/`));
    return own.map((record) => this.#properties(record, packageFileOf(record)));
  }

  /** The types that can be deployed here, in the order of their names. */
  describe(): readonly MetadataObject[] {
    return metadataTypes.filter((type) => isCarriedOrModelled(type.name)).map((type) => ({
      xmlName: type.name, directoryName: type.directory, suffix: type.suffix, inFolder: type.isInFolder, metaFile: type.layout === 'content' || type.layout === 'resource',
      childXmlNames: type.children.filter(({ isAddressable, name }) => isAddressable && isCarriedOrModelled(name)).map(({ name }) => name),
    })).sort((left, right) => (left.xmlName < right.xmlName ? -1 : 1));
  }

  /** The inside of a component's metadata file in metadata format, as XML; `undefined` when there is no such component. */
  async read(component: ComponentName): Promise<string | undefined> {
    const type = childType(component.type);
    const { contents, missing } = await writePackage(this.#localOrg.deployed.files, { version: '', types: [{ name: component.type, members: [component.fullName] }] });
    if (missing.length > 0) return undefined;
    const fileName = packageFileOf(component);
    const content = contents.get(contents.has(`${fileName}-meta.xml`) ? `${fileName}-meta.xml` : fileName);
    const file = typeof content === 'string' ? readElements(content) : undefined;
    if (file === undefined) return undefined;
    if (type === undefined) return file.elements.map(({ start, end }) => file.text.slice(start, end)).join('');
    const name = type.child.isNamedAlone ? component.fullName : component.fullName.slice(component.fullName.indexOf('.') + 1);
    return file.elements.find((one) => one.name === type.child.element && childText(one.inner, type.child.key)?.toLowerCase() === name.toLowerCase())?.inner;
  }

  /** Is it deployed? */
  has(component: ComponentName): boolean {
    return indexComponents(this.#localOrg.deployed.files).has(keyOf(component));
  }

  close(): Promise<void> {
    return this.deployments.close();
  }

  #properties(component: ComponentName, fileName: string): FileProperties {
    const record = 'createdAt' in component ? (component as ComponentRecord) : this.#localOrg.components.find(component);
    const nameOf = (id: string | undefined): string => (id === undefined ? '' : this.#localOrg.users.byId(id)?.name ?? '');
    const now = this.#localOrg.options.clock.now();
    return {
      createdById: record?.createdById ?? '', createdByName: nameOf(record?.createdById), createdDate: new Date(record?.createdAt ?? now).toISOString(),
      fileName, fullName: component.fullName, id: record?.id ?? '',
      lastModifiedById: record?.modifiedById ?? '', lastModifiedByName: nameOf(record?.modifiedById), lastModifiedDate: new Date(record?.modifiedAt ?? now).toISOString(),
      manageableState: 'unmanaged', type: component.type,
    };
  }
}
