/** docs/platform-facts.md and the marks in the code say the same. */
import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { root } from './process.ts';

interface Entry {
  readonly number: number;
  readonly slug: string;
  readonly text: string;
  /** `Status`, `Source`, `Relied on`, `Check`, `Differs here`, by their names. */
  readonly parts: ReadonlyMap<string, string>;
}

interface Mark {
  readonly file: string;
  readonly line: number;
  readonly slug: string;
}

const STATUSES: ReadonlySet<string | undefined> = new Set(['documented', 'seen', 'verify']);
const MARKED_FOLDERS = '{local-org,force-app,gateway,scripts,config,e2e,bench,types}';
const MARKED_FILES = `${MARKED_FOLDERS}/**/*.{ts,js,cls,trigger,apex,json,xml,html,css}`;
const THIS_FILE = path.relative(root, import.meta.filename);

/** Numbers with their slugs of the entries of a section, as it lists them. */
function listed(document: string, heading: string): string[] {
  const section = document.split('\n## ').find((part) => part.startsWith(heading)) ?? '';
  return Array.from(section.matchAll(/^(?:-|\d+\.) (PF-\d{3} [a-z0-9-]+)/gm), ([, name]) => name!);
}

function entriesOf(document: string): Entry[] {
  return document.split('\n### ').slice(1).map((block) => {
    const [heading = '', ...lines] = block.split('\n## ')[0]!.split('\n');
    const [, number, slug] = /^PF-(\d{3}) ([a-z0-9]+(?:-[a-z0-9]+)*)$/.exec(heading) ?? assert.fail(`Not the heading of a fact: ${heading}`);
    const parts = new Map(lines.flatMap((line) => Array.from(line.matchAll(/^- ([A-Z][a-z ]+): (.+)$/g), ([, name, value]) => [name!, value!] as const)));
    return { number: Number(number), slug: slug!, text: lines[0] ?? '', parts };
  });
}

function marksIn(file: string): Mark[] {
  return readFileSync(path.join(root, file), 'utf8').split('\n').flatMap((text, index) =>
    Array.from(text.matchAll(/platform-facts(?!\.md)(?:: ([a-z0-9-]+(?:, [a-z0-9-]+)*))?/g))
      .flatMap(([whole, slugs]) => (slugs ?? `(malformed) ${whole}`).split(', '))
      .map((slug) => ({ file, line: index + 1, slug })));
}

/** Places named in backquotes under "Relied on". */
const placesOf = (entry: Entry): string[] => Array.from((entry.parts.get('Relied on') ?? '').matchAll(/`([^`]+)`/g), ([, place]) => place!);
const isDesign = (entry: Entry): boolean => entry.parts.get('Relied on')?.startsWith('design') === true;
const isWithin = (file: string, place: string): boolean => file === place || file.startsWith(`${place}/`);
const nameOf = ({ number, slug }: Entry): string => `PF-${String(number).padStart(3, '0')} ${slug}`;

describe('docs/platform-facts.md', () => {
  const document = readFileSync(path.join(root, 'docs/platform-facts.md'), 'utf8');
  const entries = entriesOf(document);
  const bySlug = new Map(entries.map((entry) => [entry.slug, entry]));
  const marks = globSync(MARKED_FILES, { cwd: root }).filter((file) => !file.includes('node_modules') && file !== THIS_FILE).sort().flatMap(marksIn);
  const markedSlugs = new Set(marks.map(({ slug }) => slug));

  it('finds facts and marks at all', () => {
    assert.ok(entries.length > 100 && marks.length > 100, `${entries.length} facts, ${marks.length} marks`);
  });

  it('gives every number to one fact, and every slug to one fact', () => {
    assert.equal(new Set(entries.map(({ number }) => number)).size, entries.length);
    assert.equal(bySlug.size, entries.length);
  });

  it('has an entry for every slug the code marks', () => {
    const unknown = marks.filter(({ slug }) => !bySlug.has(slug)).map(({ file, line, slug }) => `${file}:${line} ${slug}`);
    assert.deepEqual(unknown, []);
  });

  it('has no entry that nothing relies on', () => {
    const unused = entries.filter((entry) => !isDesign(entry) && !markedSlugs.has(entry.slug)).map(nameOf);
    assert.deepEqual(unused, [], 'mark the place in the code, or say "design" under "Relied on"');
    const marked = entries.filter((entry) => isDesign(entry) && markedSlugs.has(entry.slug)).map(nameOf);
    assert.deepEqual(marked, [], 'these are marked in the code: name the folder instead of "design"');
  });

  it('names places that exist, and all places that are marked', () => {
    const missing = entries.flatMap((entry) => placesOf(entry).filter((place) => !existsSync(path.join(root, place))).map((place) => `${nameOf(entry)}: ${place}`));
    assert.deepEqual(missing, []);
    const unnamed = marks.filter(({ file, slug }) => bySlug.has(slug) && !placesOf(bySlug.get(slug)!).some((place) => isWithin(file, place)));
    assert.deepEqual(unnamed.map(({ file, slug }) => `${slug}: ${file}`), []);
    assert.deepEqual(entries.filter((entry) => placesOf(entry).length === 0).map(nameOf), []);
  });

  it('says of every fact what it is, its status and its source', () => {
    const wanting = entries.filter(({ text, parts }) => text === '' || !STATUSES.has(parts.get('Status')) || !parts.has('Source'));
    assert.deepEqual(wanting.map(nameOf), []);
  });

  it('says how to check what is to be verified, and only that', () => {
    assert.deepEqual(entries.filter(({ parts }) => parts.has('Check') !== (parts.get('Status') === 'verify')).map(nameOf), []);
  });

  it('lists every difference of the local org, and first what is still to be verified', () => {
    assert.deepEqual(listed(document, 'Known differences'), entries.filter(({ parts }) => parts.has('Differs here')).map(nameOf));
    const first = listed(document, 'To verify first');
    assert.ok(first.length > 0);
    const open = new Set(entries.filter(({ parts }) => parts.get('Status') === 'verify').map(nameOf));
    assert.deepEqual(first.filter((name) => !open.has(name)), []);
  });
});
