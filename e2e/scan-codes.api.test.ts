/** The pick screen judges a scan before Apex does: both must read every code the same way. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, describe, it } from 'node:test';
import fc from 'fast-check';
import { readScan } from '../force-app/main/console/lwc/codeTable/codeTable.ts';
import { OrgInMemory } from './support/org-in-memory.ts';

interface Example {
  readonly name: string;
  readonly scanned: string;
  readonly gtin: string | null;
  readonly text: string | null;
  readonly quantity: number | null;
}
type Read = Pick<Example, 'gtin' | 'text' | 'quantity'>;

const examples = JSON.parse(readFileSync(new URL('fixtures/scan-codes.json', import.meta.url), 'utf8')) as Example[];

describe('codes as the pick screen and Apex read them', () => {
  let org: OrgInMemory;

  before(() => {
    org = OrgInMemory.start(Date.UTC(2026, 10, 22, 9));
  });

  /** Code by code, in one call. */
  async function readByApex(scanned: readonly string[]): Promise<readonly Read[]> {
    const encoded = Buffer.from(JSON.stringify(scanned)).toString('base64');
    const [answer] = await org.anonymous(`
      List<Object> codes = (List<Object>) JSON.deserializeUntyped(EncodingUtil.base64Decode('${encoded}').toString());
      List<Map<String, Object>> answers = new List<Map<String, Object>>();
      for (Object scanned : codes) {
        ScanCode code = ScanCode.read((String) scanned);
        answers.add(new Map<String, Object>{ 'gtin' => code.gtin, 'text' => code.text, 'quantity' => code.quantity });
      }
      System.debug(JSON.serialize(answers));`);
    return (JSON.parse(answer ?? '[]') as Read[]).map(({ gtin, text, quantity }) => ({ gtin, text, quantity }));
  }
  const readByScreen = (scanned: string): Read => {
    const { gtin, text, quantity } = readScan(scanned);
    return { gtin: gtin ?? null, text: text ?? null, quantity: quantity ?? null };
  };

  it('reads every notation of the fixture as the fixture says', async () => {
    const read = await readByApex(examples.map(({ scanned }) => scanned));
    assert.deepEqual(read.map((answer, index) => ({ name: examples[index]!.name, ...answer })), examples.map(({ name, gtin, text, quantity }) => ({ name, gtin, text, quantity })));
  });

  it('reads whatever else a scanner may send the same on both sides', async () => {
    const pieces = fc.constantFrom('01', '02', '10', '17', '21', '30', '37', '3103', '400', '\u001d', ']C1', ']E0', ']d2', '04006381333931', '4006381333931', '96385074', '261231', '000750', 'LOT-7', 'mug', ' ', '\t', '0', '5', '12');
    const codes = fc.oneof(fc.array(pieces, { maxLength: 8 }).map((parts) => parts.join('')), fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 7, maxLength: 15 }), fc.string({ maxLength: 30 }));
    await fc.assert(fc.asyncProperty(fc.array(codes, { minLength: 200, maxLength: 200 }), async (scanned) => {
      const read = await readByApex(scanned);
      for (const [index, code] of scanned.entries()) assert.deepEqual(read[index], readByScreen(code), JSON.stringify(code));
    }), { numRuns: 20 });
  });
});
