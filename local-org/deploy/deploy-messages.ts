/** What a deploy says about each component. */
import type { ComponentCatalogue } from './component-catalogue.ts';
import type { DeployMessage } from './deploy-result.ts';
import type { ComponentProblem, Evaluation } from './evaluate.ts';
import { keyOf, packageFileOf, type ComponentName } from './metadata/components.ts';
import type { IncomingPackage } from './package/read-package.ts';

export function failureMessages(problems: readonly ComponentProblem[], components: ComponentCatalogue, now: number): readonly DeployMessage[] {
  return problems.filter(({ kind }) => kind === 'Error').map((problem) => ({
    ...messageOf(problem, components, now), fileName: problem.fileName, success: false, problem: problemText(problem), problemType: 'Error',
    ...(problem.line === undefined ? {} : { lineNumber: problem.line }), ...(problem.column === undefined ? {} : { columnNumber: problem.column }),
  }));
}

/** For components the platform writes the place into the text, and its clients read it there. platform-facts: bundle-compiler-errors */
function problemText({ type, message, line, column }: ComponentProblem): string {
  return type === 'LightningComponentBundle' && line !== undefined && column !== undefined ? `[Line: ${String(line)}, Col: ${String(column)}] ${message}` : message;
}

/** @param isDeployed created components have an id then */
export function successMessages(evaluation: Evaluation, incoming: IncomingPackage, components: ComponentCatalogue, now: number, isDeployed: boolean): readonly DeployMessage[] {
  const wrong = new Set(evaluation.problems.filter(({ kind }) => kind === 'Error').map(keyOf));
  const brought = evaluation.merged.filter(({ component }) => !wrong.has(keyOf(component))).map(({ component, isCreated, isChanged }): DeployMessage => ({
    ...messageOf(component, components, now), ...(isCreated && !isDeployed ? { id: '' } : {}), fileName: component.fileName, created: isCreated, changed: isChanged, success: true,
  }));
  const gone = evaluation.deleted.filter((one) => !wrong.has(keyOf(one))).map((one): DeployMessage => ({ ...messageOf(one, components, now), fileName: packageFileOf(one), changed: true, deleted: true, success: true }));
  const warnings = evaluation.problems.filter(({ kind }) => kind === 'Warning').map((problem): DeployMessage => ({
    ...messageOf(problem, components, now), fileName: problem.fileName, success: true, problem: problem.message, problemType: 'Warning',
  }));
  const manifests = ['package.xml', ...(incoming.deletedBefore.length > 0 ? ['destructiveChangesPre.xml'] : []), ...(incoming.deletedAfter.length > 0 ? ['destructiveChangesPost.xml'] : [])];
  return [...brought, ...gone, ...warnings, ...manifests.map((name): DeployMessage => ({ ...messageOf({ type: '', fullName: name }, components, now), fileName: name, changed: true, success: true }))];
}

function messageOf(component: ComponentName, components: ComponentCatalogue, now: number): DeployMessage {
  const known = component.type === '' ? undefined : components.find(component);
  return {
    componentType: component.type, fullName: known?.fullName ?? component.fullName, fileName: '', id: known?.id ?? '', created: false, changed: false, deleted: false, success: false,
    createdDate: new Date(known?.createdAt ?? now).toISOString(),
  };
}
