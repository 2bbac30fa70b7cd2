import { LightningElement, api, getComponentDef } from 'lwc';
import type { PageNode } from '../../../page-config.ts';
import { loadComponent } from '../../shell/load-component.ts';
import type { ComponentConstructor } from '../../shell/load-component.ts';

type ComponentNode = Extract<PageNode, { kind: 'component' }>;

/** One component on a page. What is wrong with it is said in its place, and the rest of the page works. */
export default class Component extends LightningElement {
  constructor_: ComponentConstructor | undefined;
  problems: readonly string[] = [];
  properties: Readonly<Record<string, unknown>> = {};
  #node: ComponentNode | undefined;

  @api get node(): ComponentNode | undefined {
    return this.#node;
  }
  set node(node: ComponentNode | undefined) {
    const previous = this.#node;
    this.#node = node;
    if (node === undefined) return;
    if (previous?.module === node.module && this.constructor_ !== undefined) this.properties = this.accepted(this.constructor_, node);
    else void this.start(node);
  }

  get hasProblems(): boolean {
    return this.problems.length > 0;
  }

  get problemTitle(): string {
    const name = this.#node?.module ?? '';
    return name.startsWith('c/') ? `${name.replace('/', ':')} cannot be shown` : 'This part of the page cannot be shown';
  }

  errorCallback(error: Error): void {
    this.fail(error);
    reportError(error);
  }

  private async start(node: ComponentNode): Promise<void> {
    this.problems = node.problems;
    if (node.problems.length > 0) return;
    try {
      const component = await loadComponent(node.module);
      this.properties = this.accepted(component, node);
      this.constructor_ = component;
    } catch (error) {
      this.fail(error);
    }
  }

  /** What the page knows goes to whoever asks for it; what the page's author set must be there. */
  private accepted(component: ComponentConstructor, node: ComponentNode): Record<string, unknown> {
    const known = getComponentDef(component).props;
    return Object.fromEntries(Object.entries(node.properties).filter(([name, value]) => name in known && value !== undefined));
  }

  private fail(error: unknown): void {
    this.constructor_ = undefined;
    this.problems = [`${this.#node?.module ?? ''}: ${error instanceof Error ? error.message : String(error)}`];
  }
}
