/** The syntax trees of this clone: every data folder, test run and check shares them, so that a text is parsed once. */
import path from 'node:path';
import { openSyntaxCache, type SyntaxCache } from '../compiler/1-parse/cache.ts';

const PROJECT = path.resolve(import.meta.dirname, '../..');

export const PROJECT_CACHE_FOLDER = path.join(PROJECT, '.cache', 'syntax-trees');

/** @param tell told when a tree can be neither read nor kept; parsing goes on without */
export function openProjectCache(tell: (line: string) => void): SyntaxCache {
  return openSyntaxCache(PROJECT_CACHE_FOLDER, (error) => { tell(`syntax trees are not cached: ${error.message}`); });
}
