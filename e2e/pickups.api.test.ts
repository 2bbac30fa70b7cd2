/** The life of pickups in the app's own Apex: scans read as the pick screen reads them, and random lives after which no unit is lost or promised twice. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { before, test } from 'node:test';
import fc from 'fast-check';
import { root } from '../scripts/process.ts';
import { OrgInMemory } from './support/org-in-memory.ts';
import { createMasterData, expectLedgerIsTrue, factsCall, STARTS_AT } from './support/stock-play.ts';
import { received } from './support/stock-schedules.ts';

let org: OrgInMemory;
before(async () => {
  org = OrgInMemory.start(STARTS_AT);
  await createMasterData(org);
});

interface ScanCase {
  readonly name: string;
  readonly scanned: string;
  readonly gtin: string | null;
  readonly text: string | null;
  readonly quantity: number | null;
}

const apexText = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

test('Apex reads every scan as the pick screen does', async () => {
  const cases = JSON.parse(readFileSync(path.join(root, 'e2e/fixtures/scan-codes.json'), 'utf8')) as ScanCase[];
  const [answer = ''] = await org.anonymous(`
    List<Object> read = new List<Object>();
    for (Object scanned : (List<Object>) JSON.deserializeUntyped(${apexText(JSON.stringify(cases.map(({ scanned }) => scanned)))})) {
        ScanCode code = ScanCode.read((String) scanned);
        read.add(new Map<String, Object>{ 'gtin' => code.gtin, 'text' => code.text, 'quantity' => code.quantity });
    }
    System.debug(JSON.serialize(read));`);
  const read = JSON.parse(answer) as Omit<ScanCase, 'name' | 'scanned'>[];
  assert.deepEqual(read.map((one, index) => ({ name: cases[index]!.name, ...one })), cases.map(({ name, gtin, text, quantity }) => ({ name, gtin, text, quantity })));
});

/** What may happen to a pickup; HOLDFAST_PICKUP_LIVES says how many lives are tried. Each step is a transaction; one that does not fit is refused and must leave everything as it was. */
const STEPS = {
  reserve: (key: string, quantity: number) => `
    ReservationRequest request = new ReservationRequest();
    request.requestKey = '${key}'; request.kind = 'Firm'; request.purpose = 'Pickup'; request.channel = 'WEB'; request.allOrNothing = false;
    request.lines.add(new ReservationRequest.Line('1', 'PIECE', 'LYON', ${quantity}));
    request.lines.add(new ReservationRequest.Line('2', 'GUARDED', 'LYON', ${quantity + 1}));
    new ReserveStock(new List<ReservationRequest>{ request }).run();`,
  change: (key: string, quantity: number) => `ChangeReservation.run('${key}', new List<SettleReservation.Goal>{ new SettleReservation.Goal('${1 + (quantity % 2)}', ${quantity}, 'x') });`,
  releasePart: (key: string, quantity: number) => `SettleReservation.release('${key}', new List<SettleReservation.Goal>{ new SettleReservation.Goal('1', ${quantity}, 'x') });`,
  release: (key: string) => `if (ReservationSelector.find('${key}') != null) { SettleReservation.release('${key}', new List<SettleReservation.Goal>()); }`,
  fulfilPart: (key: string, quantity: number) => `SettleReservation.fulfil('${key}', new List<SettleReservation.Goal>{ new SettleReservation.Goal('1', ${quantity}, 'x') });`,
  claim: (key: string) => `StoreTaskController.claim(new List<String>{ task('PICK', '${key}') });`,
  handBack: (key: string) => `StoreTaskController.handBack(new List<String>{ task('PICK', '${key}') });`,
  scan: (key: string, quantity: number) => `scan(task('PICK', '${key}'), '${quantity % 2 === 0 ? 'PIECE' : 'GUARDED'}', ${1 + (quantity % 3)});`,
  missing: (key: string, quantity: number) => `String id = task('PICK', '${key}'); StoreTaskController.reportMissing(id, StoreTaskController.openTask(id).lines[${quantity % 2}].lineId, 1, null);`,
  pickSome: (key: string, quantity: number) => `String id = task('PICK', '${key}'); StoreTaskController.claim(new List<String>{ id }); scan(id, 'PIECE', ${1 + (quantity % 2)});`,
  pickAll: (key: string) => `
    String id = task('PICK', '${key}');
    StoreTaskController.claim(new List<String>{ id });
    for (StoreTaskDetails.TaskLine line : StoreTaskController.openTask(id).lines) {
        if (line.quantity > line.picked + line.missing) { scan(id, line.sku, line.quantity - line.picked - line.missing); }
    }
    StoreTaskController.stage(id, 'B-1');`,
  finish: (key: string) => `StoreTaskController.finishPick(task('PICK', '${key}'));`,
  stage: (key: string) => `StoreTaskController.stage(task('PICK', '${key}'), 'B-1');`,
  handOver: (key: string) => `StoreTaskController.handOver(task('PICK', '${key}'), null, true);`,
  putAway: (key: string) => `StoreTaskController.finishPutAway(task('PUTAWAY', '${key}'));`,
  expire: () => 'new ExpirePickups().run();',
} satisfies Record<string, (key: string, quantity: number) => string>;
type StepName = keyof typeof STEPS;
/** Several calls, each a transaction of its own for people: what those before a refused one did stays. */
const COMPOSED: ReadonlySet<StepName> = new Set(['pickSome', 'pickAll', 'missing']);

const HELPERS = `
    String task(String kind, String key) {
        List<Store_Task__c> found = [SELECT Id FROM Store_Task__c WHERE Task_Key__c = :kind + '|' + key + '|LYON' WITH SYSTEM_MODE];
        return found.isEmpty() ? null : found[0].Id;
    }
    void scan(String id, String code, Decimal quantity) {
        RecordScans.Scan scan = new RecordScans.Scan();
        scan.scanKey = String.valueOf(Crypto.getRandomLong()); scan.code = code; scan.quantity = quantity;
        StoreTaskController.recordScans(id, new List<RecordScans.Scan>{ scan });
    }`;

const IMAGE = { Stock_Position__c: ['Id', 'On_Hand__c', 'Reserved__c', 'Version__c'], Stock_Reservation__c: ['Id', 'Status__c'], Stock_Reservation_Line__c: ['Id', 'Granted__c', 'Fulfilled__c', 'Released__c', 'Put_Away__c'], Store_Task__c: ['Id', 'State__c', 'Version__c'], Store_Task_Line__c: ['Id', 'Quantity__c', 'Picked__c', 'Missing__c', 'Scan_Log__c'], Stock_Entry__c: ['Id'], Stock_Exception__c: ['Id', 'State__c'] } as const;
const stockImage = (): string => JSON.stringify(Object.entries(IMAGE).map(([name, fields]) => org.rows(name as keyof typeof IMAGE, fields)));

/** Refusals are part of life; anything else is a mistake of ours. */
async function take(name: StepName, key: string, quantity: number): Promise<boolean> {
  const image = stockImage();
  const [answer] = await org.anonymous(`${HELPERS}
    Savepoint beforeStep = Database.setSavepoint();
    try {
        ${STEPS[name](key, quantity)}
        System.debug('done');
    } catch (HoldfastException refusal) {
        Database.rollback(beforeStep);
        System.debug('refused');
    } catch (AuraHandledException refusal) {
        System.debug('refused');
    }`);
  if (answer === 'refused' && !COMPOSED.has(name)) assert.equal(stockImage(), image, `${name} ${key} was refused and changed something`);
  return answer === 'done';
}

const sum = (rows: readonly Readonly<Record<string, string | number | null>>[], field: string): number => rows.reduce((total, row) => total + Number(row[field] ?? 0), 0);

/** Goods in people's hands: picked for an open task and not handed over, or waiting to be put away. */
function inHands(): number {
  const lines = org.rows('Stock_Reservation_Line__c', ['Put_Away__c', 'Fulfilled__c', 'Line__c', 'Reservation__c']);
  const open = new Map(org.rows('Store_Task__c', ['Id', 'Kind__c', 'State__c', 'Reservation__c']).filter((task) => task['Kind__c'] === 'Pick' && ['Open', 'Picking', 'Picked', 'Ready'].includes(String(task['State__c']))).map((task) => [task['Id'], task['Reservation__c']]));
  const picked = org.rows('Store_Task_Line__c', ['Task__c', 'Line__c', 'Picked__c']).filter((line) => open.has(line['Task__c'])).reduce((total, line) => {
    const promise = lines.find((one) => one['Reservation__c'] === open.get(line['Task__c']) && one['Line__c'] === line['Line__c']);
    return total + Math.max(Number(line['Picked__c']) - Number(promise?.['Fulfilled__c'] ?? 0), 0);
  }, 0);
  return picked + sum(lines, 'Put_Away__c');
}

const stepNames = Object.keys(STEPS) as StepName[];
const life = fc.array(fc.record({
  name: fc.oneof({ weight: 3, arbitrary: fc.constantFrom<StepName>('claim', 'pickSome', 'pickAll', 'pickAll', 'scan', 'missing', 'finish', 'stage', 'handOver', 'putAway') }, { weight: 2, arbitrary: fc.constantFrom(...stepNames) }),
  key: fc.constantFrom('R-1', 'R-1', 'R-2'), quantity: fc.integer({ min: 1, max: 4 }), waitHours: fc.constantFrom(0, 0, 0, 0, 80), isRepeated: fc.boolean(),
}), { minLength: 3, maxLength: 14 });

test('whatever happens to pickups, the ledger is true, nothing in hands is promised to others, and in the end everything is back or gone', async () => {
  const done = new Map<StepName, number>();
  await fc.assert(fc.asyncProperty(life, async (steps) => {
    org.clearStock();
    org.now = STARTS_AT;
    const opening = factsCall([received('opening-1', 'PIECE', 'LYON', 9), received('opening-2', 'GUARDED', 'LYON', 9)]);
    await org.call('POST', opening.path, opening.body);
    await take('reserve', 'R-1', 3);
    await take('reserve', 'R-2', 2);
    for (const { name, key, quantity, waitHours, isRepeated } of steps) {
      org.now += waitHours * 3_600_000;
      const isDone = await take(name, key, quantity);
      if (isDone) done.set(name, (done.get(name) ?? 0) + 1);
      if (isDone && isRepeated && !['scan', 'pickSome', 'pickAll', 'missing', 'expire'].includes(name)) {
        const image = JSON.stringify(org.rows('Stock_Position__c', ['On_Hand__c', 'Reserved__c']));
        await take(name, key, quantity);
        assert.equal(JSON.stringify(org.rows('Stock_Position__c', ['On_Hand__c', 'Reserved__c'])), image, `${name} ${key} again`);
      }
      expectLedgerIsTrue(org);
      assert.ok(sum(org.rows('Stock_Position__c', ['Reserved__c']), 'Reserved__c') >= inHands(), 'what is in hands stays reserved');
    }
    for (const key of ['R-1', 'R-2']) {
      await take('release', key, 0);
      await take('putAway', key, 0);
    }
    expectLedgerIsTrue(org);
    assert.equal(inHands(), 0, 'nobody holds anything');
    assert.equal(sum(org.rows('Stock_Position__c', ['Reserved__c']), 'Reserved__c'), 0, 'nothing is reserved');
    assert.equal(org.rows('Store_Task__c', ['Open_Location__c']).filter((task) => task['Open_Location__c'] !== null).length, 0, 'no task is open');
    assert.equal(sum(org.rows('Stock_Position__c', ['On_Hand__c']), 'On_Hand__c'), 18_000 - sum(org.rows('Stock_Reservation_Line__c', ['Fulfilled__c']), 'Fulfilled__c'), 'on hand is what was received and not handed over');
  }), { numRuns: Number(process.env['HOLDFAST_PICKUP_LIVES'] ?? 6) });
  assert.ok(done.size > 0, 'something happened');
});
