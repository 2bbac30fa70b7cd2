/** Compiles deployed LWC bundles for the browser with the platform's own compiler, once per content. */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { transformSync as TransformSync } from 'lwc/compiler';
import type { parseSync as ParseSync } from 'vite';

const require = createRequire(import.meta.url);
/** Raise when the output changes for the same bundle and compiler. */
const OUTPUT_VERSION = 1;

export interface ImportedNames {
  /** As written: `./helper`, `c/stockMeter`, `lightning/empApi`. */
  readonly specifier: string;
  /** `default` and named imports; `*` when the whole namespace is taken. */
  readonly names: readonly string[];
}
export interface CompiledModule {
  readonly code: string;
  readonly imports: readonly ImportedNames[];
}
export interface CompiledBundle {
  readonly name: string;
  /** Of the sources and the compiler: part of the URL, so browsers may keep the modules for ever. */
  readonly hash: string;
  /** By file name inside the bundle. */
  readonly modules: ReadonlyMap<string, CompiledModule>;
  /** Why it cannot run: `path:line:column  text`. Empty when it can. */
  readonly problems: readonly string[];
}
export interface BundleSource {
  readonly name: string;
  /** Folder of the bundle in the project, for messages. */
  readonly directory: string;
  /** By file name inside the bundle. */
  readonly files: ReadonlyMap<string, string>;
}

type StoredBundle = Omit<CompiledBundle, 'modules'> & { readonly modules: Readonly<Record<string, CompiledModule>> };

/** Groups the files of a deployment into bundles; TypeScript sources, tests and metadata are no part of what a browser gets. */
export function bundleSources(files: ReadonlyMap<string, string>): Map<string, BundleSource> {
  const bundles = new Map<string, BundleSource & { files: Map<string, string> }>();
  for (const [path, text] of files) {
    const match = /^(.*(?:^|\/)lwc\/([^/]+))\/(.+)$/.exec(path);
    const [, directory, name, file] = match ?? [];
    if (directory === undefined || name === undefined || file === undefined) continue;
    if (!/\.(js|html|css|js-meta\.xml)$/.test(file) || file.includes('__tests__/')) continue;
    const bundle = bundles.get(name) ?? { name, directory, files: new Map<string, string>() };
    bundle.files.set(file, text);
    bundles.set(name, bundle);
  }
  return bundles;
}

/** What `c/name` means: the component, or the style sheet of a bundle that has nothing else. platform-facts: style-sheet-bundle. */
export function mainFileOf(name: string, files: { has(file: string): boolean }): string {
  return !files.has(`${name}.js`) && files.has(`${name}.css`) ? `${name}.css` : `${name}.js`;
}

/** Answers compiled bundles from memory or disk, and compiles what is new. */
export class BundleCompiler {
  readonly #cacheDirectory: string;
  readonly #compiled = new Map<string, CompiledBundle>();
  readonly #compilerVersion: string;
  readonly #hashes = new WeakMap<BundleSource, string>();

  /** `compilerVersion`: of the installed `lwc` package. */
  constructor(cacheDirectory: string, compilerVersion: string) {
    this.#cacheDirectory = cacheDirectory;
    this.#compilerVersion = compilerVersion;
    mkdirSync(cacheDirectory, { recursive: true });
  }

  async compile(source: BundleSource): Promise<CompiledBundle> {
    const hash = this.hashOf(source);
    const known = this.#compiled.get(hash) ?? this.#read(hash);
    const bundle = known ?? (await this.#compileNew(source, hash));
    this.#compiled.set(hash, bundle);
    return bundle;
  }

  /** A bundle that some page was told about earlier. */
  byHash(hash: string): CompiledBundle | undefined {
    return this.#compiled.get(hash) ?? this.#read(hash);
  }

  async #compileNew(source: BundleSource, hash: string): Promise<CompiledBundle> {
    // Both compilers are loaded only here: a warm start needs neither.
    const { transformSync } = require('lwc/compiler') as { transformSync: typeof TransformSync };
    const { parseSync } = await import('vite');
    const modules: Record<string, CompiledModule> = {};
    const problems: string[] = [];
    for (const [file, text] of source.files) {
      if (file.endsWith('.js-meta.xml')) continue;
      try {
        const { code } = transformSync(text, file, {
          name: source.name,
          namespace: 'c',
          apiVersion: apiVersionOf(source),
          scopedStyles: file.endsWith('.scoped.css'),
          enableDynamicComponents: true,
          enableSyntheticElementInternals: true,
          enableLwcOn: true,
        });
        modules[file] = withoutAbsentFiles(code, file, source, parseSync);
      } catch (error) {
        problems.push(`${source.directory}/${describeFailure(file, error)}`);
      }
    }
    const stored: StoredBundle = { name: source.name, hash, modules, problems };
    if (problems.length === 0) this.#write(stored);
    return { ...stored, modules: new Map(Object.entries(modules)) };
  }

  /** Known before anything is compiled. */
  hashOf(source: BundleSource): string {
    const known = this.#hashes.get(source);
    if (known !== undefined) return known;
    const hash = createHash('sha256').update(`${OUTPUT_VERSION} ${this.#compilerVersion} ${source.directory}\n`);
    for (const [file, text] of [...source.files].sort(([left], [right]) => (left < right ? -1 : 1))) hash.update(`${file}\n${text.length}\n`).update(text);
    const digest = hash.digest('hex').slice(0, 16);
    this.#hashes.set(source, digest);
    return digest;
  }

  #read(hash: string): CompiledBundle | undefined {
    if (!/^[0-9a-f]{16}$/.test(hash)) return undefined;
    try {
      const stored = JSON.parse(readFileSync(join(this.#cacheDirectory, `${hash}.json`), 'utf8')) as StoredBundle;
      return { ...stored, modules: new Map(Object.entries(stored.modules)) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }

  #write(stored: StoredBundle): void {
    const file = join(this.#cacheDirectory, `${stored.hash}.json`);
    writeFileSync(`${file}.${process.pid}`, JSON.stringify(stored));
    renameSync(`${file}.${process.pid}`, file);
  }
}

/**
 * The compiler imports a template and style sheets for every component, whether they exist or not, and leaves it to a bundler to notice.
 * There is no bundler here, so imports of absent files become what a bundler makes of them: `undefined`.
 */
function withoutAbsentFiles(code: string, file: string, source: BundleSource, parseSync: typeof ParseSync): CompiledModule {
  const parsed = parseSync(file.replace(/\.(html|css)$/, '.js'), code);
  const imports: ImportedNames[] = [];
  let output = code;
  for (const statement of [...parsed.module.staticImports].reverse()) {
    const specifier = statement.moduleRequest.value;
    const names = statement.entries.map((entry) => importedName(entry.importName));
    const isImplicit = /^\.\/.*\.(html|css)(\?scoped=true)?$/.test(specifier) && !source.files.has(specifier.slice(2).replace('?scoped=true', ''));
    if (isImplicit) {
      const local = statement.entries[0]?.localName.value;
      output = output.slice(0, statement.start) + (local === undefined ? '' : `const ${local} = undefined;`) + output.slice(statement.end);
    } else imports.unshift({ specifier, names });
  }
  for (const reexport of parsed.module.staticExports.flatMap((statement) => statement.entries)) {
    if (reexport.moduleRequest !== null) imports.push({ specifier: reexport.moduleRequest.value, names: [importedName(reexport.importName)] });
  }
  return { code: output, imports };
}

function importedName(name: { readonly kind: string; readonly name: string | null }): string {
  if (name.kind === 'Default') return 'default';
  return name.name ?? '*';
}

function apiVersionOf(source: BundleSource): number {
  const version = /<apiVersion>\s*(\d+)\.0\s*<\/apiVersion>/.exec(source.files.get(`${source.name}.js-meta.xml`) ?? '')?.[1];
  return version === undefined ? 67 : Number(version);
}

function describeFailure(file: string, error: unknown): string {
  const { message, location } = error as { message?: string; location?: { line: number; column: number } };
  const place = location === undefined ? '' : `:${location.line}:${location.column}`;
  return `${file}${place}  ${message ?? String(error)}`;
}
