/** What the typings are made from: a project read, bound and checked by the local org's own front end. */
import type { ParseResult } from '../../local-org/compiler/1-parse/parse.ts';
import { bindProgram } from '../../local-org/compiler/2-bind/bind.ts';
import type { DeclaredType, SourceUnit } from '../../local-org/compiler/2-bind/program.ts';
import { checkType } from '../../local-org/compiler/3-check/declarations.ts';
import type { TypedMethod, TypedType } from '../../local-org/compiler/3-check/typed.ts';
import type { SourceFile } from '../../local-org/compiler/position.ts';
import type { MethodSymbol, TypeSymbol } from '../../local-org/compiler/types.ts';
import { formatProblem, fromDiagnostic, fromMetadata, fromSyntax, type DeployProblem } from '../../local-org/deploy/problems.ts';
import { makeUniverse } from '../../local-org/deploy/universe.ts';
import { buildSchema } from '../../local-org/schema/build.ts';
import type { OrgSchema } from '../../local-org/schema/schema.ts';
import { schemaTypes } from '../../local-org/schema/shapes.ts';
import type { MetadataProject } from '../../local-org/schema/source/project.ts';
import { readProject } from '../../local-org/schema/source/read.ts';

export type ProjectFiles = ReadonlyMap<string, string | Uint8Array>;

export interface TypingsWorld {
  readonly project: MetadataProject;
  readonly schema: OrgSchema;
  /** Outer types in the order of their names. */
  readonly types: readonly DeclaredType[];
  readonly declared: ReadonlyMap<TypeSymbol, DeclaredType>;
  /** Checked bodies, for what only they tell. */
  readonly bodies: ReadonlyMap<MethodSymbol, TypedMethod>;
  /** Text of a file of the project. */
  textOf(path: string): string;
}

/** Metadata that typings tell of; what is wrong elsewhere is for the deploy to say. */
const READ_TYPES: ReadonlySet<string> = new Set(['CustomObject', 'CustomField', 'CustomLabel', 'CustomLabels', 'CustomPermission', 'StaticResource', 'LightningMessageChannel', 'ApexClass']);

/** Throws with every mistake of the project that could make a typing wrong. */
export function readTypingsWorld(files: ProjectFiles, parse: (file: SourceFile) => ParseResult): TypingsWorld {
  const { project, problems: sourceProblems } = readProject(files);
  const { schema, problems: schemaProblems } = buildSchema(project);
  const problems: DeployProblem[] = [...sourceProblems, ...schemaProblems].filter(({ componentType }) => READ_TYPES.has(componentType)).map(fromMetadata);
  const bound = bindProgram(parseAll(project, parse, problems), makeUniverse(schemaTypes(schema)));
  const checked = bound.types.map((type) => checkType(type, bound));
  problems.push(...bound.diagnostics.map(fromDiagnostic).filter(({ kind }) => kind === 'error'));
  if (problems.length > 0) throw new TypingsProblem(problems.map((problem) => formatProblem(problem, files)).join('\n'));
  return {
    project, schema, declared: bound.declared, bodies: bodiesOf(checked),
    types: bound.types.toSorted((left, right) => (left.symbol.name < right.symbol.name ? -1 : 1)),
    textOf: (path) => String(files.get(path) ?? ''),
  };
}

/** The project does not compile, or hands a component something that cannot reach it. */
export class TypingsProblem extends Error {}

function parseAll(project: MetadataProject, parse: (file: SourceFile) => ParseResult, problems: DeployProblem[]): SourceUnit[] {
  return project.apex.filter(({ kind, status }) => kind === 'class' && status === 'Active').flatMap(({ path, text, kind, apiVersion }) => {
    const { unit, diagnostics } = parse({ path, text, kind });
    problems.push(...diagnostics.map(fromSyntax));
    return unit === undefined ? [] : [{ path, unit, apiVersion }];
  });
}

function bodiesOf(types: readonly TypedType[]): Map<MethodSymbol, TypedMethod> {
  return new Map(types.flatMap((type) => [...type.methods.map((method) => [method.symbol, method] as const), ...bodiesOf(type.inner)]));
}
