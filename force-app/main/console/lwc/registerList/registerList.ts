import { api, LightningElement } from 'lwc';
import getRegisters from '@salesforce/apex/IntegrationHealthController.getRegisters';
import type { Register } from '@salesforce/apex/IntegrationHealthController';
import { agoText, countText } from 'c/integrationTexts';
import { reduceErrors } from 'c/reduceErrors';

interface Row {
  readonly key: string;
  readonly name: string;
  readonly source: string;
  readonly day: string;
  readonly contiguous: string;
  readonly last: string;
  readonly gaps: string;
  readonly heard: string;
}

const PAGE = 50;
const TYPING_MILLISECONDS = 300;

/** How far each register has told: what a store is asked about first when its sales are missing. */
export default class RegisterList extends LightningElement {
  @api nowMillis = 0;

  rows: readonly Register[] | undefined;
  isMore = false;
  startsWith = '';
  problem = '';

  #typing: ReturnType<typeof setTimeout> | undefined;
  /** Answers to questions asked before the last one are late. */
  #asked = 0;

  connectedCallback(): void {
    void this.load();
  }

  disconnectedCallback(): void {
    clearTimeout(this.#typing);
  }

  @api async refresh(): Promise<void> {
    if ((this.rows?.length ?? 0) <= PAGE) await this.load();
  }

  get isLoading(): boolean {
    return this.rows === undefined;
  }

  get isEmpty(): boolean {
    return this.rows?.length === 0;
  }

  get emptyText(): string {
    return this.startsWith === '' ? 'No register has told anything yet.' : `No register begins with “${this.startsWith}”.`;
  }

  get shown(): Row[] {
    return (this.rows ?? []).map(({ key, name, source, businessDay, contiguous, last, openGaps, lastEventAtMillis }) => ({
      key: key ?? '', name: name ?? '', source: source ?? '', day: businessDay ?? 'runs on', contiguous: String(contiguous ?? '–'), last: String(last ?? '–'), gaps: countText(openGaps), heard: agoText(lastEventAtMillis, this.nowMillis),
    }));
  }

  handleFind(event: Event): void {
    this.startsWith = (event.target as HTMLInputElement).value.trim();
    clearTimeout(this.#typing);
    // eslint-disable-next-line @lwc/lwc/no-async-operation -- ended by the next key, or by leaving the page
    this.#typing = setTimeout(() => {
      void this.load();
    }, TYPING_MILLISECONDS);
  }

  handleMore(): void {
    void this.load(this.rows?.at(-1)?.key ?? undefined);
  }

  private async load(afterKey?: string): Promise<void> {
    this.#asked += 1;
    const asked = this.#asked;
    try {
      const page = await getRegisters({ startsWith: this.startsWith, afterKey: afterKey ?? null });
      if (asked !== this.#asked) return;
      this.rows = afterKey === undefined ? page.rows ?? [] : [...(this.rows ?? []), ...(page.rows ?? [])];
      this.isMore = page.isMore === true;
      this.problem = '';
    } catch (failure) {
      if (asked !== this.#asked) return;
      this.rows ??= [];
      this.problem = reduceErrors(failure).join(' ');
    }
  }
}
