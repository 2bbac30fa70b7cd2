/**
 * The check of rules against brute force over every case of a small world: nothing is reported that a case does not show, and nothing is missed.
 * A failure prints its seed and the smallest set that fails; PROPERTY_SEED=… repeats it, PROPERTY_RUNS=… digs deeper.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { OrgInMemory } from './support/org-in-memory.ts';
import { ANY_SKU, bruteForce, compareRank, fits, type SmallCase, type SmallRule, type SmallWorld } from './support/rule-oracle.ts';

const USUAL_RUNS = 10;
/** Asked in one call. */
const SETS_PER_RUN = 20;

const WORLD: SmallWorld = {
  classBySku: { LAMP: 'General', SOFA: 'Bulky' },
  classes: ['General', 'Bulky'],
  locations: ['LILLE', 'LYON', 'NICE'],
  groups: { SOUTH: ['LYON', 'NICE'], COAST: ['NICE'], EMPTY: [] },
  channels: ['WEB'],
};
/** Around every day that a season may begin or end on. */
const DAYS = [1, 2, 31, 32, 60, 61, 305, 306, 335, 366];

interface Finding {
  readonly kind: string;
  readonly rules: readonly string[];
  readonly sku: string | null;
  readonly productClass: string | null;
  readonly location: string | null;
  readonly channel: string | null;
  readonly day: string | null;
}

const SCRIPT = `
Map<String, Object> asked = (Map<String, Object>) JSON.deserializeUntyped(ASKED);
RuleWorld world = (RuleWorld) JSON.deserialize(JSON.serialize(asked.get('world')), RuleWorld.class);
List<Object> answers = new List<Object>();
for (Object oneSet : (List<Object>) asked.get('sets')) {
    List<Rule__c> rules = (List<Rule__c>) JSON.deserialize(JSON.serialize(oneSet), List<Rule__c>.class);
    List<Object> found = new List<Object>();
    for (RuleFinding finding : new RuleChecker(RuleKind.of('Returns'), rules, world).run()) {
        RuleInput input = finding.exampleInput;
        found.add(new Map<String, Object>{ 'kind' => finding.kind, 'rules' => finding.ruleNames, 'sku' => input?.sku, 'productClass' => input?.classOrUsual(),
            'location' => input?.locationCode, 'channel' => input?.channel, 'day' => input?.day == null ? null : String.valueOf(input.day) });
    }
    answers.add(found);
}
System.debug(JSON.serialize(answers));
`;

let org: OrgInMemory;
before(() => {
  org = OrgInMemory.start(Date.UTC(2026, 10, 21));
});
after(() => org.close());

const dayText = (ordinal: number): string => new Date(Date.UTC(2000, 0, ordinal)).toISOString().slice(5, 10);
const ordinalOf = (day: string): number => (Date.parse(`2000-${day.slice(5, 10)}T00:00:00Z`) - Date.UTC(2000, 0, 1)) / 86_400_000 + 1;

const record = (rule: SmallRule): Record<string, unknown> => ({
  attributes: { type: 'Rule__c' }, Name: rule.name, Priority__c: rule.priority, SKU__c: rule.sku, Product_Class__c: rule.productClass, Location_Code__c: rule.location,
  Location_Group__c: rule.group, Channel__c: rule.channel, Season_From__c: rule.season && dayText(rule.season.from), Season_Until__c: rule.season && dayText(rule.season.until),
  Return_Condition__c: 'sellable', Return_Days__c: rule.effect,
});

async function check(sets: readonly (readonly SmallRule[])[]): Promise<readonly (readonly Finding[])[]> {
  const world = { classBySku: WORLD.classBySku, productClasses: WORLD.classes, locationCodes: WORLD.locations, locationsByGroup: WORLD.groups };
  const text = JSON.stringify({ world, sets: sets.map((rules) => rules.map(record)) });
  const [answers = '[]'] = await org.anonymous(SCRIPT.replace('ASKED', () => `'${text}'`));
  return JSON.parse(answers) as Finding[][];
}

const caseOf = (finding: Finding): SmallCase => ({
  sku: finding.sku ?? ANY_SKU, productClass: finding.productClass ?? 'General', location: finding.location ?? '', channel: finding.channel ?? 'OTHER',
  day: finding.day === null ? 200 : ordinalOf(finding.day),
});

const named = (rules: readonly SmallRule[], name: string | undefined): SmallRule => rules.find((rule) => rule.name === name) ?? assert.fail(`There is no rule ${String(name)}.`);

/** The example of a finding must show what the finding says. */
function confirm(finding: Finding, rules: readonly SmallRule[]): void {
  if (finding.location === null) return assert.equal(finding.kind, 'Unreachable', 'only an empty group has no example');
  const one = caseOf(finding);
  const fitting = rules.filter((rule) => fits(rule, one, WORLD));
  const best = fitting.filter((rule) => fitting.every((other) => compareRank(rule, other) <= 0));
  const [first, second] = finding.rules;
  if (finding.kind === 'Gap') return assert.equal(fitting.length, 0, 'a rule decides in the gap');
  if (finding.kind === 'Conflict') return assert.ok(best.includes(named(rules, first)) && best.includes(named(rules, second)) && named(rules, first).effect !== named(rules, second).effect, 'both decide here, differently');
  assert.ok(fitting.includes(named(rules, first)) && fitting.includes(named(rules, second)), 'both fit here');
  assert.ok(compareRank(named(rules, second), named(rules, first)) <= 0, 'and the other comes first');
}

const seldom = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined, freq: 2 });
const goods = fc.oneof(fc.record({ sku: fc.constant(undefined), productClass: seldom(fc.constantFrom('General', 'Bulky')) }), fc.record({ sku: fc.constantFrom('LAMP', 'SOFA'), productClass: fc.constant(undefined) }));
const places = fc.oneof(fc.record({ location: fc.constant(undefined), group: seldom(fc.constantFrom('SOUTH', 'COAST', 'EMPTY')) }), fc.record({ location: fc.constantFrom(...WORLD.locations), group: fc.constant(undefined) }));
const season = fc.record({ from: fc.constantFrom(1, 32, 306), until: fc.constantFrom(31, 60, 305, 366) });
const rule = fc.record({ goods, places, priority: fc.constantFrom(1, 1, 2, undefined), channel: seldom(fc.constant('WEB')), season: seldom(season), effect: fc.constantFrom(10, 20) });
const ruleSet: fc.Arbitrary<readonly SmallRule[]> = fc.array(rule, { minLength: 1, maxLength: 7 })
  .map((drawn) => drawn.map(({ goods: some, places: somewhere, ...rest }, index) => ({ name: `R${String(index)}`, ...some, ...somewhere, ...rest })));

function compare(rules: readonly SmallRule[], found: readonly Finding[]): void {
  for (const finding of found) confirm(finding, rules);
  const expected = bruteForce(rules, WORLD, DAYS);
  const about = JSON.stringify(rules);
  assert.deepEqual(new Set(found.filter(({ kind }) => kind === 'Conflict').map(({ rules: names }) => names.toSorted().join('+'))), expected.conflicts, `conflicts of ${about}`);
  assert.deepEqual(new Set(found.filter(({ kind }) => kind === 'Unreachable').map(({ rules: [name] }) => name)), expected.unreachable, `unreachable of ${about}`);
  assert.equal(found.some(({ kind }) => kind === 'Gap'), expected.hasGap, `gap of ${about}`);
}

test('a check finds every conflict, gap and unreachable rule of random sets, each with a case that shows it', async () => {
  const { PROPERTY_RUNS: runs, PROPERTY_SEED: seed } = process.env;
  await fc.assert(fc.asyncProperty(fc.array(ruleSet, { minLength: SETS_PER_RUN, maxLength: SETS_PER_RUN }), async (sets) => {
    const found = await check(sets);
    sets.forEach((rules, index) => { compare(rules, found[index] ?? assert.fail('a set was not answered')); });
  }), { numRuns: runs === undefined ? USUAL_RUNS : Number(runs), ...(seed === undefined ? {} : { seed: Number(seed) }) });
});
