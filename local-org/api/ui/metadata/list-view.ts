/** List views as they were deployed. */
import { Element } from './element.ts';

export interface ListViewFilter {
  readonly field: string;
  readonly operation: string;
  readonly value: string;
}

export interface ListViewMetadata {
  readonly objectApiName: string;
  readonly name: string;
  readonly label: string;
  readonly columns: readonly string[];
  /** `Everything`, `Mine`, `Queue`, … */
  readonly scope: string;
  /** Developer name, with scope Queue. */
  readonly queue: string | undefined;
  readonly filters: readonly ListViewFilter[];
  /** `1 AND (2 OR 3)`; `undefined`: all filters must hold. */
  readonly logic: string | undefined;
  /** `undefined`: everybody sees it. */
  readonly sharedTo: { readonly isAll: boolean; readonly groups: readonly string[]; readonly roles: readonly string[] } | undefined;
}

export function readListView(objectApiName: string, name: string, text: string): ListViewMetadata {
  const root = Element.read(text, 'ListView');
  const shared = root.one('sharedTo');
  return {
    objectApiName,
    name,
    label: root.text('label') ?? name,
    columns: root.texts('columns'),
    scope: root.text('filterScope') ?? 'Everything',
    queue: root.text('queue'),
    filters: root.all('filters').map((filter) => ({ field: filter.text('field') ?? '', operation: filter.text('operation') ?? '', value: filter.text('value') ?? '' })),
    logic: root.text('booleanFilter'),
    sharedTo: shared === undefined ? undefined : { isAll: shared.has('allInternalUsers'), groups: shared.texts('group'), roles: shared.texts('role') },
  };
}
