/** What can go wrong between systems, told apart by what is to be done about it. */

/** It may work later, unchanged: no answer, too busy, a lock, 5xx. The whole batch waits and is sent again with the same keys. */
export class TransientFailure extends Error {
  override readonly name = 'TransientFailure';
  /** How long the other side asked us to wait, `undefined` when it did not say. */
  readonly retryAfterMs: number | undefined;

  constructor(message: string, options: { readonly retryAfterMs?: number; readonly cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** It will never work unchanged: the other side understood and refused. Codes are stable; messages have values and the way out. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  /** `GW-…` for our own, otherwise the code of the system that refused (`HF-…`, an SAP message id). */
  readonly code: string;
  /** HTTP status an API answers with. */
  readonly status: number;
  /** Names of the fields it is about. */
  readonly fields: readonly string[];

  constructor(code: string, message: string, options: { readonly status?: number; readonly fields?: readonly string[]; readonly cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.code = code;
    this.status = options.status ?? 400;
    this.fields = options.fields ?? [];
  }
}

/** What went wrong, in the words of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
