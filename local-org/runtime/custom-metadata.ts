/** Rows of custom metadata types for Apex. They change with a deploy only, so they are read once per installed org and copied for whoever asks. */
import type { OrgData } from '../data/org-data.ts';
import type { OrgSchema } from '../schema/schema.ts';
import { parseSoql } from '../soql/parse.ts';
import { cloneRecord } from '../values/sobject-access.ts';
import type { SObjectRecord } from '../values/sobject.ts';
import { PLATFORM_SESSION } from './platform-session.ts';

export class CustomMetadataRows {
  private readonly schema: OrgSchema;
  private readonly data: OrgData;
  private readonly known = new Map<string, readonly SObjectRecord[]>();

  constructor(schema: OrgSchema, data: OrgData) {
    this.schema = schema;
    this.data = data;
  }

  /** In the order of their developer names, every field queried. */
  rows(foldedObjectName: string): readonly SObjectRecord[] {
    let rows = this.known.get(foldedObjectName);
    if (rows === undefined) {
      rows = this.read(foldedObjectName);
      this.known.set(foldedObjectName, rows);
    }
    return rows.map((row) => cloneRecord(row, { preserveId: true, isDeep: false, preserveReadonlyTimestamps: true }));
  }

  private read(foldedObjectName: string): readonly SObjectRecord[] {
    const object = this.schema.objects.get(foldedObjectName);
    if (object?.kind !== 'customMetadata') throw new Error(`${foldedObjectName} is not a custom metadata type of the schema.`);
    const query = parseSoql(`SELECT ${object.fields.map((field) => field.apiName).join(', ')} FROM ${object.apiName} ORDER BY DeveloperName`);
    return this.data.query({ query, binds: [], access: { mode: 'system', sharing: false } }, PLATFORM_SESSION);
  }
}
