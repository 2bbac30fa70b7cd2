/** The deployed FlexiPages: regions, facets, and the component instances in them. */
import { metadataFiles, nodeOf, nodesOf, textOf, textsOf, type MetadataNode } from './metadata-files.ts';

export interface FlexiPageModel {
  readonly name: string;
  readonly label: string;
  /** `HomePage`, `AppPage`, `RecordPage`, `UtilityBar`, … */
  readonly type: string;
  readonly objectApiName: string | undefined;
  readonly template: string;
  readonly templateProperties: Readonly<Record<string, string>>;
  readonly regions: readonly FlexiPageRegion[];
  /** Items by the name of the facet, which properties of containers refer to. */
  readonly facets: ReadonlyMap<string, readonly FlexiPageItem[]>;
}

export interface FlexiPageRegion {
  readonly name: string;
  readonly isBackground: boolean;
  readonly items: readonly FlexiPageItem[];
}

export type FlexiPageItem =
  | { readonly kind: 'component'; readonly id: string; readonly component: string; readonly properties: ReadonlyMap<string, FlexiPageProperty>; readonly visibility: VisibilityRule | undefined }
  | { readonly kind: 'field'; readonly id: string; readonly field: string };

export interface FlexiPageProperty {
  readonly value: string | readonly string[];
  /** Belongs to the frame around the component, as in utility bars: label, icon, size. */
  readonly isDecorator: boolean;
}

export interface VisibilityRule {
  readonly criteria: readonly { readonly left: string; readonly operator: string; readonly right: string }[];
  /** `1 AND (2 OR 3)`; `undefined`: all of them. */
  readonly logic: string | undefined;
}

export function flexiPagesOf(files: ReadonlyMap<string, string>): Map<string, FlexiPageModel> {
  return new Map(metadataFiles(files, 'flexipages', 'flexipage', 'FlexiPage').map(({ name, content }) => [name, pageOf(name, content)]));
}

function pageOf(name: string, content: MetadataNode): FlexiPageModel {
  const template = nodeOf(content['template']);
  const all = nodesOf(content, 'flexiPageRegions').map((region, index) => ({
    name: textOf(region, 'name') ?? '',
    type: textOf(region, 'type') ?? 'Region',
    items: itemsOf(region, `${name}.${String(index)}`),
  }));
  return {
    name,
    label: textOf(content, 'masterLabel') ?? name,
    type: textOf(content, 'type') ?? '',
    objectApiName: textOf(content, 'sobjectType'),
    template: textOf(template, 'name') ?? '',
    templateProperties: Object.fromEntries(nodesOf(template, 'properties').map((property) => [textOf(property, 'name') ?? '', textOf(property, 'value') ?? ''])),
    regions: all.filter(({ type }) => type !== 'Facet').map((region) => ({ name: region.name, isBackground: region.type === 'Background', items: region.items })),
    facets: new Map(all.filter(({ type }) => type === 'Facet').map((facet) => [facet.name, facet.items])),
  };
}

/** Pages written before API 49 have component instances directly in the region. */
function itemsOf(region: MetadataNode, place: string): FlexiPageItem[] {
  const instances = [...nodesOf(region, 'itemInstances'), ...nodesOf(region, 'componentInstances').map((componentInstance): MetadataNode => ({ componentInstance }))];
  return instances.map((item, index) => {
    const id = `${place}.${String(index)}`;
    if (item['fieldInstance'] !== undefined) return { kind: 'field', id, field: (textOf(nodeOf(item['fieldInstance']), 'fieldItem') ?? '').replace(/^Record\./, '') };
    const instance = nodeOf(item['componentInstance']);
    return {
      kind: 'component',
      id: textOf(instance, 'identifier') ?? id,
      component: textOf(instance, 'componentName') ?? '',
      properties: new Map(nodesOf(instance, 'componentInstanceProperties').map((property) => [textOf(property, 'name') ?? '', propertyOf(property)])),
      visibility: instance['visibilityRule'] === undefined ? undefined : ruleOf(nodeOf(instance['visibilityRule'])),
    };
  });
}

function propertyOf(property: MetadataNode): FlexiPageProperty {
  const list = property['valueList'];
  const value = list === undefined ? (textOf(property, 'value') ?? '') : nodesOf(nodeOf(list), 'valueListItems').flatMap((item) => textsOf(item, 'value'));
  return { value, isDecorator: textOf(property, 'type') === 'decorator' };
}

function ruleOf(rule: MetadataNode): VisibilityRule {
  return {
    criteria: nodesOf(rule, 'criteria').map((criterion) => ({ left: textOf(criterion, 'leftValue') ?? '', operator: textOf(criterion, 'operator') ?? '', right: textOf(criterion, 'rightValue') ?? '' })),
    logic: textOf(rule, 'booleanFilter'),
  };
}
