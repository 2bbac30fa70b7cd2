import { api, LightningElement } from 'lwc';
import { ShowToastEvent } from 'lightning/platformShowToastEvent';
import replay from '@salesforce/apex/IntegrationHealthController.replay';
import type { Command } from '@salesforce/apex/IntegrationHealthController';
import { momentText, several } from 'c/integrationTexts';
import { reduceErrors } from 'c/reduceErrors';

interface Row {
  readonly name: string;
  readonly what: string;
  readonly who: string;
  readonly state: string;
  readonly icon: string;
  readonly variant: string;
  readonly outcome: string;
}

const KINDS: Readonly<Record<string, string>> = { Redrive: 'Deliver again', Discard: 'Discard', Replay: 'Replay' };
type Standing = Pick<Row, 'state' | 'icon' | 'variant'>;
const WAITING: Standing = { state: 'Asked for', icon: 'utility:clock', variant: '' };
const STATES: Readonly<Record<string, Standing>> = {
  Open: WAITING,
  Done: { state: 'Done', icon: 'utility:success', variant: 'success' },
  Failed: { state: 'Failed', icon: 'utility:error', variant: 'error' },
};

/** What people asked of gateways and what came of it, and a form to have a time delivered again. */
export default class IntegrationRequests extends LightningElement {
  @api canManage = false;
  @api commands: readonly Command[] = [];
  /** Names of the sources that gateways know. */
  @api sources: readonly string[] = [];

  source = '';
  from = '';
  to = '';
  note = '';
  isBusy = false;
  problem = '';

  get options(): { value: string; isChosen: boolean }[] {
    return this.sources.map((value) => ({ value, isChosen: value === this.source }));
  }

  get rows(): Row[] {
    return this.commands.map(({ name, kind, state, source, reason, workCount, fromMillis, toMillis, askedBy, askedAtMillis, takenBy, outcome }) => ({
      name: name ?? '',
      what: [KINDS[kind ?? ''] ?? kind, workCount == null ? [source, reason].filter((part) => part != null).join(' · ') : several(workCount, 'dead letter', 'dead letters'), fromMillis == null ? '' : `${momentText(fromMillis)} to ${momentText(toMillis)}`].filter((part) => part !== '').join(': '),
      who: `${askedBy ?? ''}, ${momentText(askedAtMillis)}`,
      ...(STATES[state ?? ''] ?? WAITING),
      outcome: outcome ?? (takenBy == null ? 'No gateway has heard of it yet' : `${takenBy} is at it`),
    }));
  }

  get hasRows(): boolean {
    return this.commands.length > 0;
  }

  get canReplay(): boolean {
    return this.canManage && this.sources.length > 0;
  }

  handleInput(event: Event): void {
    const { name, value } = event.target as HTMLInputElement;
    if (name === 'source') this.source = value;
    else if (name === 'from') this.from = value;
    else if (name === 'to') this.to = value;
    else this.note = value;
  }

  handleReplay(event: Event): void {
    event.preventDefault();
    void this.ask();
  }

  private async ask(): Promise<void> {
    if (this.isBusy) return;
    const [fromMillis, toMillis] = [Date.parse(this.from), Date.parse(this.to)];
    this.problem = this.source === '' ? 'Choose a source.' : !(toMillis > fromMillis) ? 'Choose a time that ends after it begins.' : '';
    if (this.problem !== '') return;
    this.isBusy = true;
    try {
      await replay({ source: this.source, fromMillis, toMillis, note: this.note });
      this.dispatchEvent(new ShowToastEvent({ title: 'Replay asked for', message: 'What the ledger has already counts once, however often it is told.', variant: 'success' }));
      this.dispatchEvent(new CustomEvent('asked'));
    } catch (failure) {
      this.problem = reduceErrors(failure).join(' ');
    } finally {
      this.isBusy = false;
    }
  }
}
