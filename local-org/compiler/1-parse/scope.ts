/** What every converter gets besides its parse-tree node. */
import type { SourceText } from '../../soql/grammar.ts';

export interface Scope {
  readonly source: SourceText;
}
