/** The Apex SOAP API (`/services/Soap/s`): anonymous Apex. Other operations are refused by name. */
import { categoryNamed, LEVEL_WORDS, levelNamed, type LogCategory, type LogLevel, type LogLevels } from '../../deploy/logs/log-levels.ts';
import { apiError } from '../errors.ts';
import type { ApiHost } from '../host.ts';
import type { SoapElement } from '../soap/element.ts';
import { soapFault } from '../soap/fault.ts';
import { withSession, type SoapOperation } from '../soap/register.ts';
import { executeAnonymous } from './anonymous.ts';

const REFUSED = ['compileAndTest', 'compileClasses', 'compileTriggers', 'runTests', 'wsdlToApex'] as const;

export function apexOperations(host: ApiHost): ReadonlyMap<string, SoapOperation> {
  const anonymous = withSession(async ({ request, headers, user }) => {
    const text = request.textOf('apexcode') ?? request.textOf('String');
    if (text === undefined) throw apiError(400, 'MISSING_ARGUMENT', 'executeAnonymous needs the element apexcode.');
    const { result, log } = await executeAnonymous(host, user, text, levelsOf(headers.one('DebuggingHeader')));
    const { line, column, compiled, success, compileProblem, exceptionMessage, exceptionStackTrace } = result;
    return {
      result: { column, compileProblem, compiled, exceptionMessage, exceptionStackTrace, line, success },
      ...(log === undefined ? {} : { headers: { DebuggingInfo: { debugLog: log } } }),
    };
  });
  const refuse = (name: string): SoapOperation => withSession(() => { throw soapFault('UNSUPPORTED', `The local org does not offer ${name}. Deploy and run tests through the Metadata and Tooling APIs.`); });
  return new Map([['executeAnonymous', anonymous], ...REFUSED.map((name) => [name, refuse(name)] as const)]);
}

/** Categories, or the word of `debugLevel`; without either nothing is logged. `All` sets every category. */
function levelsOf(header: SoapElement | undefined): LogLevels {
  if (header === undefined) return new Map();
  const categories = header.all('categories');
  if (categories.length === 0) return LEVEL_WORDS.get((header.textOf('debugLevel') ?? 'none').toLowerCase()) ?? unknown('debugLevel', header.textOf('debugLevel'));
  const levels = new Map<LogCategory, LogLevel>();
  for (const one of categories) {
    const word = one.textOf('category') ?? '';
    const level = levelNamed(one.textOf('level') ?? '') ?? unknown('level', one.textOf('level'));
    for (const category of word.toLowerCase() === 'all' ? LEVELLED : [categoryNamed(word) ?? unknown('category', word)]) levels.set(category, level);
  }
  return levels;
}

const LEVELLED: readonly LogCategory[] = ['APEX_CODE', 'APEX_PROFILING', 'CALLOUT', 'DB', 'SYSTEM', 'VALIDATION', 'VISUALFORCE', 'WORKFLOW'];

function unknown(what: string, word: string | undefined): never {
  throw apiError(400, 'INVALID_FIELD', `DebuggingHeader: ${word ?? ''} is not a ${what}.`);
}
