/** Everything the deployed metadata says about pages and navigation, read once per deploy. */
import { applicationsOf, overrideOf, type AppModel, type PageOverride } from './applications.ts';
import { flexiPagesOf, type FlexiPageModel } from './flexipages.ts';
import { metadataFiles, nodesOf } from './metadata-files.ts';
import { tabsOf, type TabModel } from './tabs.ts';
import { visibilityOf, type VisibilityModel } from './visibility.ts';

export interface ShellModel {
  /** In the order of their names. */
  readonly apps: readonly AppModel[];
  readonly tabs: ReadonlyMap<string, TabModel>;
  readonly pages: ReadonlyMap<string, FlexiPageModel>;
  /** Overrides in the metadata of objects, by API name: the org's defaults. */
  readonly objectOverrides: ReadonlyMap<string, readonly PageOverride[]>;
  readonly visibility: VisibilityModel;
}

export function shellModel(files: ReadonlyMap<string, string>): ShellModel {
  return {
    apps: applicationsOf(files),
    tabs: tabsOf(files),
    pages: flexiPagesOf(files),
    objectOverrides: new Map(metadataFiles(files, 'objects', 'object', 'CustomObject').map(({ name, content }) => [name, nodesOf(content, 'actionOverrides').map(overrideOf)])),
    visibility: visibilityOf(files),
  };
}
