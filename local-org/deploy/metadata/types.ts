/** The metadata types Salesforce has: where their files lie and how they are named, from the registry that the Salesforce CLI itself uses. */
import { createRequire } from 'node:module';

export interface ChildType {
  readonly name: string;
  /** Element of the parent's file that holds one: `fields`, `labels`. */
  readonly element: string;
  /** Source format keeps each in a file of its own: `objects/X/fields/Y.field-meta.xml`. `undefined`: it stays inside the parent's file. */
  readonly ownFile: { readonly folder: string; readonly suffix: string } | undefined;
  /** Child element that names it. */
  readonly key: string;
  /** `Y` instead of `X.Y` */
  readonly isNamedAlone: boolean;
  /** False: it is deployed and named with its parent only. */
  readonly isAddressable: boolean;
}

/** `file` one metadata file · `content` a file with its `-meta.xml` beside it · `bundle` a folder · `resource` a file or an unpacked folder with `.resource-meta.xml` · `mixed` other folders with content */
export type FileLayout = 'file' | 'content' | 'bundle' | 'resource' | 'mixed';

export interface MetadataType {
  readonly name: string;
  /** `classes` */
  readonly directory: string;
  /** `cls`; `undefined` for bundles. */
  readonly suffix: string | undefined;
  readonly layout: FileLayout;
  /** Its components lie in folders and are named `Folder/Name`. */
  readonly isInFolder: boolean;
  /** The type is the folder of another one: `Report` for `ReportFolder`. */
  readonly folderOf: string | undefined;
  readonly children: readonly ChildType[];
}

interface RegistryType {
  readonly id: string;
  readonly name: string;
  readonly directoryName: string;
  readonly suffix?: string;
  readonly inFolder?: boolean;
  readonly folderContentType?: string;
  readonly folderType?: string;
  readonly strategies?: { readonly adapter: string; readonly decomposition?: string };
  readonly children?: { readonly types: Readonly<Record<string, RegistryChild>> };
}
interface RegistryChild {
  readonly name: string;
  readonly directoryName: string;
  readonly suffix: string;
  readonly xmlElementName?: string;
  readonly uniqueIdElement?: string;
  readonly ignoreParentName?: boolean;
  readonly isAddressable?: boolean;
}

const LAYOUTS: Readonly<Record<string, FileLayout>> = { matchingContentFile: 'content', bundle: 'bundle', mixedContent: 'mixed', digitalExperience: 'mixed', uiBundles: 'mixed' };

const registry = createRequire(import.meta.url)('@salesforce/source-deploy-retrieve/lib/src/registry/metadataRegistry.json') as { readonly types: Readonly<Record<string, RegistryType>> };

function typeOf(entry: RegistryType): MetadataType {
  const adapter = entry.strategies?.adapter ?? 'default';
  return {
    name: entry.name,
    directory: entry.directoryName,
    suffix: entry.suffix,
    layout: entry.name === 'StaticResource' ? 'resource' : LAYOUTS[adapter] ?? 'file',
    isInFolder: entry.inFolder === true || entry.folderType !== undefined,
    folderOf: entry.folderContentType === undefined ? undefined : registry.types[entry.folderContentType]?.name,
    children: Object.values(entry.children?.types ?? {}).map((child) => childOf(child, adapter === 'decomposed')),
  };
}

function childOf(child: RegistryChild, isDecomposed: boolean): ChildType {
  return {
    name: child.name,
    element: child.xmlElementName ?? child.directoryName,
    ownFile: isDecomposed ? { folder: child.directoryName, suffix: child.suffix } : undefined,
    key: child.uniqueIdElement ?? 'fullName',
    isNamedAlone: child.ignoreParentName === true,
    isAddressable: child.isAddressable !== false,
  };
}

export const metadataTypes: readonly MetadataType[] = Object.values(registry.types).map(typeOf);

const byName = new Map(metadataTypes.map((type) => [type.name, type]));
const byDirectory = Map.groupBy(metadataTypes, (type) => type.directory);
const bySuffix = Map.groupBy(metadataTypes.filter(({ suffix }) => suffix !== undefined), (type) => type.suffix as string);
const parentByChildName = new Map(metadataTypes.flatMap((type) => type.children.map((child) => [child.name, { parent: type, child }] as const)));

export const metadataType = (name: string): MetadataType | undefined => byName.get(name);

/** A type that exists only inside another: `CustomField` in `CustomObject`. */
export const childType = (name: string): { readonly parent: MetadataType; readonly child: ChildType } | undefined => parentByChildName.get(name);

/** Types whose files lie in a directory of a package. */
export const typesInDirectory = (directory: string): readonly MetadataType[] => byDirectory.get(directory) ?? [];

/** The type a suffix stands for; some suffixes mean different types in different directories. */
export function typeOfSuffix(suffix: string, directories: readonly string[]): MetadataType | undefined {
  const candidates = bySuffix.get(suffix) ?? [];
  return candidates.find((type) => directories.includes(type.directory)) ?? candidates[0];
}

/** Directories whose folders are one component each, by name. */
export const bundleTypes: ReadonlyMap<string, MetadataType> = new Map(metadataTypes.filter(({ layout }) => layout === 'bundle').map((type) => [type.directory, type]));
