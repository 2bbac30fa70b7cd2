/** Literals of expressions, annotations and `when` clauses. */
import type { LiteralContext } from '@apexdevtools/apex-parser';
import { present, RefusedSyntax, type TextRange } from '../../soql/grammar.ts';
import { multilineBody, unescapeString } from '../../soql/strings.ts';
import type { LiteralValue } from './ast.ts';
import type { Scope } from './scope.ts';

export function convertLiteral(context: LiteralContext, scope: Scope): LiteralValue {
  const text = scope.source.textOf(context);
  if (present(context.NULL()) !== undefined) return { kind: 'null' };
  if (present(context.BooleanLiteral()) !== undefined) return { kind: 'boolean', value: text.toLowerCase() === 'true' };
  if (present(context.StringLiteral()) !== undefined || present(context.MultilineStringLiteral()) !== undefined) return stringValue(text, scope.source.rangeOf(context));
  return numberValue(text, scope.source.rangeOf(context));
}

const LARGEST_INTEGER = 2_147_483_647n;
const LARGEST_LONG = 9_223_372_036_854_775_807n;

/** `12`, `12L`, `1.5`, `1.5d`. A minus is no part of a literal, so the smallest Integer cannot be written as one. */
export function numberValue(text: string, range: TextRange): LiteralValue {
  const suffix = text.at(-1)?.toLowerCase();
  const digits = suffix === 'l' || suffix === 'd' ? text.slice(0, -1) : text;
  if (suffix === 'd') return { kind: 'double', digits };
  if (digits.includes('.')) return { kind: 'decimal', digits };
  const kind = suffix === 'l' ? 'long' : 'integer';
  if (BigInt(digits) > (kind === 'long' ? LARGEST_LONG : LARGEST_INTEGER)) throw new RefusedSyntax(`Illegal ${kind}`, range);
  return { kind, digits };
}

/** `token` with its quotes. */
export function stringValue(token: string, range: TextRange): LiteralValue {
  const isMultiline = token.startsWith("'''");
  const body = isMultiline ? multilineBody(token) : token.slice(1, -1);
  if (!isMultiline && /[\r\n]/.test(body)) throw new RefusedSyntax('Illegal string literal: Line breaks are not allowed in string literals', range);
  const value = unescapeString(body, false);
  if (value === undefined) throw new RefusedSyntax(illegalString(token), range);
  return { kind: 'string', value };
}

/** Salesforce cites the literal and the two characters that begin no escape. */
export function illegalString(token: string): string {
  const escapes = token.slice(1).match(/\\(?:u[0-9a-fA-F]{4}|[\s\S])/g) ?? [];
  const illegal = escapes.find((escape) => unescapeString(escape, false) === undefined) ?? '\\';
  const reason = illegal === '\\u' ? `Illegal unicode sequence. Less than four hex digits \\${token.slice(1, -1)}` : `Illegal character sequence ${illegal}`;
  return `Illegal string literal: Invalid string literal ${token}. ${reason}' in string literal.`;
}
