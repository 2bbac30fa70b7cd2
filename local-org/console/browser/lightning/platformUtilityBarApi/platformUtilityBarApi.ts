/** `lightning/platformUtilityBarApi` over the shell's utility bar. Every function answers a promise, as on the platform. */
import { allUtilities, changeUtility, minimizeUtility, onClick, openUtility, utility } from '../../shell/utilities.ts';
import type { UtilityState } from '../../shell/utilities.ts';
import { EnclosingUtilityId } from '../../shell/utility-context.ts';

export { EnclosingUtilityId };

interface UtilityInfo {
  readonly id: string;
  readonly isLoaded: boolean;
  readonly utilityLabel: string;
  readonly utilityIcon: string;
  readonly utilityIconVariant: string | undefined;
  readonly utilityHighlighted: boolean;
  readonly utilityVisible: boolean;
  readonly panelHeaderLabel: string;
  readonly panelHeaderIcon: string;
  readonly panelHeight: number;
  readonly panelWidth: number;
}
interface UtilityAttributes {
  readonly label?: string;
  readonly icon?: string;
  readonly iconVariant?: UtilityState['iconVariant'];
  readonly highlighted?: boolean;
}
interface PanelAttributes {
  readonly label?: string;
  readonly icon?: string;
  readonly width?: number;
  readonly height?: number;
}

export async function open(utilityId: string, options: { readonly autoFocus?: boolean } = {}): Promise<boolean> {
  await Promise.resolve();
  openUtility(utilityId);
  if (options.autoFocus === true) dispatchEvent(new CustomEvent('console__focusutility', { detail: utilityId }));
  return true;
}

export async function minimize(utilityId: string): Promise<boolean> {
  await Promise.resolve();
  minimizeUtility(utilityId);
  return true;
}

export async function updateUtility(utilityId: string, { label, icon, iconVariant, highlighted }: UtilityAttributes = {}): Promise<boolean> {
  await Promise.resolve();
  changeUtility(utilityId, {
    ...(label === undefined ? {} : { label }),
    ...(icon === undefined ? {} : { icon: iconName(icon) }),
    ...(iconVariant === undefined ? {} : { iconVariant }),
    ...(highlighted === undefined ? {} : { isHighlighted: highlighted }),
  });
  return true;
}

export async function updatePanel(utilityId: string, { label, icon, width, height }: PanelAttributes = {}): Promise<boolean> {
  await Promise.resolve();
  changeUtility(utilityId, {
    ...(label === undefined ? {} : { panelLabel: label }),
    ...(icon === undefined ? {} : { panelIcon: iconName(icon) }),
    ...(width === undefined ? {} : { width }),
    ...(height === undefined ? {} : { height }),
  });
  return true;
}

export async function getInfo(utilityId: string): Promise<UtilityInfo> {
  await Promise.resolve();
  return infoOf(utility(utilityId));
}

export async function getAllUtilityInfo(): Promise<UtilityInfo[]> {
  await Promise.resolve();
  return allUtilities().map(infoOf);
}

export async function onUtilityClick(utilityId: string, handler: (click: { readonly utilityId: string; readonly panelVisible: boolean }) => void): Promise<boolean> {
  await Promise.resolve();
  onClick(utilityId, handler);
  return true;
}

/** Utility icons are named without their family here. */
const iconName = (icon: string): string => (icon.includes(':') ? icon : `utility:${icon}`);

function infoOf(state: UtilityState): UtilityInfo {
  return {
    id: state.id, isLoaded: state.isLoaded, utilityLabel: state.label, utilityIcon: state.icon.replace(/^utility:/, ''), utilityIconVariant: state.iconVariant, utilityHighlighted: state.isHighlighted,
    utilityVisible: state.isOpen, panelHeaderLabel: state.panelLabel, panelHeaderIcon: state.panelIcon.replace(/^utility:/, ''), panelHeight: state.height, panelWidth: state.width,
  };
}
