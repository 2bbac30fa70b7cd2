/**
 * The rows of a share object as queries see them: those that were written, and one of RowCause Owner per record. The owner's share is not stored: it says nothing
 * the record does not say itself, and would cost a row with every record. platform-facts: owner-share-rows
 */
import type { ObjectSchema, OrgSchema } from '../../schema/schema.ts';
import type { ColumnLayout } from './columns.ts';

/** Row numbers of owners' shares begin here, far above those that are ever drawn; the rest is the record's. */
export const FIRST_OWNER_SHARE = 2 ** 40;

export function rowsOfShares(object: ObjectSchema, columns: readonly ColumnLayout[], schema: OrgSchema): string {
  const parentField = columns.find((column) => column.target !== undefined)!;
  const parent = schema.objects.get(parentField.target!)!;
  const owner = parent.fieldsByName.get('ownerid')!;
  const ownerId = owner.reference!.targets.length > 1 ? 'o."ownerid"' : "idofrow('005', o.\"ownerid\")";
  const shown: Readonly<Record<string, string>> = {
    id: `o."id" + ${FIRST_OWNER_SHARE}`, [parentField.folded]: 'o."id"', userorgroupid: ownerId, rowcause: "'Owner'", isdeleted: 'o."isdeleted"',
    lastmodifieddate: 'o."lastmodifieddate"', lastmodifiedbyid: 'o."lastmodifiedbyid"',
  };
  const names = columns.map((column) => column.name).join(', ');
  const values = columns.map((column) => shown[column.folded] ?? (column.folded.endsWith('accesslevel') ? "'All'" : 'NULL')).join(', ');
  return `(SELECT ${names} FROM "${object.apiName.toLowerCase()}" UNION ALL SELECT ${values} FROM "${parent.apiName.toLowerCase()}" o)`;
}
