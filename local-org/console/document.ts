/** Writes the HTML document of a console page: where modules are, what to load ahead, and what the page is about. */
import type { Closure } from './closure.ts';
import { resolveInBundle } from './closure.ts';
import type { PageConfig } from './page-config.ts';
import type { Prebuilt } from './prebuild.ts';

export interface DocumentInput {
  readonly config: PageConfig;
  readonly closure: Closure | undefined;
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

export function documentOf({ config, closure, prebuilt, assetUrls, nonce }: DocumentInput): string {
  const title = config.tabs.find((tab) => tab.name === config.activeTab)?.label ?? config.appLabel;
  const preloads = preloadUrls(closure, prebuilt).map((url) => `<link rel="modulepreload" href="${escapeHtml(url)}">`);
  return `<!doctype html>
<html lang="${escapeHtml(config.user.locale)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} | ${escapeHtml(config.appLabel)}</title>
<link rel="icon" href="${escapeHtml(assetUrls.icon)}">
<link rel="stylesheet" href="${escapeHtml(assetUrls.styleSheet)}">
<script type="importmap" nonce="${nonce}">${scriptJson(importMap(closure, prebuilt))}</script>
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

function importMap(closure: Closure | undefined, prebuilt: Prebuilt): { imports: Record<string, string> } {
  const platform = ['lwc', 'console/apex', ...(closure?.platformModules ?? [])].map((name): [string, string] => [name, baseUrl(prebuilt, name)]);
  const bundles = (closure?.bundles ?? []).map(({ name, hash }): [string, string] => [`c/${name}`, bundleUrl(name, hash, `${name}.js`)]);
  return { imports: Object.fromEntries([...platform, ...bundles, ['@salesforce/', '/console/scoped/@salesforce/']]) };
}

/** Every module the page will ask for, so that the browser asks at once instead of discovering them import by import. */
function preloadUrls(closure: Closure | undefined, prebuilt: Prebuilt): string[] {
  const files = new Set<string>();
  const follow = (file: string): void => {
    if (files.has(file)) return;
    files.add(file);
    prebuilt.imports.get(file)?.forEach(follow);
  };
  for (const name of ['boot', 'lwc', 'console/apex', ...(closure?.platformModules ?? [])]) {
    const file = prebuilt.modules.get(name);
    if (file !== undefined) follow(file);
  }
  const bundles = (closure?.bundles ?? []).flatMap(({ name, hash, modules }) => {
    const used = new Set([`${name}.js`, ...[...modules.values()].flatMap((module) => module.imports.map((imported) => imported.specifier))]);
    const usedFiles = [...used].flatMap((specifier) => (specifier.startsWith('.') || specifier === `${name}.js` ? (resolveInBundle(modules, specifier) ?? []) : []));
    return [...new Set(usedFiles)].map((file) => bundleUrl(name, hash, file));
  });
  const scoped = (closure?.scopedModules ?? []).map((specifier) => `/console/scoped/${specifier}`);
  return [...[...files].map((file) => `/console/base/${prebuilt.key}/${file}`), ...bundles, ...scoped];
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
