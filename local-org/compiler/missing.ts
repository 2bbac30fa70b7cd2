/** Tells a name that means nothing anywhere from one that only the local org lacks: the first is a mistake of the author, the second is refused by name. */
import { diagnose, DIAGNOSTICS } from './diagnostics.ts';
import type { Diagnostic } from './diagnostics.ts';
import type { TypeUniverse } from './universe.ts';

interface Wanted {
  readonly name: string;
  readonly member?: string;
}

const alone = ([name = '']: readonly string[]): Wanted => ({ name });
const memberFirst = ([member = '', name = '']: readonly string[]): Wanted => ({ name, member });

/** What the rules about unknown names are about, by the code of the rule. */
const wantedBy: ReadonlyMap<string, (values: readonly string[]) => Wanted> = new Map([
  [DIAGNOSTICS.unknownType.code, ([written = '']: readonly string[]) => ({ name: written.split('<', 1)[0]!.replace(/^schema\./i, '') })],
  [DIAGNOSTICS.unknownTarget.code, alone],
  [DIAGNOSTICS.unknownObject.code, alone],
  [DIAGNOSTICS.unknownRecordMember.code, memberFirst],
  [DIAGNOSTICS.unknownSObjectField.code, memberFirst],
  [DIAGNOSTICS.unknownColumn.code, memberFirst],
  [DIAGNOSTICS.unknownRelationship.code, memberFirst],
  [DIAGNOSTICS.unknownChildRelationship.code, memberFirst],
]);

export function asMissing(diagnostic: Diagnostic, universe: TypeUniverse): Diagnostic {
  const wanted = wantedBy.get(diagnostic.code)?.(diagnostic.values);
  if (wanted === undefined) return diagnostic;
  const what = universe.missing?.(wanted.name.toLowerCase(), wanted.member?.toLowerCase());
  return what === undefined ? diagnostic : diagnose(DIAGNOSTICS.unsupportedMember, diagnostic.path, diagnostic.pos, what);
}
