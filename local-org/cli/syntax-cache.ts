/** The syntax trees of this clone: every data folder, test run and check shares them, so that a text is parsed once. */
import path from 'node:path';
import { cachingExaminer } from '../deploy/bundles/cache.ts';
import type { ExamineBundle } from '../deploy/bundles/examine.ts';
import { openSyntaxCache, type SyntaxCache } from '../compiler/1-parse/cache.ts';
import { openProgramCache, type ProgramCache } from '../deploy/program-cache.ts';

const PROJECT = path.resolve(import.meta.dirname, '../..');

export const PROJECT_CACHE_FOLDER = path.join(PROJECT, '.cache', 'syntax-trees');

/** @param tell told when a tree can be neither read nor kept; parsing goes on without */
export function openProjectCache(tell: (line: string) => void): SyntaxCache {
  return openSyntaxCache(PROJECT_CACHE_FOLDER, (error) => { tell(`syntax trees are not cached: ${error.message}`); });
}

/** Examined components are shared in the same way. @param tell as above */
export function openBundleCache(tell: (line: string) => void): ExamineBundle {
  return cachingExaminer(path.join(PROJECT, '.cache', 'lightning-components'), (error) => { tell(`examined components are not cached: ${error.message}`); });
}

/** Programs of projects that were right before, shared in the same way. @param tell as above */
export function openProjectPrograms(tell: (line: string) => void): ProgramCache {
  return openProgramCache(path.join(PROJECT, '.cache', 'programs'), (error) => { tell(`programs are not cached: ${error.message}`); });
}
