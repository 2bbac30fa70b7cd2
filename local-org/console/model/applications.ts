/** The deployed Lightning apps: navigation, utility bar, and which pages they give to objects and to home. */
import { metadataFiles, nodesOf, textOf, textsOf, type MetadataNode } from './metadata-files.ts';

export interface AppModel {
  readonly name: string;
  readonly label: string;
  readonly description: string | undefined;
  readonly color: string | undefined;
  readonly isConsole: boolean;
  /** Names of tabs, in the order of the navigation bar. */
  readonly tabs: readonly string[];
  /** Name of a FlexiPage. */
  readonly utilityBar: string | undefined;
  readonly overrides: readonly PageOverride[];
}

/** `action` of an object, or the tab `standard-home`, opens a page of the project instead of the built-in one. */
export interface PageOverride {
  readonly action: string;
  /** API name of an object, or `standard-home`; `undefined` in the metadata of an object: the object itself. */
  readonly target: string | undefined;
  /** `Flexipage`; `Default`: the built-in page; others are named when they are met. */
  readonly type: string;
  readonly page: string | undefined;
  /** `Large`: desktop; `undefined`: every form factor. */
  readonly formFactor: string | undefined;
  readonly profile: string | undefined;
  /** `Object.DeveloperName` */
  readonly recordType: string | undefined;
}

/** Apps of the older interface (`uiType` Aloha, also when nothing is said) are no Lightning apps. */
export function applicationsOf(files: ReadonlyMap<string, string>): AppModel[] {
  return metadataFiles(files, 'applications', 'app', 'CustomApplication')
    .filter(({ content }) => textOf(content, 'uiType') === 'Lightning')
    .map(({ name, content }) => ({
      name,
      label: textOf(content, 'label') ?? name,
      description: textOf(content, 'description'),
      color: nodesOf(content, 'brand').map((brand) => textOf(brand, 'headerColor')).find((color) => /^#[0-9a-fA-F]{3,8}$/.test(color ?? '')),
      isConsole: textOf(content, 'navType') === 'Console',
      tabs: textsOf(content, 'tabs'),
      utilityBar: textOf(content, 'utilityBar'),
      overrides: [...nodesOf(content, 'profileActionOverrides'), ...nodesOf(content, 'actionOverrides')].map(overrideOf),
    }));
}

export function overrideOf(node: MetadataNode): PageOverride {
  return {
    action: textOf(node, 'actionName') ?? '',
    target: textOf(node, 'pageOrSobjectType'),
    type: textOf(node, 'type') ?? 'Default',
    page: textOf(node, 'content'),
    formFactor: textOf(node, 'formFactor'),
    profile: textOf(node, 'profile'),
    recordType: textOf(node, 'recordType'),
  };
}
