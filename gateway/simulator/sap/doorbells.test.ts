import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { SapFaults } from './faults.ts';
import { listeningWire } from './wires.ts';
import { SapSimulator } from './simulator.ts';

const LAMP = { material: 'LAMP-1', plant: '1010', storageLocation: '0001', quantityThousandths: 1000 };

function simulated(faults: Partial<SapFaults> = {}) {
  const heard: string[] = [];
  const time = { nowMs: Date.parse('2026-11-21T09:00:00Z') };
  let refusals = 0;
  const wire = listeningWire((event) => {
    if (refusals > 0) {
      refusals -= 1;
      throw new Error('busy');
    }
    heard.push(event.data['MaterialDocument']!.slice(-1));
  });
  const simulator = new SapSimulator({ clock: { now: () => time.nowMs, sleep: async () => undefined }, wires: [wire] });
  simulator.setFaults(faults);
  const post = (times: number) => { for (let index = 0; index < times; index++) simulator.post({ movementType: '501', items: [LAMP] }); };
  return { simulator, heard, time, post, refuse: (times: number) => { refusals = times; } };
}

describe('the doorbells of the simulated ERP', () => {
  it('ring once for each document, in order', async () => {
    const { simulator, heard, post } = simulated();
    post(3);
    await simulator.doorbells.ringDue();
    assert.deepEqual(heard, ['1', '2', '3']);
  });

  for (const [fault, faults, expected] of [
    ['lost', { doorbellLostShare: 1 }, []],
    ['told twice', { doorbellDuplicateShare: 1 }, ['1', '1', '2', '2', '3', '3', '4', '4']],
    ['told in another order', { doorbellReorderedShare: 1 }, ['2', '1', '4', '3']],
  ] as const) {
    it(`are ${fault} when told to`, async () => {
      const { simulator, heard, post } = simulated(faults);
      post(4);
      await simulator.doorbells.ringDue();
      assert.deepEqual(heard, expected);
    });
  }

  it('ring late when told to', async () => {
    const { simulator, heard, time, post } = simulated({ doorbellLateShare: 1, doorbellLateMs: 1000 });
    post(1);
    await simulator.doorbells.ringDue();
    assert.deepEqual(heard, []);
    time.nowMs += 1000;
    await simulator.doorbells.ringDue();
    assert.deepEqual(heard, ['1']);
  });

  it('ring again when they were refused', async () => {
    const { simulator, heard, time, post, refuse } = simulated();
    refuse(1);
    post(2);
    await simulator.doorbells.ringDue();
    time.nowMs += 1000;
    await simulator.doorbells.ringDue();
    assert.deepEqual(heard, ['2', '1']);
  });

  it('deal the same faults under the same seed', async () => {
    const deal = async (): Promise<readonly string[]> => {
      const { simulator, heard, post } = simulated({ doorbellLostShare: 0.3, doorbellDuplicateShare: 0.3, doorbellReorderedShare: 0.3 });
      post(40);
      await simulator.doorbells.ringDue();
      return heard;
    };
    assert.deepEqual(await deal(), await deal());
  });
});

describe('sales that tills told the ERP', () => {
  const day = { plant: '1010', storageLocation: '0001', day: '2026-11-21', sales: [{ material: 'LAMP-1', quantityThousandths: 1000, receipt: 'LYON-3-20261121-17' }, { material: 'LAMP-1', quantityThousandths: 2000, receipt: 'R-18' }] };

  it('are one item per material when they are aggregated', () => {
    const { items } = simulated().simulator.postSalesOfDay(day);
    assert.deepEqual(items.map(({ movementType, changeThousandths }) => [movementType, changeThousandths]), [['251', -3000]]);
  });

  it('are a document per receipt otherwise, named by reference or, when that is too short, by header text', () => {
    const documents = simulated().simulator.postSalesByReceipt(day);
    assert.deepEqual(documents.map(({ reference, headerText }) => [reference, headerText]), [['', 'LYON-3-20261121-17'], ['R-18', '']]);
  });

  it('show a type that nobody mapped when told to, and do what they did before', () => {
    const { items } = simulated({ unmappedShare: 1 }).simulator.postSalesOfDay(day);
    assert.deepEqual(items.map(({ movementType, changeThousandths }) => [movementType, changeThousandths]), [['951', -3000]]);
  });
});
