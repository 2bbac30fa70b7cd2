import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { SObjectRecord } from '../../values/sobject.ts';
import { TestOrg, field, get, objectSchema, systemFields } from '../test-support.ts';

/** Random runs of DML and savepoints against a model that is a plain map: same results row by row, same rows at the end. */

const THING = objectSchema('Thing__c', 'a00', [...systemFields(), field('Code__c', 'string', { isUnique: true }), field('Note__c', 'string')]);
const CODES = ['a', 'A', 'b', 'ä', 'Ä', 'c', null] as const;

interface ModelRow {
  readonly code: string | null;
  readonly note: string | null;
  readonly deleted: boolean;
}
type Model = ReadonlyMap<string, ModelRow>;

type Write = { readonly kind: 'insert' | 'update'; readonly row: number; readonly code: (typeof CODES)[number]; readonly note: string } | { readonly kind: 'delete' | 'undelete'; readonly row: number };
type Step = Write | { readonly kind: 'savepoint' } | { readonly kind: 'rollback' };

const steps: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constantFrom('insert' as const, 'update' as const), row: fc.nat(9), code: fc.constantFrom(...CODES), note: fc.constantFrom('x', 'y') }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('delete' as const, 'undelete' as const), row: fc.nat(9) }) },
  { weight: 1, arbitrary: fc.constantFrom<Step>({ kind: 'savepoint' }, { kind: 'rollback' }) },
);

const isTaken = (model: Model, code: string | null, except: string | undefined): boolean =>
  code !== null && [...model].some(([id, row]) => id !== except && !row.deleted && row.code?.toLowerCase() === code.toLowerCase());

test('any run of statements leaves the rows a plain map leaves', () => {
  fc.assert(fc.property(fc.array(steps, { maxLength: 40 }), (run) => {
    const org = new TestOrg([THING]);
    org.in(() => { play(org, run); });
    org.store.close();
  }), { numRuns: 120 });
});

function play(org: TestOrg, run: readonly Step[]): void {
  let model: Model = new Map();
  const known: SObjectRecord[] = [];
  const marks: { readonly savepoint: number; readonly model: Model }[] = [];
  for (const step of run) {
    if (step.kind === 'savepoint') {
      marks.push({ savepoint: org.data.setSavepoint(), model });
    } else if (step.kind === 'rollback') {
      const mark = marks.at(-1);
      if (mark !== undefined) org.data.rollback(mark.savepoint);
      model = mark?.model ?? model;
    } else {
      model = apply(org, model, known, step);
    }
    assert.deepEqual(rowsOf(org), expectedRows(model));
  }
}

function apply(org: TestOrg, model: Model, known: SObjectRecord[], step: Write): Model {
  const target = known[step.row % Math.max(known.length, 1)];
  const id = target === undefined ? undefined : (get(target, 'Id') as string);
  const row = id === undefined ? undefined : model.get(id);
  if (step.kind === 'insert') {
    const record = org.record('Thing__c', { Code__c: step.code, Note__c: step.note });
    const [result] = org.dml('insert', [record], { allOrNone: false });
    assert.equal(result!.success, !isTaken(model, step.code, undefined));
    if (!result!.success) return model;
    known.push(record);
    return new Map(model).set(result!.id!, { code: step.code, note: step.note, deleted: false });
  }
  if (id === undefined || target === undefined) return model;
  if (step.kind === 'update') {
    const [result] = org.dml('update', [org.record('Thing__c', { Id: id, Code__c: step.code, Note__c: step.note })], { allOrNone: false });
    const isPossible = row !== undefined && !row.deleted && !isTaken(model, step.code, id);
    assert.equal(result!.success, isPossible);
    return isPossible ? new Map(model).set(id, { code: step.code, note: step.note, deleted: false }) : model;
  }
  const [result] = org.dml(step.kind, [target], { allOrNone: false });
  const isPossible = row !== undefined && (step.kind === 'delete' ? !row.deleted : row.deleted && !isTaken(model, row.code, id));
  assert.equal(result!.success, isPossible);
  return isPossible ? new Map(model).set(id, { ...row, deleted: step.kind === 'delete' }) : model;
}

function rowsOf(org: TestOrg): unknown[] {
  return org.query('SELECT Id, Code__c, Note__c FROM Thing__c ORDER BY Id').map((record) => [get(record, 'Id'), get(record, 'Code__c'), get(record, 'Note__c')]);
}

function expectedRows(model: Model): unknown[] {
  return [...model].filter(([, row]) => !row.deleted).map(([id, row]) => [id, row.code, row.note]).sort((left, right) => (String(left[0]) < String(right[0]) ? -1 : 1));
}
