/** Identifiers. The grammar takes more words for names than Salesforce does. */
import type { AnyIdContext, IdContext, TypeNameContext } from '@apexdevtools/apex-parser';
import { RefusedSyntax, UnexpectedToken } from '../../soql/grammar.ts';
import { RESERVED_WORDS } from '../../soql/reserved.ts';
import type { Scope } from './scope.ts';

/** A name that stands by itself: a variable, method, parameter, class, the first part of a type. */
export function convertName(context: IdContext | TypeNameContext, scope: Scope): string {
  const name = convertMemberName(context, scope);
  if (RESERVED_WORDS.has(name.toLowerCase())) throw new UnexpectedToken(name, scope.source.rangeOf({ start: context.start }));
  return name;
}

/** A name in an expression: besides everything else it may be `Trigger`, the platform's variable. */
export function convertReference(context: IdContext, scope: Scope): string {
  return context.start.text.toLowerCase() === 'trigger' ? context.start.text : convertName(context, scope);
}

/** A name behind a dot. */
export function convertMemberName(context: IdContext | AnyIdContext | TypeNameContext, scope: Scope): string {
  const name = context.start.text;
  if (/^[a-z]\w*$/i.test(name)) return name;
  throw new RefusedSyntax(invalidIdentifier(scope.source.tokenText(context.start)), scope.source.rangeOf({ start: context.start }));
}

export function invalidIdentifier(written: string): string {
  return `Invalid identifier '${written}'. Apex identifiers must start with an ASCII letter (a-z or A-Z) followed by any number of ASCII letters (a-z or A-Z), digits (0 - 9), '_'.`;
}
