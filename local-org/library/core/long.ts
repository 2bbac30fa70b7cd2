/** System.Long. */
import { integerFromLong, parseLong } from '../../values/long.ts';
import { defineClass } from '../define.ts';
import { formatNumber } from './text/number-format.ts';

export const longClass = defineClass('System.Long', {
  'static Long valueOf(String text)': parseLong,
  'Integer intValue()': integerFromLong,
  'String format()': (self: bigint) => formatNumber(String(self)),
});
