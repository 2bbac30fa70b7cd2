/**
 * The arrows of docs/ARCHITECTURE.md as a lint rule: which folder of the local org may import which.
 * A folder reaches what lies higher only through a port that is handed to it.
 */
import path from 'node:path';

const mayImport = {
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

/** Folder of `local-org` a file is in, `undefined` outside. */
function layerOf(file, root) {
  const parts = path.relative(path.join(root, 'local-org'), file).split(path.sep);
  return parts.length > 1 && parts[0] !== '..' ? parts[0] : undefined;
}

export const arrows = {
  rules: {
    'import-direction': {
      meta: { type: 'problem', messages: { direction: '{{from}}/ may not import {{to}}/ (docs/ARCHITECTURE.md, arrows).', outside: 'The local org may not import {{to}}.' }, schema: [] },
      create(rule) {
        const root = rule.cwd;
        const from = layerOf(rule.filename, root);
        // Tests put the layers together as they need them.
        if (from === undefined || /\.test\.ts$|[\\/]test[\\/]/.test(rule.filename)) return {};
        const check = (source) => {
          if (typeof source?.value !== 'string' || !source.value.startsWith('.')) return;
          const target = path.resolve(path.dirname(rule.filename), source.value);
          const to = layerOf(target, root);
          if (to === undefined) rule.report({ node: source, messageId: 'outside', data: { to: path.relative(root, target) } });
          else if (to !== from && !(mayImport[from] ?? []).includes(to)) rule.report({ node: source, messageId: 'direction', data: { from, to } });
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
