import type { ShownPage } from './shell.ts';

/** A tab as its strip shows it. */
export interface TabView {
  readonly id: string;
  readonly label: string;
  readonly icon: string;
  readonly className: string;
  readonly selected: 'true' | 'false';
  readonly tabIndex: '0' | '-1';
  readonly isClosable: boolean;
  readonly closeText: string;
}

/** `isEntry`: reached with the Tab key although it is not the selected one. */
export function tabView(page: ShownPage, isSelected: boolean, isEntry: boolean): TabView {
  const label = page.label ?? page.title ?? 'Loading…';
  return {
    id: page.id,
    label,
    icon: page.icon ?? page.titleIcon ?? 'standard:default',
    className: `workspace${isSelected ? ' current' : ''}${page.isHighlighted ? ' highlighted' : ''}`,
    selected: isSelected ? 'true' : 'false',
    tabIndex: isSelected || isEntry ? '0' : '-1',
    isClosable: page.isClosable,
    closeText: `Close ${label}`,
  };
}
