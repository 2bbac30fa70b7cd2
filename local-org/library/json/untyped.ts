/** JSON.deserializeUntyped: maps, lists and primitives. */
import { ApexList } from '../../values/collections/list.ts';
import { ApexMap } from '../../values/collections/map.ts';
import { Decimal } from '../../values/decimal.ts';
import { INTEGER_MAX, INTEGER_MIN } from '../../values/integer.ts';
import { LONG_MAX, LONG_MIN } from '../../values/long.ts';
import { listOf, mapOf, OBJECT, STRING } from '../../values/runtime-type.ts';
import { JsonNumber, JsonObject } from './tree.ts';
import type { JsonNode } from './tree.ts';

const LIST = listOf(OBJECT);
const MAP = mapOf(STRING, OBJECT);

/** So many characters hold no whole number beyond Integer. */
const SURELY_INTEGER = 9;

export function untypedValue(node: JsonNode): unknown {
  if (node instanceof JsonNumber) return untypedNumber(node);
  if (Array.isArray(node)) return new ApexList(LIST, node.map(untypedValue));
  return node instanceof JsonObject ? untypedObject(node) : node;
}

function untypedObject(node: JsonObject): ApexMap<string, unknown> {
  const map = new ApexMap<string, unknown>(MAP);
  for (const [name, value] of node.entries) map.put(name, untypedValue(value));
  return map;
}

/** Whole numbers become the smallest of Integer and Long that holds them; everything else a Decimal with its digits. platform-facts: json-untyped-numbers */
export function untypedNumber({ digits, isWhole }: JsonNumber): unknown {
  if (!isWhole) return Decimal.parse(digits);
  if (digits.length <= SURELY_INTEGER) return Number(digits) + 0;
  const whole = BigInt(digits);
  if (whole >= BigInt(INTEGER_MIN) && whole <= BigInt(INTEGER_MAX)) return Number(whole);
  return whole >= LONG_MIN && whole <= LONG_MAX ? whole : Decimal.parse(digits);
}
