/** The words in which the platform's own objects are written down. */
import type { FieldSchema, ObjectSchema, ReferenceSchema } from '../schema.ts';

export interface StandardObject {
  readonly apiName: string;
  readonly label: string;
  readonly pluralLabel: string;
  readonly keyPrefix: string;
  readonly nameField: string | undefined;
  readonly sharing: ObjectSchema['sharing'];
  readonly isWriteable: boolean;
  readonly isQueryable: boolean;
  readonly isDeletable?: boolean;
  /** May a project add fields? */
  readonly isExtensible: boolean;
  readonly fields: readonly FieldSchema[];
}

type Options = Partial<Pick<FieldSchema, 'isNillable' | 'isCreateable' | 'isUpdateable' | 'isUnique' | 'isCaseSensitive' | 'isSystem' | 'defaultValue'>>;

export const required: Options = { isNillable: false };
/** Written by the platform only. */
export const readOnly: Options = { isCreateable: false, isUpdateable: false, isSystem: true };
/** Given once, with the insert. */
export const fixed: Options = { isNillable: false, isUpdateable: false };

function field(apiName: string, label: string, rest: Partial<FieldSchema> & Pick<FieldSchema, 'type'>): FieldSchema {
  return {
    apiName, label, length: 0, precision: 0, scale: 0, isNillable: true, isUnique: false, isCaseSensitive: false, isExternalId: false, isCustom: false, isCreateable: true,
    isUpdateable: true, defaultValue: undefined, picklistValues: [], isRestrictedPicklist: false, reference: undefined, isSystem: false, autoNumberFormat: undefined,
    helpText: undefined, ...rest,
  };
}

export const text = (apiName: string, label: string, length: number, options: Options = {}): FieldSchema => field(apiName, label, { type: 'string', length, ...options });
export const area = (apiName: string, label: string, length: number, options: Options = {}): FieldSchema =>
  field(apiName, label, { type: length > 255 ? 'longtextarea' : 'textarea', length, ...options });
export const email = (apiName: string, label: string, length = 80, options: Options = {}): FieldSchema => field(apiName, label, { type: 'email', length, ...options });
export const phone = (apiName: string, label: string): FieldSchema => field(apiName, label, { type: 'phone', length: 40 });
export const url = (apiName: string, label: string, length = 255): FieldSchema => field(apiName, label, { type: 'url', length });
export const checkbox = (apiName: string, label: string, options: Options = {}): FieldSchema =>
  field(apiName, label, { type: 'boolean', isNillable: false, defaultValue: false, ...options });
export const date = (apiName: string, label: string, options: Options = {}): FieldSchema => field(apiName, label, { type: 'date', ...options });
export const moment = (apiName: string, label: string, options: Options = {}): FieldSchema => field(apiName, label, { type: 'datetime', ...options });
export const timeOfDay = (apiName: string, label: string): FieldSchema => field(apiName, label, { type: 'time' });
/** Whole numbers; `digits` as describe gives them. */
export const integer = (apiName: string, label: string, digits: number, options: Options = {}): FieldSchema => field(apiName, label, { type: 'int', precision: digits, ...options });
export const decimal = (apiName: string, label: string, precision: number, scale: number, options: Options = {}): FieldSchema =>
  field(apiName, label, { type: 'double', precision, scale, ...options });
export const currency = (apiName: string, label: string, precision: number, scale: number, options: Options = {}): FieldSchema =>
  field(apiName, label, { type: 'currency', precision, scale, ...options });
export const percent = (apiName: string, label: string, precision: number, scale: number, options: Options = {}): FieldSchema =>
  field(apiName, label, { type: 'percent', precision, scale, ...options });
/** Counted by the platform; `{0000}` as in custom auto numbers. */
export const autoNumber = (apiName: string, label: string, format: string): FieldSchema =>
  field(apiName, label, { type: 'autonumber', length: 30, autoNumberFormat: format, ...readOnly, isNillable: false });

/** Values are not enforced, as on the platform: standard pick lists are unrestricted unless `restricted` is given. The first value may be marked as default by `*`. */
export function picklist(apiName: string, label: string, values: readonly string[], options: Options & { readonly restricted?: boolean; readonly length?: number } = {}): FieldSchema {
  const { restricted = false, length = 255, ...rest } = options;
  const picklistValues = values.map((value) => ({ value: value.replace(/^\*/, ''), label: value.replace(/^\*/, ''), isActive: true, isDefault: value.startsWith('*') }));
  return field(apiName, label, {
    type: 'picklist', length, picklistValues, isRestrictedPicklist: restricted, defaultValue: picklistValues.find((value) => value.isDefault)?.value, ...rest,
  });
}

/** `childName`: name of the relationship from the parent down. */
export function lookup(
  apiName: string, label: string, targets: readonly string[],
  options: Options & { readonly childName?: string; readonly onDelete?: ReferenceSchema['onDelete'] } = {},
): FieldSchema {
  const { childName, onDelete = 'setNull', ...rest } = options;
  return field(apiName, label, {
    type: 'reference', length: 18, ...rest,
    reference: { targets, relationshipName: apiName.replace(/Id$/, ''), childRelationshipName: childName, onDelete, isMasterDetail: false },
  });
}

const SYSTEM: Options = { ...readOnly, isNillable: false };

export function idField(label: string): FieldSchema {
  return field('Id', label, { type: 'id', length: 18, ...SYSTEM });
}

/** What every record knows about its making. Nobody but the platform writes it. */
export const auditFields: readonly FieldSchema[] = [
  moment('CreatedDate', 'Created Date', SYSTEM),
  lookup('CreatedById', 'Created By ID', ['User'], { ...SYSTEM, onDelete: 'restrict' }),
  moment('LastModifiedDate', 'Last Modified Date', SYSTEM),
  lookup('LastModifiedById', 'Last Modified By ID', ['User'], { ...SYSTEM, onDelete: 'restrict' }),
  moment('SystemModstamp', 'System Modstamp', SYSTEM),
];
export const systemModstamp: FieldSchema = moment('SystemModstamp', 'System Modstamp', SYSTEM);
export const isDeleted: FieldSchema = checkbox('IsDeleted', 'Deleted', SYSTEM);

/** Required, and filled with the running user when an insert leaves it out. */
export function ownerField(targets: readonly string[]): FieldSchema {
  return lookup('OwnerId', 'Owner ID', targets, { isNillable: false, onDelete: 'restrict' });
}

export function standardObject(
  apiName: string, label: string, pluralLabel: string, keyPrefix: string, fields: readonly FieldSchema[],
  options: Partial<Pick<StandardObject, 'nameField' | 'sharing' | 'isWriteable' | 'isQueryable' | 'isExtensible' | 'isDeletable'>> = {},
): StandardObject {
  return { apiName, label, pluralLabel, keyPrefix, fields, nameField: 'Name', sharing: 'ReadWrite', isWriteable: true, isQueryable: true, isExtensible: false, ...options };
}

/** The address parts of a prefix: `BillingStreet` … `BillingGeocodeAccuracy`. The compound `BillingAddress` is not modelled. */
export function address(prefix: string, label: string): readonly FieldSchema[] {
  return [
    area(`${prefix}Street`, `${label} Street`, 255),
    text(`${prefix}City`, `${label} City`, 40),
    text(`${prefix}State`, `${label} State/Province`, 80),
    text(`${prefix}PostalCode`, `${label} Zip/Postal Code`, 20),
    text(`${prefix}Country`, `${label} Country`, 80),
    decimal(`${prefix}Latitude`, `${label} Latitude`, 18, 15),
    decimal(`${prefix}Longitude`, `${label} Longitude`, 18, 15),
    picklist(`${prefix}GeocodeAccuracy`, `${label} Geocode Accuracy`, ['Address', 'NearAddress', 'Block', 'Street', 'ExtendedZip', 'Zip', 'Neighborhood', 'City', 'County', 'State', 'Unknown'], { restricted: true, length: 40 }),
  ];
}
