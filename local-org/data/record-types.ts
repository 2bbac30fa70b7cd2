import type { OrgSchema } from '../schema/schema.ts';
import { rowOfId } from '../values/id.ts';
import type { Statements } from './dml/statements.ts';
import type { SqlValue } from './store/connection.ts';
import type { Store } from './store/store.ts';

/** Puts the schema's record types into their table, where SOQL and references find them. Their ids follow from their names, so they stay. */
export function loadRecordTypes(store: Store, schema: OrgSchema, statements: Statements): void {
  const table = statements.table('recordtype');
  if (table === undefined) return;
  store.transaction(() => {
    store.writer(`DELETE FROM ${table.layout.name}`).run();
    for (const object of schema.objects.values()) {
      for (const recordType of object.recordTypes ?? []) {
        const named: Readonly<Record<string, SqlValue>> = {
          id: rowOfId(table.layout.keyPrefix, recordType.id), name: recordType.label, developername: recordType.developerName, description: recordType.description ?? null,
          sobjecttype: object.apiName, isactive: Number(recordType.isActive),
        };
        const { sql, parameters } = table.inserts.of(table.columns.map((column) => named[column.layout.folded] ?? null));
        store.writer(sql).run(...parameters);
      }
    }
  });
  store.flush();
}
