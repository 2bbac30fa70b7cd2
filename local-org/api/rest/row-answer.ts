import type { DmlRowResult } from '../../library/ports.ts';

/** The result of one record as collections, tree and single resources print it. */
export interface RowAnswer {
  readonly id?: string;
  readonly success: boolean;
  readonly created?: boolean;
  readonly errors: readonly { statusCode: string; message: string; fields: readonly string[] }[];
}

export function rowAnswer(result: DmlRowResult, withCreated: boolean): RowAnswer {
  return {
    ...(result.id === null || !result.success ? {} : { id: result.id }),
    success: result.success,
    errors: result.errors.map(({ statusCode, message, fields }) => ({ statusCode, message, fields })),
    ...(withCreated && result.success ? { created: result.created } : {}),
  };
}
