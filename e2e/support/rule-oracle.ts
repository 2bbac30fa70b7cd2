/** What a check of rules must find, by trying every case: written from the words of docs/domain.md, not from the Apex. */
export interface SmallRule {
  readonly name: string;
  readonly priority: number | undefined;
  readonly sku: string | undefined;
  readonly productClass: string | undefined;
  readonly location: string | undefined;
  readonly group: string | undefined;
  readonly channel: string | undefined;
  readonly season: { readonly from: number; readonly until: number } | undefined;
  readonly effect: number;
}

export interface SmallWorld {
  readonly classBySku: Readonly<Record<string, string>>;
  readonly classes: readonly string[];
  readonly locations: readonly string[];
  readonly groups: Readonly<Record<string, readonly string[]>>;
  readonly channels: readonly string[];
}

export interface SmallCase {
  readonly sku: string;
  readonly productClass: string;
  readonly location: string;
  readonly channel: string;
  /** Of a leap year, 1 to 366. */
  readonly day: number;
}

export interface Findings {
  /** Pairs of names, each in order, joined by a plus sign. */
  readonly conflicts: ReadonlySet<string>;
  readonly unreachable: ReadonlySet<string>;
  readonly hasGap: boolean;
}

export const ANY_SKU = 'another';

export function fits(rule: SmallRule, one: SmallCase, world: SmallWorld): boolean {
  const within = (first: number, last: number): boolean => (first <= last ? one.day >= first && one.day <= last : one.day >= first || one.day <= last);
  return (rule.sku === undefined || rule.sku === one.sku)
    && (rule.productClass === undefined || rule.productClass === one.productClass)
    && (rule.location === undefined || rule.location === one.location)
    && (rule.group === undefined || (world.groups[rule.group] ?? []).includes(one.location))
    && (rule.channel === undefined || rule.channel === one.channel)
    && (rule.season === undefined || within(rule.season.from, rule.season.until));
}

const DIMENSIONS = ['sku', 'location', 'group', 'productClass', 'channel', 'season'] as const;

/** Below 0: the first decides. 0: nothing but the name tells them apart. */
export function compareRank(first: SmallRule, second: SmallRule): number {
  const priority = (first.priority ?? Infinity) === (second.priority ?? Infinity) ? 0 : (first.priority ?? Infinity) - (second.priority ?? Infinity);
  if (priority !== 0) return priority;
  const unlike = DIMENSIONS.find((dimension) => (first[dimension] === undefined) !== (second[dimension] === undefined));
  if (unlike === undefined) return 0;
  return first[unlike] === undefined ? 1 : -1;
}

export function* casesOf(world: SmallWorld, days: readonly number[]): Generator<SmallCase> {
  const goods = [...Object.entries(world.classBySku), ...world.classes.map((productClass) => [ANY_SKU, productClass] as const)];
  for (const [sku, productClass] of goods) {
    for (const location of world.locations) {
      for (const channel of [...world.channels, 'OTHER']) {
        for (const day of days) yield { sku, productClass, location, channel, day };
      }
    }
  }
}

export function bruteForce(rules: readonly SmallRule[], world: SmallWorld, days: readonly number[]): Findings {
  const conflicts = new Set<string>();
  const deciding = new Set<string>();
  let hasGap = false;
  for (const one of casesOf(world, days)) {
    const fitting = rules.filter((rule) => fits(rule, one, world));
    const best = fitting.filter((rule) => fitting.every((other) => compareRank(rule, other) <= 0));
    if (best.length === 0) hasGap = true;
    for (const first of best) {
      if (!best.some((other) => other.effect === first.effect && other.name < first.name)) deciding.add(first.name);
      for (const second of best) {
        if (first.name < second.name && first.effect !== second.effect) conflicts.add(`${first.name}+${second.name}`);
      }
    }
  }
  return { conflicts, unreachable: new Set(rules.map(({ name }) => name).filter((name) => !deciding.has(name))), hasGap };
}
