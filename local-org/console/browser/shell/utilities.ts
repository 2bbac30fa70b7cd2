/** The utilities of the app's utility bar: which panel is open, and what components have made of their buttons. */
import type { Utility } from '../../page-config.ts';
import { page } from '../page.ts';

export interface UtilityState extends Utility {
  readonly isOpen: boolean;
  /** Its component is there: from the start for eager ones, else since it was opened first. */
  readonly isLoaded: boolean;
  readonly isHighlighted: boolean;
  readonly iconVariant: 'success' | 'warning' | 'error' | undefined;
  readonly panelLabel: string;
  readonly panelIcon: string;
}

type ClickHandler = (click: { readonly utilityId: string; readonly panelVisible: boolean }) => void;

let utilities: readonly UtilityState[] = page.app.utilities.map((utility) => ({
  ...utility, isOpen: false, isLoaded: utility.isEager, isHighlighted: false, iconVariant: undefined, panelLabel: utility.label, panelIcon: utility.icon,
}));
const listeners = new Set<() => void>();
const clickHandlers = new Map<string, ClickHandler[]>();

export function allUtilities(): readonly UtilityState[] {
  return utilities;
}

/** Throws when there is no such utility. */
export function utility(id: string): UtilityState {
  const found = utilities.find((candidate) => candidate.id === id);
  if (found === undefined) throw new Error(`There is no utility '${id}' in this app; it has ${utilities.map((one) => one.id).join(', ') || 'none'}.`);
  return found;
}

/** Returns the function that ends the notice. */
export function onUtilityChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** One panel is open at a time. */
export function openUtility(id: string): void {
  utility(id);
  set(utilities.map((one) => (one.id === id ? { ...one, isOpen: true, isLoaded: true, isHighlighted: false } : { ...one, isOpen: false })));
}

export function minimizeUtility(id: string): void {
  changeUtility(id, { isOpen: false });
}

export function changeUtility(id: string, change: Partial<UtilityState>): void {
  utility(id);
  set(utilities.map((one) => (one.id === id ? { ...one, ...change } : one)));
}

/** A press of the button in the bar. */
export function toggleUtility(id: string): void {
  if (utility(id).isOpen) minimizeUtility(id);
  else openUtility(id);
  const panelVisible = utility(id).isOpen;
  for (const handler of clickHandlers.get(id) ?? []) handler({ utilityId: id, panelVisible });
}

/** Handlers stay for as long as the document does, as on the platform. */
export function onClick(id: string, handler: ClickHandler): void {
  utility(id);
  clickHandlers.set(id, [...(clickHandlers.get(id) ?? []), handler]);
}

function set(next: readonly UtilityState[]): void {
  utilities = next;
  for (const listener of [...listeners]) listener();
}
