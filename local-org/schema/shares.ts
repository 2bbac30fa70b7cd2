/**
 * Share objects: `Job__Share` beside `Job__c`, `AccountShare` beside `Account`. Each row gives one user or group access to one record. An object that everybody may
 * read and write needs none; details of a master have none of their own.
 */
import type { ObjectDraft } from './custom-objects.ts';
import type { FieldSchema, ObjectSchema } from './schema.ts';
import { idField, isDeleted, lookup, moment, picklist, readOnly } from './standard/define.ts';

export interface ShareNames {
  /** `Job__Share` */
  readonly objectName: string;
  /** `ParentId`, `AccountId` */
  readonly parentField: string;
  /** `AccessLevel`, `AccountAccessLevel` */
  readonly accessField: string;
}

/** All share objects of custom objects begin their ids alike; those of standard objects have prefixes of their own. */
const CUSTOM_PREFIX = '02c';
const STANDARD_PREFIXES: Readonly<Record<string, string>> = {
  Account: '00r', Asset: '70a', Campaign: '08s', Case: '01n', Contact: '03j', Lead: '01o', Opportunity: '00t', Order: '0Cl', User: '0Us',
};

/** Causes the platform writes itself; callers give Manual or an Apex sharing reason. */
const CUSTOM_CAUSES = ['Manual', 'Owner', 'Rule', 'ImplicitChild', 'ImplicitParent', 'ImplicitPerson', 'Team'];
const restricted = { restricted: true, length: 40, isNillable: false } as const;

/** The share object of an object; `undefined` when its records are not shared row by row. */
export function shareNamesOf({ apiName, kind, sharing, fields }: Pick<ObjectSchema, 'apiName' | 'kind' | 'sharing' | 'fields'>): ShareNames | undefined {
  if (!fields.some((field) => field.apiName === 'OwnerId')) return undefined;
  if (kind === 'custom') {
    if (sharing !== 'Private' && sharing !== 'Read') return undefined;
    return { objectName: apiName.replace(/__c$/, '__Share'), parentField: 'ParentId', accessField: 'AccessLevel' };
  }
  if (kind !== 'standard' || STANDARD_PREFIXES[apiName] === undefined) return undefined;
  return { objectName: `${apiName}Share`, parentField: `${apiName}Id`, accessField: `${apiName}AccessLevel` };
}

/** The share objects of all drafts that have one. @param reasonsOf Apex sharing reasons of an object. */
export function draftShares(drafts: readonly ObjectDraft[], reasonsOf: (apiName: string) => readonly ShareReason[]): readonly (ObjectDraft & { readonly keyPrefix: string })[] {
  return drafts.flatMap((draft) => {
    const names = shareNamesOf(draft);
    return names === undefined ? [] : [shareDraft(draft, names, reasonsOf(draft.apiName))];
  });
}

export interface ShareReason {
  /** `Recruiter__c` */
  readonly name: string;
  readonly label: string;
}

function shareDraft(draft: ObjectDraft, names: ShareNames, reasons: readonly ShareReason[]): ObjectDraft & { readonly keyPrefix: string } {
  const label = `${draft.label} Share`;
  const causes = picklist('RowCause', 'Row Cause', CUSTOM_CAUSES, { ...restricted, isUpdateable: false });
  return {
    apiName: names.objectName, label, pluralLabel: label, kind: 'standard', nameField: undefined, sharing: 'ControlledByParent', publishBehavior: undefined,
    isWriteable: true, isQueryable: true, keyPrefix: draft.kind === 'custom' ? CUSTOM_PREFIX : STANDARD_PREFIXES[draft.apiName]!,
    fields: [
      idField(`${label} ID`),
      { ...lookup(names.parentField, `${draft.label} ID`, [draft.apiName], { isNillable: false, isUpdateable: false, onDelete: 'cascade', childName: 'Shares' }) },
      ...accessFields(draft, names),
      { ...lookup('UserOrGroupId', 'User/Group ID', ['Group', 'User'], { isNillable: false, isUpdateable: false, onDelete: 'cascade' }) },
      { ...causes, defaultValue: 'Manual', picklistValues: [...causes.picklistValues, ...reasons.map(({ name, label: text }) => ({ value: name, label: text, isActive: true, isDefault: false }))] },
      moment('LastModifiedDate', 'Last Modified Date', { ...readOnly, isNillable: false }),
      lookup('LastModifiedById', 'Last Modified By ID', ['User'], { ...readOnly, isNillable: false, onDelete: 'restrict' }),
      isDeleted,
    ],
  };
}

const LEVELS = ['Read', 'Edit', 'All'];

/** A share of an account also says what it gives of the account's contacts, opportunities and cases. */
function accessFields(draft: ObjectDraft, names: ShareNames): readonly FieldSchema[] {
  const own = picklist(names.accessField, 'Access Level', LEVELS, restricted);
  if (draft.apiName !== 'Account') return [own];
  const others = ['Contact', 'Opportunity', 'Case'].map((name) => picklist(`${name}AccessLevel`, `${name} Access`, ['None', ...LEVELS], { restricted: true, length: 40 }));
  return [own, ...others];
}
