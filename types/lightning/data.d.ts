/** Records, objects, related lists and list views, as the UI API gives them to components. */
declare module 'lightning/uiRecordApi' {
  import type { WireAdapterConstructor } from 'lwc';
  import type { FieldId, ObjectId } from '@salesforce/schema';
  export interface FieldValue {
    readonly value: unknown;
    readonly displayValue: string | null;
  }
  export interface RecordRepresentation {
    readonly id: string;
    readonly apiName: string;
    readonly fields: Readonly<Record<string, FieldValue>>;
    readonly childRelationships: Readonly<Record<string, unknown>>;
    readonly lastModifiedById: string | null;
    readonly lastModifiedDate: string | null;
    readonly recordTypeId: string | null;
    readonly systemModstamp: string | null;
  }
  export interface WireResult<Data> {
    readonly data?: Data;
    readonly error?: unknown;
  }
  type Field = FieldId | string;
  interface RecordRequest {
    readonly recordId?: string;
    readonly fields?: Field | readonly Field[];
    readonly optionalFields?: Field | readonly Field[];
    readonly layoutTypes?: string | readonly string[];
    readonly modes?: string | readonly string[];
  }
  export const getRecord: WireAdapterConstructor<RecordRequest, WireResult<RecordRepresentation>>;
  export const getRecords: WireAdapterConstructor<
    { readonly records?: readonly { readonly recordIds: readonly string[]; readonly fields?: readonly Field[]; readonly optionalFields?: readonly Field[] }[] },
    WireResult<{ readonly results: readonly { readonly statusCode: number; readonly result: RecordRepresentation }[] }>
  >;
  export const getRecordCreateDefaults: WireAdapterConstructor<
    { readonly objectApiName?: ObjectId | string; readonly recordTypeId?: string; readonly optionalFields?: readonly Field[]; readonly formFactor?: string },
    WireResult<{ readonly record: RecordRepresentation; readonly objectInfos: Readonly<Record<string, unknown>>; readonly layout: unknown }>
  >;
  export function getFieldValue(record: RecordRepresentation | undefined, field: Field): unknown;
  export function getFieldDisplayValue(record: RecordRepresentation | undefined, field: Field): string | null | undefined;
  export interface RecordInput {
    readonly apiName?: string;
    readonly fields: Readonly<Record<string, unknown>>;
    readonly allowSaveOnDuplicate?: boolean;
  }
  export function createRecord(input: RecordInput & { readonly apiName: string }): Promise<RecordRepresentation>;
  export function updateRecord(input: RecordInput, options?: { readonly ifUnmodifiedSince?: string }): Promise<RecordRepresentation>;
  export function deleteRecord(recordId: string): Promise<void>;
  /** Tells the cache that records have changed behind its back, through Apex. */
  export function notifyRecordUpdateAvailable(records: readonly { readonly recordId: string }[]): Promise<void>;
}

declare module 'lightning/uiObjectInfoApi' {
  import type { WireAdapterConstructor } from 'lwc';
  import type { FieldId, ObjectId } from '@salesforce/schema';
  import type { WireResult } from 'lightning/uiRecordApi';
  export interface FieldInfo {
    readonly apiName: string;
    readonly label: string;
    readonly dataType: string;
    readonly required: boolean;
    readonly updateable: boolean;
    readonly createable: boolean;
    readonly inlineHelpText: string | null;
    readonly length: number;
    readonly precision: number;
    readonly scale: number;
    readonly reference: boolean;
    readonly relationshipName: string | null;
  }
  export interface ObjectInfo {
    readonly apiName: string;
    readonly label: string;
    readonly labelPlural: string;
    readonly keyPrefix: string | null;
    readonly createable: boolean;
    readonly updateable: boolean;
    readonly deletable: boolean;
    readonly queryable: boolean;
    readonly defaultRecordTypeId: string | null;
    readonly fields: Readonly<Record<string, FieldInfo>>;
    readonly nameFields: readonly string[];
    readonly themeInfo: { readonly color: string; readonly iconUrl: string } | null;
  }
  export interface PicklistValues {
    readonly defaultValue: { readonly label: string; readonly value: string } | null;
    readonly values: readonly { readonly label: string; readonly value: string; readonly validFor: readonly number[] }[];
  }
  export const getObjectInfo: WireAdapterConstructor<{ readonly objectApiName?: ObjectId | string }, WireResult<ObjectInfo>>;
  export const getObjectInfos: WireAdapterConstructor<
    { readonly objectApiNames?: readonly (ObjectId | string)[] },
    WireResult<{ readonly results: readonly { readonly statusCode: number; readonly result: ObjectInfo }[] }>
  >;
  export const getPicklistValues: WireAdapterConstructor<{ readonly recordTypeId?: string; readonly fieldApiName?: FieldId | string }, WireResult<PicklistValues>>;
  export const getPicklistValuesByRecordType: WireAdapterConstructor<
    { readonly objectApiName?: ObjectId | string; readonly recordTypeId?: string },
    WireResult<{ readonly picklistFieldValues: Readonly<Record<string, PicklistValues>> }>
  >;
}

declare module 'lightning/uiRelatedListApi' {
  import type { WireAdapterConstructor } from 'lwc';
  import type { RecordRepresentation, WireResult } from 'lightning/uiRecordApi';
  interface RelatedList {
    readonly parentRecordId?: string;
    /** Name of the child relationship. */
    readonly relatedListId?: string;
  }
  interface RelatedListRequest extends RelatedList {
    readonly fields?: readonly string[];
    readonly optionalFields?: readonly string[];
    readonly sortBy?: readonly string[];
    readonly where?: string;
    readonly pageSize?: number;
    readonly pageToken?: string;
  }
  export interface RelatedListRecords {
    readonly count: number;
    readonly records: readonly RecordRepresentation[];
    readonly nextPageToken: string | null;
    readonly previousPageToken: string | null;
  }
  export const getRelatedListRecords: WireAdapterConstructor<RelatedListRequest, WireResult<RelatedListRecords>>;
  export const getRelatedListCount: WireAdapterConstructor<RelatedList & { readonly maxCount?: number }, WireResult<{ readonly count: number; readonly hasMore: boolean }>>;
  export const getRelatedListsInfo: WireAdapterConstructor<
    { readonly parentObjectApiName?: string; readonly recordTypeId?: string },
    WireResult<{ readonly relatedLists: readonly { readonly relatedListId: string; readonly label: string; readonly objectApiName: string }[] }>
  >;
}

declare module 'lightning/uiListsApi' {
  import type { WireAdapterConstructor } from 'lwc';
  import type { RecordRepresentation, WireResult } from 'lightning/uiRecordApi';
  import type { ObjectId } from '@salesforce/schema';
  interface ListView {
    readonly objectApiName?: ObjectId | string;
    readonly listViewApiName?: string;
  }
  export interface ListInfo {
    readonly listReference: { readonly id: string | null; readonly listViewApiName: string | null; readonly objectApiName: string };
    readonly label: string;
    readonly displayColumns: readonly { readonly fieldApiName: string; readonly label: string; readonly sortable: boolean }[];
  }
  export const getListInfoByName: WireAdapterConstructor<ListView, WireResult<ListInfo>>;
  export const getListInfosByObjectName: WireAdapterConstructor<
    { readonly objectApiName?: ObjectId | string; readonly pageSize?: number; readonly pageToken?: string },
    WireResult<{ readonly count: number; readonly lists: readonly { readonly apiName: string; readonly id: string; readonly label: string }[] }>
  >;
  export const getListRecordsByName: WireAdapterConstructor<
    ListView & { readonly fields?: readonly string[]; readonly optionalFields?: readonly string[]; readonly sortBy?: readonly string[]; readonly pageSize?: number; readonly pageToken?: string },
    WireResult<{ readonly count: number; readonly records: readonly RecordRepresentation[]; readonly nextPageToken: string | null }>
  >;
}

declare module 'lightning/datatable' {
  export interface DatatableColumn {
    readonly label: string;
    readonly fieldName?: string;
    readonly type?: string;
    readonly typeAttributes?: Readonly<Record<string, unknown>>;
    readonly cellAttributes?: Readonly<Record<string, unknown>>;
    readonly sortable?: boolean;
    readonly hideDefaultActions?: boolean;
    readonly wrapText?: boolean;
    readonly initialWidth?: number;
    readonly fixedWidth?: number;
  }
  export type SortEvent = CustomEvent<{ readonly fieldName: string; readonly sortDirection: 'asc' | 'desc' }>;
  export type RowSelectionEvent<Row> = CustomEvent<{ readonly selectedRows: readonly Row[] }>;
  export type RowActionEvent<Row> = CustomEvent<{ readonly action: { readonly name: string }; readonly row: Row }>;
}
