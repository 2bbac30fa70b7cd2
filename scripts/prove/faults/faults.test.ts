/** `npm run prove -- --only faults` in short, and the tables against themselves. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FAULTS, HOPS, MATRIX } from './plan.ts';
import { proveFaults, verdictOf } from './prove.ts';

const SHORT = new Set(['till → gateway: duplicate', 'gateway → org: crash before ack', 'SAP → broker → gateway: broker restart', 'gateway → SAP write-back: crash before ack']);

test('every hop says of every fault what is done, or why there is no such thing', () => {
  for (const hop of HOPS) for (const fault of FAULTS) assert.ok(typeof MATRIX[hop][fault] === 'object' || MATRIX[hop][fault].length > 10, `${hop}, ${fault}`);
  assert.ok([...SHORT].every((name) => HOPS.some((hop) => FAULTS.some((fault) => name === `${hop}: ${fault}` && typeof MATRIX[hop][fault] === 'object'))), 'the short form names cells there are');
});

test('after a fault at a hop the org holds what tills and SAP did, nothing waits or is dead, and the fault shows', async () => {
  const { results } = await proveFaults(1, () => undefined, (hop, fault) => SHORT.has(`${hop}: ${fault}`));
  const cells = results.filter(({ absent }) => absent === undefined);
  assert.equal(cells.length, SHORT.size);
  assert.deepEqual(cells.map((cell) => [cell.hop, cell.fault, verdictOf(cell), cell.wrong]), cells.map(({ hop, fault }) => [hop, fault, 'recovered, seen', []]));
});
