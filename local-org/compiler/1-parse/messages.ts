/** The wording of syntax errors, as Salesforce's own front end prints them. */
import type { GrammarError } from '../../soql/grammar.ts';
import { illegalString } from './literals.ts';
import { invalidIdentifier } from './names.ts';

type Wording = (error: GrammarError) => string;

const WORDINGS: Readonly<Record<GrammarError['kind'], Wording>> = {
  missing: (error) => (error.expected === undefined ? unexpected(error) : `Missing '${tokenName(error.expected)}' at '${error.found}'`),
  extra: (error) => (error.expected === undefined ? unexpected(error) : `Extra '${tokenName(error.expected)}', at '${error.found}'.`),
  mismatched: (error) => (error.expected === undefined ? unexpected(error) : `Expecting '${tokenName(error.expected)}' but was: '${error.found}'`),
  unexpected,
  lexical,
};

export function syntaxMessage(error: GrammarError): string {
  return WORDINGS[error.kind](error);
}

function unexpected(error: GrammarError): string {
  return `Unexpected token '${error.found}'.`;
}

function lexical(error: GrammarError): string {
  const { found } = error;
  if (found.startsWith("'")) return found.length > 1 ? illegalString(found) : "Missing closing quote character ' on string.";
  if (/^\p{L}/u.test(found)) return invalidIdentifier(found);
  return `Found punctuation symbol or operator '${found}' that isn't valid in Apex.`;
}

/** Keywords of a query are written in capitals. */
function tokenName(expected: string): string {
  return /^(?:from|by|where|scope|rows|nulls|end|then)$/.test(expected) ? expected.toUpperCase() : expected;
}
