/** Runs files of `node:test` side by side: one tests while the org of another starts. Each has an org, a port and a data folder of its own. */
import { globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { root } from './process.ts';

export interface NodeTestResult {
  readonly passed: number;
  readonly failed: number;
  /** What failed and why, as the spec reporter tells it; empty when nothing did. */
  readonly report: string;
}

/** They take half a minute or more: begun first, none of them is left to run alone at the end. */
const LONG_ONES = [
  'e2e/start.api.test.ts', 'e2e/gateway-sap.api.test.ts', 'e2e/ledger.api.test.ts', 'e2e/hot-sku.api.test.ts', 'e2e/replay.api.test.ts', 'e2e/demo-integration.e2e.test.ts', 'e2e/integration-health.e2e.test.ts',
  'gateway/parts/doorbells-rabbitmq.test.ts', 'scripts/prove/faults/faults.test.ts', 'scripts/prove/crashes/crashes.test.ts', 'scripts/prove/changes/changes.test.ts', 'local-org/compiler/1-parse/front-end.test.ts',
];
/** The same random cases every time. */
const ONE_SEED = ['--import', path.join(root, 'config/property-seed.js')];

/**
 * @param pattern of files, relative to the root
 * @param sideBySide how many at a time; a file waits for processes of its own about a third of its time
 * @param flags of Node, for every file
 */
export async function nodeTests(pattern: string, sideBySide: number, flags: readonly string[] = []): Promise<NodeTestResult> {
  const shared = mkdtempSync(path.join(tmpdir(), 'holdfast-tests-'));
  process.env['HOLDFAST_SHARED_TEST_DATA'] = shared;
  process.env['NODE_COMPILE_CACHE'] = path.join(root, '.cache/node');
  const stream = run({ files: filesOf(pattern), cwd: root, concurrency: sideBySide, execArgv: [...ONE_SEED, ...flags] });
  const counted = { passed: 0, failed: 0 };
  stream.on('test:summary', ({ file, counts }) => {
    if (file === undefined) Object.assign(counted, { passed: counts.passed, failed: counts.tests - counts.passed - counts.skipped - counts.todo });
  });
  // A file that ends before its tests do says why there only.
  const errors = new Map<string, string>();
  stream.on('test:stderr', ({ file, message }) => { errors.set(file, `${errors.get(file) ?? ''}${message}`); });
  let unread = '';
  stream.on('test:fail', ({ name }) => { unread += errors.get(name) ?? ''; });
  let told = '';
  for await (const text of stream.compose(spec)) told += String(text);
  rmSync(shared, { recursive: true });
  return { ...counted, report: counted.failed === 0 ? '' : `${told.slice(Math.max(0, told.indexOf('✖ failing tests:')))}${unread}` };
}

function filesOf(pattern: string): string[] {
  const files = globSync(pattern, { cwd: root }).filter((file) => !file.includes('node_modules')).sort();
  return [...LONG_ONES.filter((file) => files.includes(file)), ...files.filter((file) => !LONG_ONES.includes(file))].map((file) => path.join(root, file));
}
