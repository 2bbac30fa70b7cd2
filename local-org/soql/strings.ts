/** Escapes of string literals. Apex and SOQL share them; SOQL adds `\%` and `\_`, which keep their backslash because only LIKE gives them a meaning. */

const ESCAPED: Readonly<Record<string, string>> = { b: '\b', t: '\t', n: '\n', f: '\f', r: '\r', '"': '"', "'": "'", '\\': '\\' };

/** The characters between the quotes, escapes resolved. `undefined` when there is an escape the language does not know. */
export function unescapeString(body: string, keepLikeEscapes: boolean): string | undefined {
  if (!body.includes('\\')) return body;
  let isValid = true;
  const value = body.replace(/\\(?:u([0-9a-fA-F]{4})|([\s\S]))/g, (whole, hex: string | undefined, letter: string | undefined) => {
    if (hex !== undefined) return String.fromCharCode(parseInt(hex, 16));
    if (keepLikeEscapes && (letter === '%' || letter === '_')) return whole;
    const resolved = ESCAPED[letter ?? ''];
    if (resolved === undefined) isValid = false;
    return resolved ?? whole;
  });
  return isValid ? value : undefined;
}

/** Writes a SOQL string literal that reads back as the same value. */
export function quoteSoqlString(value: string): string {
  const body = value.replace(/\\[%_]|[\\'\n\r\t\b\f]/g, (found) => {
    if (found.length === 2) return found;
    const letter = Object.keys(ESCAPED).find((key) => ESCAPED[key] === found);
    return `\\${letter ?? found}`;
  });
  return `'${body}'`;
}

/**
 * The value of a multi-line literal before its escapes are resolved. As in Java text blocks, the line break after the opening quotes, the indentation all lines
 * share (the line of the closing quotes counts, other blank lines do not) and blanks at line ends are not part of it.
 * platform-facts: multiline-string-indentation
 */
export function multilineBody(token: string): string {
  const lines = token.slice(3, -3).replace(/\r\n?/g, '\n').split('\n').slice(1);
  const counted = lines.filter((line, index) => index === lines.length - 1 || line.trim() !== '');
  const shared = Math.min(...counted.map((line) => line.length - line.trimStart().length));
  return lines.map((line) => line.slice(shared).trimEnd()).join('\n');
}
