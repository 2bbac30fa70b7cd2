/**
 * The opening time of stores against an oracle that walks through every minute of a year, with changes of the clocks, holidays and exceptions.
 * A failure prints its seed and the smallest calendar that fails; PROPERTY_SEED=… repeats it, PROPERTY_RUNS=… digs deeper (100 questions a run, more or less).
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { askApex } from './support/calendar-apex.ts';
import { calendarCase, HORIZON_MINUTES, YEAR_STARTS, type CalendarCase, type Question } from './support/calendar-cases.ts';
import { CalendarOracle } from './support/calendar-oracle.ts';
import { OrgInMemory } from './support/org-in-memory.ts';

const USUAL_RUNS = 25;

let org: OrgInMemory;
before(() => {
  org = OrgInMemory.start(YEAR_STARTS * 60_000);
});
after(() => org.close());

const answerTo: { readonly [Kind in Question['kind']]: (oracle: CalendarOracle, question: Extract<Question, { kind: Kind }>) => number | boolean } = {
  after: (oracle, { at, minutes }) => oracle.after(at, minutes),
  between: (oracle, { at, until }) => oracle.between(at, until),
  isOpen: (oracle, { at }) => oracle.isOpen(at),
  closing: (oracle, { at }) => oracle.closingFrom(at),
  resumed: (oracle, { at, minutes, pausedAfter, resumedAfter }) => {
    const due = oracle.after(at, minutes);
    const left = oracle.between(at + pausedAfter, due);
    return left > 0 ? oracle.after(at + pausedAfter + resumedAfter, left) : due;
  },
};

const ask = <Kind extends Question['kind']>(oracle: CalendarOracle, question: Extract<Question, { kind: Kind }>): number | boolean => answerTo[question.kind](oracle, question);

async function compare(asked: CalendarCase): Promise<void> {
  const oracle = new CalendarOracle(asked.hours, YEAR_STARTS, HORIZON_MINUTES);
  const answers = await askApex(org, asked);
  asked.questions.forEach((question, index) => {
    assert.equal(answers[index], ask(oracle, question), `${JSON.stringify(question)} at ${new Date(question.at * 60_000).toISOString()} ${asked.hours.zone}`);
  });
}

test('the calendar of a store counts every minute of a year as its wall clock, holidays and exceptions say', async () => {
  const { PROPERTY_RUNS: runs, PROPERTY_SEED: seed } = process.env;
  await fc.assert(fc.asyncProperty(calendarCase, compare), { numRuns: runs === undefined ? USUAL_RUNS : Number(runs), ...(seed === undefined ? {} : { seed: Number(seed) }) });
});

test('a pickup ordered at night before the clocks change is due after opening, an hour of real time on', async () => {
  const shop = { from: 540, until: 1200 };
  const hours = { zone: 'Europe/London', week: Array.from({ length: 7 }, () => shop), holidays: [], exceptions: [] };
  const saturdayNight = Date.UTC(2026, 2, 28, 22, 15) / 60_000;
  const [due] = await askApex(org, { hours, questions: [{ kind: 'after', at: saturdayNight, minutes: 60 }] });
  assert.equal(new Date(Number(due) * 60_000).toISOString(), '2026-03-29T09:00:00.000Z');
});
