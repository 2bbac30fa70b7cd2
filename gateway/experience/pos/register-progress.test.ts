import assert from 'node:assert/strict';
import { afterEach, beforeEach, it } from 'node:test';
import { World } from '../test/world.ts';
import { registersOf, tellRegisters } from './register-cursors.ts';
import { progressOf } from './register-progress.ts';
import type { Transaction } from './transaction.ts';

let world: World;
beforeEach(async () => { world = await World.open(); });
afterEach(() => world.close());

const sale = (register: string, businessDay: string, sequence: number): Transaction => ({ store: 'LYON', register, businessDay, sequence, kind: 'Sale', occurredAt: `${businessDay}T10:00:0${String(sequence)}.000Z`, lines: [] });

it('a register is told of in one line: its newest day, and the gaps of all days', async () => {
  const told = [sale('2', '2026-11-20', 1), sale('2', '2026-11-20', 3), sale('2', '2026-11-21', 1), sale('2', '2026-11-21', 2), sale('1', '2026-11-20', 1)];
  await world.store.transaction((transaction) => tellRegisters(transaction, { network: 'N', source: 'TILL', secrets: ['s'] }, told, world.nowMs));
  const progress = progressOf(await registersOf(world.store, 'TILL'), world.nowMs);
  assert.deepEqual(progress.map(({ register, businessDay, contiguous, last, openGaps }) => [register, businessDay, contiguous, last, openGaps]).toSorted(), [
    ['LYON-1', '2026-11-20', 1, 1, 0], ['LYON-2', '2026-11-21', 2, 2, 1],
  ]);
});

it('a register whose clock was years ahead for one receipt is told of by what it tells today', async () => {
  const told = [sale('2', '2026-11-20', 1), sale('2', '2062-01-01', 1), sale('2', '2026-11-21', 1), sale('2', '2026-11-21', 2), sale('3', '2062-01-01', 4)];
  await world.store.transaction((transaction) => tellRegisters(transaction, { network: 'N', source: 'TILL', secrets: ['s'] }, told, world.nowMs));
  assert.deepEqual(progressOf(await registersOf(world.store, 'TILL'), world.nowMs).map(({ register, businessDay, last, openGaps }) => [register, businessDay, last, openGaps]).toSorted(), [
    ['LYON-2', '2026-11-21', 2, 0], ['LYON-3', '2062-01-01', 4, 1],
  ]);
});
