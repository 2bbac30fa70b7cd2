/** Choosing among overloads. The choice is static: every argument must convert, and the chosen signature must be at least as near as every other in each argument. */
import type { PlatformTypes } from '../2-bind/platform-types.ts';
import { sameTypes } from '../2-bind/type-algebra.ts';
import type { Type } from '../types.ts';
import type { CodeContext } from './context.ts';
import type { Conversion } from './conversions.ts';
import { applyConversion, conversionBetween, conversionOf } from './conversions.ts';
import type { TypedExpression } from './typed.ts';

export interface Candidate<Target> {
  readonly target: Target;
  readonly parameters: readonly Type[];
}

export type Choice<Target> =
  | { readonly kind: 'chosen'; readonly target: Target; readonly arguments: readonly TypedExpression[] }
  | { readonly kind: 'ambiguous'; readonly targets: readonly Target[] }
  | { readonly kind: 'none' };

interface Applicable<Target> extends Candidate<Target> {
  readonly conversions: readonly Conversion[];
}

/** `candidates` nearest first; of two with equal parameters the nearer one hides the other. */
export function chooseOverload<Target>(candidates: readonly Candidate<Target>[], args: readonly TypedExpression[], context: CodeContext): Choice<Target> {
  const { platform } = context.program;
  const applicable: Applicable<Target>[] = [];
  for (const candidate of candidates) {
    const conversions = applicableConversions(candidate, args, platform);
    if (conversions === undefined || applicable.some((other) => sameTypes(other.parameters, candidate.parameters))) continue;
    applicable.push({ ...candidate, conversions });
  }
  if (applicable.length === 0) return { kind: 'none' };
  const strict = applicable.filter((each) => each.conversions.every((conversion) => conversion.isLoose !== true));
  const eligible = strict.length > 0 ? strict : applicable;
  const chosen = eligible.find((one) => eligible.every((other) => one === other || isAtLeastAsNear(one, other, args, platform)));
  if (chosen !== undefined) return { kind: 'chosen', target: chosen.target, arguments: convertedArguments(chosen, args) };
  return { kind: 'ambiguous', targets: nearestFirst(eligible).map((each) => each.target) };
}

function applicableConversions<Target>(candidate: Candidate<Target>, args: readonly TypedExpression[], platform: PlatformTypes): Conversion[] | undefined {
  if (candidate.parameters.length !== args.length) return undefined;
  const conversions: Conversion[] = [];
  for (const [index, argument] of args.entries()) {
    const conversion = conversionOf(argument, candidate.parameters[index]!, platform);
    if (conversion === undefined) return undefined;
    conversions.push(conversion);
  }
  return conversions;
}

function isAtLeastAsNear<Target>(one: Applicable<Target>, other: Applicable<Target>, args: readonly TypedExpression[], platform: PlatformTypes): boolean {
  return args.every((argument, index) => {
    if (argument.type.kind === 'null') return isMoreSpecific(one.parameters[index]!, other.parameters[index]!, platform);
    return one.conversions[index]!.cost <= other.conversions[index]!.cost;
  });
}

/** For a null argument the cost says nothing; the parameter that converts to the other is the nearer. */
function isMoreSpecific(one: Type, other: Type, platform: PlatformTypes): boolean {
  return conversionBetween(one, other, platform) !== undefined;
}

function nearestFirst<Target>(applicable: readonly Applicable<Target>[]): Applicable<Target>[] {
  const total = (each: Applicable<Target>): number => each.conversions.reduce((sum, conversion) => sum + conversion.cost, 0);
  return applicable.toSorted((a, b) => total(a) - total(b));
}

function convertedArguments<Target>(chosen: Applicable<Target>, args: readonly TypedExpression[]): readonly TypedExpression[] {
  return args.map((argument, index) => applyConversion(argument, chosen.parameters[index]!, chosen.conversions[index]!));
}
