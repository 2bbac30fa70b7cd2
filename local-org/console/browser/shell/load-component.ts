/** Deployed components and the shell's own parts by their module names; the document's import map says where they are. */
import type { LightningElement } from 'lwc';

export type ComponentConstructor = typeof LightningElement;

export async function loadComponent(module: string): Promise<ComponentConstructor> {
  const { default: component } = (await import(/* @vite-ignore */ module)) as { readonly default?: ComponentConstructor };
  if (component === undefined) throw new Error(`${module} has no default export: it is a module and no component.`);
  return component;
}
