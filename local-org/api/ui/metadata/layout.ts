/** Page layouts and compact layouts as they were deployed. */
import { Element } from './element.ts';

export type LayoutBehavior = 'Edit' | 'Readonly' | 'Required';

export interface LayoutItem {
  /** `undefined`: a blank space. */
  readonly field: string | undefined;
  readonly behavior: LayoutBehavior;
}

export interface LayoutSection {
  readonly heading: string;
  readonly hasDetailHeading: boolean;
  readonly hasEditHeading: boolean;
  /** In the order of the columns. */
  readonly columns: readonly (readonly LayoutItem[])[];
}

export interface LayoutRelatedList {
  /** `Store_Task_Line__c.Task__c`, or a name of the platform's such as `RelatedNoteList`. */
  readonly name: string;
  readonly fields: readonly string[];
  readonly sortField: string | undefined;
  readonly isDescending: boolean;
}

export interface LayoutAction {
  readonly name: string;
  readonly type: string;
}

export interface PageLayout {
  /** `Store_Task__c-Store Task Layout` */
  readonly fullName: string;
  readonly objectApiName: string;
  readonly sections: readonly LayoutSection[];
  readonly relatedLists: readonly LayoutRelatedList[];
  /** In the order of the page; empty: the layout leaves it to the platform. */
  readonly actions: readonly LayoutAction[];
  readonly excludedButtons: readonly string[];
}

export interface CompactLayout {
  readonly objectApiName: string;
  readonly name: string;
  readonly fields: readonly string[];
}

/** Standard fields have names of their own in layouts of custom objects. */
export function readLayout(fullName: string, text: string): PageLayout {
  const root = Element.read(text, 'Layout');
  return {
    fullName,
    objectApiName: fullName.split('-')[0] ?? fullName,
    // Custom links are not fields; nothing else of such a section could be shown.
    sections: root.all('layoutSections').filter((section) => section.text('style') !== 'CustomLinks').map(sectionOf),
    relatedLists: root.all('relatedLists').map((list) => ({
      name: list.text('relatedList') ?? '', fields: list.texts('fields'), sortField: list.text('sortField'), isDescending: list.text('sortOrder') === 'Desc',
    })),
    actions: (root.one('platformActionList')?.all('platformActionListItems') ?? [])
      .map((item) => ({ name: item.text('actionName') ?? '', type: item.text('actionType') ?? '', order: Number(item.text('sortOrder') ?? 0) }))
      .sort((left, right) => left.order - right.order)
      .map(({ name, type }) => ({ name, type })),
    excludedButtons: root.texts('excludeButtons'),
  };
}

function sectionOf(section: Element): LayoutSection {
  return {
    heading: section.text('label') ?? '',
    hasDetailHeading: section.flag('detailHeading'),
    hasEditHeading: section.flag('editHeading'),
    columns: section.all('layoutColumns').map((column) => column.all('layoutItems').filter((item) => item.has('field') || item.flag('emptySpace')).map((item) => ({
      field: item.text('field'), behavior: (item.text('behavior') ?? 'Readonly') as LayoutBehavior,
    }))),
  };
}

export function readCompactLayout(objectApiName: string, name: string, text: string): CompactLayout {
  return { objectApiName, name, fields: Element.read(text, 'CompactLayout').texts('fields') };
}
