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
