/** What a bundle's `js-meta.xml` says about where its component may stand and which properties it takes there. */
import { XMLParser } from 'fast-xml-parser';
import type { BundleSource } from '../bundles.ts';

export interface BundleMeta {
  readonly isExposed: boolean;
  readonly targets: readonly string[];
  /** Types of the properties by name, per target. */
  readonly properties: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** Objects whose record pages may hold it; none: every object's. */
  readonly objects: readonly string[];
}

interface Parsed {
  readonly LightningComponentBundle?: {
    readonly isExposed?: string;
    readonly targets?: readonly { readonly target?: readonly string[] }[];
    readonly targetConfigs?: readonly { readonly targetConfig?: readonly TargetConfig[] }[];
  };
}
interface TargetConfig {
  readonly '@targets'?: string;
  readonly property?: readonly { readonly '@name'?: string; readonly '@type'?: string }[];
  readonly objects?: readonly { readonly object?: readonly string[] }[];
}

const LISTS = new Set(['targets', 'target', 'targetConfigs', 'targetConfig', 'property', 'objects', 'object']);
const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '@', parseTagValue: false, parseAttributeValue: false, isArray: (name) => LISTS.has(name) });
const known = new WeakMap<BundleSource, BundleMeta>();

export function bundleMeta(source: BundleSource): BundleMeta {
  const remembered = known.get(source);
  if (remembered !== undefined) return remembered;
  const meta = read(source.files.get(`${source.name}.js-meta.xml`) ?? '');
  known.set(source, meta);
  return meta;
}

function read(xml: string): BundleMeta {
  const bundle = xml === '' ? undefined : (parser.parse(xml) as Parsed).LightningComponentBundle;
  const configs = (bundle?.targetConfigs ?? []).flatMap((group) => group.targetConfig ?? []);
  const properties = new Map<string, Map<string, string>>();
  for (const config of configs) {
    for (const target of (config['@targets'] ?? '').split(',').map((name) => name.trim())) {
      const types = properties.get(target) ?? new Map<string, string>();
      for (const property of config.property ?? []) types.set(property['@name'] ?? '', property['@type'] ?? 'String');
      properties.set(target, types);
    }
  }
  return {
    isExposed: String(bundle?.isExposed) === 'true',
    targets: (bundle?.targets ?? []).flatMap((group) => group.target ?? []).map((target) => target.trim()),
    properties,
    objects: configs.flatMap((config) => config.objects ?? []).flatMap((group) => group.object ?? []),
  };
}
