/** Everything a component needs to run, found by following its imports; and every reason why it cannot. */
import type { BundleCompiler, BundleSource, CompiledBundle, ImportedNames } from './bundles.ts';
import type { ConsoleHost, ConsoleSession } from './host.ts';
import type { Prebuilt } from './prebuild.ts';
import { scopedModule } from './scoped-modules.ts';

export interface Closure {
  /** In the order they were found; the component itself first. */
  readonly bundles: readonly CompiledBundle[];
  /** Prebuilt modules, such as `lwc` and `lightning/button`. */
  readonly platformModules: readonly string[];
  /** `@salesforce/…` specifiers. */
  readonly scopedModules: readonly string[];
  readonly problems: readonly string[];
}

export interface ClosureContext {
  readonly sources: ReadonlyMap<string, BundleSource>;
  readonly compiler: BundleCompiler;
  readonly prebuilt: Prebuilt;
  readonly host: ConsoleHost;
  readonly session: ConsoleSession;
}

export async function closureOf(component: string, context: ClosureContext): Promise<Closure> {
  const found = { bundles: new Map<string, CompiledBundle>(), platform: new Set<string>(), scoped: new Set<string>(), problems: new Set<string>() };
  const waiting = [component];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const source = context.sources.get(name);
    if (source === undefined || found.bundles.has(name)) continue;
    const bundle = await context.compiler.compile(source);
    found.bundles.set(name, bundle);
    for (const problem of bundle.problems) found.problems.add(problem);
    for (const [file, module] of bundle.modules) {
      for (const imported of module.imports) {
        const kind = kindOf(imported.specifier);
        if (kind === 'bundle') waiting.push(imported.specifier.slice(2));
        if (kind === 'platform') found.platform.add(imported.specifier);
        if (kind === 'scoped') found.scoped.add(imported.specifier);
        const problem = CHECKS[kind](imported, { ...context, source });
        if (problem !== undefined) found.problems.add(`${source.directory}/${file}${lineOf(source, file, imported.specifier)}  ${problem}`);
      }
    }
  }
  if (!context.sources.has(component)) found.problems.add(`There is no Lightning web component '${component}' in this org.`);
  return { bundles: [...found.bundles.values()], platformModules: [...found.platform], scopedModules: [...found.scoped], problems: [...found.problems] };
}

type ImportKind = 'relative' | 'bundle' | 'platform' | 'scoped' | 'other';
type Check = (imported: ImportedNames, context: ClosureContext & { readonly source: BundleSource }) => string | undefined;

function kindOf(specifier: string): ImportKind {
  if (specifier.startsWith('.')) return 'relative';
  if (specifier.startsWith('c/')) return 'bundle';
  if (specifier === 'lwc' || specifier.startsWith('lightning/')) return 'platform';
  return specifier.startsWith('@salesforce/') ? 'scoped' : 'other';
}

const CHECKS: Readonly<Record<ImportKind, Check>> = {
  relative({ specifier }, { source }) {
    return resolveInBundle(source.files, specifier) === undefined ? `There is no file '${specifier}' in the bundle '${source.name}'.` : undefined;
  },
  bundle({ specifier }, { sources }) {
    return sources.has(specifier.slice(2)) ? undefined : `There is no Lightning web component '${specifier}' in this org.`;
  },
  platform({ specifier, names }, { prebuilt }) {
    const offered = prebuilt.exports.get(specifier);
    if (offered === undefined) return `'${specifier}' is not supported by the local org.`;
    const missing = names.filter((name) => name !== '*' && !offered.includes(name));
    return missing.length === 0 ? undefined : `'${specifier}' does not offer ${missing.map((name) => `'${name}'`).join(', ')} in the local org.`;
  },
  scoped({ specifier }, { host, session }) {
    const module = scopedModule(specifier, host, session);
    return 'problem' in module ? module.problem : undefined;
  },
  other({ specifier }) {
    return `'${specifier}' cannot be imported: components take modules from their bundle, c/, lightning/, lwc and @salesforce/.`;
  },
};

/** The file a relative import means, with or without its extension. */
export function resolveInBundle(files: { has(file: string): boolean }, specifier: string): string | undefined {
  const file = specifier.replace(/^\.\//, '').replace(/\?.*$/, '');
  return [file, `${file}.js`].find((candidate) => files.has(candidate));
}

/** `:12` for the line of the source that names the import; empty when the compiler made it up from a tag of the template. */
function lineOf(source: BundleSource, file: string, specifier: string): string {
  const lines = (source.files.get(file) ?? '').split('\n');
  const line = lines.findIndex((text) => text.includes(`"${specifier}"`) || text.includes(`'${specifier}'`));
  return line === -1 ? '' : `:${line + 1}`;
}
