import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { DocumentEvidence, Effect, LocalEvidence, PositionEvidence, ReadingEvidence } from './evidence.ts';
import { findDrift } from './find-drift.ts';
import type { Finding } from './finding.ts';

const HOUR = 3_600_000;
const NOON = Date.UTC(2026, 10, 20, 12);

const nothing: PositionEvidence = {
  sku: 'HF-1001', location: 'LON-01', nowMs: NOON, readings: [], documents: [], tellings: [], deliveries: [], entries: [], locals: [], counts: [], receipts: [],
  patience: { doorbellMs: HOUR / 2, uploadMs: 12 * HOUR, postingMs: 48 * HOUR },
};
const effect = (change: number, more: Partial<Effect> = {}): Effect => ({ bucket: 'onHand', change, group: undefined, ...more });
const document = (key: string, hoursAgo: number, of: Effect | undefined, more: Partial<DocumentEvidence> = {}): DocumentEvidence =>
  ({ key, createdAtMs: NOON - hoursAgo * HOUR, reference: undefined, movementType: '101', stockType: '01', quantity: Math.abs(of?.change ?? 5), effect: of, cancels: undefined, ...more });
const reading = (key: string, hoursAgo: number, onHand: number, members: readonly string[] = [], fromHoursAgo = hoursAgo + 24): ReadingEvidence =>
  ({ key, asOfMs: NOON - hoursAgo * HOUR, fromMs: NOON - fromHoursAgo * HOUR, stock: { onHand, inspection: 0, damaged: 0 }, members });
const sale = (key: string, hoursAgo: number, quantity: number, more: Partial<LocalEvidence> = {}): LocalEvidence =>
  ({ key, source: 'TILL', bucket: 'onHand', change: -quantity, group: `R:${key}`, occurredAtMs: NOON - hoursAgo * HOUR, receivedAtMs: NOON - hoursAgo * HOUR + 5_000, reference: key, register: 'R1', sequence: 1, ...more });
/** Announced at once and delivered as the map says. */
const known = (documents: readonly DocumentEvidence[]): Pick<PositionEvidence, 'documents' | 'tellings' | 'deliveries' | 'entries'> => ({
  documents,
  tellings: documents.map(({ key, createdAtMs }) => ({ document: key.slice(0, key.lastIndexOf('/')), receivedAtMs: createdAtMs + 2_000, readAtMs: createdAtMs + 2_500, state: 'Done', reason: undefined })),
  deliveries: documents.map(({ key, effect: of }) => ({ key, effect: of! })),
  entries: documents.map(({ key, effect: of, createdAtMs }) => ({ key, outcome: 'Applied', quantity: of!.change, occurredAtMs: createdAtMs, appliedAtMs: createdAtMs + 3_000 })),
});
const find = (evidence: Partial<PositionEvidence>): Finding => findDrift([{ ...nothing, ...evidence }])[0]!;
const said = ({ parts }: Finding): readonly unknown[] => parts.map(({ driftClass, bucket, quantity, firstDiverging: { key, side }, explained }) => [driftClass, bucket, quantity, key, side, explained]);

describe('drift', () => {
  it('is nothing where documents are on their way as usual', () => {
    assert.deepEqual(said(find({ documents: [document('2026/1/0001', 0.1, effect(5))] })), []);
  });

  it('is Lost when a document was never announced, and to be delivered', () => {
    const found = find({ documents: [document('2026/1/0001', 3, effect(5))] });
    assert.deepEqual(said(found), [['Lost', 'onHand', 5, '2026/1/0001', 'Org', false]]);
    assert.equal(found.parts[0]!.remedy, 'Deliver');
    assert.match(found.explanation, /2026\/1\/0001 \(\+5 on hand, created 2026-11-20T09:00:00Z\) was never announced/);
  });

  it('is explained when the snapshot brought what was never announced', () => {
    const entry = { key: '2026/1/0001', outcome: 'InAnchor', quantity: 5, occurredAtMs: NOON - 3 * HOUR, appliedAtMs: NOON - HOUR };
    const found = find({ documents: [document('2026/1/0001', 3, effect(5))], deliveries: [{ key: '2026/1/0001', effect: effect(5) }], entries: [entry] });
    assert.deepEqual(said(found), [['Lost', 'onHand', 5, '2026/1/0001', 'Org', true]]);
    assert.equal(found.explained, true);
  });

  it('is Late, and closes itself, when the announcement came hours later', () => {
    const facts = known([document('2026/1/0001', 8, effect(5))]);
    assert.deepEqual(said(find({ ...facts, tellings: [{ ...facts.tellings[0]!, receivedAtMs: NOON - HOUR }] })), [['Late', 'onHand', 5, '2026/1/0001', 'Org', true]]);
  });

  it('is a Duplicate when SAP posted a receipt twice that happened once', () => {
    const posted = (key: string, hoursAgo: number): DocumentEvidence => document(key, hoursAgo, effect(-2, { group: 'R:S-1' }), { reference: 'S-1', movementType: '251' });
    assert.deepEqual(said(find({ ...known([posted('2026/1/0001', 20), posted('2026/2/0001', 19)]), locals: [sale('S-1', 24, 2)] })), [['Duplicate', 'onHand', 2, '2026/2/0001', 'SAP', false]]);
  });

  it('is nothing when SAP cancelled the second posting', () => {
    const posted = (key: string, hoursAgo: number): DocumentEvidence => document(key, hoursAgo, effect(-2, { group: 'R:S-1' }), { reference: 'S-1', movementType: '251' });
    const cancelling = document('2026/3/0001', 18, effect(2, { group: 'R:S-1' }), { reference: 'S-1', movementType: '252', cancels: '2026/2/0001' });
    assert.deepEqual(said(find({ ...known([posted('2026/1/0001', 20), posted('2026/2/0001', 19), cancelling]), locals: [sale('S-1', 24, 2)] })), []);
  });

  it('is a Duplicate when two sources told one receipt', () => {
    assert.deepEqual(said(find({ locals: [sale('S-1', 24, 2), sale('APP-1', 24, 2, { source: 'STORE-APP', receivedAtMs: NOON - 23 * HOUR })] })), [['Duplicate', 'onHand', 2, 'APP-1', 'Org', false]]);
  });

  it('is OutOfOrder when a document got into the stock after a reading that is past it', () => {
    const late = known([document('2026/1/0001', 40, effect(7))]);
    const found = find({ ...late, tellings: [{ ...late.tellings[0]!, receivedAtMs: NOON - 9 * HOUR, readAtMs: NOON - 9 * HOUR }], readings: [reading('A', 60, 50), reading('B', 34, 50, [], 60), reading('C', 10, 50, [], 34), reading('D', 1, 57, [], 10)] });
    assert.deepEqual(said(found), [['OutOfOrder', 'onHand', 7, '2026/1/0001', 'Org', true]]);
  });

  it('is WrongMapping when the org was told another effect than the map has now', () => {
    const told = { ...known([document('2026/1/0001', 5, effect(-3), { movementType: '201' })]), deliveries: [{ key: '2026/1/0001', effect: effect(3) }] };
    assert.deepEqual(said(find(told)), [['WrongMapping', 'onHand', -6, '2026/1/0001', 'Org', false]]);
  });

  it('is WrongMapping when a row contradicts the stock of SAP wherever its movement occurs', () => {
    const documents = [document('2026/1/0001', 30, effect(3), { movementType: '201' }), document('2026/2/0001', 6, effect(2), { movementType: '201' })];
    const found = find({ ...known(documents), readings: [reading('A', 48, 20), reading('B', 24, 17, ['2026/1/0001'], 48), reading('C', 1, 15, ['2026/2/0001'], 24)] });
    assert.deepEqual(said(found), [['WrongMapping', 'onHand', -10, '2026/1/0001', 'Org', false]]);
  });

  it('is a TrueLoss where everything told is agreed on and a count still differs', () => {
    const found = find({ readings: [reading('A', 48, 20)], locals: [sale('S-1', 30, 2)], counts: [{ key: 'C-1', countedAtMs: NOON - HOUR, quantity: 15 }] });
    assert.deepEqual(said(found), [['TrueLoss', 'onHand', -3, 'C-1', 'Shelf', false]]);
    assert.deepEqual(found.parts[0]!.alternatives, ['Late', 'Lost']);
  });

  it('is taken apart: a lost document and goods that are gone are two parts', () => {
    const found = find({ documents: [document('2026/1/0001', 20, effect(5))], readings: [reading('A', 48, 20)], counts: [{ key: 'C-1', countedAtMs: NOON - HOUR, quantity: 21 }] });
    assert.deepEqual(said(found), [['Lost', 'onHand', 5, '2026/1/0001', 'Org', false], ['TrueLoss', 'onHand', -4, 'C-1', 'Shelf', false]]);
    assert.deepEqual([found.driftClass, found.quantity], ['Lost', 1]);
  });

  it('never speaks of noise in binary fractions', () => {
    const documents = [0.1, 0.2, 0.3].map((quantity, index) => document(`2026/${String(index)}/0001`, 5 - index, effect(quantity)));
    assert.deepEqual(said(find({ ...known(documents), readings: [reading('A', 6, 1, [], 30), reading('B', 1, 1.6, documents.map(({ key }) => key), 6)] })), []);
  });
});
