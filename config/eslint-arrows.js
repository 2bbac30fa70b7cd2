/**
 * The arrows of docs/ARCHITECTURE.md as a lint rule: which folder of the local org, and of the gateway, may import which.
 * A folder reaches what lies higher only through a port that is handed to it.
 */
import path from 'node:path';

const localOrg = {
  values: [],
  soql: ['values'],
  compiler: ['soql', 'values'],
  library: ['soql', 'values'],
  formula: ['library', 'values'],
  schema: ['formula', 'library', 'soql', 'values'],
  data: ['schema', 'formula', 'library', 'soql', 'values'],
  events: ['data', 'schema', 'formula', 'library', 'soql', 'values'],
  runtime: ['compiler', 'events', 'data', 'schema', 'formula', 'library', 'soql', 'values'],
  deploy: ['runtime', 'compiler', 'events', 'data', 'schema', 'formula', 'library', 'soql', 'values'],
  api: ['deploy', 'runtime', 'events', 'data', 'schema', 'formula', 'library', 'soql', 'values'],
  console: ['deploy', 'runtime', 'events', 'data', 'schema', 'formula', 'library', 'soql', 'values'],
  cli: ['api', 'console', 'deploy', 'runtime', 'compiler', 'events', 'data', 'schema', 'formula', 'library', 'soql', 'values'],
};

const gateway = {
  shared: [],
  contracts: ['shared'],
  health: ['shared'],
  delivery: ['health', 'shared'],
  system: ['contracts', 'delivery', 'health', 'shared'],
  process: ['contracts', 'delivery', 'health', 'shared', 'system'],
  experience: ['contracts', 'delivery', 'health', 'process', 'shared', 'system'],
  // Stands for systems of others: it knows of the gateway what they know.
  simulator: ['contracts', 'shared'],
  broker: ['shared'],
  // Servers of others, started for tests and demos.
  parts: ['shared'],
  host: ['contracts', 'delivery', 'experience', 'health', 'process', 'shared', 'system'],
  cli: ['broker', 'contracts', 'delivery', 'experience', 'health', 'host', 'parts', 'process', 'shared', 'simulator', 'system'],
};

const trees = { 'local-org': { mayImport: localOrg, name: 'local org' }, gateway: { mayImport: gateway, name: 'gateway' } };

/** The tree and its folder a file is in, `undefined` outside. */
function placeOf(file, root) {
  const [tree = '', folder = '', ...rest] = path.relative(root, file).split(path.sep);
  return tree in trees && rest.length > 0 ? { tree, folder } : undefined;
}

export const arrows = {
  rules: {
    'import-direction': {
      meta: { type: 'problem', messages: { direction: '{{from}}/ may not import {{to}}/ (docs/ARCHITECTURE.md, arrows).', outside: 'The {{tree}} may not import {{to}}.' }, schema: [] },
      create(rule) {
        const root = rule.cwd;
        const from = placeOf(rule.filename, root);
        // Tests put the layers together as they need them.
        if (from === undefined || /\.test\.ts$|[\\/]test[\\/]/.test(rule.filename)) return {};
        const { mayImport, name } = trees[from.tree];
        const check = (source) => {
          if (typeof source?.value !== 'string' || !source.value.startsWith('.')) return;
          const target = path.resolve(path.dirname(rule.filename), source.value);
          const to = placeOf(target, root);
          if (to?.tree !== from.tree) rule.report({ node: source, messageId: 'outside', data: { tree: name, to: path.relative(root, target) } });
          else if (to.folder !== from.folder && !(mayImport[from.folder] ?? []).includes(to.folder)) rule.report({ node: source, messageId: 'direction', data: { from: from.folder, to: to.folder } });
        };
        return {
          ImportDeclaration: (node) => check(node.source),
          ExportNamedDeclaration: (node) => check(node.source),
          ExportAllDeclaration: (node) => check(node.source),
          ImportExpression: (node) => check(node.source),
        };
      },
    },
  },
};
