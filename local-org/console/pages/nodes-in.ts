import type { PageNode, PageRow } from '../page-config.ts';

/** All nodes of a page, those inside of tabs included. */
export function nodesIn(rows: readonly PageRow[]): PageNode[] {
  return rows.flatMap(({ regions }) => regions).flatMap((region) => [...nodesIn(region.rows), ...region.nodes.flatMap(withInner)]);
}

export function withInner(node: PageNode): PageNode[] {
  if (node.kind === 'tabs') return [node, ...node.tabs.flatMap((tab) => tab.nodes.flatMap(withInner))];
  if (node.kind === 'accordion') return [node, ...node.sections.flatMap((section) => section.nodes.flatMap(withInner))];
  return [node];
}
