/** What happens in a store by time alone, with nobody at a screen: the app's schedules and jobs under the local org's clock. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { OrgInMemory } from './support/org-in-memory.ts';

const MINUTE_MS = 60_000;
/** Late tasks, pickup windows, carts, shortages, promotions, shards and integrations; at the full hour also missing tasks, kinds of rules, safety rules and pending groups. */
const STEPS_OF_A_SWEEP = 7;
const STEPS_OF_AN_HOUR = 4;
const STARTS_AT = Date.UTC(2026, 10, 23, 9, 58, 30);

let org: OrgInMemory;
const signals: string[] = [];

before(async () => {
  org = OrgInMemory.start(STARTS_AT);
  org.localOrg.bus.onPublished((events) => {
    for (const { topic, payload } of events) if (topic.endsWith('Stock_Signal__e')) signals.push(`${String(payload['Kind__c'])} ${String(payload['Subject_Key__c'])}`);
  });
  await org.create('Stock_Location__c', { Name: 'Leeds', Code__c: 'LEEDS', Type__c: 'Store', Time_Zone__c: 'Europe/London', Pickup__c: true });
  await org.create('Product2', { Name: 'Lamp', SKU__c: 'LAMP', Base_Unit__c: 'Piece', IsActive: true });
  await post('/events', { events: [{ key: 'OPEN', intent: 'StockReceived', sku: 'LAMP', location: 'LEEDS', quantity: 50, occurredAt: new Date(STARTS_AT).toISOString(), source: 'TEST' }] });
  await org.anonymous('SweepSchedule.start();');
});
after(() => org.close());

async function post(path: string, body: unknown): Promise<void> {
  const answer = await org.call('POST', path, JSON.stringify(body));
  assert.equal(answer.status, 200, answer.text);
}

const reserve = (requestKey: string, values: object = {}): Promise<void> =>
  post('/reservations', { requestKey, kind: 'Firm', purpose: 'Pickup', channel: 'WEB', allOrNothing: true, lines: [{ line: 1, sku: 'LAMP', location: 'LEEDS', quantity: 2 }], ...values });

/** What an expression of Apex is, as text. */
async function apex(expression: string): Promise<string> {
  const [text = ''] = await org.anonymous(`System.debug(${expression});`);
  return text;
}

async function passMinutes(minutes: number): Promise<void> {
  for (let minute = 0; minute < minutes; minute++) await org.passTime(MINUTE_MS);
}

test('twelve schedules fire once an hour each, five minutes apart', async () => {
  await passMinutes(60);
  assert.equal(await apex("[SELECT COUNT() FROM CronTrigger WHERE CronJobDetail.Name LIKE 'Holdfast sweep %' AND TimesTriggered = 1]"), '12');
  const jobs = await org.anonymous("for (AggregateResult row : [SELECT Status status, COUNT(Id) jobs FROM AsyncApexJob WHERE JobType = 'Queueable' GROUP BY Status]) System.debug(row.get('status') + ' ' + row.get('jobs'));");
  assert.deepEqual(jobs, [`Completed ${String(12 * STEPS_OF_A_SWEEP + STEPS_OF_AN_HOUR)}`], 'a job per step, and those of the full hour');
});

test('a pickup that nobody picks is late, raised and signalled within five minutes, without anybody looking', async () => {
  await reserve('late');
  const orderedAt = org.now;
  signals.length = 0;
  await passMinutes(46);
  assert.deepEqual(signals.filter((signal) => signal.startsWith('TaskWarned')), [], 'warned of at the next sweep');
  await passMinutes(4);
  assert.deepEqual(signals.filter((signal) => signal.startsWith('TaskWarned')), ['TaskWarned PICK|late|LEEDS']);
  await passMinutes(16);
  assert.deepEqual(signals.filter((signal) => !signal.startsWith('TaskChanged')), ['TaskWarned PICK|late|LEEDS', 'ExceptionRaised SLA|PICK|late|LEEDS', 'TaskBreached PICK|late|LEEDS']);
  const due = Math.ceil(orderedAt / MINUTE_MS) * MINUTE_MS + 60 * MINUTE_MS;
  assert.equal(await apex("[SELECT Breached_At__c FROM Store_Task__c WHERE Request_Key__c = 'late'].Breached_At__c.getTime()"), String(due), 'late since it was due');
  await passMinutes(30);
  assert.equal(await apex("[SELECT COUNT() FROM Stock_Exception__c WHERE Type__c = 'SlaBreach']"), '1');
});

test('a cart that nobody asks about gives its goods back', async () => {
  await reserve('cart', { kind: 'Cart', purpose: 'Ship', expiresAt: new Date(org.now + 10 * MINUTE_MS).toISOString() });
  assert.equal(await apex("[SELECT Reserved__c FROM Stock_Position__c].Reserved__c.intValue()"), '4');
  await passMinutes(16);
  assert.equal(await apex("[SELECT Reserved__c FROM Stock_Position__c].Reserved__c.intValue()"), '2');
});

test('goods that nobody collects go back to the shelf when their window ends', async () => {
  await reserve('uncollected');
  await org.anonymous(`
    Id taskId = [SELECT Id FROM Store_Task__c WHERE Request_Key__c = 'uncollected'].Id;
    StoreTaskController.claim(new List<String>{ taskId });
    RecordScans.Scan scan = new RecordScans.Scan();
    scan.scanKey = 's1'; scan.code = 'LAMP'; scan.quantity = 2; scan.scannedAtMillis = System.now().getTime(); scan.device = 'Typed';
    StoreTaskController.recordScans(taskId, new List<RecordScans.Scan>{ scan });
    StoreTaskController.finishPick(taskId);
    StoreTaskController.stage(taskId, 'B1');`);
  const collectBy = Number(await apex("[SELECT Collect_By_Minute__c FROM Store_Task__c WHERE Request_Key__c = 'uncollected'].Collect_By_Minute__c.longValue()")) * MINUTE_MS;
  org.now = collectBy - 6 * MINUTE_MS;
  await passMinutes(5);
  assert.equal(await apex("[SELECT State__c FROM Store_Task__c WHERE Task_Key__c = 'PICK|uncollected|LEEDS'].State__c"), 'Ready');
  await passMinutes(6);
  assert.equal(await apex("[SELECT State__c FROM Store_Task__c WHERE Task_Key__c = 'PICK|uncollected|LEEDS'].State__c"), 'Expired');
  assert.equal(await apex("[SELECT State__c FROM Store_Task__c WHERE Task_Key__c = 'PUTAWAY|uncollected|LEEDS'].State__c"), 'Open');
});

test('a task that is lost is made again within the hour', async () => {
  await reserve('lost');
  await org.deliverEvents();
  await org.anonymous("delete as system [SELECT Id FROM Store_Task__c WHERE Request_Key__c = 'lost' WITH SYSTEM_MODE];");
  await passMinutes(60);
  assert.equal(await apex("[SELECT COUNT() FROM Store_Task__c WHERE Request_Key__c = 'lost' AND Task_Key__c = 'PICK|lost|LEEDS']"), '1');
  assert.equal(await apex("[SELECT State__c FROM Stock_Exception__c WHERE Cause_Key__c = 'MISSINGTASK|lost|LEEDS'].State__c"), 'Resolved');
});

test('the change event of a promise makes its task where the transaction did not', async () => {
  // The event is still on its way when the task is taken away: both in one block of Apex.
  await org.anonymous(`
    ReservationRequest request = new ReservationRequest();
    request.requestKey = 'event'; request.kind = 'Firm'; request.purpose = 'Pickup'; request.channel = 'WEB'; request.allOrNothing = true;
    request.lines.add(new ReservationRequest.Line('1', 'LAMP', 'LEEDS', 1));
    new ReserveStock(new List<ReservationRequest>{ request }).run();
    delete as system [SELECT Id FROM Store_Task__c WHERE Request_Key__c = 'event' WITH SYSTEM_MODE];`);
  await org.deliverEvents();
  assert.equal(await apex("[SELECT COUNT() FROM Store_Task__c WHERE Request_Key__c = 'event']"), '1');
});

test('stopped sweeps do not fire', async () => {
  await org.anonymous('SweepSchedule.stop();');
  const fired = await apex("[SELECT COUNT() FROM AsyncApexJob WHERE JobType = 'Queueable']");
  await passMinutes(20);
  assert.equal(await apex("[SELECT COUNT() FROM AsyncApexJob WHERE JobType = 'Queueable']"), fired);
});
