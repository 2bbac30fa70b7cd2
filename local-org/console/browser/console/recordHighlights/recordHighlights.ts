import { LightningElement, api, createElement, wire } from 'lwc';
import LightningConfirm from 'lightning/confirm';
import { NavigationMixin } from 'lightning/navigation';
import { ShowToastEvent } from 'lightning/platformShowToastEvent';
import { deleteRecord, getRecordUi } from 'lightning/uiRecordApi';
import { onRecordChange } from '../../data-service/changes.ts';
import { MASTER_RECORD_TYPE } from '../../data-service/constants.ts';
import { iconName, shownText } from '../../data-service/field-kind.ts';
import { failureText, read } from '../../data-service/requests.ts';
import { followRefresh } from '../../data-service/refresh-part.ts';
import type { Provisioned } from '../../data-service/store.ts';
import type { FieldInfo, ObjectInfo, RecordAction, RecordRepresentation, RecordUi } from '../../data-service/types.ts';
import { refreshApex } from '../../refreshable.ts';
import { loadComponent } from '../../shell/load-component.ts';
import OwnerModal from 'console/ownerModal';
import QuickAction from 'console/quickAction';
import RecordModal from 'console/recordModal';

const { Navigate } = NavigationMixin as unknown as { readonly Navigate: symbol };
/** More go into a menu. */
const BUTTONS = 3;

/** The head of a record page: what the record is, its most important fields, what can be done with it. */
export default class RecordHighlights extends NavigationMixin(LightningElement) {
  @api objectApiName: string | undefined;
  layoutTypes = ['Compact'];
  modes = ['View'];
  record: RecordRepresentation | undefined;
  objectInfo: ObjectInfo | undefined;
  details: readonly { readonly key: string; readonly label: string; readonly info: FieldInfo }[] = [];
  actions: readonly RecordAction[] = [];
  problem: string | undefined;
  /** Reactive, which a private field is not. */
  currentId: string | undefined;
  #endNotice: (() => void) | undefined;
  #endRefresh: (() => void) | undefined;
  #wired: Provisioned<RecordUi> | undefined;

  @api get recordId(): string | undefined {
    return this.currentId;
  }
  set recordId(value: string | undefined) {
    this.currentId = value;
    void this.loadActions();
  }

  @wire(getRecordUi, { recordIds: '$recordId', layoutTypes: '$layoutTypes', modes: '$modes', updateMru: true })
  wiredRecord(wired: Provisioned<RecordUi>): void {
    const { data, error } = wired;
    this.#wired = wired;
    this.problem = error === undefined ? undefined : failureText(error);
    const record = Object.values(data?.records ?? {})[0];
    if (data === undefined || record === undefined) return;
    const info = data.objectInfos[record.apiName];
    const sections = data.layouts[record.apiName]?.[record.recordTypeId ?? MASTER_RECORD_TYPE]?.['Compact']?.['View']?.sections ?? [];
    const items = sections.flatMap(({ layoutRows }) => layoutRows.flatMap(({ layoutItems }) => layoutItems));
    this.record = record;
    this.objectInfo = info;
    // The first field is the title.
    this.details = items.slice(1).flatMap((item) => {
      const field = item.layoutComponents[0]?.apiName;
      const fieldInfo = typeof field === 'string' ? info?.fields[field] : undefined;
      return fieldInfo === undefined ? [] : [{ key: fieldInfo.apiName, label: item.label, info: fieldInfo }];
    });
  }

  connectedCallback(): void {
    this.#endRefresh = followRefresh(this, () => Promise.all([refreshApex(this.#wired), this.loadActions()]));
    // Whether the record may be changed can depend on what it says.
    this.#endNotice = onRecordChange(({ recordId, kind }) => {
      if (recordId === this.currentId && kind === 'updated') void this.loadActions();
    });
  }

  disconnectedCallback(): void {
    this.#endNotice?.();
    this.#endRefresh?.();
  }

  get title(): string {
    const [name = 'Id'] = this.objectInfo?.nameFields ?? [];
    return this.record === undefined ? '' : shownText(this.record.fields[name]) || this.record.id;
  }
  get objectLabel(): string {
    return this.objectInfo?.label ?? '';
  }
  get sectionLabel(): string {
    return `${this.objectLabel} ${this.title}`;
  }
  get icon(): string {
    return iconName(this.objectInfo?.themeInfo.iconUrl);
  }
  get hasDetails(): boolean {
    return this.details.length > 0;
  }
  get firstActions(): readonly RecordAction[] {
    return this.actions.slice(0, BUTTONS);
  }
  get moreActions(): readonly RecordAction[] {
    return this.actions.slice(BUTTONS);
  }
  get hasMoreActions(): boolean {
    return this.actions.length > BUTTONS;
  }

  handleAction(event: Event): void {
    void this.run((event.currentTarget as HTMLElement).dataset['action']);
  }

  handleMenu(event: CustomEvent<{ readonly value: string }>): void {
    void this.run(event.detail.value);
  }

  private async loadActions(): Promise<void> {
    const id = this.currentId;
    if (id === undefined) return;
    try {
      const { actions } = await read<{ readonly actions: Readonly<Record<string, { readonly actions: readonly RecordAction[] }>> }>(`/actions/record/${id}`);
      if (id === this.currentId) this.actions = actions[id]?.actions ?? Object.values(actions)[0]?.actions ?? [];
    } catch {
      // The record itself says why it cannot be shown.
      this.actions = [];
    }
  }

  private async run(apiName: string | undefined): Promise<void> {
    const action = this.actions.find((one) => one.apiName === apiName);
    if (action === undefined) return;
    const standard = STANDARD[action.apiName];
    const runner = action.type === 'StandardButton' && standard !== undefined ? standard : QUICK[action.actionTargetType ?? ''] ?? refuse;
    try {
      await runner(this, action);
    } catch (error) {
      this.toast({ title: `${action.label} did not work`, message: error instanceof Error ? error.message : failureText(error), variant: 'error' });
    }
  }

  toast(detail: { readonly title: string; readonly message?: string; readonly variant: 'success' | 'error' }): void {
    this.dispatchEvent(new ShowToastEvent(detail));
  }

  leave(): void {
    (this as unknown as Record<symbol, (reference: object) => void>)[Navigate]!({ type: 'standard__objectPage', attributes: { objectApiName: this.record?.apiName, actionName: 'list' } });
  }

  get headlessPlace(): HTMLElement {
    return this.refs?.['headless'] as HTMLElement;
  }
}

type Runner = (page: RecordHighlights, action: RecordAction) => Promise<void>;

const STANDARD: Readonly<Record<string, Runner>> = {
  async Edit(page) {
    const saved = await RecordModal.open({ size: 'medium', recordId: page.recordId, heading: `Edit ${page.title}` });
    if (saved !== undefined) page.toast({ title: `${page.objectLabel} "${page.title}" was saved.`, variant: 'success' });
  },
  async Delete(page) {
    const { title, objectLabel, recordId } = page;
    const isSure = await LightningConfirm.open({ label: `Delete ${objectLabel}`, message: `Are you sure you want to delete ${title}?`, theme: 'default' });
    if (!isSure || recordId === undefined) return;
    await deleteRecord(recordId);
    page.toast({ title: `${objectLabel} "${title}" was deleted.`, variant: 'success' });
    page.leave();
  },
  async ChangeOwnerOne(page) {
    const name = await OwnerModal.open<string>({ size: 'small', recordId: page.recordId, objectApiName: page.record?.apiName, recordName: page.title });
    if (name !== undefined) page.toast({ title: `${name} now owns ${page.title}.`, variant: 'success' });
  },
};

/** Quick actions by their type; others are refused by name. */
const QUICK: Readonly<Record<string, Runner>> = {
  async LightningWebComponent(page, action) {
    const module = `c/${action.actionTarget ?? ''}`;
    if (action.subtype === 'Action') return runHeadless(page, module);
    await QuickAction.open({ size: 'medium', label: action.label, module, recordId: page.recordId, objectApiName: page.record?.apiName });
  },
  async Create(page, action) {
    const { targetParentField } = await read<{ readonly targetParentField: string | null }>(`/actions/layout/${action.apiName}`);
    const defaults = targetParentField === null ? {} : { [targetParentField]: page.recordId };
    const saved = await RecordModal.open({ size: 'small', objectApiName: action.targetObject, actionApiName: action.apiName, heading: action.label, defaults });
    if (saved !== undefined) page.toast({ title: 'The record was created.', variant: 'success' });
  },
  async Update(page, action) {
    const saved = await RecordModal.open({ size: 'small', recordId: page.recordId, actionApiName: action.apiName, heading: action.label });
    if (saved !== undefined) page.toast({ title: 'The record was saved.', variant: 'success' });
  },
};

const refuse: Runner = (_page, action) => Promise.reject(new Error(`The local org does not run quick actions of type ${action.actionTargetType ?? action.type}.`));

/** A component without a screen does its work when its `invoke` is called. */
async function runHeadless(page: RecordHighlights, module: string): Promise<void> {
  const element = createElement(module.replace('/', '-').toLowerCase(), { is: await loadComponent(module) }) as HTMLElement & { recordId?: string | undefined; objectApiName?: string | undefined; invoke?: () => unknown };
  element.recordId = page.recordId;
  element.objectApiName = page.record?.apiName;
  page.headlessPlace.replaceChildren(element);
  if (element.invoke === undefined) throw new Error(`${module} has no invoke method, which an action without a screen needs.`);
  await element.invoke();
}
