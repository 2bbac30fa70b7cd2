import { LightningElement, api } from 'lwc';
import { shownText } from '../../data-service/field-kind.ts';
import { address, read } from '../../data-service/requests.ts';
import type { RecordRepresentation } from '../../data-service/types.ts';

interface Choice {
  readonly id: string;
  readonly name: string;
}

/** Typing must pause this long before the org is asked. */
const PAUSE_MILLISECONDS = 200;

/** Finds a record by name and holds its id. Dispatches `change` with `{ recordId, name }`. */
export default class Lookup extends LightningElement {
  @api label = '';
  @api variant: 'standard' | 'label-hidden' = 'standard';
  @api placeholder: string | undefined;
  @api required = false;
  @api disabled = false;
  @api message: string | undefined;
  /** Where the records come from: the lookup field, or with `target` alone any records of an object. */
  @api objectApiName: string | undefined;
  @api fieldApiName: string | undefined;
  @api target: string | undefined;
  @api targetLabel: string | undefined;
  @api selectedId: string | undefined;
  @api selectedName: string | undefined;

  found: readonly Choice[] = [];
  active = -1;
  isOpen = false;
  typed = '';
  hasAnswer = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked = 0;

  @api focus(): void {
    this.template?.querySelector('input')?.focus();
  }

  get formClass(): string {
    return `slds-form-element${this.message === undefined ? '' : ' slds-has-error'}`;
  }
  get labelClass(): string {
    return this.variant === 'label-hidden' ? 'slds-assistive-text' : 'slds-form-element__label';
  }
  get comboboxClass(): string {
    return `slds-combobox slds-dropdown-trigger slds-dropdown-trigger_click${this.isOpen ? ' slds-is-open' : ''}`;
  }
  get invalid(): string | undefined {
    return this.message === undefined ? undefined : 'true';
  }
  get expanded(): string {
    return String(this.isOpen);
  }
  get isChosen(): boolean {
    return this.selectedName !== undefined;
  }
  get inputClass(): string {
    return `slds-input slds-combobox__input${this.isChosen ? ' slds-combobox__input-value' : ''}`;
  }
  get shownValue(): string {
    return this.selectedName ?? this.typed;
  }
  get clearLabel(): string {
    return `Clear ${this.label}`;
  }
  get shownPlaceholder(): string {
    return this.placeholder ?? `Search ${this.targetLabel ?? 'records'}…`;
  }
  get emptyText(): string {
    return this.hasAnswer ? 'No results found.' : 'Searching…';
  }
  get isEmpty(): boolean {
    return this.found.length === 0;
  }
  get activeDescendant(): string | undefined {
    return this.active < 0 ? undefined : this.template?.querySelector(`[data-id="${this.found[this.active]?.id ?? ''}"]`)?.id;
  }
  get choices(): (Choice & { readonly key: string; readonly className: string; readonly isActive: string })[] {
    return this.found.map((choice, index) => ({
      ...choice, key: `choice-${index}`, isActive: String(index === this.active),
      className: `slds-media slds-listbox__option slds-listbox__option_plain slds-media_small${index === this.active ? ' slds-has-focus' : ''}`,
    }));
  }

  handleFocus(): void {
    if (this.isChosen) return;
    this.isOpen = true;
    this.search('');
  }

  handleBlur(): void {
    this.isOpen = false;
  }

  handleInput(event: Event): void {
    const { value } = event.target as HTMLInputElement;
    this.typed = value;
    clearTimeout(this.#timer);
    this.isOpen = true;
    this.#timer = setTimeout(() => this.search(value), PAUSE_MILLISECONDS);
  }

  handleKey(event: KeyboardEvent): void {
    const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };
    const step = steps[event.key];
    if (step !== undefined) {
      event.preventDefault();
      this.isOpen = true;
      this.active = Math.max(0, Math.min(this.found.length - 1, this.active + step));
    } else if (event.key === 'Enter' && this.active >= 0) {
      event.preventDefault();
      this.choose(this.found[this.active]);
    } else if (event.key === 'Escape' && this.isOpen) {
      event.stopPropagation();
      this.isOpen = false;
    }
  }

  handleChoose(event: Event): void {
    // The input must not lose the focus before the choice is made.
    event.preventDefault();
    const { id } = (event.currentTarget as HTMLElement).dataset;
    this.choose(this.found.find((choice) => choice.id === id));
  }

  handleClear(): void {
    this.tell(null, undefined);
  }

  private choose(choice: Choice | undefined): void {
    if (choice === undefined) return;
    this.isOpen = false;
    this.tell(choice.id, choice.name);
  }

  private tell(recordId: string | null, name: string | undefined): void {
    this.selectedId = recordId ?? undefined;
    this.selectedName = name;
    this.typed = '';
    this.dispatchEvent(new CustomEvent('change', { detail: { recordId, name } }));
  }

  private search(text: string): void {
    const asked = ++this.#asked;
    const path = this.fieldApiName === undefined ? `/lookups/${this.target ?? this.objectApiName ?? ''}` : `/lookups/${this.objectApiName ?? ''}/${this.fieldApiName}${this.target === undefined ? '' : `/${this.target}`}`;
    read<{ records: readonly RecordRepresentation[] }>(address(path, { q: text, pageSize: 10 }))
      .then(({ records }) => {
        if (asked !== this.#asked) return;
        this.found = records.map((record) => ({ id: record.id, name: shownText(Object.values(record.fields)[0]) || record.id }));
        this.active = -1;
        this.hasAnswer = true;
      })
      .catch(() => {
        if (asked === this.#asked) this.hasAnswer = true;
      });
  }
}
