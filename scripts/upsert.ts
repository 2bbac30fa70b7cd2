/** Upsert of many records through jsforce, whose typings know the answer of a list only as that of one record. */
import type { Connection } from 'jsforce';

export type UpsertRecord = Record<string, unknown> & { attributes: { type: string } };

export interface UpsertAnswer {
  readonly success: boolean;
  readonly id?: string;
  readonly created?: boolean;
  readonly errors: readonly unknown[];
}

export async function upsertAll(connection: Connection, object: string, keyField: string, records: readonly UpsertRecord[], allOrNone: boolean): Promise<readonly UpsertAnswer[]> {
  const answers: unknown = await connection.sobject(object).upsert([...records], keyField, { allOrNone });
  return answers as readonly UpsertAnswer[];
}
