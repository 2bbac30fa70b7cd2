import { LightningElement } from 'lwc';
import type { NavigationItem } from '../../../page-config.ts';
import { page } from '../../page.ts';

/** Home of an app that has no home page of its own. */
export default class Welcome extends LightningElement {
  get greeting(): string {
    return `Welcome, ${page.user.name}`;
  }

  get hint(): string {
    return this.items.length > 0 ? `${page.app.label} gives you:` : `${page.app.label} has no navigation item that you may see.`;
  }

  get items(): readonly NavigationItem[] {
    return page.app.items.filter(({ name }) => name !== 'standard-home');
  }
}
