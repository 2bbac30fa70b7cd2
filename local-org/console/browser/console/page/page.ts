import { LightningElement, api } from 'lwc';
import type { PageRegion, PageRow } from '../../../page-config.ts';
import { NAVIGATE_EVENT, provideEnclosingTab, providePageReference } from '../../shell/page-context.ts';
import type { NavigateDetail, PageContext } from '../../shell/page-context.ts';
import { provideMessagePage } from '../../shell/message-context.ts';
import { REFRESH_EVENT, REGISTER_EVENT, RefreshContainer } from '../../shell/refresh-registry.ts';
import type { RegisterDetail } from '../../shell/refresh-registry.ts';
import { go, navigate, reloadPage } from '../../shell/shell.ts';
import type { ShownPage } from '../../shell/shell.ts';
import { lightningAddress } from '../../shell/links.ts';

interface ShownRegion extends Omit<PageRegion, 'rows'> {
  readonly className: string;
  readonly rows: readonly ShownRow[];
}
interface ShownRow {
  readonly id: string;
  readonly regions: readonly ShownRegion[];
}
interface Consumer {
  provide(context: { readonly page: PageContext }): void;
}

/** One open page: its regions, and the context of the components on it. */
export default class Page extends LightningElement {
  /** No private field of the language: a change must render. */
  shown: ShownPage | undefined;
  readonly #refreshes = new RefreshContainer();
  readonly #consumers = new Set<Consumer>();

  @api get page(): ShownPage | undefined {
    return this.shown;
  }
  set page(page: ShownPage | undefined) {
    this.shown = page;
    const context = this.context;
    if (context !== undefined) for (const consumer of this.#consumers) consumer.provide({ page: context });
  }

  constructor() {
    super();
    const provider = {
      consumerConnectedCallback: (consumer: Consumer) => {
        this.#consumers.add(consumer);
        const context = this.context;
        if (context !== undefined) consumer.provide({ page: context });
      },
      consumerDisconnectedCallback: (consumer: Consumer) => {
        this.#consumers.delete(consumer);
      },
    };
    providePageReference(this, provider);
    provideEnclosingTab(this, provider);
    provideMessagePage(this, provider);
    this.addEventListener(NAVIGATE_EVENT, (event) => this.handleNavigate(event as CustomEvent<NavigateDetail>));
    this.addEventListener('click', (event) => this.handleClick(event));
    this.addEventListener(REGISTER_EVENT, (event) => this.handleRegister(event as CustomEvent<RegisterDetail>));
    this.addEventListener(REFRESH_EVENT, (event) => this.handleRefresh(event));
  }

  get failure(): string | undefined {
    return this.shown?.failure;
  }

  get isLoading(): boolean {
    return this.shown?.description === undefined;
  }

  get title(): string {
    return this.shown?.description?.title ?? '';
  }

  get problems(): readonly string[] {
    return this.shown?.description?.problems ?? [];
  }

  get hasProblems(): boolean {
    return this.problems.length > 0;
  }

  get problemTitle(): string {
    return this.shown?.description?.status === 200 ? 'This page cannot be shown' : this.title;
  }

  get rows(): ShownRow[] {
    return (this.shown?.description?.rows ?? []).map(shownRow);
  }

  handleRetry(): void {
    if (this.shown !== undefined) reloadPage(this.shown.id);
  }

  private get context(): PageContext | undefined {
    return this.shown === undefined ? undefined : { pageId: this.shown.id, reference: this.shown.reference, isTab: this.shown.isTab };
  }

  private handleNavigate(event: CustomEvent<NavigateDetail>): void {
    event.preventDefault();
    event.stopPropagation();
    const { reference, replace } = event.detail;
    navigate(reference, { replace, fromId: this.shown?.id });
  }

  private handleRegister(event: CustomEvent<RegisterDetail>): void {
    event.preventDefault();
    event.stopPropagation();
    this.#refreshes.add(event.detail);
  }

  private handleRefresh(event: Event): void {
    event.stopPropagation();
    void this.#refreshes.refresh();
  }

  /** Plain links to pages of this org stay in the document, too. */
  private handleClick(event: MouseEvent): void {
    const address = lightningAddress(event);
    if (address === undefined) return;
    event.preventDefault();
    go(address, { fromId: this.shown?.id });
  }
}

function shownRow({ regions }: PageRow, index: number): ShownRow {
  return { id: String(index), regions: regions.map((region) => ({ ...region, className: `columns-${region.columns}`, rows: region.rows.map(shownRow) })) };
}
