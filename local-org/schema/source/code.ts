/** Apex classes and triggers, Lightning web components, static resources: contents with a `-meta.xml` beside them. */
import type { ProblemList } from '../problem.ts';
import type { FileSet } from './files.ts';
import type { ApexSource, LightningBundle, StaticResource } from './project.ts';
import { readMetadata, type Component } from './xml.ts';

export interface CodeParts {
  readonly apex: readonly ApexSource[];
  readonly bundles: readonly LightningBundle[];
  readonly staticResources: readonly StaticResource[];
}

export function readCode(files: FileSet, problems: ProblemList): CodeParts {
  // Bundles and resources come first: they may contain files that look like other components.
  const bundles = readBundles(files, problems);
  const staticResources = readStaticResources(files, problems);
  const apex = [...readApex(files, problems, 'class', 'cls', 'ApexClass'), ...readApex(files, problems, 'trigger', 'trigger', 'ApexTrigger')];
  return { apex, bundles, staticResources };
}

function readApex(files: FileSet, problems: ProblemList, kind: ApexSource['kind'], extension: string, type: string): readonly ApexSource[] {
  const bodies = files.unclaimed((path) => path.endsWith(`.${extension}`));
  for (const metaPath of files.unclaimed((path) => path.endsWith(`.${extension}-meta.xml`))) {
    const path = metaPath.slice(0, -'-meta.xml'.length);
    files.claim(metaPath);
    if (!files.has(path)) problems.add({ type, fullName: nameOf(path, extension), path: metaPath }, 1, `The source file ${path} is missing`);
  }
  return bodies.flatMap((path) => {
    const text = files.text(path);
    const component: Component = { type, fullName: nameOf(path, extension), path: `${path}-meta.xml` };
    if (!files.has(component.path)) {
      problems.add({ ...component, path }, 1, `The metadata file ${component.path} is missing`);
      return [];
    }
    const meta = readMetadata(files.text(component.path), type, component, problems);
    if (meta === undefined) return [];
    const version = meta.requiredText('apiVersion');
    if (!/^\d{2,3}\.0$/.test(version)) meta.one('apiVersion')?.problem(`apiVersion ${version} is not a version number such as 66.0`);
    const status = meta.word('status', ['Active', 'Inactive']) ?? 'Active';
    // Versions of installed packages: packages are not installed here, so what the file says of them changes nothing.
    meta.refuseRest(['fullName', 'content', 'packageVersions']);
    return [{ kind, name: component.fullName, path, text, apiVersion: Number.parseInt(version, 10), status }];
  });
}

function nameOf(path: string, extension: string): string {
  return path.slice(path.lastIndexOf('/') + 1, -(extension.length + 1));
}

function readBundles(files: FileSet, problems: ProblemList): readonly LightningBundle[] {
  const folders = new Map<string, string>();
  for (const path of files.paths) {
    const found = /^(.*\/)?lwc\/([^/]+)\//.exec(path);
    if (found !== null) folders.set(found[0], found[2] as string);
    else if (/(?:^|\/)lwc\/[^/]+$/.test(path)) files.claim(path);
  }
  return [...folders].flatMap(([folder, name]) => {
    const content = new Map<string, string | Uint8Array>();
    for (const path of files.inside(folder)) {
      const inner = path.slice(folder.length);
      if (/(?:^|\/)__\w+__\//.test(inner)) files.claim(path);
      else content.set(inner, files.content(path));
    }
    if (content.size === 0) return [];
    if (!content.has(`${name}.js-meta.xml`)) {
      problems.add({ type: 'LightningComponentBundle', fullName: name, path: folder }, 1, `The bundle ${name} has no ${name}.js-meta.xml`);
    }
    return [{ name, path: folder.slice(0, -1), files: content }];
  });
}

function readStaticResources(files: FileSet, problems: ProblemList): readonly StaticResource[] {
  return files.unclaimed((path) => path.endsWith('.resource-meta.xml')).flatMap((path) => {
    const stem = path.slice(0, -'.resource-meta.xml'.length);
    const component: Component = { type: 'StaticResource', fullName: stem.slice(stem.lastIndexOf('/') + 1), path };
    const meta = readMetadata(files.text(path), 'StaticResource', component, problems);
    if (meta === undefined) return [];
    const contentType = meta.requiredText('contentType');
    const isPublic = meta.word('cacheControl', ['Public', 'Private']) === 'Public';
    meta.refuseRest(['description', 'fullName']);
    const content = new Map<string, string | Uint8Array>();
    for (const inner of files.inside(`${stem}/`)) content.set(inner.slice(stem.length + 1), files.content(inner));
    const single = files.inside(`${stem}.`).find((candidate) => candidate !== path && !candidate.slice(stem.length + 1).includes('/'));
    if (content.size === 0 && single !== undefined) content.set('', files.content(single));
    if (content.size === 0) problems.add(component, 1, `The static resource ${component.fullName} has no content beside its metadata`);
    return [{ name: component.fullName, path, contentType, isPublic, files: content }];
  });
}
