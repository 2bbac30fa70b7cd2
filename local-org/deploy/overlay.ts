/** A project started on an org that holds more: what others deployed stays beside it, what the project had before and no longer has goes. */
import type { ProjectFiles } from './compile.ts';
import { deleteComponents } from './merge.ts';
import { indexComponents, keyOf } from './metadata/components.ts';

/**
 * @param deployed what the org holds
 * @param started paths that came with the project the last time it was started
 */
export function overlayProject(deployed: ProjectFiles, started: ReadonlySet<string>, project: ProjectFiles): ProjectFiles {
  const others = new Map([...deployed].filter(([path]) => !started.has(path)));
  if (others.size === 0) return project;
  const own = indexComponents(project);
  const replaced = [...indexComponents(others).values()].filter((component) => own.has(keyOf(component)) && component.type !== 'CustomLabels');
  const paths = new Set(replaced.filter(({ isElement }) => !isElement).flatMap((component) => component.paths));
  const kept = new Map([...others].filter(([path]) => !paths.has(path)));
  return new Map([...deleteComponents(kept, replaced.filter(({ isElement }) => isElement)).files, ...project]);
}
