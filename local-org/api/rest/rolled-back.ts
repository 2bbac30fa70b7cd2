import type { DmlRowResult } from '../../library/ports.ts';
import { rowAnswer, type RowAnswer } from './row-answer.ts';

/** Leaves the transaction so that groups written before the failing one are undone too; the surface answers the rows' results. */
export class RolledBack extends Error {
  readonly results: readonly DmlRowResult[];
  constructor(results: readonly DmlRowResult[]) {
    super('Some records failed and allOrNone was asked for.');
    this.results = results;
  }

  /** As the platform answers: the failed rows with their errors, the others with ALL_OR_NONE_OPERATION_ROLLED_BACK. */
  answers(): RowAnswer[] {
    return this.results.map((result) => result.success || result.errors.length === 0
      ? { success: false, errors: [{ statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK', message: 'Record rolled back because not all records were valid and the request was using AllOrNone header', fields: [] }] }
      : rowAnswer(result, false));
  }
}
