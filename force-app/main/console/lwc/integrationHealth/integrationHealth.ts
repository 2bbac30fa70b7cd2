import { LightningElement } from 'lwc';
import getOverview from '@salesforce/apex/IntegrationHealthController.getOverview';
import type { Gateway } from '@salesforce/apex/IntegrationHealth';
import type { Overview } from '@salesforce/apex/IntegrationHealthController';
import type { SourceHealth } from '@salesforce/apex/SourceHealth';
import mayManage from '@salesforce/customPermission/Manage_Integrations';
import mayView from '@salesforce/customPermission/View_Integrations';
import { agoText, clockText, countText, durationText, several } from 'c/integrationTexts';
import { isAccessError, reduceErrors } from 'c/reduceErrors';

interface Choice {
  readonly name: string;
  readonly title: string;
  readonly detail: string;
  readonly badge: string;
  readonly current: 'true' | 'false';
  readonly className: string;
}

interface Figure {
  readonly name: string;
  readonly value: string;
  readonly detail: string;
}

type Refreshable = HTMLElement & { refresh(): Promise<void> };

const EVERY_MILLISECONDS = 10_000;
const SOURCES = 'sources';
const LEVEL_ORDER = ['Missed', 'AtRisk', 'Met', 'Unknown', 'Quiet', 'None'];

/** How integrations do. Polls, because deliveries of events are scarce and everything here changes all the time. */
export default class IntegrationHealth extends LightningElement {
  overview: Overview | undefined;
  /** Why the last look failed. */
  failure: unknown;
  chosen = SOURCES;
  readonly canManage = mayManage === true;

  #timer: ReturnType<typeof setTimeout> | undefined;
  #isGone = false;
  #mustFocus = false;

  connectedCallback(): void {
    this.#isGone = false;
    if (mayView === true) void this.look();
  }

  disconnectedCallback(): void {
    this.#isGone = true;
    clearTimeout(this.#timer);
  }

  renderedCallback(): void {
    if (!this.#mustFocus) return;
    this.#mustFocus = false;
    (this.refs?.content as HTMLElement | undefined)?.focus({ preventScroll: true });
  }

  get isForbidden(): boolean {
    return mayView !== true || (this.overview === undefined && this.failure !== undefined && isAccessError(this.failure));
  }

  get isFailed(): boolean {
    return this.overview === undefined && this.failure !== undefined;
  }

  get isLoading(): boolean {
    return this.overview === undefined;
  }

  get errorText(): string {
    return this.failure === undefined ? '' : reduceErrors(this.failure).join(' ');
  }

  /** The page shows something, and could not look again. */
  get isStale(): boolean {
    return this.failure !== undefined;
  }

  get nowMillis(): number {
    return this.overview?.health?.nowMillis ?? 0;
  }

  get asOf(): string {
    return `As of ${clockText(this.nowMillis)}, looks again every ${durationText(EVERY_MILLISECONDS)}`;
  }

  get isWithoutGateway(): boolean {
    return this.gateways.length === 0;
  }

  get areAllSilent(): boolean {
    return this.gateways.length > 0 && this.gateways.every(({ isSilent }) => isSilent === true);
  }

  get silenceText(): string {
    const last = Math.max(...this.gateways.map(({ reportedAtMillis }) => reportedAtMillis ?? 0));
    return `No gateway has reported for ${durationText(this.nowMillis - last)}. What is shown of gateways is from ${clockText(last)}; what waits there is kept.`;
  }

  get gatewayText(): string {
    const heard = this.gateways.filter(({ isSilent }) => isSilent !== true).length;
    if (this.gateways.length === 0) return 'no gateway yet';
    return `${countText(heard)} of ${several(this.gateways.length, 'gateway', 'gateways')} heard`;
  }

  get alerts(): NonNullable<Overview['alerts']> {
    return this.overview?.alerts ?? [];
  }

  get hasAlerts(): boolean {
    return this.alerts.length > 0;
  }

  /** What is not as agreed comes first. */
  get sources(): readonly SourceHealth[] {
    const rank = ({ level, isSilent }: SourceHealth): number => (isSilent === true ? 0 : LEVEL_ORDER.indexOf(level ?? ''));
    return [...(this.overview?.health?.sources ?? [])].sort((one, other) => rank(one) - rank(other) || (one.label ?? '').localeCompare(other.label ?? ''));
  }

  get sourceNames(): string[] {
    return this.sources.map(({ source }) => source ?? '');
  }

  get hasSources(): boolean {
    return this.sources.length > 0;
  }

  get figures(): Figure[] {
    const { pending, oldestPendingAtMillis, overduePending, shortages, quarantined } = this.overview ?? {};
    return [
      { name: 'Waiting for the ERP', value: countText(pending), detail: (pending ?? 0) === 0 ? 'every local fact is confirmed' : `oldest ${agoText(oldestPendingAtMillis, this.nowMillis)}${(overduePending ?? 0) > 0 ? `, ${countText(overduePending)} overdue` : ''}` },
      { name: 'In quarantine', value: countText(quarantined), detail: (quarantined ?? 0) === 0 ? 'everything that was told is applied' : 'see the tab Quarantine' },
      { name: 'Shortages', value: countText(shortages), detail: (shortages ?? 0) === 0 ? 'every promise can be kept' : 'see the home page' },
    ];
  }

  get choices(): Choice[] {
    const dead = (this.overview?.deadReasons ?? []).reduce((sum, { count }) => sum + (count ?? 0), 0);
    const open = (this.overview?.commands ?? []).filter(({ state }) => state === 'Open').length;
    const late = this.sources.filter(({ level, isSilent }) => level === 'Missed' || isSilent === true).length;
    const choice = (name: string, title: string, detail: string, count?: number): Choice => ({
      name, title, detail, badge: count === undefined || count === 0 ? '' : countText(count), current: name === this.chosen ? 'true' : 'false', className: name === this.chosen ? 'choice choice_selected' : 'choice',
    });
    return [
      choice(SOURCES, 'Sources', late === 0 ? 'Lag, throughput, service levels' : `${countText(late)} not as agreed`, late),
      choice('dead', 'Dead letters', dead === 0 ? 'Nothing was given up' : 'To be delivered again', dead),
      choice('gaps', 'Sequence gaps', (this.overview?.gaps ?? 0) === 0 ? 'No number is missing' : 'Receipts that were not told', this.overview?.gaps ?? 0),
      choice('drift', 'Drift', (this.overview?.drifts ?? 0) === 0 ? 'The ERP and the ledger agree' : 'Differences, with their cause', this.overview?.drifts ?? 0),
      choice('requests', 'Requests', open === 0 ? 'Asked of gateways, replay' : `${countText(open)} not settled`, open),
      choice('links', 'Connections and limits', 'Subscriptions, systems, allowances'),
      choice('agreements', 'Agreements', 'Policies, owners, authority'),
    ];
  }

  get isSources(): boolean {
    return this.chosen === SOURCES;
  }

  get isDead(): boolean {
    return this.chosen === 'dead';
  }

  get isGaps(): boolean {
    return this.chosen === 'gaps';
  }

  get isDrift(): boolean {
    return this.chosen === 'drift';
  }

  get isRequests(): boolean {
    return this.chosen === 'requests';
  }

  get isLinks(): boolean {
    return this.chosen === 'links';
  }

  get chosenTitle(): string {
    return this.choices.find(({ name }) => name === this.chosen)?.title ?? '';
  }

  get deadReasons(): NonNullable<Overview['deadReasons']> {
    return this.overview?.deadReasons ?? [];
  }

  get commands(): NonNullable<Overview['commands']> {
    return this.overview?.commands ?? [];
  }

  get subscriptions(): NonNullable<NonNullable<Overview['health']>['subscriptions']> {
    return this.overview?.health?.subscriptions ?? [];
  }

  get breakers(): NonNullable<NonNullable<Overview['health']>['breakers']> {
    return this.overview?.health?.breakers ?? [];
  }

  get subscribers(): NonNullable<Overview['subscribers']> {
    return this.overview?.subscribers ?? [];
  }

  get allowances(): NonNullable<Overview['allowances']> {
    return this.overview?.allowances ?? [];
  }

  handleRetry(): void {
    this.failure = undefined;
    void this.look();
  }

  handleChoose(event: MouseEvent): void {
    this.chosen = (event.currentTarget as HTMLElement).dataset.name ?? SOURCES;
    this.#mustFocus = true;
  }

  handleAsked(): void {
    void this.look();
  }

  private get gateways(): readonly Gateway[] {
    return this.overview?.health?.gateways ?? [];
  }

  /** Asks the org, and again after a while, until the page is left. */
  private async look(): Promise<void> {
    clearTimeout(this.#timer);
    try {
      this.overview = await getOverview();
      this.failure = undefined;
    } catch (failure) {
      this.failure = failure;
    }
    if (this.#isGone) return;
    for (const list of this.template!.querySelectorAll<Refreshable>('c-dead-letter-list, c-gap-list, c-register-list, c-drift-list')) void list.refresh();
    // eslint-disable-next-line @lwc/lwc/no-async-operation -- ended by the next look, or by leaving the page
    this.#timer = setTimeout(() => {
      void this.look();
    }, EVERY_MILLISECONDS);
  }
}
