/** What a transaction does, told as it happens to whoever asked: debug logs and APEX_TRACE. Nothing of this exists for transactions nobody listens to. */
import type { DataPort, LimitPort } from '../library/ports.ts';
import { printSoql } from '../soql/print.ts';
import type { SoqlQuery } from '../soql/syntax.ts';
import type { ApexPlace } from '../compiler/4-emit/source-map.ts';

/** Where in Apex; `undefined` when it could not be told. */
export type TracePlace = ApexPlace | undefined;

export type TraceEvent =
  | { readonly kind: 'debug'; readonly place: TracePlace; readonly level: string; readonly text: string }
  | { readonly kind: 'soql'; readonly place: TracePlace; readonly text: string; readonly aggregations: number; readonly rows: number; readonly milliseconds: number }
  | { readonly kind: 'dml'; readonly place: TracePlace; readonly operation: string; readonly objectName: string; readonly rows: number; readonly failed: number; readonly milliseconds: number }
  | { readonly kind: 'triggerBegins'; readonly name: string; readonly objectName: string; readonly event: string }
  | { readonly kind: 'triggerEnds'; readonly name: string; readonly objectName: string; readonly event: string }
  /** The transaction's own code is done; `limits` still counts for it. */
  | { readonly kind: 'ends'; readonly limits: LimitPort };

export type Tracer = (event: TraceEvent) => void;

/** The same data, with every query and statement told after it ran. What a statement that throws did is told by the exception. */
export function tracedData(data: DataPort, trace: Tracer, place: () => TracePlace): DataPort {
  const timed = <T>(run: () => T, tell: (result: T, milliseconds: number) => void): T => {
    const started = performance.now();
    const result = run();
    tell(result, performance.now() - started);
    return result;
  };
  const soql = (query: SoqlQuery, rows: number, milliseconds: number): void => {
    trace({ kind: 'soql', place: place(), text: printSoql(query), aggregations: subqueries(query), rows, milliseconds });
  };
  return {
    ...data,
    query: (request) => timed(() => data.query(request), (rows, milliseconds) => { soql(request.query, rows.length, milliseconds); }),
    count: (request) => timed(() => data.count(request), (rows, milliseconds) => { soql(request.query, rows, milliseconds); }),
    dml: (request) => timed(() => data.dml(request), (results, milliseconds) => {
      const objectName = request.records[0]?.$shape.apiName ?? 'SObject';
      trace({ kind: 'dml', place: place(), operation: request.operation, objectName, rows: results.length, failed: results.filter((result) => !result.success).length, milliseconds });
    }),
  };
}

const subqueries = (query: SoqlQuery): number => query.select.filter((item) => item.kind === 'subquery').length;
