/** `lightning/navigation`: page references, addresses, and going there. Kinds of pages the local org does not have are refused by name. */
import type { LightningElement } from 'lwc';
import { addressOf } from '../../../page-reference.ts';
import type { LoosePageReference } from '../../../page-reference.ts';
import { CurrentPageReference, navigateFrom } from '../../shell/page-context.ts';

export { CurrentPageReference };

const Navigate = Symbol('Navigate');
const GenerateUrl = Symbol('GenerateUrl');

type ElementConstructor = new (...parameters: never[]) => LightningElement;

/** Adds `this[NavigationMixin.Navigate]` and `this[NavigationMixin.GenerateUrl]`. */
export function NavigationMixin<Base extends ElementConstructor>(base: Base): Base {
  // A mixin class must take any arguments; the base decides what they mean.
  const Mixable = base as unknown as new (...parameters: unknown[]) => LightningElement;
  return class extends Mixable {
    [Navigate](reference: LoosePageReference, replace = false): void {
      navigateFrom(this, reference, replace);
    }
    [GenerateUrl](reference: LoosePageReference): Promise<string> {
      return new Promise((resolve) => resolve(addressOf(reference)));
    }
  } as unknown as Base;
}
NavigationMixin.Navigate = Navigate;
NavigationMixin.GenerateUrl = GenerateUrl;
