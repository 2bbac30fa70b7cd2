/** From the bytes of a project to everything a running org needs, or to the list of what is wrong. Touches neither disk nor store. */
import type { ParseResult } from '../compiler/1-parse/parse.ts';
import { parseApex } from '../compiler/1-parse/parse.ts';
import { emitProgram } from '../compiler/4-emit/emit.ts';
import type { EmittedProgram } from '../compiler/4-emit/emitted.ts';
import { checkProgram, type SourceUnit } from '../compiler/front.ts';
import { checkPartially, type RefusedType } from '../compiler/partial/check-partially.ts';
import type { SourceFile } from '../compiler/position.ts';
import { Program } from '../runtime/program.ts';
import { buildSchema } from '../schema/build.ts';
import type { OrgSchema } from '../schema/schema.ts';
import { recordClass, schemaTypes } from '../schema/shapes.ts';
import type { MetadataProblem } from '../schema/problem.ts';
import type { MetadataProject } from '../schema/source/project.ts';
import { readProject } from '../schema/source/read.ts';
import { examineOnce } from './bundles/cache.ts';
import { checkBundles } from './bundles/check.ts';
import type { ExamineBundle } from './bundles/examine.ts';
import { linkEnvironment } from './link-environment.ts';
import { fromDiagnostic, fromMetadata, fromSyntax, type DeployProblem } from './problems.ts';
import { programKey, type ProgramCache } from './program-cache.ts';
import { makeUniverse, universeLacking } from './universe.ts';

export type ProjectFiles = ReadonlyMap<string, string | Uint8Array>;

export interface CompileOptions {
  readonly files: ProjectFiles;
  /** Key prefixes given to objects before; they stay theirs. */
  readonly keyPrefixes: ReadonlyMap<string, string>;
  readonly coverage: boolean;
  /** Adds source maps to the code, for a debugger. */
  readonly inlineSourceMaps?: boolean;
  /** Where the files lie; source maps name them there. */
  readonly sourceFolder?: string;
  /**
   * Compile what is left when everything unsupported is taken out: reaching such a place at run time is refused by name. Only mistakes that Salesforce
   * would refuse too are problems then. For running the tests of a project, never for an org that keeps data.
   */
  readonly isPartial?: boolean;
  /** Parses one file; a cache may stand in front of the parser. */
  parse?(file: SourceFile): ParseResult;
  /** Says what is wrong with a Lightning web component by itself; a cache may stand in front of the compiler. */
  readonly examineBundle?: ExamineBundle | undefined;
  /** Programs of projects that were right before. */
  readonly programs?: ProgramCache | undefined;
}

export interface CompiledOrg {
  readonly files: ProjectFiles;
  readonly project: MetadataProject;
  readonly schema: OrgSchema;
  readonly keyPrefixes: ReadonlyMap<string, string>;
  readonly program: Program;
  /** What a partial program lacks: unsupported metadata and uses of what is not supported. Empty unless compiled in part. */
  readonly refusals: readonly DeployProblem[];
  readonly refusedTypes: readonly RefusedType[];
}

export type CompileResult = { readonly compiled: CompiledOrg; readonly problems?: undefined } | { readonly compiled?: undefined; readonly problems: readonly DeployProblem[] };

/** All problems of metadata, Apex and components are reported together, each once. */
export function compileProject(options: CompileOptions): CompileResult {
  const { project, problems: sourceProblems } = readProject(options.files);
  const { schema, problems: schemaProblems, keyPrefixes } = buildSchema(project, { keyPrefixes: options.keyPrefixes });
  const reading = { options, project, schema, metadataProblems: [...sourceProblems, ...schemaProblems] };
  const { emitted, problems, refusals, refusedTypes } = options.isPartial === true ? emitPartially(reading) : emitOnce(reading);
  if (emitted === undefined) return { problems };
  const linked = Program.link(emitted, linkEnvironment((foldedName) => recordClass(schema, foldedName)), {
    inlineSourceMaps: options.inlineSourceMaps ?? false, ...(options.sourceFolder === undefined ? {} : { sourceFolder: options.sourceFolder }),
  });
  return { compiled: { files: options.files, project, schema, keyPrefixes, program: linked, refusals, refusedTypes } };
}

interface Reading {
  readonly options: CompileOptions;
  readonly project: MetadataProject;
  readonly schema: OrgSchema;
  readonly metadataProblems: readonly MetadataProblem[];
}

/** Either a program or problems. */
interface Emission {
  readonly emitted: EmittedProgram | undefined;
  readonly problems: readonly DeployProblem[];
  readonly refusals: readonly DeployProblem[];
  readonly refusedTypes: readonly RefusedType[];
}

/** The whole project, components included; from the cache when these bytes were right before. */
function emitOnce(reading: Reading): Emission {
  const { files, coverage, programs } = reading.options;
  const key = programs === undefined ? '' : programKey(files, { coverage });
  const known = programs?.find(key);
  if (known !== undefined) return { emitted: known, problems: [], refusals: [], refusedTypes: [] };
  const emission = emitWhole(reading);
  if (emission.emitted !== undefined) programs?.keep(key, emission.emitted);
  return emission;
}

function emitWhole({ options, project, schema, metadataProblems }: Reading): Emission {
  const problems: DeployProblem[] = metadataProblems.map(fromMetadata);
  const units = parseAll(project, options.parse ?? parseApex, problems);
  const { program, diagnostics, symbols } = checkProgram({ units, universe: makeUniverse(schemaTypes(schema)) });
  problems.push(...diagnostics.map(fromDiagnostic), ...checkBundles({ project, schema, types: symbols }, options.examineBundle ?? examineOnce));
  const emitted = problems.length > 0 ? undefined : emitProgram(program, { coverage: options.coverage });
  return { emitted, problems, refusals: [], refusedTypes: [] };
}

/** Tests need no components: a partial program is made without a look at them. */
function emitPartially({ options, project, schema, metadataProblems }: Reading): Emission {
  const problems: DeployProblem[] = metadataProblems.map(fromMetadata);
  const units = parseAll(project, options.parse ?? parseApex, problems);
  const { program, diagnostics, refusedTypes } = checkPartially({ units, universe: universeLacking(makeUniverse(schemaTypes(schema)), metadataProblems) });
  problems.push(...diagnostics.map(fromDiagnostic));
  const mistakes = problems.filter((problem) => !isRefusal(problem, metadataProblems));
  const emitted = mistakes.length > 0 ? undefined : emitProgram(program, { coverage: options.coverage });
  return { emitted, problems: mistakes, refusals: refusalsOf(problems, metadataProblems), refusedTypes };
}

/** In a partial program metadata that cannot be read is missing, whatever is wrong with it: tests say whether that matters. */
function refusalsOf(problems: readonly DeployProblem[], metadataProblems: readonly MetadataProblem[]): readonly DeployProblem[] {
  return problems.filter((problem) => isRefusal(problem, metadataProblems)).map((problem) => ({ ...problem, kind: 'unsupported' }));
}

function isRefusal(problem: DeployProblem, metadataProblems: readonly MetadataProblem[]): boolean {
  return problem.kind === 'unsupported' || (!isApex(problem.path) && metadataProblems.some((one) => one.path === problem.path));
}

const isApex = (path: string): boolean => path.endsWith('.cls') || path.endsWith('.trigger');

function parseAll(project: MetadataProject, parse: (file: SourceFile) => ParseResult, problems: DeployProblem[]): SourceUnit[] {
  const units: SourceUnit[] = [];
  for (const source of project.apex) {
    if (source.status === 'Inactive') continue;
    const { unit, diagnostics } = parse({ path: source.path, text: source.text, kind: source.kind });
    problems.push(...diagnostics.map(fromSyntax));
    if (unit !== undefined) units.push({ path: source.path, unit, apiVersion: source.apiVersion });
  }
  return units;
}
