import { LightningElement, api } from 'lwc';
import type { PageNode, PageTab } from '../../../page-config.ts';

interface Shown {
  readonly id: string;
  readonly node: PageNode;
  readonly isComponent: boolean;
  readonly isTabs: boolean;
  readonly isAccordion: boolean;
  readonly isText: boolean;
  readonly parts: readonly PageTab[];
  readonly active: string | undefined;
  readonly html: string;
  readonly title: string;
  readonly problems: readonly string[];
}

/** What stands one below the other: components, and containers with regions of their own. */
export default class Region extends LightningElement {
  @api nodes: readonly PageNode[] = [];

  get shown(): Shown[] {
    return this.nodes.map((node) => {
      const parts = node.kind === 'tabs' ? node.tabs : node.kind === 'accordion' ? node.sections : [];
      return {
        id: node.id,
        node,
        isComponent: node.kind === 'component',
        isTabs: node.kind === 'tabs',
        isAccordion: node.kind === 'accordion',
        isText: node.kind === 'text',
        parts,
        active: (parts.find((part) => part.isActive) ?? parts[0])?.id,
        html: node.kind === 'text' ? node.html : '',
        title: node.kind === 'problem' ? node.title : '',
        problems: node.kind === 'problem' ? node.problems : [],
      };
    });
  }
}
