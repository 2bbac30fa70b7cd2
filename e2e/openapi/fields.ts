/** Every parameter and every field, within and beyond what the document allows. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Refusal } from '../support/contract-client.ts';
import { object, text, type Json, type JsonObject } from '../support/contract.ts';
import { fieldCases, shown } from '../support/field-values.ts';
import { client, contract, deadLetter, document, drift, fact, gap, line, newKey, ownOperations, report, reservation, snapshot, snapshots } from './surface.ts';

/** What a fact needs beside this field to be taken with it. */
const companions = (field: string, to: Json | undefined): JsonObject =>
  to === undefined || to === null ? {} : ({ quantity: { intent: 'StockAdjusted', reason: 'counted' }, confirms: { intent: 'StockDocument' }, reverses: { intent: 'Reversal' } })[field] ?? {};

describe('every parameter', () => {
  for (const { id, definition } of ownOperations) {
    const limited = ((definition['parameters'] ?? []) as readonly Json[]).map((one) => contract.resolve(one)).filter((one) => one['in'] === 'query' && contract.resolve(one['schema'])['maxLength'] !== undefined);
    for (const parameter of limited) {
      const name = text(parameter['name']);
      const longest = Number(contract.resolve(parameter['schema'])['maxLength']);
      it(`${name} of ${id} has at most ${String(longest)} characters`, async () => {
        const query = (length: number): Readonly<Record<string, string>> => ({ ...(id === 'reservationsOfOrder' ? { orderRef: 'some' } : { sku: 'HF-1001' }), [name]: 'x'.repeat(length) });
        const { fields } = await client.refused(id, { query: query(longest + 1) }, 400, 'HF-BAD-FIELD');
        assert.deepEqual(fields, [name]);
        // A cursor of any other text than the answer's own is refused anyway.
        if (name !== 'cursor' && name !== 'after') assert.equal((await client.send(id, { query: query(longest) })).status, 200);
      });
    }
  }
});

describe('every field of every body', () => {
  const schemaOfItems = (schema: JsonObject, field: string): JsonObject => contract.resolve(object(object(schema['properties'])[field])['items']);
  const goals = object(object(object(contract.resolve({ $ref: '#/components/requestBodies/Goals' })['content'])['application/json'])['schema']);
  const bodyOf = (operation: string): JsonObject => object(object(object(object(contract.operation(operation).definition['requestBody'])['content'])['application/json'])['schema']);
  const changed = (value: JsonObject, field: string, to: Json | undefined): JsonObject => Object.fromEntries(Object.entries({ ...value, [field]: to }).filter(([, part]) => part !== undefined)) as JsonObject;

  /** A quota names its register, nothing else does. */
  const requestFor = (field: string, to: Json | undefined, kind: string): JsonObject => {
    const isQuota = field === 'register' ? to !== undefined && to !== null : field === 'kind' && to === 'Quota';
    return reservation(isQuota ? { kind: 'Quota', register: 'T-1' } : { kind });
  };
  /** A line names a location or a group. */
  const lineFor = (field: string, to: Json | undefined): JsonObject => {
    const isGone = to === undefined || to === null;
    const isInGroup = (field === 'group' && !isGone) || (field === 'location' && isGone);
    return isInGroup ? changed({ ...line(), group: 'EU' }, 'location', undefined) : line();
  };

  const places: readonly { name: string; operation: string; schema: JsonObject; prefix: string; body: (field: string, to: Json | undefined) => unknown; key?: () => string }[] = [
    { name: 'an availability query', operation: 'queryAvailability', schema: withoutField(contract.schema('AvailabilityQuery'), 'cursor'), prefix: '', body: (field, to) => changed({ skus: ['HF-1001'], locations: ['LON-01'] }, field, to) },
    { name: 'a reservation', operation: 'reserve', schema: contract.schema('ReservationRequest'), prefix: '', body: (field, to) => changed(requestFor(field, to, field === 'expiresAt' ? 'Cart' : 'Firm'), field, to) },
    { name: 'one of several reservations', operation: 'reserve', schema: contract.schema('ReservationRequest'), prefix: 'requests[0].', body: (field, to) => ({ requests: [changed(requestFor(field, to, 'Cart'), field, to)] }) },
    { name: 'a reservation line', operation: 'reserve', schema: schemaOfItems(contract.schema('ReservationRequest'), 'lines'), prefix: 'lines[0].', body: (field, to) => reservation({ lines: [changed(lineFor(field, to), field, to)] }) },
    { name: 'a fact', operation: 'postEvents', schema: contract.schema('Fact'), prefix: 'events[0].', body: (field, to) => ({ events: [changed(fact(companions(field, to)), field, to)] }) },
    { name: 'a snapshot', operation: 'postSnapshots', schema: contract.schema('Snapshot'), prefix: 'snapshots[0].', body: (field, to) => snapshots(changed(snapshot(field === 'from' ? { asOf: '2999-01-01T00:00:00Z' } : field === 'asOf' ? { from: '1800-01-01T00:00:00Z' } : {}), field, to)) },
    { name: 'a document of a snapshot', operation: 'postSnapshots', schema: contract.schema('SnapshotDocument'), prefix: 'snapshots[0].documents[0].', body: (field, to) => snapshots(snapshot({ documents: [changed(document(), field, to)] })) },
    { name: 'a report', operation: 'reportIntegration', schema: contract.schema('IntegrationReport'), prefix: '', body: (field, to) => changed(report(), field, to) },
    { name: 'a source of a report', operation: 'reportIntegration', schema: contract.schema('IntegrationSource'), prefix: 'sources[0].', body: (field, to) => report({ sources: [changed({ source: 'TILL' }, field, to)] }) },
    { name: 'a hop of a report', operation: 'reportIntegration', schema: contract.schema('IntegrationHop'), prefix: 'sources[0].hops[0].', body: (field, to) => report({ sources: [{ source: 'TILL', hops: [changed({ hop: 'source-to-org' }, field, to)] }] }) },
    { name: 'a subscription', operation: 'reportIntegration', schema: contract.schema('IntegrationSubscription'), prefix: 'subscriptions[0].', body: (field, to) => report({ subscriptions: [changed({ topic: '/event/A', state: 'Live' }, field, to)] }) },
    { name: 'a breaker', operation: 'reportIntegration', schema: contract.schema('IntegrationBreaker'), prefix: 'breakers[0].', body: (field, to) => report({ breakers: [changed({ system: 'SAP', state: 'Open' }, field, to)] }) },
    { name: 'a register', operation: 'reportIntegration', schema: contract.schema('IntegrationRegister'), prefix: 'registers[0].', body: (field, to) => report({ registers: [changed({ source: 'TILL', register: 'LYON-1' }, field, to)] }) },
    { name: 'a gap', operation: 'reportIntegration', schema: contract.schema('SequenceGap'), prefix: 'gaps[0].', body: (field, to) => report({ gaps: [changed(field === 'from' ? gap() : gap({ from: 0 }), field, to)] }) },
    { name: 'a dead letter', operation: 'reportIntegration', schema: contract.schema('DeadLetter'), prefix: 'deadLetters[0].', body: (field, to) => report({ deadLetters: [changed(deadLetter(), field, to)] }) },
    { name: 'a range of dead letters', operation: 'reportIntegration', schema: contract.schema('DeadLetterRange'), prefix: 'deadLetterRange.', body: (field, to) => report({ deadLetterRange: changed({ after: 0, through: 1 }, field, to) }) },
    { name: 'a drift', operation: 'reportIntegration', schema: contract.schema('DriftCase'), prefix: 'drift[0].', body: (field, to) => report({ drift: [changed(drift(), field, to)] }) },
    { name: 'a line to release', operation: 'release', schema: schemaOfItems(goals, 'lines'), prefix: 'lines[0].', body: (field, to) => ({ lines: [changed({ line: 1, quantity: 1 }, field, to)] }), key: newKey },
    { name: 'a line to change', operation: 'changeReservation', schema: schemaOfItems(bodyOf('changeReservation'), 'lines'), prefix: 'lines[0].', body: (field, to) => ({ lines: [changed({ line: 1, quantity: 1 }, field, to)] }), key: newKey },
    { name: 'a transfer', operation: 'transfer', schema: bodyOf('transfer'), prefix: '', body: (field, to) => changed({ location: 'LON-01', ...(field === 'lines' ? {} : { lines: [{ line: 1, location: 'LON-01' }] }) }, field, to), key: newKey },
    { name: 'a line to transfer', operation: 'transfer', schema: schemaOfItems(bodyOf('transfer'), 'lines'), prefix: 'lines[0].', body: (field, to) => ({ location: 'LON-01', lines: [changed({ line: 1, quantity: 1 }, field, to)] }), key: newKey },
    { name: 'the lines to fulfil', operation: 'fulfil', schema: goals, prefix: '', body: (field, to) => changed({ lines: [{ line: 1 }] }, field, to), key: newKey },
  ];

  for (const { name, operation, schema, prefix, body, key } of places) {
    it(`of ${name} is taken or refused, with its path, as the document says`, async () => {
      const wrong: string[] = [];
      for (const { field, value, isAllowed } of fieldCases(contract, schema)) {
        const { status, body: answer } = await client.send<Refusal>(operation, { ...(key === undefined ? {} : { key: key() }), body: body(field, value) });
        const error = status === 400 ? answer[0] : undefined;
        // A quantity may be within the document's limits and still be none of its intent.
        const isRefused = error !== undefined && error.errorCode !== 'HF-QUANTITY-RANGE';
        const namesField = error === undefined || (error.fields ?? []).every((path) => path.startsWith(`${prefix}${field}`));
        if (isRefused === isAllowed || !namesField) wrong.push(`${field} ${shown(value)} (${isAllowed ? 'allowed' : 'not allowed'}): ${String(status)} ${JSON.stringify(answer).slice(0, 200)}`);
      }
      assert.deepEqual(wrong, []);
    });
  }

  function withoutField(schema: JsonObject, field: string): JsonObject {
    return { ...schema, properties: Object.fromEntries(Object.entries(object(schema['properties'])).filter(([name]) => name !== field)) };
  }
});
