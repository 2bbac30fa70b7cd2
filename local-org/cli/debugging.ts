/** What the environment asks for to look inside: APEX_TRACE, and a debugger. */
import { apexTrace, traceWords, type TraceWord } from '../deploy/logs/apex-trace.ts';
import type { Tracer } from '../runtime/trace.ts';
import { UsageError } from './command.ts';

/** Was Node started for a debugger? Compiled code then carries its source maps. */
export function isInspected(): boolean {
  return process.execArgv.some((argument) => argument.startsWith('--inspect')) || (process.env['NODE_OPTIONS'] ?? '').includes('--inspect');
}

/** Lines on standard error for what APEX_TRACE names; `undefined` when it names nothing. */
export function environmentTrace(): Tracer | undefined {
  return apexTrace(environmentTraceWords(), (line) => { process.stderr.write(`${line}\n`); });
}

export function environmentTraceWords(): ReadonlySet<TraceWord> {
  try {
    return traceWords(process.env['APEX_TRACE'] ?? '');
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
