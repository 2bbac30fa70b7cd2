/** Every operation of those who tell and ask, called with what its example becomes when somebody bends it: it is refused by name or taken, and never breaks. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { objectOf, readContract, type ContractName, type Json } from '../contracts/document.ts';
import { Contract } from '../contracts/validator.ts';
import { CALLED, openCalled } from './test/called.ts';
import { signature } from './test/till.ts';
import { BEARER, type World } from './test/world.ts';

const hostileValue = fc.oneof(
  fc.constantFrom<Json>(null, true, '', ' ', '|', '\u0000', '\ud800', '\u202e', '../../etc/passwd', "' OR Name != '", 'x'.repeat(5_000), -0, -1, 0.0001, 1e300, 9_007_199_254_740_993, [], {}, [[[]]]),
  fc.json({ maxDepth: 3 }).map((text) => JSON.parse(text) as Json),
);

/** One or several places of a value become something hostile, or are gone, or gain a field. */
function bent(value: Json): fc.Arbitrary<Json> {
  const here = fc.oneof({ weight: 1, arbitrary: hostileValue }, { weight: 1, arbitrary: fc.constant(value) });
  if (Array.isArray(value)) {
    const items = value as readonly Json[];
    return fc.oneof({ weight: 4, arbitrary: fc.tuple(...items.map(bent)).map((parts): Json => parts) }, { weight: 1, arbitrary: here }, { weight: 1, arbitrary: fc.constant<Json>([...items, ...items]) });
  }
  if (typeof value !== 'object' || value === null) return here;
  const fields = fc.tuple(...Object.entries(value).map(([name, part]) => fc.tuple(fc.constant(name), bent(part), fc.boolean().map((isGone) => isGone && name.length % 3 === 0))));
  const extra = fc.option(fc.tuple(fc.constantFrom('__proto__', 'constructor', 'toString', 'note'), hostileValue), { nil: undefined });
  const object = fc.tuple(fields, extra).map(([parts, more]): Json => Object.fromEntries([...parts.filter(([, , isGone]) => !isGone).map(([name, part]) => [name, part] as const), ...(more === undefined ? [] : [more])]));
  return fc.oneof({ weight: 6, arbitrary: object }, { weight: 1, arbitrary: here });
}

describe('hostile callers', () => {
  for (const [name, prefix] of Object.entries(CALLED)) {
    const document = readContract(name as ContractName);
    for (const { id, method, path, body, parameters } of new Contract(name, document).operations.values()) {
      if (body?.mediaType !== 'application/json') continue;
      const content = objectOf(objectOf(objectOf(objectOf(objectOf(objectOf(document['paths'])[path])[method])['requestBody'])['content'])['application/json']);
      it(`break nothing of ${name} ${id}, and what is refused stores nothing`, async () => {
        const world = await openCalled();
        const url = prefix + path.replaceAll(/\{\w+\}/g, 'K7M2QX') + (parameters.some(({ place, isRequired }) => place === 'query' && isRequired) ? '?store=LYON&location=LYON' : '');
        let told = 0;
        await fc.assert(fc.asyncProperty(bent(content['example']!), async (bad) => {
          const text = JSON.stringify(bad);
          const before = await storedIn(world);
          told += 1;
          const headers = name === 'pos-ingest' ? { ...signature(text), 'idempotency-key': `hostile-${String(told)}` } : BEARER;
          const answer = await world.send({ method: method.toUpperCase() as 'POST', url, headers, body: text });
          assert.ok(answer.statusCode < 500, `${text} was answered ${String(answer.statusCode)}: ${answer.body}`);
          if (answer.statusCode >= 400) {
            assert.deepEqual(await storedIn(world), before);
            assert.match(answer.json<{ errorCode: string }[]>()[0]!.errorCode, /^(GW|HF)-/);
          }
        }), { numRuns: 150 });
        assert.equal(({} as Record<string, unknown>)['note'], undefined);
        await world.close();
      });
    }
  }
});

async function storedIn(world: World): Promise<unknown> {
  return [(await world.store.figures()).map(({ count }) => count), (await world.store.cursors('register|')).map(({ value }) => value)];
}
