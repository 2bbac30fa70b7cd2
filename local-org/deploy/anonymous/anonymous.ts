/** Anonymous Apex: compiled against the deployed program and run as one transaction of the user. */
import { parseApex } from '../../compiler/1-parse/parse.ts';
import type { ParseResult } from '../../compiler/1-parse/parse.ts';
import { emitProgram, programFacts } from '../../compiler/4-emit/emit.ts';
import type { ProgramFacts } from '../../compiler/4-emit/scopes.ts';
import { ANONYMOUS_METHOD, ANONYMOUS_TYPE, checkBeside, checkProgram, type BoundProgram } from '../../compiler/front.ts';
import type { SourceFile } from '../../compiler/position.ts';
import type { UserContext } from '../../library/ports.ts';
import { UnsupportedFeature } from '../../library/unsupported.ts';
import { apexStack, exceptionHeading, stackText } from '../../runtime/exceptions.ts';
import type { Program } from '../../runtime/program.ts';
import type { Tracer } from '../../runtime/trace.ts';
import { schemaTypes } from '../../schema/shapes.ts';
import { ApexException } from '../../values/exceptions.ts';
import type { CompiledOrg } from '../compile.ts';
import type { LocalOrg } from '../local-org.ts';
import { makeUniverse } from '../universe.ts';

export interface AnonymousRequest {
  readonly user: UserContext;
  readonly text: string;
  /** Told of every step, for a debug log. */
  readonly trace?: Tracer;
}

/** As the Tooling API answers. `line` and `column` are -1 on success. platform-facts: anonymous-result-place. */
export interface AnonymousResult {
  readonly compiled: boolean;
  readonly success: boolean;
  readonly line: number;
  readonly column: number;
  readonly compileProblem: string | null;
  readonly exceptionMessage: string | null;
  readonly exceptionStackTrace: string | null;
}

const PATH = 'AnonymousBlock';
const SUCCESS: AnonymousResult = { compiled: true, success: true, line: -1, column: -1, compileProblem: null, exceptionMessage: null, exceptionStackTrace: null };

interface Mistake {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** What blocks of one deploy are compiled against. */
interface Surroundings {
  readonly bound: BoundProgram;
  readonly facts: ProgramFacts;
}

export class AnonymousApex {
  readonly #localOrg: LocalOrg;
  readonly #parse: (file: SourceFile) => ParseResult;
  /** Checking a whole project takes a second: once per deploy, not once per block. */
  readonly #surroundings = new WeakMap<CompiledOrg, Surroundings>();

  /** @param parse a cache may stand in front of the parser */
  constructor(localOrg: LocalOrg, parse: (file: SourceFile) => ParseResult = parseApex) {
    this.#localOrg = localOrg;
    this.#parse = parse;
  }

  /** Never rejects for what the code does; exceptions nobody caught are part of the answer, and then nothing is kept. */
  async execute(request: AnonymousRequest): Promise<AnonymousResult> {
    const { program, mistake } = this.#compile(request.text);
    if (program === undefined) return { ...SUCCESS, compiled: false, success: false, line: mistake.line, column: mistake.column, compileProblem: mistake.message };
    try {
      await this.#localOrg.org.runWith(program, { user: request.user, kind: 'ANONYMOUS', ...(request.trace === undefined ? {} : { trace: request.trace }) }, () => {
        program.invoke(ANONYMOUS_TYPE, ANONYMOUS_METHOD);
      });
      return SUCCESS;
    } catch (error) {
      return failure(error, program);
    }
  }

  #compile(text: string): { readonly program: Program; readonly mistake?: undefined } | { readonly program?: undefined; readonly mistake: Mistake } {
    const { unit, diagnostics: syntax } = parseApex({ path: PATH, text, kind: 'anonymous' });
    if (unit === undefined) return { mistake: placed(syntax[0]) };
    const { deployed } = this.#localOrg;
    const { bound, facts } = this.#surroundingsOf(deployed);
    const { program, diagnostics } = checkBeside(bound, [{ path: PATH, unit }]);
    const [first] = diagnostics;
    if (first !== undefined) return { mistake: placed(first) };
    return { program: deployed.program.extend(emitProgram(program, { coverage: false, beside: facts })) };
  }

  #surroundingsOf(deployed: CompiledOrg): Surroundings {
    let surroundings = this.#surroundings.get(deployed);
    if (surroundings === undefined) {
      const units = deployed.project.apex.filter((source) => source.status === 'Active').flatMap(({ path, text, kind, apiVersion }) => {
        const { unit } = this.#parse({ path, text, kind });
        return unit === undefined ? [] : [{ path, unit, apiVersion }];
      });
      const { bound, program } = checkProgram({ units, universe: makeUniverse(schemaTypes(deployed.schema)) });
      surroundings = { bound, facts: programFacts(program, false) };
      this.#surroundings.set(deployed, surroundings);
    }
    return surroundings;
  }
}

function placed(diagnostic: { readonly pos: { readonly line: number; readonly column: number }; readonly message: string } | undefined): Mistake {
  return diagnostic === undefined ? { line: 1, column: 1, message: 'The code cannot be read.' } : { ...diagnostic.pos, message: diagnostic.message };
}

/** What is not Apex's own goes to whoever asked, except what the local org refuses: that is an answer. */
function failure(error: unknown, program: Program): AnonymousResult {
  if (!(error instanceof ApexException) && !(error instanceof UnsupportedFeature)) throw error;
  const frames = apexStack(error, program);
  const block = frames.find((frame) => frame.place === PATH);
  const message = error instanceof ApexException ? exceptionHeading(error) : error.message;
  return { ...SUCCESS, success: false, line: block?.line ?? -1, column: block?.column ?? -1, exceptionMessage: message, exceptionStackTrace: stackText(frames) };
}
