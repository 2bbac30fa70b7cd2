/** For tests: every answer a server gives to an operation is held against its contract. */
import assert from 'node:assert/strict';
import type { FastifyInstance } from 'fastify';

export interface SeenAnswers {
  /** `operationId status` of each answer so far. */
  readonly seen: ReadonlySet<string>;
  /** Throws AssertionError naming every answer that broke its contract. */
  assertKept(): void;
}

/** Call it before routes are added. */
export function checkAnswers(server: FastifyInstance): SeenAnswers {
  const seen = new Set<string>();
  const broken: string[] = [];
  server.addHook('onSend', async (request, reply, payload) => {
    const { operation } = request.routeOptions.config;
    if (operation === undefined) return payload;
    seen.add(`${operation.id} ${String(reply.statusCode)}`);
    const body: unknown = typeof payload === 'string' && payload !== '' ? JSON.parse(payload) : undefined;
    for (const problem of operation.contract.answerProblems(operation.id, reply.statusCode, body)) broken.push(`${operation.id} ${String(reply.statusCode)}: ${problem}`);
    return payload;
  });
  return { seen, assertKept: () => assert.deepEqual(broken, []) };
}
