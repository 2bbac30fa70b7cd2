/** The CSV of bulk jobs: read row by row, written with everything in quotes. */
import { Readable } from 'node:stream';
import { parse, type CsvError } from 'csv-parse';
import { DELIMITERS, LINE_ENDINGS, type Job } from './job.ts';

const SLICE_BYTES = 256 * 1024;

/** What was uploaded cannot be read as the job says. */
export class CsvProblem extends Error {}

/** The rows with the header first. @throws CsvProblem while reading */
export async function* readRows(content: Buffer, { delimiter, lineEnding }: Pick<Job, 'delimiter' | 'lineEnding'>): AsyncGenerator<readonly string[]> {
  requireLineEnding(content, lineEnding);
  const parser = Readable.from(slices(content)).pipe(parse({ delimiter: DELIMITERS[delimiter], record_delimiter: LINE_ENDINGS[lineEnding], bom: true, relax_column_count: true, skip_empty_lines: true }));
  try {
    for await (const row of parser) yield row as readonly string[];
  } catch (error) {
    if (typeof (error as Partial<CsvError>).code === 'string' && (error as CsvError).code.startsWith('CSV_')) throw new CsvProblem(`Error parsing CSV: ${(error as CsvError).message}`);
    throw error;
  }
}

function* slices(content: Buffer): Generator<Buffer> {
  for (let start = 0; start < content.length; start += SLICE_BYTES) yield content.subarray(start, start + SLICE_BYTES);
}

/** The end of the first line shows what the file has. */
function requireLineEnding(content: Buffer, lineEnding: Job['lineEnding']): void {
  const end = content.indexOf('\n');
  if (end < 0) return;
  const found = end > 0 && content[end - 1] === 13 ? 'CRLF' : 'LF';
  if (found !== lineEnding) throw new CsvProblem(`LineEnding is invalid on user data. Current LineEnding setting is ${lineEnding}`);
}

/** One line with its end. */
export function writeRow(values: readonly string[], { delimiter, lineEnding }: Pick<Job, 'delimiter' | 'lineEnding'>): string {
  return values.map((value) => `"${value.replaceAll('"', '""')}"`).join(DELIMITERS[delimiter]) + LINE_ENDINGS[lineEnding];
}
