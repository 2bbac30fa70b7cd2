/** Quick actions as they were deployed. */
import { Element } from './element.ts';

export interface QuickActionMetadata {
  /** `Store_Task__c.Hand_Over`; global actions have no object in front. */
  readonly fullName: string;
  readonly objectApiName: string | undefined;
  readonly label: string;
  /** `LightningWebComponent`, `Create`, `Update`, … */
  readonly type: string;
  /** Name of the bundle, for LightningWebComponent. */
  readonly component: string | undefined;
  readonly targetObject: string | undefined;
  /** The lookup a created record gets to the record the action was started on. */
  readonly targetParentField: string | undefined;
  /** Of a Create or Update action, in the order of its layout. */
  readonly fields: readonly { readonly name: string; readonly isRequired: boolean }[];
}

export function readQuickAction(fullName: string, text: string): QuickActionMetadata {
  const root = Element.read(text, 'QuickAction');
  const [object, action] = fullName.split('.');
  return {
    fullName,
    objectApiName: action === undefined ? undefined : object,
    label: root.text('label') ?? root.text('standardLabel') ?? (action ?? fullName).replaceAll('_', ' '),
    type: root.text('type') ?? '',
    component: root.text('lightningWebComponent'),
    targetObject: root.text('targetObject'),
    targetParentField: root.text('targetParentField'),
    fields: (root.one('quickActionLayout')?.all('quickActionLayoutColumns') ?? []).flatMap((column) =>
      column.all('quickActionLayoutItems').flatMap((item) => { const name = item.text('field'); return name === undefined ? [] : [{ name, isRequired: item.text('uiBehavior') === 'Required' }]; })),
  };
}
