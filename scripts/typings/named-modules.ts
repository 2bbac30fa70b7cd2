/** Modules of which each stands for one piece of metadata with a name: labels, custom permissions, message channels, static resources. */
import { tsDoc } from './doc-comments.ts';
import type { TypingsWorld } from './world.ts';

interface NamedModule {
  readonly specifier: string;
  readonly doc: string;
}

interface Kind {
  readonly type: string;
  readonly imports?: string;
  modules(world: TypingsWorld): readonly NamedModule[];
}

/** By name of the file that holds the modules of a kind. */
const KINDS: Readonly<Record<string, Kind>> = {
  labels: {
    type: 'string',
    modules: ({ project }) => project.labels.map(({ name, value }) => ({ specifier: `@salesforce/label/c.${name}`, doc: value })),
  },
  'custom-permissions': {
    type: 'true | undefined',
    modules: ({ project }) => project.customPermissions.map(({ name, label }) => ({ specifier: `@salesforce/customPermission/${name}`, doc: `${label}: \`true\` when the user has the permission, otherwise \`undefined\`.` })),
  },
  'message-channels': {
    type: 'MessageChannel',
    imports: "  import type { MessageChannel } from 'lightning/messageService';\n",
    modules: ({ project }) => project.inert.filter(({ type }) => type === 'LightningMessageChannel').map(({ name }) => ({ specifier: `@salesforce/messageChannel/${name}__c`, doc: '' })),
  },
  resources: {
    type: 'string',
    modules: ({ project }) => project.staticResources.map(({ name, contentType }) => ({ specifier: `@salesforce/resourceUrl/${name}`, doc: `Address of the static resource (${contentType}).` })),
  },
};

export function namedModules(world: TypingsWorld): ReadonlyMap<string, string> {
  return new Map(Object.entries(KINDS).flatMap(([file, kind]) => {
    const modules = kind.modules(world).toSorted((left, right) => (left.specifier < right.specifier ? -1 : 1));
    return modules.length === 0 ? [] : [[file, modules.map((module) => moduleText(module, kind)).join('\n')]];
  }));
}

function moduleText({ specifier, doc }: NamedModule, { type, imports = '' }: Kind): string {
  return `declare module '${specifier}' {\n${imports}${tsDoc(doc, '  ')}  const value: ${type};\n  export default value;\n}\n`;
}
