/** As much of DataWeave as can be checked without its runtime: brackets, strings, headers, imports, and who calls whom. */

export interface Script {
  /** Code with comments, regular expressions and the literal parts of strings blanked; interpolated code stays. */
  readonly code: string;
  /** Text of every string literal, interpolations left out. */
  readonly strings: readonly string[];
}

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/**
 * Blanks what is no code and matches brackets. A slash behind a word is one of a media type; the project divides nowhere.
 * @throws Error naming the line of what is open or closed wrongly, or quotes that readers and parsers may take for the end of a string
 */
export function scan(source: string): Script {
  const strings: string[] = [];
  const open: { readonly bracket: string; readonly line: number; readonly quote?: string }[] = [];
  let code = '';
  let index = 0;
  const line = (): number => source.slice(0, index).split('\n').length;
  const blank = (text: string): void => { code += text.replaceAll(/[^\n]/g, ' '); };

  const skipTo = (end: number): void => {
    blank(source.slice(index, end));
    index = end;
  };
  const readString = (quote: string): void => {
    const begun = line();
    let text = '';
    for (;;) {
      const character = source[index];
      if (character === undefined) throw new Error(`The string of line ${String(begun)} does not end.`);
      if (character === '\\') {
        text += source[index + 1] ?? '';
        skipTo(index + 2);
      } else if (source.startsWith('$(', index)) {
        blank('$');
        code += '(';
        index += 2;
        open.push({ bracket: '(', line: line(), quote });
        strings.push(text);
        return;
      } else {
        skipTo(index + 1);
        if (character === quote) break;
        text += character;
      }
    }
    strings.push(text);
  };

  while (index < source.length) {
    const character = source[index]!;
    if (source.startsWith('//', index)) skipTo(endOf(source, '\n', index));
    else if (source.startsWith('/*', index)) skipTo(endOf(source, '*/', index) + 2);
    else if (character === '/' && /[\s(,]/.test(source[index - 1] ?? ' ')) skipTo(endOfPattern(source, index));
    else if (character === '"' || character === "'") {
      const around = open.find(({ quote }) => quote !== undefined);
      if (around?.quote === character) throw new Error(`Line ${String(line())} has a string within what a string of the same quotes interpolates.`);
      skipTo(index + 1);
      readString(character);
    } else if (character in CLOSING) {
      open.push({ bracket: character, line: line() });
      code += character;
      index += 1;
    } else if (')]}'.includes(character)) {
      const last = open.pop();
      if (last === undefined || CLOSING[last.bracket] !== character) throw new Error(`"${character}" of line ${String(line())} closes ${last === undefined ? 'nothing' : `"${last.bracket}" of line ${String(last.line)}`}.`);
      code += character;
      index += 1;
      if (last.quote !== undefined) readString(last.quote);
    } else {
      code += character;
      index += 1;
    }
  }
  const left = open.pop();
  if (left !== undefined) throw new Error(`"${left.bracket}" of line ${String(left.line)} is never closed.`);
  return { code, strings };
}

function endOf(source: string, end: string, from: number): number {
  const found = source.indexOf(end, from);
  return found === -1 ? source.length : found;
}

function endOfPattern(source: string, from: number): number {
  for (let index = from + 1; index < source.length; index += 1) {
    if (source[index] === '\\') index += 1;
    else if (source[index] === '/') return index + 1;
  }
  throw new Error('A regular expression does not end.');
}

export interface Import {
  readonly names: readonly string[];
  readonly module: string;
}

export function importsOf(code: string): readonly Import[] {
  return [...code.matchAll(/^import (.+?) from ([\w:]+)$/gm)].map(([, names, module]) => ({ names: names!.split(',').map((name) => name.trim()), module: module! }));
}

/** Names a script or module declares at any level: functions, variables, parameters. */
export function declaredIn(code: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (const [, name] of code.matchAll(/\b(?:fun|var)\s+(\w+)/g)) names.add(name!);
  for (const [, list] of code.matchAll(/\bfun\s+\w+\(([^)]*)\)/g)) for (const name of list!.split(',')) names.add(name.trim());
  for (const [, list] of code.matchAll(/\(([\w\s,]*)\)\s*->/g)) for (const name of list!.split(',')) names.add(name.trim());
  return names;
}

/** Names that are called: `name(`, what is written between two operands (`a map (…)`) left out. */
export function callsIn(code: string): ReadonlySet<string> {
  return new Set([...code.matchAll(/(?<![\w.)\]}"] |[\w.:])(\w+)\(/g)].map(([, name]) => name!));
}

/** Variables of the flow that are read. */
export function flowVariablesIn(code: string): ReadonlySet<string> {
  return new Set([...code.matchAll(/\bvars\.(\w+)/g)].map(([, name]) => name!));
}
