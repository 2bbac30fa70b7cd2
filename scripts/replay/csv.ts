/** Comma-separated text as RFC 4180 has it: quoted fields may hold commas, line ends and doubled quotes. */

/** Rows of fields; a trailing empty line gives no row. */
export function* parseCsv(text: string): Generator<string[]> {
  let row: string[] = [];
  let position = 0;
  while (position < text.length) {
    const field = text[position] === '"' ? quotedField(text, position) : plainField(text, position);
    row.push(field.value);
    position = field.end;
    if (text[position] === ',') {
      position += 1;
      if (position === text.length) row.push('');
      else continue;
    }
    if (text[position] === '\r') position += 1;
    if (text[position] === '\n') position += 1;
    if (row.length > 1 || row[0] !== '') yield row;
    row = [];
  }
}

interface Field {
  readonly value: string;
  readonly end: number;
}

function plainField(text: string, start: number): Field {
  let end = start;
  while (end < text.length && text[end] !== ',' && text[end] !== '\n' && text[end] !== '\r') end += 1;
  return { value: text.slice(start, end), end };
}

function quotedField(text: string, start: number): Field {
  let value = '';
  let position = start + 1;
  for (;;) {
    const quote = text.indexOf('"', position);
    if (quote < 0) throw new Error(`The quote at character ${String(start)} is never closed.`);
    value += text.slice(position, quote);
    if (text[quote + 1] !== '"') return { value, end: quote + 1 };
    value += '"';
    position = quote + 2;
  }
}
