/** Third parties' word on force-app: apex-ls (types) and PMD with the AppExchange and security rules. Both come with the PMD engine package and need Java. */
import { createRequire } from 'node:module';
import path from 'node:path';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { Workspace, SeverityLevel, type Engine, type Violation } from '@salesforce/code-analyzer-engine-api';
import { PmdEngine } from '@salesforce/code-analyzer-pmd-engine/dist/pmd-engine.js';
import { DEFAULT_PMD_ENGINE_CONFIG } from '@salesforce/code-analyzer-pmd-engine/dist/config.js';
import { root, runCommand, type Print } from './process.ts';

interface Verdict {
  readonly passed: number;
  readonly failed: number;
}

const libraries = path.join(path.dirname(createRequire(import.meta.url).resolve('@salesforce/code-analyzer-pmd-engine/package.json')), 'dist', 'java-lib', '*');

/** Members that API 66 or 67 brought; apex-ls 6.0.2 knows version 65. Each has its source in local-org/library/symbols/additions.txt. */
const NEWER_MEMBERS = ["'publishWithAccessLevel' on 'System.EventBus'"];

/** Types that come with an object and that apex-ls 6.0.2 does not derive from it: the change events of custom objects. */
const DERIVED_TYPES = [/No type declaration found for '(?:List<|Schema\.)?\w+__ChangeEvent>?'/];

/** Zero errors of the apex-ls semantic checker over the project. */
export async function checkApexTypes(print: Print): Promise<Verdict> {
  const args = ['-cp', libraries, 'io.github.apexdevtools.apexls.CheckForIssues', '-w', root, '-n', '-d', 'errors', '-f', 'json'];
  const finished = await runCommand('java', args, { show: false });
  const report = JSON.parse(/\{[\s\S]*\}/.exec(finished.output)?.[0] ?? '{"files":[]}') as TypeReport;
  const found = report.files.flatMap((file) => file.messages.map((message) => `${path.relative(root, file.path)}:${String(message.start.line)} ${message.category}: ${message.message}`));
  const problems = found.filter((problem) => !NEWER_MEMBERS.some((member) => problem.includes(member)) && !DERIVED_TYPES.some((type) => type.test(problem)));
  for (const known of found.filter((problem) => !problems.includes(problem))) print(`apex-ls does not know yet: ${known}\n`);
  // apex-ls ends with an exit code of its own when it has found anything, also what is only newer than its tables.
  const hasRun = finished.exitCode === 0 || found.length > 0;
  print(problems.length === 0 && hasRun ? 'apex-ls: no errors\n' : `${problems.join('\n') || finished.output}\n`);
  return hasRun && problems.length === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

interface TypeReport {
  readonly files: readonly { readonly path: string; readonly messages: readonly { readonly category: string; readonly message: string; readonly start: { readonly line: number } }[] }[];
}

/** No violation of severity critical or high in the rules an AppExchange review looks at. */
export async function checkApexRules(print: Print): Promise<Verdict> {
  const engine: Engine = new PmdEngine(DEFAULT_PMD_ENGINE_CONFIG);
  const folder = mkdtempSync(path.join(tmpdir(), 'holdfast-pmd-'));
  const workspace = new Workspace('force-app', [path.join(root, 'force-app')]);
  const rules = await engine.describeRules({ workspace, logFolder: folder, workingFolder: folder });
  const severity = new Map(rules.filter(isReviewed).map((rule) => [rule.name, rule.severityLevel]));
  const { violations } = await engine.runRules([...severity.keys()], { workspace, logFolder: folder, workingFolder: folder });
  const errors = violations.filter((violation) => (severity.get(violation.ruleName) ?? SeverityLevel.Critical) <= SeverityLevel.High);
  for (const violation of violations) print(`${errors.includes(violation) ? 'error' : 'note'} ${describe(violation)}\n`);
  print(`PMD: ${String(severity.size)} rules, ${String(errors.length)} errors, ${String(violations.length - errors.length)} notes\n`);
  return errors.length === 0 && severity.size > 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

function isReviewed(rule: { readonly tags: readonly string[] }): boolean {
  return rule.tags.includes('AppExchange') || (rule.tags.includes('Recommended') && rule.tags.includes('Security'));
}

function describe(violation: Violation): string {
  const place = violation.codeLocations[violation.primaryLocationIndex];
  return `${violation.ruleName}: ${violation.message} (${path.relative(root, place?.file ?? '')}:${String(place?.startLine ?? 0)})`;
}
