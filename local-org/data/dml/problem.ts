import type { DmlError } from '../../values/exceptions.ts';

/** Ends the work on one row; its error goes into the row's result. */
export class RowProblem extends Error {
  readonly error: DmlError;

  constructor(statusCode: string, message: string, fields: readonly string[] = []) {
    super(message);
    this.error = { statusCode, message, fields };
  }
}
