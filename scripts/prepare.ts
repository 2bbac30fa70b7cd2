/** `npm run prepare`, run by npm after an install: builds and examines the components, parses the Apex and bundles what the console needs, so that the first start need not. */
import { readProjectFiles } from '../local-org/cli/read-project.ts';
import { openBundleCache, openProjectCache } from '../local-org/cli/syntax-cache.ts';
import { ensurePrebuilt } from '../local-org/console/prebuild.ts';
import { readProject } from '../local-org/schema/source/read.ts';
import { buildBundles } from './lwc/build.ts';
import { root } from './process.ts';

const tell = (line: string): void => { process.stderr.write(`prepare: ${line}\n`); };
const { written } = await buildBundles(root);
tell(`${String(written.length)} Lightning components built`);
examineSources();
await ensurePrebuilt(root, tell);

/** What is wrong with a file is for the deploy to say. */
function examineSources(): void {
  const cache = openProjectCache(tell);
  const { apex, bundles } = readProject(readProjectFiles(root)).project;
  for (const { path, text, kind } of apex) cache.parse({ path, text, kind });
  cache.forgetUnused();
  const examine = openBundleCache(tell);
  for (const bundle of bundles) examine(bundle);
  tell(`${String(cache.statistics.misses)} Apex files parsed`);
}
