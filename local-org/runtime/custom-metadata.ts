/** Rows of custom metadata types for Apex. They change with a deploy only, so they are read once per installed org and copied for whoever asks. */
import { FULL_PERMISSIONS } from '../data/access/permissions.ts';
import { ownSharing } from '../data/access/user-sharing.ts';
import type { OrgData } from '../data/org-data.ts';
import { NO_TRIGGERS } from '../data/session.ts';
import type { DataSession } from '../data/session.ts';
import type { OrgSchema } from '../schema/schema.ts';
import { parseSoql } from '../soql/parse.ts';
import { cloneRecord } from '../values/sobject-access.ts';
import type { SObjectRecord } from '../values/sobject.ts';

/** Reading metadata counts against no limit and asks for no permission. */
const SESSION: DataSession = {
  user: { id: '', timeZone: 'GMT' }, sharing: ownSharing([]), permissions: FULL_PERMISSIONS, clock: { now: () => 0 }, triggers: NO_TRIGGERS,
  limits: { used: () => 0, allowed: () => Number.MAX_SAFE_INTEGER, consume: () => undefined },
};

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
    return this.data.query({ query, binds: [], access: { mode: 'system', sharing: false } }, SESSION);
  }
}
