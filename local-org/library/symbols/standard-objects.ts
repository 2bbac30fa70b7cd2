/**
 * Which standard objects Salesforce has and what their fields and relationships are called: names only, to tell what the local org lacks from what nobody
 * has. What an object really is comes from the schema. A line of the table is an object and its members; the line `*` lists members so common that
 * they are not repeated. Companions (`AccountShare`, `CaseHistory`) are listed without members.
 */
import { readFileSync } from 'node:fs';

interface Table {
  readonly common: ReadonlySet<string>;
  /** Folded object name → the line that is about it. */
  readonly lines: ReadonlyMap<string, string>;
}

let table: Table | undefined;
const knownMembers = new Map<string, ReadonlySet<string>>();

/** The object in its canonical spelling, by folded name; `undefined`: Salesforce has no such object. */
export function standardObjectName(foldedName: string): string | undefined {
  return read().lines.get(foldedName)?.split(' ', 1)[0];
}

/** Has the standard object a field or relationship of that folded name? Of companions nothing but the name is known: any member may be there. */
export function hasStandardMember(foldedObjectName: string, foldedMember: string): boolean {
  const { common, lines } = read();
  const line = lines.get(foldedObjectName);
  if (line === undefined) return false;
  return !line.includes(' ') || common.has(foldedMember) || membersOf(foldedObjectName, line).has(foldedMember);
}

function membersOf(foldedObjectName: string, line: string): ReadonlySet<string> {
  let members = knownMembers.get(foldedObjectName);
  if (members === undefined) {
    members = new Set(line.toLowerCase().split(' ').slice(1));
    knownMembers.set(foldedObjectName, members);
  }
  return members;
}

function read(): Table {
  table ??= parse(readFileSync(new URL('standard-objects.generated.txt', import.meta.url), 'utf8'));
  return table;
}

function parse(text: string): Table {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  const common = new Set(lines.filter((line) => line.startsWith('* ')).flatMap((line) => line.toLowerCase().split(' ').slice(1)));
  return { common, lines: new Map(lines.filter((line) => !line.startsWith('* ')).map((line) => [line.split(' ', 1)[0]!.toLowerCase(), line])) };
}
