/**
 * What one Lightning web component bundle says by itself: what the platform's own compiler refuses in it, what its metadata lacks, and what it imports. Depends on
 * nothing but the files, so that an answer may be kept.
 */
import { createRequire } from 'node:module';
import type { transformSync as TransformSync } from 'lwc/compiler';
import type { parseSync as ParseSync } from 'vite';
import type { LightningBundle } from '../../schema/source/project.ts';
import { apiVersionOf, metadataFindings } from './metadata.ts';

const require = createRequire(import.meta.url);

/** Line and column count from 1. */
export interface BundlePlace {
  /** Inside the bundle: `tile.html`. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}
export interface BundleFinding extends BundlePlace {
  readonly message: string;
}
export interface BundleImport extends BundlePlace {
  /** As the module system sees it: `c/otherTile`, also where a template says `<c-other-tile>`. */
  readonly specifier: string;
}
export interface ExaminedBundle {
  readonly findings: readonly BundleFinding[];
  readonly imports: readonly BundleImport[];
}

export type ExamineBundle = (bundle: LightningBundle) => ExaminedBundle;

export function examineBundle(bundle: LightningBundle): ExaminedBundle {
  const findings: BundleFinding[] = [...metadataFindings(bundle)];
  const imports: BundleImport[] = [];
  if (!bundle.files.has(`${bundle.name}.js`) && !bundle.files.has(`${bundle.name}.css`)) findings.push(missingEntry(bundle));
  for (const [file, content] of bundle.files) {
    if (!/\.(?:js|html|css)$/.test(file) || typeof content !== 'string') continue;
    const compiled = compile(bundle, file, content);
    if (typeof compiled !== 'string') findings.push(compiled);
    else if (file.endsWith('.js')) imports.push(...importsOf(file, content, placesIn(file, content)));
    else if (file.endsWith('.html')) imports.push(...importsOf(file, compiled, (_offset, specifier) => tagPlace(file, content, specifier)));
  }
  return { findings: [...findings, ...absentFiles(bundle, imports)], imports: imports.filter(({ specifier }) => !specifier.startsWith('.')) };
}

function missingEntry({ name, files }: LightningBundle): BundleFinding {
  const hint = files.has(`${name}.ts`) ? ` Compile ${name}.ts first: Salesforce takes JavaScript.` : '';
  return { file: [...files.keys()][0] ?? `${name}.js`, line: 1, column: 1, message: `Cannot find Lightning Component Bundle ${name}: the bundle has no ${name}.js.${hint}` };
}

/** The code it becomes, or what is wrong. */
function compile(bundle: LightningBundle, file: string, text: string): string | BundleFinding {
  // Loaded only for what was never examined: a start with unchanged bundles needs neither this nor the parser.
  const { transformSync } = require('lwc/compiler') as { transformSync: typeof TransformSync };
  try {
    return transformSync(text, file, {
      name: bundle.name, namespace: 'c', apiVersion: apiVersionOf(bundle), scopedStyles: file.endsWith('.scoped.css'), enableDynamicComponents: true, enableSyntheticElementInternals: true,
      enableLwcOn: true,
    }).code;
  } catch (error) {
    const { message, location } = error as { message?: string; location?: { line?: number; column?: number } };
    if (message === undefined || (error as { code?: unknown }).code === undefined) throw error;
    // Columns of JavaScript count from 0 there, the others from 1.
    return { file, line: location?.line ?? 1, column: (location?.column ?? 1) + (file.endsWith('.js') && location?.column !== undefined ? 1 : 0), message: withoutPlace(message, file) };
  }
}

/** platform-facts: bundle-compiler-errors. The compiler repeats where it is: a path of this machine, the position, the lines around it. */
function withoutPlace(message: string, file: string): string {
  const [first = ''] = message.split('\n');
  const name = file.replace(/[^\w]/g, '\\$&');
  return first.replace(/^(?:\w*Error: )+/, '').replace(new RegExp(`(?:\\S:)?/(?:[^:]*/)?${name}(?::\\d+:\\d+)?: `), '').replace(/ \(\d+:\d+\)$/, '');
}

type PlaceOf = (offset: number, specifier: string) => BundlePlace;

function importsOf(file: string, code: string, placeOf: PlaceOf): BundleImport[] {
  const { parseSync } = require('vite') as { parseSync: typeof ParseSync };
  const { module } = parseSync(file.replace(/\.html$/, '.js'), code);
  const requests = [
    ...module.staticImports.map(({ moduleRequest }) => moduleRequest), ...module.staticExports.flatMap(({ entries }) => entries.flatMap(({ moduleRequest }) => moduleRequest ?? [])),
    ...module.dynamicImports.flatMap(({ moduleRequest }) => {
      // A name that is computed is known at run time only.
      const value = /^(['"`])([^'"`$\\]*)\1$/.exec(code.slice(moduleRequest.start, moduleRequest.end))?.[2];
      return value === undefined ? [] : [{ value, start: moduleRequest.start }];
    }),
  ];
  return requests.map(({ value, start }) => ({ ...placeOf(start, value), specifier: value }));
}

function placesIn(file: string, text: string): PlaceOf {
  return (offset) => {
    const before = text.slice(0, offset).split('\n');
    return { file, line: before.length, column: before.at(-1)!.length + 1 };
  };
}

/** Templates have no imports: the tag is the place. */
function tagPlace(file: string, text: string, specifier: string): BundlePlace {
  const tag = `<${specifier.replace('/', '-').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  const found = new RegExp(`${tag}(?![\\w-])`).exec(text);
  return placesIn(file, text)(found?.index ?? 0, specifier);
}

/** The compiler lets templates and style sheets be absent that it looks for by itself; only what is written must be there. */
function absentFiles({ files }: LightningBundle, imports: readonly BundleImport[]): BundleFinding[] {
  return imports.flatMap(({ specifier, ...place }) => {
    if (!specifier.startsWith('.') || place.file.endsWith('.html')) return [];
    const target = pathFrom(place.file, specifier.replace(/\?.*$/, ''));
    if ([target, `${target}.js`].some((path) => files.has(path))) return [];
    return [{ ...place, message: `LWC1011: Failed to resolve import "${specifier}" from "${place.file}". Please add "${/\.\w+$/.test(target) ? target : `${target}.js`}" file to the component folder.` }];
  });
}

/** `sub/a.js` and `../b` → `b` */
function pathFrom(file: string, specifier: string): string {
  const segments = file.split('/').slice(0, -1);
  for (const part of specifier.split('/')) {
    if (part === '..') segments.pop();
    else if (part !== '.') segments.push(part);
  }
  return segments.join('/');
}
