import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { Contract } from '../../contracts/validator.ts';
import { readPosLog } from './poslog.ts';

const fixture = (name: string): Buffer => readFileSync(path.join(import.meta.dirname, 'fixtures/poslog', name));
const read = (text: string): readonly unknown[] => readPosLog(Buffer.from(text));
const transaction = (inner: string): string => `<POSLog><Transaction><RetailStoreID>LYON</RetailStoreID><WorkstationID>3</WorkstationID><SequenceNumber>1</SequenceNumber><BusinessDayDate>2026-11-21</BusinessDayDate><EndDateTime>2026-11-21T09:30:00Z</EndDateTime>${inner}</Transaction></POSLog>`;
const lines = (inner: string): string => transaction(`<RetailTransaction>${inner}</RetailTransaction>`);

describe('a POSLog', () => {
  it('says what its transactions say: sales, exchanges, returns, post-voids, and numbers of what moved no goods', () => {
    const transactions = readPosLog(fixture('day.xml'));
    assert.deepEqual(transactions, JSON.parse(fixture('day.json').toString()));
    Contract.read('pos-ingest').checkRequest('postTransactions', { headers: { 'idempotency-key': 'K' }, body: { transactions } });
  });

  it('may stand in another prefix of its namespace', () => {
    const document = fixture('day.xml').toString().replaceAll(/<(\/?)(\w)/g, '<$1log:$2').replace('<?log:xml', '<?xml').replace('xmlns=', 'xmlns:log=');
    assert.deepEqual(read(document), JSON.parse(fixture('day.json').toString()));
  });

  for (const [name, text, message] of [
    ['entities that grow', fixture('billion-laughs.xml').toString(), /document type/],
    ['entities that read files', fixture('external-entity.xml').toString(), /document type/],
    ['another document', '<Invoice/>', /The document is Invoice; a POSLog was expected/],
    ['no transaction', '<POSLog/>', /a POSLog was expected|no Transaction/],
    ['tags that do not match', '<POSLog><Transaction></POSLog>', /not well-formed/],
    ['no XML at all', 'hello', /not well-formed|empty/],
    ['a negative quantity', lines('<LineItem><SequenceNumber>1</SequenceNumber><Sale><ItemID>A</ItemID><Quantity>-1</Quantity></Sale></LineItem>'), /Quantity is -1; what comes back is a Return/],
    ['a way of selling that is not read', lines('<LineItem><SequenceNumber>1</SequenceNumber><SaleForDelivery><ItemID>A</ItemID></SaleForDelivery></LineItem>'), /SaleForDelivery; Sale and Return are read/],
    ['a void of another store', lines('<TransactionLink ReasonCode="PostVoid"><RetailStoreID>NICE</RetailStoreID></TransactionLink>'), /takes back a transaction of NICE/],
  ] as const) {
    it(`with ${name} is refused`, () => assert.throws(() => read(text), { code: 'GW-MALFORMED', message }));
  }

  const item = (sku: string, rest = '', line = '', number = 1): string => `<LineItem${line}><SequenceNumber>${String(number)}</SequenceNumber><Sale><ItemID>${sku}</ItemID><Quantity>1</Quantity>${rest}</Sale></LineItem>`;
  const only = (text: string): { readonly kind: string; readonly lines?: readonly { readonly sku: string; readonly quantity: number }[] } => read(text)[0] as never;

  for (const flag of ['true', '1', ' 1 ']) {
    it(`says yes with "${flag}", as XML Schema has it: what was voided, cancelled or done for training moves no goods`, () => {
      assert.deepEqual(only(lines(item('A') + item('B', '', ` VoidFlag="${flag}"`, 2))).lines?.map(({ sku }) => sku), ['A']);
      for (const name of ['CancelFlag', 'TrainingModeFlag']) assert.equal(only(lines(item('A')).replace('<Transaction>', `<Transaction ${name}="${flag}">`)).kind, 'NoSale', name);
    });
  }

  it('says no with "false" or "0", and is refused where nobody can tell', () => {
    for (const flag of ['false', '0']) assert.equal(only(lines(item('A')).replace('<Transaction>', `<Transaction TrainingModeFlag="${flag}">`)).kind, 'Sale');
    assert.throws(() => read(lines(item('A', '', ' VoidFlag="yes"'))), /LineItem\[0\]\.VoidFlag is "yes"; true or false/);
  });

  for (const [name, text, message] of [
    ['two RetailTransactions in one', transaction(`<RetailTransaction>${item('A')}</RetailTransaction><RetailTransaction>${item('B')}</RetailTransaction>`), /RetailTransaction stands more than once/],
    ['two sales in one line', lines(item('A').replace('</Sale>', '</Sale><Sale><ItemID>B</ItemID><Quantity>1</Quantity></Sale>')), /LineItem\[0\]\.Sale stands more than once/],
    ['a sale and a return in one line', lines(item('A').replace('</Sale>', '</Sale><Return><ItemID>B</ItemID><Quantity>1</Quantity></Return>')), /LineItem\[0\] is a Sale and a Return/],
    ['a sale of nothing', lines('<LineItem><SequenceNumber>1</SequenceNumber><Sale/></LineItem>'), /LineItem\[0\]\.Sale is empty/],
    ['movements of another kind', transaction('<InventoryControlTransaction><LineItem/></InventoryControlTransaction>'), /is an InventoryControlTransaction/],
    ['an order of a customer', transaction('<CustomerOrderTransaction/>'), /is a CustomerOrderTransaction/],
    ['a post-void that does not say of what lines', lines('<TransactionLink ReasonCode="PostVoid"><SequenceNumber>7</SequenceNumber><BusinessDayDate>2026-11-20</BusinessDayDate></TransactionLink>'), /takes back a transaction and has no lines/],
    ['a post-void whose lines are all void themselves', lines(`${item('A', '', ' VoidFlag="true"')}<TransactionLink ReasonCode="PostVoid"><SequenceNumber>7</SequenceNumber><BusinessDayDate>2026-11-20</BusinessDayDate></TransactionLink>`), /takes back a transaction and has no lines/],
    ['a void of another business unit', lines(`${item('A')}<TransactionLink ReasonCode="PostVoid"><BusinessUnit><UnitID>NICE</UnitID></BusinessUnit><SequenceNumber>7</SequenceNumber><BusinessDayDate>2026-11-20</BusinessDayDate></TransactionLink>`), /takes back a transaction of NICE/],
    ['two quantities that contradict each other', lines('<LineItem><SequenceNumber>1</SequenceNumber><Sale><ItemID>A</ItemID><Quantity UnitOfMeasureCode="CS" Units="6">1</Quantity></Sale></LineItem>'), /Quantity is "1 CS" in "6" units/],
  ] as const) {
    it(`with ${name} is refused: none of it would be told, and the till would think it was`, () => assert.throws(() => read(text), { code: 'GW-MALFORMED', message }));
  }

  it('takes back a transaction that had no goods', () => {
    const voided = lines('<LineItem><SequenceNumber>1</SequenceNumber><Tender/></LineItem><TransactionLink ReasonCode="PostVoid"><RetailStoreID>lyon</RetailStoreID><SequenceNumber>7</SequenceNumber><BusinessDayDate>2026-11-20</BusinessDayDate></TransactionLink>');
    assert.partialDeepStrictEqual(only(voided), { kind: 'Void', lines: [] });
  });

  it('of what is weighed or measured counts the measure, not how often it was weighed (ARTS: 20 gallons of petrol are Quantity 20, Units 1)', () => {
    const quantity = (text: string): number | undefined => only(lines(`<LineItem><SequenceNumber>1</SequenceNumber><Sale><ItemID>A</ItemID>${text}</Sale></LineItem>`)).lines?.[0]?.quantity;
    assert.equal(quantity('<Quantity UnitOfMeasureCode="KGM" Units="1">0.75</Quantity>'), 0.75);
    assert.equal(quantity('<Quantity UnitOfMeasureCode="Ga" Units="1">20</Quantity>'), 20);
    assert.equal(quantity('<Quantity UnitOfMeasureCode="EA" Units="3.000">3</Quantity>'), 3);
    assert.equal(quantity('<Quantity Units="3"/>'), 3);
  });

  it('that is nested too deep is refused', () => {
    assert.throws(() => read(`<POSLog>${'<a>'.repeat(100_000)}${'</a>'.repeat(100_000)}</POSLog>`), /deeper than 32/);
  });

  it('of a megabyte of what parsers stumble over is read or refused like any other', () => {
    for (const hostile of ['<', '<!--', '<![CDATA[', '<a "', "<a '", '&amp;', '<?', '</a>', '<a/>', '&#x41;'] as const) {
      try {
        read(transaction(hostile.repeat(Math.floor(1_000_000 / hostile.length))));
      } catch (error) {
        assert.match(String(error), /Refusal/);
      }
    }
  });

  it('leaves what is no number, no day, no time to the contract, which refuses it by name', () => {
    const contract = Contract.read('pos-ingest');
    const held = (text: string): void => { contract.checkRequest('postTransactions', { headers: { 'idempotency-key': 'K' }, body: { transactions: read(text) } }); };
    assert.throws(() => held(transaction('<RetailTransaction/>').replace('09:30:00Z', '09:30:00')), /transactions\[0\]\.occurredAt is "2026-11-21T09:30:00"/);
    assert.throws(() => held(lines('<LineItem><SequenceNumber>1</SequenceNumber><Sale><ItemID>A</ItemID><Quantity>many</Quantity></Sale></LineItem>')), /quantity is "many"; it must be a number/);
    assert.throws(() => held(lines('<LineItem><SequenceNumber>1</SequenceNumber><Sale><ItemID>A</ItemID></Sale></LineItem>')), /quantity is missing/);
    assert.throws(() => held(transaction('').replace(/<WorkstationID>.*<\/WorkstationID>/, '')), /register is missing/);
  });

  it('cannot reach prototypes through the names of its elements', () => {
    try {
      read(lines('<__proto__><polluted>1</polluted></__proto__><constructor><prototype><polluted>1</polluted></prototype></constructor>'));
    } catch (error) {
      assert.match(String(error), /^Refusal/);
    }
    assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
  });
});
