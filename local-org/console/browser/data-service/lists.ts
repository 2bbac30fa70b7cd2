/** Lists of records as tables show them. */
import { addressOf } from '../../page-reference.ts';
import { shownText } from './field-kind.ts';
import type { FieldValue, RecordRepresentation } from './types.ts';

export interface ListColumn {
  readonly dataType: string;
  /** Path below the object: `Shelf__r.Name`. */
  readonly fieldApiName: string;
  readonly label: string;
  /** Path of the id of the record the cell leads to. */
  readonly lookupId: string | null;
  readonly sortable: boolean;
}
export interface ListInfo {
  readonly label: string;
  readonly displayColumns: readonly ListColumn[];
  readonly orderedByInfo: readonly { readonly fieldApiName: string; readonly isAscending: boolean }[];
  readonly objectApiNames: readonly string[];
}
export interface RelatedListInfo extends ListInfo {
  readonly createable: boolean;
  /** The field of the records that leads to the parent. */
  readonly fieldApiName: string;
}
export interface RecordPage {
  readonly count: number;
  readonly records: readonly RecordRepresentation[];
  readonly nextPageToken: string | null;
}
export interface Cell {
  readonly key: string;
  readonly label: string;
  readonly text: string;
  readonly isTicked: boolean;
  readonly isUnticked: boolean;
  readonly isNumber: boolean;
  /** `undefined`: plain text. */
  readonly url: string | undefined;
  readonly recordId: string | undefined;
  readonly objectApiName: string | undefined;
}

const NUMBERS: ReadonlySet<string> = new Set(['int', 'double', 'currency', 'percent']);

export function cellOf(record: RecordRepresentation, column: ListColumn): Cell {
  const value = valueAt(record, column.fieldApiName);
  const target = column.lookupId === null ? undefined : targetAt(record, column.lookupId);
  const isBoolean = column.dataType === 'boolean';
  const text = isBoolean ? '' : shownText(value);
  return {
    key: column.fieldApiName, label: column.label, text: text === '' && target?.id === record.id ? record.id : text, isTicked: isBoolean && value?.value === true, isUnticked: isBoolean && value?.value === false,
    isNumber: NUMBERS.has(column.dataType), url: target === undefined ? undefined : recordUrl(target), recordId: target?.id, objectApiName: target?.apiName,
  };
}

export const recordUrl = ({ id, apiName }: { readonly id: string; readonly apiName: string }): string =>
  addressOf({ type: 'standard__recordPage', attributes: { recordId: id, objectApiName: apiName, actionName: 'view' } });

function valueAt(record: RecordRepresentation, path: string): FieldValue | undefined {
  const [name = '', ...rest] = path.split('.');
  const value = record.fields[name];
  if (rest.length === 0 || value === undefined) return value;
  return value.value === null ? value : valueAt(value.value as RecordRepresentation, rest.join('.'));
}

/** `Id` is the record itself; `Shelf__r.Id` the one above it. */
function targetAt(record: RecordRepresentation, path: string): { readonly id: string; readonly apiName: string } | undefined {
  const [name = '', ...rest] = path.split('.');
  if (rest.length === 0) return { id: record.id, apiName: record.apiName };
  const parent = record.fields[name]?.value;
  return typeof parent === 'object' && parent !== null ? targetAt(parent as RecordRepresentation, rest.join('.')) : undefined;
}
