/** Shapes of the user interface API, as far as the console's own parts read them. */

export interface FieldValue {
  readonly displayValue: string | null;
  readonly value: unknown;
}
export interface RecordRepresentation {
  readonly apiName: string;
  readonly id: string;
  readonly fields: Readonly<Record<string, FieldValue>>;
  readonly lastModifiedDate: string | null;
  readonly recordTypeId: string | null;
  readonly weakEtag: number;
}
export interface FieldInfo {
  readonly apiName: string;
  readonly label: string;
  readonly dataType: string;
  readonly createable: boolean;
  readonly updateable: boolean;
  readonly required: boolean;
  readonly nameField: boolean;
  readonly length: number;
  readonly precision: number;
  readonly scale: number;
  readonly sortable: boolean;
  readonly inlineHelpText: string | null;
  readonly extraTypeInfo: string | null;
  readonly relationshipName: string | null;
  readonly referenceToInfos: readonly { readonly apiName: string; readonly nameFields: readonly string[] }[];
}
export interface ObjectInfo {
  readonly apiName: string;
  readonly label: string;
  readonly labelPlural: string;
  readonly keyPrefix: string;
  readonly createable: boolean;
  readonly updateable: boolean;
  readonly deletable: boolean;
  readonly nameFields: readonly string[];
  readonly fields: Readonly<Record<string, FieldInfo>>;
  readonly defaultRecordTypeId: string;
  readonly recordTypeInfos: Readonly<Record<string, { readonly name: string; readonly master: boolean; readonly available: boolean; readonly recordTypeId: string }>>;
  readonly themeInfo: { readonly color: string; readonly iconUrl: string };
}
export interface LayoutItem {
  readonly label: string;
  readonly required: boolean;
  readonly editableForNew: boolean;
  readonly editableForUpdate: boolean;
  readonly layoutComponents: readonly { readonly apiName: string | null; readonly componentType: string; readonly label: string }[];
}
export interface LayoutSection {
  readonly id: string;
  readonly heading: string;
  readonly useHeading: boolean;
  readonly columns: number;
  readonly layoutRows: readonly { readonly layoutItems: readonly LayoutItem[] }[];
}
export interface Layout {
  readonly sections: readonly LayoutSection[];
}
export interface RecordUi {
  readonly layouts: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, Layout>>>>>>>>;
  readonly objectInfos: Readonly<Record<string, ObjectInfo>>;
  readonly records: Readonly<Record<string, RecordRepresentation>>;
}
export interface CreateDefaults {
  readonly layout: Layout;
  readonly objectInfos: Readonly<Record<string, ObjectInfo>>;
  readonly record: Omit<RecordRepresentation, 'id'> & { readonly id: null };
}
export interface PicklistValues {
  readonly values: readonly { readonly label: string; readonly value: string }[];
  readonly defaultValue: { readonly label: string; readonly value: string } | null;
}
export interface FieldError {
  readonly message: string;
  readonly field: string | null;
  readonly fieldLabel: string | null;
  readonly errorCode: string;
}
/** Body of a write that was refused. */
export interface WriteFailure {
  readonly message: string;
  readonly statusCode?: number;
  readonly errorCode?: string;
  readonly output?: { readonly errors: readonly FieldError[]; readonly fieldErrors: Readonly<Record<string, readonly FieldError[]>> };
}
export interface RecordAction {
  readonly apiName: string;
  readonly label: string;
  readonly type: 'StandardButton' | 'QuickAction';
  /** `ScreenAction` or `Action` (without a screen) for components. */
  readonly subtype: string | null;
  readonly actionTarget: string | null;
  /** Of a quick action: `LightningWebComponent`, `Create`, `Update`, … */
  readonly actionTargetType: string | null;
  readonly targetObject: string;
}
