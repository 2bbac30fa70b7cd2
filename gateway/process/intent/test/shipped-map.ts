/** The movement map as it is deployed, read from its files. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { XMLParser } from 'fast-xml-parser';
import type { MovementRule } from '../movement-map.ts';

const FOLDER = path.join(import.meta.dirname, '../../../../force-app/main/integration/customMetadata');

interface RecordFile {
  readonly CustomMetadata: { readonly values: readonly { readonly field: string; readonly value: { readonly '#text'?: string } | string }[] };
}

/** Rows as a query answers them. */
export function shippedRows(): readonly Readonly<Record<string, unknown>>[] {
  const parser = new XMLParser({ ignoreAttributes: false, parseTagValue: false });
  return readdirSync(FOLDER).filter((file) => file.startsWith('Movement_Map.')).map((file) => {
    const { CustomMetadata: { values } } = parser.parse(readFileSync(path.join(FOLDER, file), 'utf8')) as RecordFile;
    return Object.fromEntries(values.map(({ field, value }) => [field, typeof value === 'string' ? value : (value['#text'] ?? null)]));
  });
}

export function shippedRules(): readonly MovementRule[] {
  return shippedRows().map((row) => ({
    movementType: row['Movement_Type__c'] as string, direction: row['Direction__c'] as MovementRule['direction'], confirms: row['Confirms__c'] as MovementRule['confirms'], label: row['Intent_Label__c'] as string,
    ...(typeof row['Stock_Type__c'] === 'string' ? { stockType: row['Stock_Type__c'] } : {}), ...(typeof row['Condition__c'] === 'string' ? { condition: row['Condition__c'] as NonNullable<MovementRule['condition']> } : {}),
  }));
}
