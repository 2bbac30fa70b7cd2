/** The Lightning web components of a project: each by itself, then what they need of the rest. */
import type { DeployProblem } from '../problems.ts';
import type { BundleFinding, ExamineBundle } from './examine.ts';
import { referenceProblem, type BundleWorld } from './references.ts';

/** @param world as it will be with the deploy */
export function checkBundles(world: BundleWorld, examine: ExamineBundle): DeployProblem[] {
  return world.project.bundles.flatMap((bundle) => {
    const { findings, imports } = examine(bundle);
    const wrong = imports.flatMap(({ specifier, ...place }): BundleFinding[] => {
      const message = referenceProblem(specifier, world, { file: place.file, bundle: bundle.name });
      return message === undefined ? [] : [{ ...place, message }];
    });
    return [...findings, ...wrong].map(({ file, line, column, message }): DeployProblem => ({ path: `${bundle.path}/${file}`, line, column, message, kind: 'error' }));
  });
}
