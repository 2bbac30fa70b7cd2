import { readFileSync } from 'node:fs';
import { XMLParser } from 'fast-xml-parser';
import { ADMIN_USERNAME } from '../../deploy/demo-users.ts';
import type { TraceWord } from '../../deploy/logs/apex-trace.ts';
import { CommandFailure, DEFAULT_DATA_FOLDER, readOptions, UsageError, type Command } from '../command.ts';
import { environmentTraceWords } from '../debugging.ts';
import { readServerInfo } from '../server-info.ts';
import { requestToken } from './token.ts';

interface Outcome {
  readonly result: Readonly<Record<'compiled' | 'success' | 'line' | 'column' | 'compileProblem' | 'exceptionMessage' | 'exceptionStackTrace', string>>;
  readonly log: string;
}

/** Runs a file of anonymous Apex (`-`: standard input) in the running org. Debug output goes to stdout, with `--log` the whole debug log. */
export const exec: Command = async (args) => {
  const { values, positionals } = readOptions(args, ['user', 'url', 'data'], ['log']);
  const [file] = positionals;
  if (file === undefined || positionals.length > 1) throw new UsageError('Name one file of Apex code, or - for standard input.');
  const code = readCode(file);
  const data = values.data ?? DEFAULT_DATA_FOLDER;
  const url = values.url ?? readServerInfo(data)?.url;
  const token = await requestToken({ data, url, username: values.user ?? ADMIN_USERNAME });
  const { result, log } = await execute(url ?? '', token, code);
  process.stdout.write(values.log === true ? log : debugOutput(log));
  for (const line of traceLines(log, environmentTraceWords())) process.stderr.write(`${line}\n`);
  if (result.success === 'true') return 0;
  process.stderr.write(result.compiled === 'true' ? `${result.exceptionMessage}\n${result.exceptionStackTrace}\n` : compileProblem(file, code, result));
  return 1;
};

function readCode(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (error) {
    throw new CommandFailure(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

const parser = new XMLParser({ removeNSPrefix: true, parseTagValue: false, trimValues: false });

async function execute(url: string, token: string, code: string): Promise<Outcome> {
  const response = await fetch(`${url}/services/Soap/s/67.0`, {
    method: 'POST', headers: { 'content-type': 'text/xml', soapaction: 'executeAnonymous' },
    body: `<Envelope xmlns="http://schemas.xmlsoap.org/soap/envelope/"><Header><SessionHeader><sessionId>${escape(token)}</sessionId></SessionHeader><DebuggingHeader><debugLevel>Db</debugLevel></DebuggingHeader></Header><Body><executeAnonymous xmlns="http://soap.sforce.com/2006/08/apex"><apexcode>${escape(code)}</apexcode></executeAnonymous></Body></Envelope>`,
  });
  const { Envelope } = parser.parse(await response.text()) as { Envelope: { Header?: { DebuggingInfo?: { debugLog?: string } }; Body: { Fault?: { faultstring: string }; executeAnonymousResponse?: { result: Outcome['result'] } } } };
  const { Fault, executeAnonymousResponse } = Envelope.Body;
  if (executeAnonymousResponse === undefined) throw new CommandFailure(Fault?.faultstring ?? `The org answered with status ${String(response.status)}.`);
  return { result: executeAnonymousResponse.result, log: Envelope.Header?.DebuggingInfo?.debugLog ?? '' };
}

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\r', '&#xD;');

/** What APEX_TRACE asks for, read from the log: the transaction ran in the org's process. */
function traceLines(log: string, words: ReadonlySet<TraceWord>): string[] {
  return eventsOf(log).flatMap((event) => {
    const [, name = '', rest = ''] = /^\S+ \(\d+\)\|([A-Z_]+)\|?([^]*)$/.exec(event) ?? [];
    const word = TRACED[name];
    if (word === undefined || !words.has(word) || (word === 'trigger' && !rest.includes(' trigger event '))) return [];
    return [`${word.padEnd(8)} ${rest.trim().replaceAll(/\s*\n\s*/g, ', ')}`];
  });
}

const TRACED: Readonly<Record<string, TraceWord>> = { SOQL_EXECUTE_BEGIN: 'soql', SOQL_EXECUTE_END: 'soql', DML_BEGIN: 'dml', CODE_UNIT_STARTED: 'trigger', LIMIT_USAGE_FOR_NS: 'limits' };

/** A text of several lines goes on until the next event, which begins with a time. */
const eventsOf = (log: string): string[] => log.split(/\n(?=\d\d:\d\d:\d\d\.\d+ \(\d+\)\|)/);

/** The texts of System.debug. */
function debugOutput(log: string): string {
  return eventsOf(log).flatMap((event) => {
    const match = /^\S+ \(\d+\)\|USER_DEBUG\|\[[^\]]*\]\|[A-Z]+\|([^]*)$/.exec(event);
    return match === null ? [] : [`${match[1]!}\n`];
  }).join('');
}

function compileProblem(file: string, code: string, { line, column, compileProblem: problem }: Outcome['result']): string {
  const text = (code.split('\n')[Number(line) - 1] ?? '').replace(/\r$/, '').replaceAll('\t', ' ');
  return `${file}:${line}:${column}: ${problem}\n  ${text}\n  ${' '.repeat(Math.max(0, Number(column) - 1))}^\n`;
}
