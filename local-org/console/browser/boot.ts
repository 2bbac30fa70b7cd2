/** Entry point of every console page: shows the shell, then the component the page is about. */
import { createElement } from 'lwc';
import type { LightningElement } from 'lwc';
import ConsoleApp from 'console/app';
import { page } from './page.ts';

type ComponentConstructor = typeof LightningElement;

const shell = createElement('console-app', { is: ConsoleApp }) as HTMLElement & {
  show(component: ComponentConstructor): void;
  report(problem: string): void;
};
document.getElementById('console')?.replaceChildren(shell);

if (page.component !== undefined) {
  try {
    // The import map of the document says where the deployed bundles are.
    const module = (await import(/* @vite-ignore */ page.component)) as { readonly default: ComponentConstructor };
    shell.show(module.default);
  } catch (error) {
    shell.report(`${page.component} could not be started: ${error instanceof Error ? error.message : String(error)}`);
    throw error;
  }
}
