/** Rounding of integer quotients by the modes of System.RoundingMode. */
import { MathException } from './exceptions.ts';

export type RoundingModeName = 'CEILING' | 'DOWN' | 'FLOOR' | 'HALF_DOWN' | 'HALF_EVEN' | 'HALF_UP' | 'UNNECESSARY' | 'UP';

/** Does the quotient move one away from zero? `twice` compares twice the remainder's magnitude with the divisor's. */
type RoundsAway = (negative: boolean, twice: number, isOdd: boolean) => boolean;

const roundsAway: Readonly<Record<RoundingModeName, RoundsAway>> = {
  UP: () => true,
  DOWN: () => false,
  CEILING: (negative) => !negative,
  FLOOR: (negative) => negative,
  HALF_UP: (_negative, twice) => twice >= 0,
  HALF_DOWN: (_negative, twice) => twice > 0,
  HALF_EVEN: (_negative, twice, isOdd) => twice > 0 || (twice === 0 && isOdd),
  UNNECESSARY: () => {
    throw new MathException('Rounding necessary');
  },
};

/** `numerator / denominator` as an integer; `denominator` is not zero. */
export function divideRounded(numerator: bigint, denominator: bigint, mode: RoundingModeName): bigint {
  const quotient = numerator / denominator;
  const remainder = numerator - quotient * denominator;
  if (remainder === 0n) return quotient;
  const negative = (numerator < 0n) !== (denominator < 0n);
  const twice = 2n * (remainder < 0n ? -remainder : remainder);
  const divisor = denominator < 0n ? -denominator : denominator;
  const away = roundsAway[mode](negative, twice > divisor ? 1 : twice === divisor ? 0 : -1, (quotient & 1n) === 1n);
  return away ? quotient + (negative ? -1n : 1n) : quotient;
}

/** The same for safe integers with a positive divisor up to 10^15. */
export function divideRoundedSmall(numerator: number, denominator: number, mode: RoundingModeName): number {
  const remainder = numerator % denominator;
  const quotient = (numerator - remainder) / denominator + 0;
  if (remainder === 0) return quotient;
  const negative = numerator < 0;
  const twice = 2 * Math.abs(remainder);
  const away = roundsAway[mode](negative, twice > denominator ? 1 : twice === denominator ? 0 : -1, quotient % 2 !== 0);
  return away ? quotient + (negative ? -1 : 1) : quotient;
}
