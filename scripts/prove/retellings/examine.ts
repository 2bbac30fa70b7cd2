/** Plays stories side by side in every order they are told and compares what the app makes of them with the oracle, with its own ledger, and so with each other. */
import fc from 'fast-check';
import { imageOf } from './algebra.ts';
import { DC, MODES, PLACES, STORE } from './history.ts';
import { NOW, skuOf, type Stage } from './stage.ts';
import { deliveriesOf, story, toldIn, unitOf, type Retelling, type Story } from './story.ts';
import { positionKeyOf, type Telling } from './told.ts';

/** What went wrong in one story. */
export interface Breach {
  readonly seed: number;
  /** 0 as it happened, then the retellings. */
  readonly schedule: number;
  readonly what: string;
}

interface Lane {
  readonly seed: number;
  readonly story: Story;
  readonly sku: string;
  readonly told: readonly Telling[];
  /** By position key. */
  readonly expected: ReadonlyMap<string, string>;
}

/** The same seed is the same story for ever. */
export function storyOf(seed: number): Story {
  return fc.sample(story, { seed, numRuns: 1 })[0]!;
}

/** @returns every breach found; a story that cannot be played to its end is one */
export async function examine(stage: Stage, stories: readonly { readonly seed: number; readonly story: Story }[]): Promise<readonly Breach[]> {
  const lanes = stories.map(({ seed, story: one }, index) => laneOf(seed, one, index));
  const breaches: Breach[] = [];
  const retellings = [undefined, ...Array.from({ length: stories[0]?.story.retellings.length ?? 0 }, (_, index) => index)];
  for (const [schedule, index] of retellings.entries()) breaches.push(...await played(stage, lanes, schedule, ({ retellings: all }) => (index === undefined ? undefined : all[index])));
  return breaches;
}

/** When a call of many stories fails, each is played by itself to see whose fault it was. */
async function played(stage: Stage, lanes: readonly Lane[], schedule: number, retelling: (story: Story) => Retelling | undefined): Promise<readonly Breach[]> {
  try {
    await stage.play(new Map(lanes.map((lane) => [lane.sku, deliveriesOf(lane.story, lane.told, retelling(lane.story))])));
  } catch (error) {
    if (lanes.length === 1) return [{ seed: lanes[0]!.seed, schedule, what: error instanceof Error ? error.message : String(error) }];
    const alone: Breach[] = [];
    for (const lane of lanes) alone.push(...await played(stage, [lane], schedule, retelling));
    if (alone.length === 0) throw new Error('Stories that pass one by one fail side by side.', { cause: error });
    return alone;
  }
  const images = await stage.images();
  const unbalanced = new Set(stage.unbalanced());
  return lanes.flatMap(({ seed, expected }) => [...expected].flatMap(([key, image]) => {
    const actual = images.get(key);
    // A position nothing was ever told of does not exist.
    if (actual === undefined) return image === EMPTY(key) ? [] : [{ seed, schedule, what: `there is no position ${key}; the oracle says\n  ${image}` }];
    return [
      ...(actual.position === image ? [] : [{ seed, schedule, what: `the oracle says\n  ${image}\nthe position says\n  ${actual.position}` }]),
      ...(actual.ledger === image ? [] : [{ seed, schedule, what: `the oracle says\n  ${image}\nthe ledger says\n  ${actual.ledger}` }]),
      ...(unbalanced.has(key) ? [{ seed, schedule, what: `the entries of ${key} do not add up to its buckets` }] : []),
    ];
  }));
}

const EMPTY = (key: string): string => {
  const [sku = '', location = ''] = key.split('|');
  return imageOf({ sku, location, adoptsSnapshots: false, reserved: 0 }, [], MODES);
};

function laneOf(seed: number, one: Story, index: number): Lane {
  const sku = skuOf(one, index);
  const told = toldIn(one, sku);
  return { seed, story: one, sku, told, expected: new Map(PLACES.map((location) => [positionKeyOf({ sku, location }), expectedImage(one, sku, location, told)])) };
}

function expectedImage(one: Story, sku: string, location: string, told: readonly Telling[]): string {
  const { promise } = one;
  const quantity = promise === undefined ? 0 : promise.quantity * unitOf(one);
  const isHere = promise !== undefined && location === STORE;
  const fulfilled: readonly Telling[] = isHere && promise.end === 'fulfil'
    ? [{ kind: 'fact', source: 'HOLDFAST', key: `${sku}-F`, sku, location, intent: 'ReservationFulfilled', quantity, occurredAt: NOW }] : [];
  return imageOf({ sku, location, adoptsSnapshots: location === DC, reserved: isHere && promise.end === 'open' ? quantity : 0 }, [...told, ...fulfilled], MODES);
}
