/** What the org hears of this gateway: figures, gaps, dead letters, drift. */
import { gapsOf, registersOf, type RegisterState } from '../experience/pos/register-cursors.ts';
import { progressOf } from '../experience/pos/register-progress.ts';
import type { SequenceGap, WorkChanges } from '../health/ports.ts';
import { Reporter, type ReporterParts } from '../health/reporter.ts';
import type { Core } from './core.ts';

export function reporterOf(core: Core, parts: { readonly work: WorkChanges } & Pick<ReporterParts, 'breakers' | 'subscriptions' | 'drift'>): Reporter {
  const { configuration, owner, store, org, figures, clock, log } = core;
  const { work, ...live } = parts;
  const sources = [...new Set((configuration.tills ?? []).map(({ source }) => source))];
  const registers = async (): Promise<readonly RegisterState[]> => (await Promise.all(sources.map((source) => registersOf(store, source)))).flat();
  return new Reporter({
    gateway: owner, group: configuration.group, figures, clock, log, changes: work, ...live,
    callOrg: (method, path, body, signal) => org.call(method, path, body, signal),
    work: { figures: () => store.figures(), dead: (question) => store.find({ ...question, state: 'Dead' }) },
    gaps: async () => gapsOf(await registers()).map((gap): SequenceGap => ({ ...gap, sinceMs: Date.parse(gap.since) })),
    registers: async () => progressOf(await registers(), clock.now()),
  });
}
