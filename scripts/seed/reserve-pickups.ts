/** Promises the plan's pickups to their customers, as a web shop does. Repeating it repeats the recorded answers. */
import { CommandFailure } from '../../local-org/cli/command.ts';
import type { OrgAddress } from '../org-connection.ts';
import type { PickupPlan } from './pickups.ts';
import type { Progress } from './progress.ts';

interface ReservationResult {
  readonly requestKey: string;
  readonly status: string;
}

export async function reservePickups(org: OrgAddress, pickups: readonly PickupPlan[], progress: Progress): Promise<void> {
  if (pickups.length === 0) return;
  const started = performance.now();
  const response = await fetch(`${org.url}/services/apexrest/holdfast/v1/reservations`, {
    method: 'POST', headers: { authorization: `Bearer ${org.token}`, 'content-type': 'application/json' }, body: JSON.stringify({ requests: pickups.map(requestOf) }),
  });
  if (response.status !== 200) throw new CommandFailure(`POST /reservations answered ${String(response.status)}: ${(await response.text()).slice(0, 500)}`);
  const { results } = (await response.json()) as { readonly results: readonly ReservationResult[] };
  const statuses = [...Map.groupBy(results, ({ status }) => status)].map(([status, group]) => `${String(group.length)} ${status.toLowerCase()}`).join(', ');
  progress.line(`pickups: ${statuses}, ${(performance.now() - started).toFixed(0)} ms`);
}

function requestOf({ requestKey, orderRef, customer, lines, location }: PickupPlan): unknown {
  return {
    requestKey, orderRef, customer, kind: 'Firm', purpose: 'Pickup', channel: 'WEB', allOrNothing: false,
    lines: lines.map(({ sku, quantity }, index) => ({ line: index + 1, sku, location, quantity })),
  };
}
