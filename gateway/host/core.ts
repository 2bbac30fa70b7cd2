/** What every part of a gateway stands on: its store, the org, and where it writes what it sees. */
import { openPostgresStore } from '../delivery/store-postgres.ts';
import { openSqliteStore } from '../delivery/store-sqlite.ts';
import type { GatewayStore } from '../delivery/store.ts';
import { Figures } from '../health/figures.ts';
import type { HealthLog } from '../health/health-log.ts';
import { createMetrics, healthLogOf, type MetricParts, type Metrics } from '../health/prometheus.ts';
import type { Clock } from '../shared/clock.ts';
import type { Log } from '../shared/log.ts';
import { OrgClient } from '../system/salesforce/org-client.ts';
import type { OrgApi } from '../system/salesforce/org-api.ts';
import type { ResolvedConfiguration } from './configuration.ts';

export interface Core {
  readonly configuration: ResolvedConfiguration;
  /** Name of this process among those of its group. */
  readonly owner: string;
  readonly store: GatewayStore;
  readonly org: OrgApi;
  readonly figures: Figures;
  readonly metrics: Metrics;
  readonly health: HealthLog;
  readonly clock: Clock;
  readonly log: Log;
}

export interface Surroundings {
  readonly owner: string;
  readonly clock: Clock;
  readonly log: Log;
}

export async function openCore(configuration: ResolvedConfiguration, { owner, clock, log }: Surroundings, live: Pick<MetricParts, 'breakers' | 'subscriptions'>): Promise<Core> {
  const { store: kept, org } = configuration;
  const store = kept.kind === 'sqlite' ? openSqliteStore({ file: kept.file, clock }) : await openPostgresStore({ url: kept.url, clock });
  const { loginUrl, audience, clientId, username, privateKey } = org;
  const figures = new Figures(clock);
  const metrics = createMetrics({ clock, work: () => store.figures(), ...live });
  return {
    configuration, owner, store, figures, metrics, clock, log, health: healthLogOf(figures, metrics),
    org: new OrgClient({ clock, login: { loginUrl, clientId, username, privateKey, ...(audience === undefined ? {} : { audience }) } }),
  };
}
