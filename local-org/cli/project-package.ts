/** A project folder as a package for the Metadata API, and the way back from what a deploy says of the package to the files of the project. */
import type { DeployMessage } from '../deploy/deploy-result.ts';
import { componentAt, indexComponents, keyOf, packageFileOf, type SourceComponent } from '../deploy/metadata/components.ts';
import { childText, readElements } from '../deploy/metadata/elements.ts';
import { childType } from '../deploy/metadata/types.ts';
import { writePackage } from '../deploy/package/write-package.ts';
import { zip } from '../deploy/package/zip.ts';
import type { DeployProblem } from '../deploy/problems.ts';
import { readProject } from '../schema/source/read.ts';
import { CommandFailure } from './command.ts';
import type { ProjectFiles } from './read-project.ts';

const API_VERSION = '67.0';

export interface ProjectPackage {
  readonly zip: Uint8Array;
  /** Where in the project a message of the deploy belongs; `undefined` when it is about no file of it. */
  locate(message: DeployMessage): DeployProblem | undefined;
}

/** @throws CommandFailure with the files that belong to no component */
export async function packageProject(files: ProjectFiles): Promise<ProjectPackage> {
  const stray = readProject(files).problems.filter(({ componentType }) => componentType === 'File');
  if (stray.length > 0) throw new CommandFailure(`${stray.map(({ path, message }) => `${path}: ${message}`).join('\n')}\nRemove these files or name them in .forceignore.`);
  const index = indexComponents(files);
  const byType = Map.groupBy([...index.values()].filter(({ type, fullName }) => !comesWithParent({ type, fullName }, index)), ({ type }) => type);
  const { contents } = await writePackage(files, { version: API_VERSION, types: [...byType].map(([name, members]) => ({ name, members: members.map(({ fullName }) => fullName) })) });
  return { zip: await zip(contents), locate: (message) => locate(message, index, contents) };
}

/** A field whose object is in the project too is deployed with it. */
function comesWithParent(component: Pick<SourceComponent, 'type' | 'fullName'>, index: ReadonlyMap<string, SourceComponent>): boolean {
  const child = childType(component.type);
  return child !== undefined && index.has(keyOf({ type: child.parent.name, fullName: child.child.isNamedAlone ? child.parent.name : component.fullName.split('.')[0]! }));
}

function locate(message: DeployMessage, index: ReadonlyMap<string, SourceComponent>, contents: ReadonlyMap<string, string | Uint8Array>): DeployProblem | undefined {
  const name = { type: message.componentType, fullName: message.fullName };
  const source = index.get(keyOf(name));
  if (source === undefined) return undefined;
  const path = source.paths.find((one) => one.endsWith(`/${message.fileName}`)) ?? source.paths.find((one) => !one.endsWith('-meta.xml') && componentAt(one) !== undefined) ?? source.paths[0]!;
  const isCode = path.endsWith('.cls') || path.endsWith('.trigger');
  return {
    path, line: (message.lineNumber ?? 1) - lineBefore(name, contents), column: message.columnNumber ?? 1, message: message.problem ?? '', kind: 'error', ...(isCode ? {} : { component: name }),
  };
}

/** How many lines of the file in the package lie before those of the component's own file. */
function lineBefore(name: { readonly type: string; readonly fullName: string }, contents: ReadonlyMap<string, string | Uint8Array>): number {
  const child = childType(name.type)?.child;
  const content = contents.get(packageFileOf(name));
  if (child?.ownFile === undefined || typeof content !== 'string') return 0;
  const own = name.fullName.slice(name.fullName.indexOf('.') + 1).toLowerCase();
  const element = readElements(content)?.elements.find((one) => one.name === child.element && childText(one.inner, child.key)?.toLowerCase() === own);
  // The second line of a file of its own is the line of the element.
  return element === undefined ? 0 : element.line - 2;
}
