import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseApex } from './1-parse/parse.ts';
import type { SourceUnit } from './2-bind/program.ts';
import { diagnosticText } from './3-check/testing/check.ts';
import { smallPlatform } from './3-check/testing/small-platform.ts';
import type { FrontResult } from './front.ts';
import { checkProgram } from './front.ts';

const SOURCES: readonly string[] = [
  'public abstract class Shape implements Comparable { public abstract Decimal area(); public Integer compareTo(Object other) { return 0; } public class Part { public Integer n; } }',
  'public virtual class Square extends Shape { protected Decimal side; public override Decimal area() { return side * side; } }',
  "public class Tile extends Square { Part part; public override Decimal area() { return super.area() + part.n + missing; } }",
  'public interface Painter extends Queueable { void paint(List<Shape> shapes); }',
  'public class Brush implements Painter { public void paint(List<Shape> shapes) { for (Shape s : shapes) { s.area(); Tile t = s; } } public void execute(QueueableContext context) { paint(new List<Square>()); } }',
  'public enum Color { RED, GREEN }',
  'trigger OnAccount on Account (before insert) { Color c = Color.RED; for (Account a : Trigger.new) { a.Name = c.name(); a.Nothing__c = 1; } }',
];

const units: readonly SourceUnit[] = SOURCES.map((text, index) => {
  const path = `file${index}`;
  const { unit } = parseApex({ path, text, kind: text.startsWith('trigger') ? 'trigger' : 'class' });
  if (unit === undefined) throw new Error(`${path} does not parse.`);
  return { path, unit };
});

function slotsOf({ symbols }: FrontResult): string[] {
  const slots = [...symbols.values()].flatMap((symbol) => [...symbol.methods.values()].flat().map((method) => `${symbol.qualifiedName}.${method.slot}`));
  return slots.toSorted();
}

test('the order of the files changes neither diagnostics nor slots', () => {
  const expected = checkProgram({ units, universe: smallPlatform });
  assert.deepEqual(expected.diagnostics.map((each) => each.message), [
    'Variable does not exist: missing', 'Illegal assignment from Shape to Tile', 'Variable does not exist: Nothing__c',
  ]);
  fc.assert(fc.property(fc.shuffledSubarray([...units], { minLength: units.length }), (shuffled) => {
    const result = checkProgram({ units: shuffled, universe: smallPlatform });
    assert.deepEqual(result.diagnostics.map(diagnosticText), expected.diagnostics.map(diagnosticText));
    assert.deepEqual(slotsOf(result), slotsOf(expected));
  }));
});

test('missing files are told as unknown names, never as a failure of the checker', () => {
  fc.assert(fc.property(fc.subarray([...units]), (some) => {
    const known = checkProgram({ units: some, universe: smallPlatform }).diagnostics;
    assert.equal(known.every((each) => each.code.startsWith('APX')), true);
  }));
});
