/**
 * Runs the transactions of an org interleaved at every statement that others can notice: the same emitted Apex, library and data layer, at READ COMMITTED with row locks,
 * by running each transaction again from its start for every turn it gets. While it is open the org serves nothing else, and nothing it does stays.
 */
import type { Org } from '../org.ts';
import { InstalledOrg } from '../installed-org.ts';
import type { Program } from '../program.ts';
import type { TransactionCase } from './cases.ts';
import { Detours } from './detours.ts';
import { Kernel } from './kernel.ts';
import type { Rules } from './kernel.ts';
import { recordedUsers } from './users.ts';
import { World } from './world.ts';

/** Runs `body` with a kernel on the org's committed state; afterwards that state is as before. */
export function interleaved<T>(org: Org, rules: Partial<Rules>, body: (kernel: Kernel) => T): T {
  const { store } = org.installed.data;
  const world = new World(store);
  const installedWith = installer(org, () => kernel);
  const kernel: Kernel = new Kernel(world, installedWith, { lockOrder: 'any', clockJumps: 0, crashes: 0, pauses: 0, pauseMs: 60_000, startMs: org.services.clock.now(), ...rules });
  return store.detoured(new Detours(() => kernel.running), () => {
    world.begin();
    try {
      return body(kernel);
    } finally {
      world.end();
    }
  });
}

function installer(org: Org, kernel: () => Kernel): (source: TransactionCase) => InstalledOrg {
  const { installed } = org;
  const users = recordedUsers(installed.users, () => kernel().running!);
  const byProgram = new Map<Program, InstalledOrg>();
  return ({ program = installed.program }) => {
    let known = byProgram.get(program);
    if (known === undefined) byProgram.set(program, (known = new InstalledOrg({ ...installed.installedSchema, users }, program)));
    return known;
  };
}
