/** What a package would make of an org: the files it would hold, what they compile to, and what is said about each component. Changes nothing. */
import type { CompiledOrg, CompileResult, ProjectFiles } from './compile.ts';
import { packageFileOf, keyOf, componentAt, type ComponentName } from './metadata/components.ts';
import { childText } from './metadata/elements.ts';
import { isCarriedOrModelled } from './metadata/supported.ts';
import { childType } from './metadata/types.ts';
import { deleteComponents, mergeComponents, type Merge, type MergedComponent } from './merge.ts';
import type { IncomingComponent, IncomingPackage, PackageProblem } from './package/read-package.ts';
import type { DeployProblem } from './problems.ts';
import { referencesTo, referencedText } from './referenced.ts';

export interface ComponentProblem extends ComponentName {
  readonly fileName: string;
  readonly message: string;
  readonly kind: 'Error' | 'Warning';
  readonly line?: number;
  readonly column?: number;
}

export interface Evaluation {
  /** Set when everything (or, in part, everything that is left) is right. */
  readonly compiled: CompiledOrg | undefined;
  readonly problems: readonly ComponentProblem[];
  /** What the package brings and is right. */
  readonly merged: readonly MergedComponent[];
  readonly deleted: readonly ComponentName[];
  /** Of {@link deleted}, those that the package brings again. */
  readonly recreated: readonly ComponentName[];
}

export interface EvaluateOptions {
  compile(files: ProjectFiles): CompileResult;
  /** Leave out what is wrong and go on with the rest. */
  readonly isPartial: boolean;
  /** Warnings count as errors unless they are to be ignored. */
  readonly ignoreWarnings: boolean;
}

/** @param deployed what the org holds now; it compiles */
export function evaluatePackage(deployed: ProjectFiles, incoming: IncomingPackage, options: EvaluateOptions): Evaluation {
  const fromPackage: ComponentProblem[] = [...incoming.problems, ...unsupportedOf(incoming.components)].map((one) => ({ ...one, kind: 'Error' }));
  let components = withoutProblems(incoming.components, fromPackage);
  for (;;) {
    const attempt = new Attempt(deployed, { ...incoming, components }, options);
    const errors = attempt.problems.filter(({ kind }) => kind === 'Error');
    const problems = [...fromPackage, ...attempt.problems];
    if (errors.length === 0 && (fromPackage.length === 0 || options.isPartial)) return attempt.answer(problems);
    const left = withoutProblems(components, errors);
    // A problem in what the package does not bring has no component to leave out: nothing can be deployed then.
    if (!options.isPartial || left.length === components.length) return { ...attempt.answer(problems), compiled: undefined };
    fromPackage.push(...errors);
    components = left;
  }
}

/** Types whose behaviour would be missing without a word. */
function unsupportedOf(components: readonly IncomingComponent[]): readonly PackageProblem[] {
  return components.filter(({ type }) => !isCarriedOrModelled(type)).map(({ type, fullName, fileName }) => ({ type, fullName, fileName, message: `Metadata of type ${type} is not supported by the local org` }));
}

function withoutProblems(components: readonly IncomingComponent[], problems: readonly ComponentProblem[]): readonly IncomingComponent[] {
  const wrong = new Set(problems.map(keyOf));
  return components.filter((component) => !wrong.has(keyOf(component)));
}

class Attempt {
  readonly problems: ComponentProblem[] = [];
  readonly #compiled: CompiledOrg | undefined;
  readonly #merge: Merge;
  readonly #incoming: IncomingPackage;
  readonly #missing: ReadonlySet<string>;

  constructor(deployed: ProjectFiles, incoming: IncomingPackage, options: EvaluateOptions) {
    this.#incoming = incoming;
    const before = deleteComponents(deployed, incoming.deletedBefore);
    this.#merge = mergeComponents(before.files, incoming.components);
    const after = deleteComponents(this.#merge.files, incoming.deletedAfter);
    const missing = [...before.missing, ...after.missing];
    this.#missing = new Set(missing.map(keyOf));
    // platform-facts: missing-deletion
    for (const one of missing) this.problems.push({ ...one, fileName: packageFileOf(one), message: `No ${one.type} named: ${one.fullName} found`, kind: options.ignoreWarnings ? 'Warning' : 'Error' });
    if (before.files !== deployed && incoming.components.length > 0) this.#checkDeletion(before.files, incoming.deletedBefore, options, deployed);
    const { compiled, problems } = options.compile(after.files);
    this.#compiled = compiled;
    if (problems === undefined) return;
    const own = after.files === this.#merge.files && before.files === deployed ? problems : this.#withoutDeletions(problems, options, deployed);
    for (const problem of own) this.problems.push(this.#locate(problem, after.files));
  }

  answer(problems: readonly ComponentProblem[]): Evaluation {
    const present = (one: ComponentName): boolean => !this.#missing.has(keyOf(one));
    const brought = new Set(this.#incoming.components.map(keyOf));
    const before = this.#incoming.deletedBefore.filter(present);
    return {
      compiled: this.problems.some(({ kind }) => kind === 'Error') ? undefined : this.#compiled, problems: unique(problems), merged: this.#merge.merged,
      deleted: [...before, ...this.#incoming.deletedAfter.filter(present)], recreated: before.filter((one) => brought.has(keyOf(one))),
    };
  }

  /** What is deleted first must not be needed by what is there at that moment. */
  #checkDeletion(files: ProjectFiles, deleted: readonly ComponentName[], options: EvaluateOptions, deployed: ProjectFiles): void {
    const { problems } = options.compile(files);
    if (problems !== undefined) this.#addReferenced(deleted, problems, deployed);
  }

  /** Problems that are there without the deletions too. The others say that what is deleted is still needed. */
  #withoutDeletions(problems: readonly DeployProblem[], options: EvaluateOptions, deployed: ProjectFiles): readonly DeployProblem[] {
    const kept = mergeComponents(deployed, this.#incoming.components);
    const textOf = (problem: DeployProblem): string => `${problem.path}:${String(problem.line)}:${problem.message}`;
    const without = new Set((options.compile(kept.files).problems ?? []).map(textOf));
    const caused = problems.filter((problem) => !without.has(textOf(problem)));
    this.#addReferenced([...this.#incoming.deletedBefore, ...this.#incoming.deletedAfter], caused, kept.files);
    return problems.filter((problem) => without.has(textOf(problem)));
  }

  #addReferenced(deleted: readonly ComponentName[], problems: readonly DeployProblem[], files: ProjectFiles): void {
    for (const { component, users } of referencesTo(deleted, problems, files)) {
      if (this.problems.some((known) => keyOf(known) === keyOf(component))) continue;
      this.problems.push({ ...component, fileName: packageFileOf(component), message: referencedText(component, users), kind: 'Error' });
    }
  }

  #locate(problem: DeployProblem, files: ProjectFiles): ComponentProblem {
    const place = { message: problem.message, kind: 'Error', line: problem.line, column: problem.column } as const;
    const changed = this.#merge.origins.get(problem.path);
    const own = changed === undefined ? undefined : this.#componentOf(problem, changed, files);
    if (own !== undefined) return { ...place, type: own.type, fullName: own.fullName, fileName: fileOf(own, problem.path), line: own.lineOf(problem.line) };
    const name = problem.component ?? componentAt(problem.path) ?? { type: '', fullName: problem.path };
    const isApex = name.type === 'ApexClass' || name.type === 'ApexTrigger';
    // What the package does not bring was right before: it is the package that breaks it. platform-facts: dependent-class-problem
    const message = isApex && changed === undefined ? `Dependent class is invalid and needs recompilation: ${name.type === 'ApexClass' ? 'Class' : 'Trigger'} ${name.fullName} : ${problem.message}` : problem.message;
    return { ...place, message, type: name.type, fullName: name.fullName, fileName: packageFileOf(name) };
  }

  /** Of the components in a file, the one the problem is in. */
  #componentOf(problem: DeployProblem, changed: readonly IncomingComponent[], files: ProjectFiles): IncomingComponent | undefined {
    const [only, another] = changed;
    if (another === undefined && only?.element === undefined) return only;
    const named = problem.component === undefined ? undefined : changed.find((one) => keyOf(one) === keyOf(problem.component!));
    if (named !== undefined) return named;
    const text = files.get(problem.path);
    const lines = typeof text === 'string' ? text.split('\n') : [];
    const from = lines.slice(problem.line - 1).join('\n');
    return changed.find((one) => one.element !== undefined && childText(from, childType(one.type)!.child.key) === childText(one.element.inner, childType(one.type)!.child.key)) ?? only;
  }
}

/** Inside a bundle the file itself is named. */
function fileOf(component: IncomingComponent, path: string): string {
  const inner = [...component.files.keys()].find((file) => path.endsWith(`/${file}`));
  return component.type === 'LightningComponentBundle' && inner !== undefined ? `${component.fileName.slice(0, -`lwc/${component.fullName}`.length)}${inner}` : component.fileName;
}

function unique(problems: readonly ComponentProblem[]): readonly ComponentProblem[] {
  const seen = new Set<string>();
  return problems.filter((problem) => {
    const text = JSON.stringify(problem);
    return seen.has(text) ? false : seen.add(text);
  });
}
