/**
 * java.util.regex patterns run by JavaScript's engine. The pattern is translated once and cached.
 * Two things differ and cannot be had from the engine: a group inside a repetition is reset on each turn (Java keeps its last match), and a back-reference to a group
 * that did not take part matches the empty text (Java fails).
 */
import { translatePattern } from './regex-translation.ts';

const CACHED_PATTERNS = 512;
const cache = new Map<string, JavaRegex>();

export interface RegexMatch {
  readonly start: number;
  readonly end: number;
  /** By group number, 0 is the whole match; null for a group that did not take part. */
  readonly groups: readonly (string | null)[];
}

export class JavaRegex {
  readonly source: string;
  readonly groupCount: number;
  /** Number of a named group. */
  readonly groupNames: ReadonlyMap<string, number>;
  private readonly translated: string;
  private readonly searching: RegExp;
  private anchored: RegExp | undefined = undefined;
  private whole: RegExp | undefined = undefined;

  /** Throws StringException for a pattern Java refuses, UnsupportedFeature for what cannot be translated. */
  constructor(source: string) {
    const { pattern, groupCount, groupNames } = translatePattern(source);
    this.source = source;
    this.groupCount = groupCount;
    this.groupNames = groupNames;
    this.translated = pattern;
    this.searching = new RegExp(pattern, 'gv');
  }

  /** The first match at or after `from`. */
  find(text: string, from: number): RegexMatch | undefined {
    return this.run(this.searching, text, from);
  }

  /** A match that starts at `from`. */
  lookingAt(text: string, from: number): RegexMatch | undefined {
    this.anchored ??= new RegExp(this.translated, 'yv');
    return this.run(this.anchored, text, from);
  }

  /** A match from `from` to the very end. */
  matches(text: string, from: number): RegexMatch | undefined {
    this.whole ??= new RegExp(`(?:${this.translated})(?![\\s\\S])`, 'yv');
    return this.run(this.whole, text, from);
  }

  /** Start and end of a group of a match; -1 twice for a group that did not take part. */
  groupSpan(text: string, match: RegexMatch, group: number): readonly [number, number] {
    const located = new RegExp(this.translated, 'dyv');
    located.lastIndex = match.start;
    const found = located.exec(text);
    if (found === null || found.index + found[0].length !== match.end) return this.spanOfWhole(text, match, group);
    return found.indices?.groups?.[`g${group}`] ?? [-1, -1];
  }

  private spanOfWhole(text: string, match: RegexMatch, group: number): readonly [number, number] {
    const located = new RegExp(`(?:${this.translated})(?![\\s\\S])`, 'dyv');
    located.lastIndex = match.start;
    return located.exec(text)?.indices?.groups?.[`g${group}`] ?? [-1, -1];
  }

  private run(expression: RegExp, text: string, from: number): RegexMatch | undefined {
    expression.lastIndex = from;
    const found = expression.exec(text);
    if (found === null) return undefined;
    const groups: (string | null)[] = [found[0]];
    for (let group = 1; group <= this.groupCount; group++) groups.push(found.groups?.[`g${group}`] ?? null);
    return { start: found.index, end: found.index + found[0].length, groups };
  }

  /** All matches that do not overlap, as Matcher.find() gives them one by one. */
  *matchesIn(text: string): Generator<RegexMatch> {
    let from = 0;
    while (from <= text.length) {
      const match = this.find(text, from);
      if (match === undefined) return;
      yield match;
      from = match.end === match.start ? match.end + 1 : match.end;
    }
  }
}

/** The compiled pattern, from the cache when it was used before. */
export function javaRegex(source: string): JavaRegex {
  let regex = cache.get(source);
  if (regex === undefined) {
    regex = new JavaRegex(source);
    if (cache.size >= CACHED_PATTERNS) cache.clear();
    cache.set(source, regex);
  }
  return regex;
}

/** String.split: an empty match at the very start splits nothing. `limit` above 0 is the most parts, 0 drops trailing empty parts, below 0 keeps them. */
export function splitByRegex(text: string, source: string, limit: number): string[] {
  const parts: string[] = [];
  let start = 0;
  for (const match of javaRegex(source).matchesIn(text)) {
    if (limit > 0 && parts.length === limit - 1) break;
    if (match.end === 0) continue;
    parts.push(text.slice(start, match.start));
    start = match.end;
  }
  if (start === 0 && parts.length === 0) return [text];
  parts.push(text.slice(start));
  if (limit === 0) while (parts.length > 0 && parts.at(-1) === '') parts.pop();
  return parts;
}
