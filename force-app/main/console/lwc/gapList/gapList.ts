import { api, LightningElement } from 'lwc';
import getConcerns from '@salesforce/apex/IntegrationHealthController.getConcerns';
import type { IntegrationConcern } from '@salesforce/apex/IntegrationConcern';
import { agoText, countText } from 'c/integrationTexts';
import { reduceErrors } from 'c/reduceErrors';

interface Row {
  readonly id: string;
  readonly register: string;
  readonly source: string;
  readonly day: string;
  readonly numbers: string;
  readonly count: string;
  readonly since: string;
}

const PAGE = 50;

/** Numbers of registers that are missing: receipts that were made and never told. */
export default class GapList extends LightningElement {
  @api nowMillis = 0;

  rows: readonly IntegrationConcern[] | undefined;
  isMore = false;
  problem = '';

  connectedCallback(): void {
    void this.load();
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

  get shown(): Row[] {
    return (this.rows ?? []).map(({ exceptionId, register, source, businessDay, firstMissing, lastMissing, happenedAtMillis, raisedAtMillis }) => {
      const [first, last] = [firstMissing ?? 0, lastMissing ?? 0];
      return {
        id: exceptionId ?? '', register: register ?? '', source: source ?? '', day: businessDay ?? '–',
        numbers: first === last ? String(first) : `${String(first)} to ${String(last)}`, count: countText(last - first + 1), since: agoText(happenedAtMillis ?? raisedAtMillis, this.nowMillis),
      };
    });
  }

  handleMore(): void {
    void this.load(this.rows?.at(-1)?.exceptionId ?? undefined);
  }

  private async load(afterId?: string): Promise<void> {
    try {
      const page = await getConcerns({ type: 'SequenceGap', source: null, reason: null, afterId: afterId ?? null });
      this.rows = afterId === undefined ? page.rows ?? [] : [...(this.rows ?? []), ...(page.rows ?? [])];
      this.isMore = page.isMore === true;
      this.problem = '';
    } catch (failure) {
      this.rows ??= [];
      this.problem = reduceErrors(failure).join(' ');
    }
  }
}
