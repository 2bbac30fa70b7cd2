/** Starts the sweeps that raise breaches, end pickup windows and clear carts: without them nothing happens to a seeded org that nobody touches. */
import type { Connection } from 'jsforce';
import { CommandFailure } from '../../local-org/cli/command.ts';
import { queryAll } from './org-writer.ts';
import type { Progress } from './progress.ts';

const countSweeps = async (connection: Connection): Promise<number> => (await queryAll<{ readonly Id: string }>(connection, "SELECT Id FROM CronTrigger WHERE CronJobDetail.Name LIKE 'Holdfast sweep %'")).length;

/** Sweeps that run already stay as they are: starting them is the app's own business, and harmless to repeat. */
export async function startSweeps(connection: Connection, progress: Progress): Promise<void> {
  const started = performance.now();
  const before = await countSweeps(connection);
  const { success, compileProblem, exceptionMessage } = await connection.tooling.executeAnonymous('SweepSchedule.start();');
  if (!success) throw new CommandFailure(`The sweeps could not be started: ${compileProblem ?? exceptionMessage ?? 'no reason given'}`);
  progress.line(`sweeps: ${String((await countSweeps(connection)) - before)} scheduled, ${String(before)} there already, ${(performance.now() - started).toFixed(0)} ms`);
}
