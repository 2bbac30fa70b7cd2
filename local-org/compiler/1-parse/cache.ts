/**
 * Syntax trees on disk. A cold parser needs about a tenth of a second per thousand lines; reading a tree back needs two milliseconds.
 * An entry is found by the content of the file, by what kind of unit it is and by the code that made the tree, so that nothing ever has to be invalidated.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { SourceFile } from '../position.ts';
import type { CompilationUnit } from './ast.ts';
import { parseApex, type ParseResult } from './parse.ts';
import { treeFromJson, treeToJson } from './tree-json.ts';

export interface SyntaxCache {
  /** Like `parseApex`, from the cache where possible. */
  parse(file: SourceFile): ParseResult;
  /** Deletes entries nobody has asked for in thirty days: what is left of deleted and changed files. Several processes may share a folder. */
  forgetUnused(): void;
  /** How often `parse` found its tree, and how often it had to parse. */
  readonly statistics: { readonly hits: number; readonly misses: number };
}

const DAY_MS = 24 * 60 * 60 * 1000;
const KEPT_DAYS = 30;

/**
 * @param folder where entries live; created when absent.
 * @param onFailure told when an entry cannot be read or written (disk full, no access); parsing goes on without it.
 */
export function openSyntaxCache(folder: string, onFailure: (error: Error) => void): SyntaxCache {
  const version = codeVersion();
  const statistics = { hits: 0, misses: 0 };
  return {
    statistics,
    parse(file) {
      const name = `${digest(`${version}\n${file.kind}\n${file.text}`)}.json`;
      const known = readEntry(join(folder, name), onFailure);
      if (known !== undefined) {
        statistics.hits++;
        noteUse(join(folder, name), onFailure);
        return { unit: known, diagnostics: [] };
      }
      statistics.misses++;
      const result = parseApex(file);
      if (result.unit !== undefined) writeEntry(folder, name, result.unit, onFailure);
      return result;
    },
    forgetUnused() {
      for (const name of entryNames(folder)) {
        const path = join(folder, name);
        if (ageInDays(path) > KEPT_DAYS) rmSync(path, { force: true });
      }
    },
  };
}

/** An entry is its digest, a line break, the tree. A missing, torn or altered entry is no entry; the parse that follows replaces it. */
function readEntry(path: string, onFailure: (error: Error) => void): CompilationUnit | undefined {
  const text = readIfPresent(path, onFailure);
  if (text === undefined) return undefined;
  const lineBreak = text.indexOf('\n');
  const json = text.slice(lineBreak + 1);
  return digest(json) === text.slice(0, lineBreak) ? treeFromJson(json) : undefined;
}

/** The time of an entry says when it was last of use, to the day. */
function noteUse(path: string, onFailure: (error: Error) => void): void {
  try {
    if (ageInDays(path) > 1) utimesSync(path, new Date(), new Date());
  } catch (error) {
    onFailure(error as Error);
  }
}

/** An entry that is gone meanwhile is as good as new. */
function ageInDays(path: string): number {
  const status = statSync(path, { throwIfNoEntry: false });
  return status === undefined ? 0 : (Date.now() - status.mtimeMs) / DAY_MS;
}

/** Written beside its place and moved there, so that a reader never sees half an entry. */
function writeEntry(folder: string, name: string, unit: CompilationUnit, onFailure: (error: Error) => void): void {
  const json = treeToJson(unit);
  const draft = join(folder, `${name}.${process.pid}`);
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(draft, `${digest(json)}\n${json}`);
    renameSync(draft, join(folder, name));
  } catch (error) {
    onFailure(error as Error);
  }
}

function readIfPresent(path: string, onFailure: (error: Error) => void): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (!isMissing(error)) onFailure(error as Error);
    return undefined;
  }
}

function entryNames(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

let knownVersion: string | undefined;

/** Changes with the parser package and with every file that takes part in making trees. */
function codeVersion(): string {
  if (knownVersion !== undefined) return knownVersion;
  const folders = [import.meta.dirname, join(import.meta.dirname, '..', '..', 'soql')];
  const files = folders.flatMap((folder) => readdirSync(folder).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts')).sort().map((name) => join(folder, name)));
  const grammar = dirname(createRequire(import.meta.url).resolve('@apexdevtools/apex-parser'));
  const manifest = readFileSync(join(grammar, '..', '..', 'package.json'), 'utf8');
  knownVersion = digest([manifest, ...files.map((path) => readFileSync(path, 'utf8'))].join('\n'));
  return knownVersion;
}
