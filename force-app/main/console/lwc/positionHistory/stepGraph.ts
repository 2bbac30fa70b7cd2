/** Where a step graph draws what: paths in a field of WIDTH by HEIGHT, ticks in percent of it. Between two steps a position holds what it held. */
export const WIDTH = 1000;
export const HEIGHT = 260;

export interface GraphStep {
  readonly atMillis: number;
  readonly onHand: number;
  readonly reserved: number;
  readonly available: number;
}
export type Series = 'onHand' | 'reserved' | 'available';

export interface Tick {
  readonly value: number;
  readonly percent: number;
}

export interface StepGraph {
  readonly paths: Readonly<Record<Series, string>>;
  /** Below the line of what is available. */
  readonly area: string;
  readonly quantityTicks: readonly Tick[];
  readonly timeTicks: readonly Tick[];
  readonly zeroPercent: number;
}

const MOST_QUANTITY_TICKS = 5;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const TIME_STEPS = [MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 7 * DAY] as const;
const MOST_TIME_TICKS = 8;

export function stepGraph(steps: readonly GraphStep[], fromMillis: number, toMillis: number): StepGraph {
  const values = steps.flatMap(({ onHand, reserved, available }) => [onHand, reserved, available]);
  const ticks = quantityTicks(Math.min(0, ...values), Math.max(1, ...values));
  const bottom = ticks[0] ?? 0;
  const top = ticks.at(-1) ?? 1;
  const x = (millis: number): number => round(((millis - fromMillis) / Math.max(1, toMillis - fromMillis)) * WIDTH);
  const y = (value: number): number => round(HEIGHT - ((value - bottom) / (top - bottom)) * HEIGHT);
  const path = (series: Series): string => steps.map((step, index) => (index === 0 ? `M${Math.max(0, x(step.atMillis))} ${y(step[series])}` : `H${x(step.atMillis)}V${y(step[series])}`)).join('') + `H${WIDTH}`;
  const available = path('available');
  return {
    paths: { onHand: path('onHand'), reserved: path('reserved'), available },
    area: steps.length === 0 ? '' : `${available}V${y(0)}H0Z`,
    quantityTicks: ticks.map((value) => ({ value, percent: (y(value) / HEIGHT) * 100 })),
    timeTicks: timeTicks(fromMillis, toMillis).map((value) => ({ value, percent: (x(value) / WIDTH) * 100 })),
    zeroPercent: (y(0) / HEIGHT) * 100,
  };
}

/** Where the drawing begins: a position that did not exist yet needs no room; what came then would be crowded at the edge. */
export function shownFrom(steps: readonly GraphStep[], fromMillis: number, toMillis: number): number {
  const [first, second] = steps;
  if (first === undefined || second === undefined || first.onHand !== 0 || first.reserved !== 0) return fromMillis;
  return Math.max(fromMillis, second.atMillis - Math.max(MINUTE, (toMillis - second.atMillis) / 20));
}

/** The step that was in force at a moment; the first one for moments before it. */
export function stepAt(steps: readonly GraphStep[], millis: number): number {
  let low = 0;
  let high = steps.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((steps[middle]?.atMillis ?? 0) <= millis) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Round numbers from below the lowest to above the highest value. */
function quantityTicks(lowest: number, highest: number): readonly number[] {
  const rough = (highest - lowest) / (MOST_QUANTITY_TICKS - 1);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough) ?? rough);
  const first = Math.floor(lowest / step) * step;
  const count = Math.ceil(highest / step) - first / step;
  return Array.from({ length: count + 1 }, (_, index) => round(first + index * step));
}

/** Whole hours or days of the browser's time zone. */
function timeTicks(fromMillis: number, toMillis: number): readonly number[] {
  const step = TIME_STEPS.find((candidate) => (toMillis - fromMillis) / candidate <= MOST_TIME_TICKS) ?? 7 * DAY;
  const midnight = new Date(fromMillis).setHours(0, 0, 0, 0);
  const first = midnight + Math.ceil((fromMillis - midnight) / step) * step;
  return Array.from({ length: Math.max(0, Math.floor((toMillis - first) / step) + 1) }, (_, index) => first + index * step);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
