import { LightningElement, api } from 'lwc';
import { NavigationMixin } from 'lightning/navigation';
import { outputKind, referred, shownText } from '../../data-service/field-kind.ts';
import type { FieldInfo, RecordRepresentation } from '../../data-service/types.ts';

const { Navigate, GenerateUrl } = NavigationMixin as unknown as { readonly Navigate: symbol; readonly GenerateUrl: symbol };
interface Navigating {
  [key: symbol]: (reference: object) => Promise<string>;
}

/** The value of one field of a record, as its type is shown: a link for a reference, a tick for a checkbox. */
export default class FieldOutput extends NavigationMixin(LightningElement) {
  @api record: RecordRepresentation | undefined;
  @api info: FieldInfo | undefined;
  /** The name field of a list row leads to the record itself. */
  @api isSelfLink = false;
  url: string | undefined;
  #urlOf: string | undefined;

  renderedCallback(): void {
    const target = this.target;
    if (target === undefined || this.#urlOf === target.id) return;
    this.#urlOf = target.id;
    (this as unknown as Navigating)[GenerateUrl]!(this.pageOf(target))
      .then((url) => {
        this.url = url;
      })
      // A page that cannot be reached has no link; the name stays readable.
      .catch(() => undefined);
  }

  get target(): { readonly id: string; readonly apiName: string | undefined; readonly name: string } | undefined {
    if (this.record === undefined || this.info === undefined) return undefined;
    if (this.isSelfLink) return { id: this.record.id, apiName: this.record.apiName, name: shownText(this.record.fields[this.info.apiName]) || this.record.id };
    return outputKind(this.info) === 'link' ? referred(this.record, this.info) : undefined;
  }

  get text(): string {
    if (this.record === undefined || this.info === undefined) return '';
    return this.target?.name ?? shownText(this.record.fields[this.info.apiName]);
  }

  get isEmpty(): boolean {
    return this.text === '' && !this.isBoolean;
  }
  get isLink(): boolean {
    return this.target !== undefined;
  }
  get isBoolean(): boolean {
    return outputKind(this.info) === 'boolean';
  }
  get isMultiline(): boolean {
    return outputKind(this.info) === 'multiline';
  }
  get isEmail(): boolean {
    return outputKind(this.info) === 'email';
  }
  get isPhone(): boolean {
    return outputKind(this.info) === 'phone';
  }
  get isUrl(): boolean {
    return outputKind(this.info) === 'url';
  }

  get isTrue(): boolean {
    return this.info !== undefined && this.record?.fields[this.info.apiName]?.value === true;
  }
  get booleanIcon(): string {
    return this.isTrue ? 'utility:check' : 'utility:dash';
  }
  get booleanText(): string {
    return this.isTrue ? 'True' : 'False';
  }

  handleOpen(event: MouseEvent): void {
    const target = this.target;
    // With a modifier the browser opens a page of its own.
    if (target === undefined || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    void (this as unknown as Navigating)[Navigate]!(this.pageOf(target));
  }

  private pageOf({ id, apiName }: { readonly id: string; readonly apiName: string | undefined }): object {
    return { type: 'standard__recordPage', attributes: { recordId: id, objectApiName: apiName, actionName: 'view' } };
  }
}
