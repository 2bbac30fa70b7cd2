/** The page templates of Lightning App Builder: which regions stand side by side, and how wide. */
import type { RegionWidth } from '../page-config.ts';

export interface TemplateRegion {
  readonly name: string;
  /** Of twelve. */
  readonly columns: number;
  readonly width: RegionWidth;
  /** Regions inside of this one, which then has no items of its own. */
  readonly rows?: readonly TemplateRow[];
}
export type TemplateRow = readonly TemplateRegion[];

const full = (name: string): TemplateRow => [{ name, columns: 12, width: 'LARGE' }];
const wideAndNarrow = (wide: string, narrow: string): TemplateRow => [{ name: wide, columns: 8, width: 'MEDIUM' }, { name: narrow, columns: 4, width: 'SMALL' }];
const halves = (left: string, right: string): TemplateRow => [left, right].map((name) => ({ name, columns: 6, width: 'MEDIUM' }));
const thirds = (...names: readonly string[]): TemplateRow => names.map((name) => ({ name, columns: 4, width: 'SMALL' }));

// platform-facts: flexipage-templates
const TEMPLATES: ReadonlyMap<string, readonly TemplateRow[]> = new Map<string, readonly TemplateRow[]>([
  ['home:desktopTemplate', [[{ name: 'left', columns: 8, width: 'LARGE', rows: [full('top'), halves('bottomLeft', 'bottomRight')] }, { name: 'sidebar', columns: 4, width: 'SMALL' }]]],
  ['flexipage:defaultAppHomeTemplate', [full('main')]],
  ['flexipage:appHomeTemplateTwoColumns', [wideAndNarrow('region1', 'region2')]],
  ['flexipage:appHomeTemplateThreeColumns', [thirds('region1', 'region2', 'region3')]],
  ['flexipage:appHomeTemplateHeaderTwoColumns', [full('region1'), wideAndNarrow('region2', 'region3')]],
  ['flexipage:recordHomeTemplateDesktop', [full('header'), wideAndNarrow('main', 'sidebar')]],
  ['flexipage:recordHomeWithSubheaderTemplateDesktop', [full('header'), full('subheader'), wideAndNarrow('main', 'sidebar')]],
  ['flexipage:recordHomeThreeColTemplateDesktop', [[{ name: 'leftsidebar', columns: 3, width: 'SMALL' }, { name: 'main', columns: 6, width: 'MEDIUM' }, { name: 'rightsidebar', columns: 3, width: 'SMALL' }]]],
  ['flexipage:recordHomeTwoColEqualHeaderTemplateDesktop', [full('header'), halves('leftcol', 'rightcol')]],
  ['flexipage:recordHomeSingleColNoHeaderTemplateDesktop', [full('main')]],
]);

/** The rows of a template; `undefined` when the local org does not know it. */
export function templateRows(template: string): readonly TemplateRow[] | undefined {
  return TEMPLATES.get(template);
}

export function knownTemplates(): readonly string[] {
  return [...TEMPLATES.keys()];
}
