/** `lightning/navigation` for the pages the console has: the tabs of its app. Every other kind of page is refused by name. */
import type { LightningElement } from 'lwc';
import { page } from '../../page.ts';

export interface PageReference {
  readonly type: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly state: Readonly<Record<string, string>>;
}

const Navigate = Symbol('Navigate');
const GenerateUrl = Symbol('GenerateUrl');
const wires = new Set<CurrentPageReference>();

type ElementConstructor = new (...parameters: never[]) => LightningElement;

/** Adds `this[NavigationMixin.Navigate]` and `this[NavigationMixin.GenerateUrl]`. */
export function NavigationMixin<Base extends ElementConstructor>(base: Base): Base {
  // A mixin class must take any arguments; the base decides what they mean.
  const Mixable = base as unknown as new (...parameters: unknown[]) => LightningElement;
  return class extends Mixable {
    [Navigate](reference: Partial<PageReference>, replace = false): void {
      navigate(reference, replace);
    }
    [GenerateUrl](reference: Partial<PageReference>): Promise<string> {
      return Promise.resolve(urlOf(reference));
    }
  } as unknown as Base;
}
NavigationMixin.Navigate = Navigate;
NavigationMixin.GenerateUrl = GenerateUrl;

/** Wire adapter: the page the browser is on, again after every change of its state. */
export class CurrentPageReference {
  readonly #callback: (reference: PageReference) => void;

  constructor(callback: (reference: PageReference) => void) {
    this.#callback = callback;
  }
  connect(): void {
    wires.add(this);
    this.emit(currentReference());
  }
  disconnect(): void {
    wires.delete(this);
  }
  update(): void {}
  emit(reference: PageReference): void {
    this.#callback(reference);
  }
}

function navigate(reference: Partial<PageReference>, replace: boolean): void {
  const url = urlOf(reference);
  const isSamePage = reference.attributes?.['apiName'] === page.activeTab;
  if (!isSamePage) {
    if (replace) location.replace(url);
    else location.assign(url);
    return;
  }
  if (replace) history.replaceState(undefined, '', url);
  else history.pushState(undefined, '', url);
  announce();
}

function urlOf(reference: Partial<PageReference>): string {
  const name = reference.attributes?.['apiName'];
  if (reference.type !== 'standard__navItemPage' || typeof name !== 'string') {
    throw new Error(`The local org cannot navigate to a page of type ${reference.type ?? '(none)'}; it knows standard__navItemPage with an apiName.`);
  }
  const state = new URLSearchParams(Object.entries(reference.state ?? {}).filter(([, value]) => value !== undefined));
  return `/lightning/n/${encodeURIComponent(name)}${state.size > 0 ? `?${state}` : ''}`;
}

function currentReference(): PageReference {
  return { type: 'standard__navItemPage', attributes: { apiName: page.activeTab }, state: Object.fromEntries(new URLSearchParams(location.search)) };
}

function announce(): void {
  const reference = currentReference();
  for (const wire of [...wires]) wire.emit(reference);
}

addEventListener('popstate', announce);
