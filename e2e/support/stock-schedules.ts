/** Random schedules of calls. Steps are symbols: keys, times and lines become concrete when a step is played, so that a shortened schedule stays meaningful. */
import fc from 'fast-check';
import type { FactBody, Kind, RequestBody, SettleVerb } from './stock-bodies.ts';

export const SKUS = ['PIECE', 'GUARDED', 'WEIGHED'] as const;
export const LOCATIONS = ['LYON', 'NICE'] as const;
export const CHANNELS = ['WEB', 'SHOP'] as const;

export interface RequestSymbol {
  /** Of a small number of keys, so that keys are used again by chance. */
  readonly key: number;
  readonly kind: Kind;
  readonly channel: string;
  readonly allOrNothing: boolean;
  readonly orderRef: string | undefined;
  /** From now; carts and fences only, unless the schedule wants a malformed request. */
  readonly endsAfterMs: number | undefined;
  readonly lines: readonly { readonly isText: boolean; readonly repeatsReference: boolean; readonly sku: string; readonly location: string; readonly group: string | undefined; readonly quantity: number }[];
}

export type Step =
  | { readonly kind: 'facts'; readonly facts: readonly FactBody[] }
  | { readonly kind: 'reserve'; readonly isBatch: boolean; readonly requests: readonly RequestSymbol[] }
  /** A hundred requests in one call. */
  | { readonly kind: 'rush'; readonly requests: readonly RequestSymbol[] }
  /** `key` counts among the keys that are known by then; beyond them it is a new one. Goals count lines likewise. */
  | { readonly kind: 'settle'; readonly verb: SettleVerb; readonly key: number; readonly goals: readonly { readonly line: number; readonly quantity: number | undefined }[] }
  | { readonly kind: 'change'; readonly key: number; readonly goals: readonly { readonly line: number; readonly quantity: number }[] }
  /** Without goals everything goes to `location`. */
  | { readonly kind: 'transfer'; readonly key: number; readonly newKey: number | undefined; readonly location: string; readonly goals: readonly { readonly line: number; readonly quantity: number | undefined; readonly location: string }[] }
  | { readonly kind: 'wait'; readonly ms: number }
  /** The call that is so many calls back, once more. */
  | { readonly kind: 'replay'; readonly back: number };

const MINUTE = 60_000;
const REGISTERS = ['T-1', 'T-2'] as const;
const wholeQuantity = fc.integer({ min: 1, max: 6 });
const quantity = fc.oneof({ weight: 8, arbitrary: wholeQuantity }, { weight: 3, arbitrary: fc.constantFrom(0.001, 0.25, 1.5, 2.999) });
const sku = fc.oneof({ weight: 12, arbitrary: fc.constantFrom('PIECE', 'PIECE', 'piece', 'GUARDED', 'WEIGHED', 'Weighed') }, { weight: 1, arbitrary: fc.constant('UNHEARD-OF') });
const location = fc.oneof({ weight: 14, arbitrary: fc.constantFrom(...LOCATIONS, 'LYON', 'lyon') }, { weight: 1, arbitrary: fc.constant('NOWHERE') });
const occurredAt = fc.integer({ min: 0, max: 3_000 }).map((ms) => new Date(Date.UTC(2026, 10, 21, 8) + ms).toISOString());
const factKey = fc.oneof({ weight: 3, arbitrary: fc.integer({ min: 0, max: 1_000_000 }).map((number) => `single-${number}`) }, { weight: 1, arbitrary: fc.constantFrom('a', 'A', 'b', 'OPEN|PIECE|LYON', `long-${'x'.repeat(250)}`) });

interface FactSymbol {
  readonly key: string;
  readonly source: string;
  readonly sku: string;
  readonly location: string;
  readonly quantity: number;
  readonly occurredAt: string;
}

const common = (key: fc.Arbitrary<string>): fc.Arbitrary<FactSymbol> => fc.record({ key, source: fc.constantFrom('TILL', 'WMS'), sku, location, quantity, occurredAt });
const condition = fc.constantFrom(undefined, 'sellable', 'inspection', 'damaged');

function factOf(key: fc.Arbitrary<string>, named: { readonly correlation?: fc.Arbitrary<string | undefined>; readonly register?: fc.Arbitrary<string | undefined> } = {}): fc.Arbitrary<FactBody> {
  const of = (weight: number, extra: fc.Arbitrary<{ readonly intent: string } & { readonly [Name in keyof FactBody]?: FactBody[Name] | undefined }>): fc.WeightedArbitrary<FactBody> =>
    ({ weight, arbitrary: fc.tuple(common(key), extra).map(([fact, more]) => withoutAbsent({ ...fact, ...more })) });
  return fc.oneof(
    of(5, fc.record({ intent: fc.constant('StockReceived'), condition, quantity: wholeQuantity })),
    of(5, fc.record({ intent: fc.constant('StockSold'), ...named })),
    of(3, fc.record({ intent: fc.constant('StockReturned'), condition })),
    of(3, fc.record({ intent: fc.constant('StockAdjusted'), condition, quantity: fc.tuple(quantity, fc.boolean()).map(([amount, isLoss]) => (isLoss ? -amount : amount)), reason: fc.constantFrom('count', 'broken') })),
    of(1, fc.constantFrom({ intent: 'StockReceived', condition: 'as new' }, { intent: 'StockSold', condition: 'damaged' }, { intent: 'StockTeleported' })),
  );
}

/** Facts the API takes, whatever becomes of them. */
export const wellFormedFact = factOf(factKey, {
  correlation: fc.option(fc.nat(30).map((number) => `order-${number}`), { freq: 2, nil: undefined }),
  register: fc.constantFrom(undefined, ...REGISTERS),
});
/** Each with a key of its own. */
export const distinctFacts = (most: number): fc.Arbitrary<FactBody[]> =>
  fc.array(factOf(fc.constant('')), { minLength: 1, maxLength: most }).map((facts) => facts.map((fact, index) => ({ ...fact, key: `fact-${index}` })));

const malformedFact = fc.tuple(common(factKey), fc.constantFrom({ intent: 'StockSold', quantity: -1 }, { intent: 'StockAdjusted' })).map(([fact, more]): FactBody => ({ ...fact, ...more }));
const facts = fc.oneof(
  { weight: 12, arbitrary: fc.array(wellFormedFact, { minLength: 1, maxLength: 6 }) },
  { weight: 1, arbitrary: fc.tuple(wellFormedFact, malformedFact).map((both) => [...both]) },
  { weight: 1, arbitrary: wellFormedFact.map((fact) => [fact, fact]) },
);

const line = fc.record({
  isText: fc.boolean(), repeatsReference: fc.integer({ min: 0, max: 60 }).map((number) => number === 60), sku, location, group: fc.oneof({ weight: 12, arbitrary: fc.constant(undefined) }, { weight: 4, arbitrary: fc.constantFrom('RANKED', 'ANY', 'any') }, { weight: 1, arbitrary: fc.constant('NO-GROUP') }), quantity,
});
export const request: fc.Arbitrary<RequestSymbol> = fc.record({
  key: fc.nat(30),
  kind: fc.constantFrom('Firm', 'Firm', 'Cart', 'Cart', 'Fence', 'Quota'),
  channel: fc.constantFrom('WEB', ...CHANNELS),
  allOrNothing: fc.boolean(),
  orderRef: fc.constantFrom(undefined, 'O-1'),
  endsAfterMs: fc.option(fc.integer({ min: -MINUTE, max: 6 * MINUTE }), { nil: undefined }),
  lines: fc.array(line, { minLength: 1, maxLength: 4 }),
}).chain((symbol) => fc.integer({ min: 0, max: 40 }).map((chance) => (symbol.kind !== 'Cart' && symbol.kind !== 'Fence' && chance > 0 ? { ...symbol, endsAfterMs: undefined } : symbol)));

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('facts' as const), facts }) },
  { weight: 7, arbitrary: fc.tuple(fc.boolean(), fc.array(request, { minLength: 1, maxLength: 4 })).map(([isBatch, requests]) => ({ kind: 'reserve' as const, isBatch, requests: isBatch ? requests : requests.slice(0, 1) })) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('rush' as const), requests: fc.array(request.map((one) => ({ ...one, lines: one.lines.slice(0, 2) })), { minLength: 1, maxLength: 3 }) }) },
  { weight: 7, arbitrary: fc.record({
    kind: fc.constant('settle' as const), verb: fc.constantFrom('release', 'fulfil'), key: fc.nat(40),
    goals: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, { weight: 3, arbitrary: fc.array(fc.record({ line: fc.nat(20), quantity: fc.option(quantity, { nil: undefined }) }), { minLength: 1, maxLength: 3 }) }),
  }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('change' as const), key: fc.nat(40), goals: fc.array(fc.record({ line: fc.nat(20), quantity }), { minLength: 1, maxLength: 3 }) }) },
  { weight: 4, arbitrary: fc.record({
    kind: fc.constant('transfer' as const), key: fc.nat(40), newKey: fc.option(fc.nat(30), { freq: 3, nil: undefined }), location,
    goals: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 2, arbitrary: fc.array(fc.record({ line: fc.nat(20), quantity: fc.option(quantity, { nil: undefined }), location }), { minLength: 1, maxLength: 3 }) }),
  }) },
  { weight: 5, arbitrary: fc.integer({ min: 1, max: 12 * MINUTE }).map((ms) => ({ kind: 'wait' as const, ms })) },
  { weight: 3, arbitrary: fc.nat(12).map((back) => ({ kind: 'replay' as const, back })) },
);

/** Begins with some stock, so that there is something to promise. */
export const schedule = (most: number): fc.Arbitrary<readonly Step[]> => fc.tuple(
  fc.array(fc.tuple(fc.constantFrom(...SKUS), fc.constantFrom(...LOCATIONS), fc.integer({ min: 1, max: 15 })), { maxLength: 5 }),
  fc.array(step, { minLength: 1, maxLength: most }),
).map(([opening, steps]) => (opening.length === 0 ? steps : [{ kind: 'facts', facts: opening.map(([one, place, amount], index) => received(`opening-${index}`, one, place, amount)) }, ...steps]));

export function received(key: string, skuCode: string, locationCode: string, amount: number): FactBody {
  return { key, source: 'ERP', intent: 'StockReceived', sku: skuCode, location: locationCode, quantity: amount, occurredAt: '2026-11-21T08:00:00.000Z' };
}

export function requestBody(symbol: RequestSymbol, requestKey: string, now: number): RequestBody {
  const { key, kind, channel, allOrNothing, orderRef, endsAfterMs, lines } = symbol;
  return withoutAbsent({
    requestKey, kind, purpose: 'Pickup', channel, orderRef, customer: key % 3 === 0 ? 'Robin' : undefined, register: kind === 'Quota' ? REGISTERS[key % REGISTERS.length] : undefined, priority: key % 4 === 0 ? 1 + (key % 9) : undefined, allOrNothing, expiresAt: endsAfterMs === undefined ? undefined : new Date(now + endsAfterMs).toISOString(),
    lines: lines.map(({ isText, repeatsReference, location: at, group, ...asked }, index) => {
      const reference = repeatsReference ? 0 : index;
      return { line: isText ? `A-${reference}` : reference, ...(group === undefined ? { location: at } : { group }), ...asked };
    }),
  });
}

/** JSON has no undefined. */
function withoutAbsent<T extends object>(value: { readonly [Name in keyof T]: T[Name] | undefined }): T {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as T;
}
