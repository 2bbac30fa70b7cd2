/** Writes the HTML document of the console: where modules are, what to load ahead, and what the first page is about. */
import { mainFileOf, type BundleCompiler, type BundleSource } from './bundles.ts';
import type { Closure } from './closure.ts';
import { resolveInBundle } from './closure.ts';
import type { PageConfig } from './page-config.ts';
import { nodesIn } from './pages/nodes-in.ts';
import type { Prebuilt } from './prebuild.ts';

export interface DocumentInput {
  readonly config: PageConfig;
  /** What the first page and the utilities need at once. */
  readonly closures: readonly Closure[];
  /** Every deployed bundle: later pages of this document find theirs in its import map. */
  readonly sources: ReadonlyMap<string, BundleSource>;
  readonly compiler: BundleCompiler;
  readonly prebuilt: Prebuilt;
  readonly assetUrls: { readonly styleSheet: string; readonly icon: string };
  /** Allows the import map, the only inline script there is. */
  readonly nonce: string;
}

/** What a page may load, run and connect to: this org and nothing else. LWC adds component styles as style elements, which needs 'unsafe-inline' for styles. */
export function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

export function documentOf({ config, closures, sources, compiler, prebuilt, assetUrls, nonce }: DocumentInput): string {
  const preloads = preloadUrls(config, closures, prebuilt).map((url) => `<link rel="modulepreload" href="${escapeHtml(url)}">`);
  return `<!doctype html>
<html lang="${escapeHtml(config.user.locale)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(config.page.title)} | ${escapeHtml(config.app.label)}</title>
<link rel="icon" href="${escapeHtml(assetUrls.icon)}">
<link rel="stylesheet" href="${escapeHtml(assetUrls.styleSheet)}">
<script type="importmap" nonce="${nonce}">${scriptJson(importMap(sources, compiler, prebuilt))}</script>
${preloads.join('\n')}
<script type="application/json" id="console-config">${scriptJson(config)}</script>
</head>
<body class="slds-scope">
<div id="console"><noscript>The console needs JavaScript.</noscript></div>
<script type="module" src="${baseUrl(prebuilt, 'synthetic-shadow')}"></script>
<script type="module" src="${baseUrl(prebuilt, 'boot')}"></script>
</body>
</html>
`;
}

function importMap(sources: DocumentInput['sources'], compiler: BundleCompiler, prebuilt: Prebuilt): { imports: Record<string, string> } {
  const platform = [...prebuilt.modules.keys()].filter((name) => name.includes('/') || name === 'lwc').map((name): [string, string] => [name, baseUrl(prebuilt, name)]);
  const bundles = [...sources.values()].map((source): [string, string] => [`c/${source.name}`, bundleUrl(source.name, compiler.hashOf(source), mainFileOf(source.name, source.files))]);
  return { imports: Object.fromEntries([...platform, ...bundles, ['@salesforce/', '/console/scoped/@salesforce/']]) };
}

/** Every module the first page will ask for, so that the browser asks at once instead of discovering them import by import. */
function preloadUrls(config: PageConfig, closures: readonly Closure[], prebuilt: Prebuilt): string[] {
  const files = new Set<string>();
  const follow = (file: string): void => {
    if (files.has(file)) return;
    files.add(file);
    prebuilt.imports.get(file)?.forEach(follow);
  };
  for (const name of ['boot', 'lwc', 'console/apex', ...standardModules(config), ...closures.flatMap(({ platformModules }) => platformModules)]) {
    const file = prebuilt.modules.get(name);
    if (file !== undefined) follow(file);
  }
  const bundles = closures.flatMap((closure) => closure.bundles).flatMap(({ name, hash, modules }) => {
    const main = mainFileOf(name, modules);
    const used = new Set([main, ...[...modules.values()].flatMap((module) => module.imports.map((imported) => imported.specifier))]);
    const usedFiles = [...used].flatMap((specifier) => (specifier.startsWith('.') || specifier === main ? (resolveInBundle(modules, specifier) ?? []) : []));
    return [...new Set(usedFiles)].map((file) => bundleUrl(name, hash, file));
  });
  const scoped = closures.flatMap(({ scopedModules }) => scopedModules).map((specifier) => `/console/scoped/${specifier}`);
  return [...new Set([...[...files].map((file) => `/console/base/${prebuilt.key}/${file}`), ...bundles, ...scoped])];
}

/** Parts of the shell that the first page shows. */
function standardModules({ page }: PageConfig): string[] {
  return nodesIn(page.rows).flatMap((node) => (node.kind === 'component' && node.isStandard ? [node.module] : []));
}

function baseUrl(prebuilt: Prebuilt, name: string): string {
  return `/console/base/${prebuilt.key}/${prebuilt.modules.get(name) ?? `${name}.js`}`;
}

function bundleUrl(name: string, hash: string, file: string): string {
  return `/console/c/${hash}/${name}/${file}`;
}

/** JSON that cannot end the script element it stands in. */
function scriptJson(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
