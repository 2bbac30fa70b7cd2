/** What is interleaved: transactions as their callers would send them, and how each of them ended. */
import type { ApexException } from '../../values/exceptions.ts';
import type { Program } from '../program.ts';
import type { TransactionOptions } from '../transaction.ts';

export type CaseOptions = Omit<TransactionOptions, 'interposed' | 'requestId'>;

export interface OpenedCase {
  readonly options: CaseOptions;
  /** Runs inside the transaction; what it returns is the outcome's value. */
  readonly body: () => unknown;
}

export interface TransactionCase {
  readonly name: string;
  /** Makes everything a body may change (request, response, records) anew: a transaction is run many times and must start equal every time. `attempt` counts from 1. */
  open(attempt: number): OpenedCase;
  /** Would the caller send the same call again after this outcome? */
  isSentAgain?(outcome: Outcome): boolean;
  /** Times the call is sent at most; 1 when not given. */
  readonly attempts?: number | undefined;
  /** The org's program with more beside it (anonymous Apex); the org's own when not given. */
  readonly program?: Program | undefined;
}

/** `threw`: an exception nobody caught, so the transaction was rolled back. `crashed`: it died, or its answer was lost after it had committed; the caller cannot tell which. */
export type Outcome = { readonly kind: 'returned'; readonly value: unknown } | { readonly kind: 'threw'; readonly error: ApexException } | { readonly kind: 'crashed'; readonly isCommitted: boolean };

export function outcomeText(outcome: Outcome): string {
  if (outcome.kind === 'crashed') return outcome.isCommitted ? 'crashed after its commit' : 'crashed';
  return outcome.kind === 'returned' ? `returned ${JSON.stringify(outcome.value) ?? 'nothing'}` : `threw ${outcome.error.$typeName}: ${outcome.error.$message ?? ''}`;
}
