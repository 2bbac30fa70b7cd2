import { compileProject } from '../../deploy/compile.ts';
import { formatProblem, type DeployProblem } from '../../deploy/problems.ts';
import { readOptions, UsageError, type Command } from '../command.ts';
import { readApexProject } from '../read-project.ts';
import { openBundleCache, openProjectCache, openProjectPrograms } from '../syntax-cache.ts';

/** Compiles a project and prints everything that is wrong or not supported. */
export const check: Command = (args) => {
  const { positionals } = readOptions(args, []);
  const [folder] = positionals;
  if (folder === undefined || positionals.length > 1) throw new UsageError('Name one folder.');
  const files = readApexProject(folder);
  const tell = (line: string): void => { process.stderr.write(`${line}\n`); };
  const cache = openProjectCache(tell);
  const { compiled, problems } = compileProject({ files, keyPrefixes: new Map(), coverage: false, parse: (file) => cache.parse(file), examineBundle: openBundleCache(tell), programs: openProjectPrograms(tell) });
  for (const problem of problems ?? []) process.stdout.write(`${problem.kind === 'unsupported' ? 'not supported: ' : ''}${formatProblem(problem, files)}\n`);
  if (compiled === undefined) {
    const unsupported = problems.filter((problem) => problem.kind === 'unsupported');
    process.stdout.write(countsByMember(unsupported));
    process.stdout.write(`${String(problems.length - unsupported.length)} mistakes, ${String(unsupported.length)} uses of what is not supported\n`);
    return Promise.resolve(1);
  }
  process.stdout.write(`${String(compiled.project.apex.length)} classes and triggers, ${String(compiled.project.objects.length)} objects: no mistakes\n`);
  return Promise.resolve(0);
};

/** What is used how often, the most used first. */
function countsByMember(unsupported: readonly DeployProblem[]): string {
  const groups = [...Map.groupBy(unsupported, (problem) => problem.message.replace(/^Not supported by the local org: /, ''))].toSorted(([, left], [, right]) => right.length - left.length);
  return groups.map(([member, uses]) => `${String(uses.length).padStart(6)} × ${member}\n`).join('');
}
