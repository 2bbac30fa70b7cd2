/**
 * Bundles what every page needs and no deploy changes: the LWC engine, the base components and the console's own browser modules.
 * Done once per combination of package versions and console sources; the result lies in `.cache/console/<key>/`.
 */
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Plugin } from 'vite';

const BROWSER_DIRECTORY = join(import.meta.dirname, 'browser');
const PACKAGES = ['lwc', 'lightning-base-components', 'vite', 'vite-plugin-lwc'] as const;

/** Shipped by the package, but not part of the platform's documented set, not buildable, or replaced by a module of the console. */
const NOT_OFFERED = /^(iconSvgTemplates.*|primitiveFigure|navigation|picklist|groupedCombobox|stackedTab|stackedTabset|popup|dialog|context|messageDispatcher|showToastEvent|routingService|lookupAddress)$/;

/** Parts of the shell that pages name: each is a module that is fetched when a page first shows it. */
const PAGE_PARTS = ['welcome', 'objectHome', 'recordDetail', 'recordHighlights', 'relatedLists', 'listViewCard'] as const;

/** Imported by the browser from the folder above. */
const SHARED_SOURCES = ['page-reference.ts'] as const;

export interface Prebuilt {
  /** Names the contents: part of every URL, so browsers may keep the files for ever. */
  readonly key: string;
  readonly directory: string;
  /** Files by the module name a component imports (`lwc`, `lightning/button`) or the console's own entry (`boot`, `console/apex`). */
  readonly modules: ReadonlyMap<string, string>;
  /** What each module exports. */
  readonly exports: ReadonlyMap<string, readonly string[]>;
  /** Static imports of every file, relative to the directory: what a page can preload. */
  readonly imports: ReadonlyMap<string, readonly string[]>;
}

interface Manifest {
  readonly modules: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, readonly string[]>>;
  readonly imports: Readonly<Record<string, readonly string[]>>;
}

/** Answers the bundle for the installed packages, building it first when there is none; `report` is told before and after the long part. */
export async function ensurePrebuilt(projectDirectory: string, report: (line: string) => void): Promise<Prebuilt> {
  const key = cacheKey(projectDirectory);
  const directory = join(projectDirectory, '.cache', 'console', key);
  if (!existsSync(join(directory, 'manifest.json'))) {
    report('console: bundling the Lightning base components (once per version, about ten seconds)');
    const started = performance.now();
    await build(projectDirectory, directory);
    report(`console: base components bundled in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  }
  const manifest = JSON.parse(readFileSync(join(directory, 'manifest.json'), 'utf8')) as Manifest;
  return {
    key,
    directory,
    modules: new Map(Object.entries(manifest.modules)),
    exports: new Map(Object.entries(manifest.exports)),
    imports: new Map(Object.entries(manifest.imports)),
  };
}

/** Builds beside the final place and renames at the end: a build that was cut short leaves nothing that looks finished. */
async function build(projectDirectory: string, directory: string): Promise<void> {
  const { build: viteBuild } = await import('vite');
  const { default: lwc } = await import('vite-plugin-lwc');
  const unfinished = `${directory}.${process.pid}.unfinished`;
  mkdirSync(dirname(directory), { recursive: true });
  const result = await viteBuild({
    configFile: false,
    root: projectDirectory,
    logLevel: 'silent',
    publicDir: false,
    mode: 'production',
    define: { 'process.env.NODE_ENV': '"production"', 'import.meta.env.SSR': 'false' },
    plugins: [
      dropNativeShadowCss,
      ownModules,
      userLocale,
      ...lwc({
        rootDir: '.',
        modules: [{ npm: 'lightning-base-components' }, { npm: '@lwc/engine-dom' }, { npm: '@lwc/synthetic-shadow' }, { npm: '@lwc/wire-service' }],
        enableDynamicComponents: true,
        enableSyntheticElementInternals: true,
        enableLwcOn: true,
        // Only modules of components go through the LWC compiler; these have no decorators and need none of it.
        exclude: ['**/console/browser/*.ts', '**/console/browser/shell/*.ts', '**/console/browser/data-service/*.ts', '**/local-org/console/*.ts'],
      }),
    ],
    build: {
      outDir: unfinished,
      emptyOutDir: true,
      target: 'esnext',
      minify: true,
      modulePreload: false,
      rollupOptions: {
        input: entries(projectDirectory),
        preserveEntrySignatures: 'strict',
        onwarn: () => undefined,
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  });
  const chunks = (Array.isArray(result) ? result : [result]).flatMap((one) => ('output' in one ? one.output : [])).filter((file) => file.type === 'chunk');
  const entryChunks = chunks.filter((chunk) => chunk.isEntry);
  const manifest: Manifest = {
    modules: Object.fromEntries(entryChunks.map((chunk) => [chunk.name, chunk.fileName])),
    exports: Object.fromEntries(entryChunks.map((chunk) => [chunk.name, chunk.exports])),
    imports: Object.fromEntries(chunks.map((chunk) => [chunk.fileName, chunk.imports])),
  };
  writeFileSync(join(unfinished, 'manifest.json'), JSON.stringify(manifest));
  moveIntoPlace(unfinished, directory);
}

/** Another process may have finished the same build meanwhile; then theirs stays and ours goes. */
function moveIntoPlace(unfinished: string, directory: string): void {
  try {
    renameSync(unfinished, directory);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error;
    rmSync(unfinished, { recursive: true });
  }
}

/** Entry name → source. Entry names are the module names that components import. */
function entries(projectDirectory: string): Record<string, string> {
  const packageDirectory = join(projectDirectory, 'node_modules', 'lightning-base-components');
  const exposed = (JSON.parse(readFileSync(join(packageDirectory, 'package.json'), 'utf8')) as { lwc: { expose: string[] } }).lwc.expose;
  const base = exposed
    .map((specifier) => specifier.split('/')[1] ?? '')
    .filter((name) => !NOT_OFFERED.test(name))
    .map((name) => [`lightning/${name}`, join(packageDirectory, 'src', 'lightning', name, `${name}.js`)]);
  const own = globSync('lightning/*/*.ts', { cwd: BROWSER_DIRECTORY })
    .filter((file) => !file.includes('primitive'))
    .map((file) => [dirname(file).replaceAll('\\', '/'), ownModuleId(dirname(file))]);
  const pageParts = PAGE_PARTS.filter((name) => existsSync(join(BROWSER_DIRECTORY, 'console', name, `${name}.ts`))).map((name) => [`console/${name}`, ownModuleId(`console/${name}`)]);
  return {
    'synthetic-shadow': '@lwc/synthetic-shadow',
    lwc: 'lwc',
    boot: join(BROWSER_DIRECTORY, 'boot.ts'),
    'console/apex': join(BROWSER_DIRECTORY, 'apex.ts'),
    ...(Object.fromEntries([...base, ...own, ...pageParts]) as Record<string, string>),
  };
}

/** Resolves the console's own modules before the package's modules of the same name, also for imports inside the package. */
const ownModules: Plugin = {
  name: 'holdfast:own-modules',
  enforce: 'pre',
  resolveId(source) {
    if (source === 'force/navigation') return ownModuleId('lightning/navigation');
    if (!/^(lightning|console)\/\w+$/.test(source)) return null;
    return existsSync(join(BROWSER_DIRECTORY, source, `${source.split('/')[1]}.ts`)) ? ownModuleId(source) : null;
  },
};

/** The package ships `@salesforce/i18n` as the constants of one user in Los Angeles; the page knows its own. */
const userLocale: Plugin = {
  name: 'holdfast:user-locale',
  enforce: 'pre',
  resolveId(source) {
    const name = /^@salesforce\/i18n\/([\w.]+)$/.exec(source)?.[1];
    // Names of months and digits of the world come with the package.
    return name === undefined || /calendarData$|common\.digits$/.test(name) ? null : `\0i18n:${name}`;
  },
  load(id) {
    return id.startsWith('\0i18n:') ? `import { page } from ${JSON.stringify(join(BROWSER_DIRECTORY, 'page.ts'))};\nexport default page.i18n[${JSON.stringify(id.slice('\0i18n:'.length))}];\n` : null;
  },
};

/** The query tells the LWC plugin the namespace, which it cannot see from the path. */
function ownModuleId(specifier: string): string {
  const name = specifier.replaceAll('\\', '/').split('/')[1] ?? '';
  return `${join(BROWSER_DIRECTORY, specifier, `${name}.ts`)}?specifier=${encodeURIComponent(specifier.replaceAll('\\', '/'))}`;
}

/**
 * The base components carry 2 MB of rules that only match in native shadow. In synthetic shadow the page's design system sheet styles them,
 * so these files are left out; a gallery of 47 components looks the same pixel by pixel.
 */
const dropNativeShadowCss: Plugin = {
  name: 'holdfast:drop-native-shadow-css',
  enforce: 'pre',
  load(id) {
    const file = id.split('?')[0] ?? '';
    const isNativeOnly = /lightning-base-components[\\/].*\.slds\.css$/.test(file) && !/interactive-dialog-base/.test(file);
    return isNativeOnly ? '.slds-native-only { }' : null;
  },
};

/** Changes with the packages and with every source that goes into the bundle. */
function cacheKey(projectDirectory: string): string {
  const hash = createHash('sha256');
  for (const name of PACKAGES) {
    const manifest = JSON.parse(readFileSync(join(projectDirectory, 'node_modules', name, 'package.json'), 'utf8')) as { version: string };
    hash.update(`${name}@${manifest.version}\n`);
  }
  for (const file of [...globSync('**/*.{ts,html,css}', { cwd: BROWSER_DIRECTORY })].sort()) hash.update(file).update(readFileSync(join(BROWSER_DIRECTORY, file)));
  for (const file of SHARED_SOURCES) hash.update(file).update(readFileSync(join(import.meta.dirname, file)));
  return hash.update(readFileSync(import.meta.filename)).digest('hex').slice(0, 12);
}
