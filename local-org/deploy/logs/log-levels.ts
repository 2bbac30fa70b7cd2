/** What a debug log holds: a level per category, as debugging headers and DebugLevel records set them. */

export const LEVELS = ['NONE', 'ERROR', 'WARN', 'INFO', 'DEBUG', 'FINE', 'FINER', 'FINEST'] as const;
export type LogLevel = (typeof LEVELS)[number];

export const CATEGORIES = ['APEX_CODE', 'APEX_PROFILING', 'CALLOUT', 'DATA_ACCESS', 'DB', 'NBA', 'SYSTEM', 'VALIDATION', 'VISUALFORCE', 'WAVE', 'WORKFLOW'] as const;
export type LogCategory = (typeof CATEGORIES)[number];

/** A category that is not there logs nothing. */
export type LogLevels = ReadonlyMap<LogCategory, LogLevel>;

/** Ignores case; `Apex_code` and `ApexCode` are the same. `undefined` for other words. */
export function categoryNamed(name: string): LogCategory | undefined {
  const folded = name.replaceAll('_', '').toUpperCase();
  return CATEGORIES.find((category) => category.replaceAll('_', '') === folded);
}

export function levelNamed(name: string): LogLevel | undefined {
  return LEVELS.find((level) => level === name.toUpperCase());
}

export function logs(levels: LogLevels, category: LogCategory, level: LogLevel): boolean {
  return level !== 'NONE' && LEVELS.indexOf(levels.get(category) ?? 'NONE') >= LEVELS.indexOf(level);
}

/** `APEX_CODE,DEBUG;DB,INFO` */
export function levelsText(levels: LogLevels): string {
  return CATEGORIES.filter((category) => (levels.get(category) ?? 'NONE') !== 'NONE').map((category) => `${category},${levels.get(category) ?? ''}`).join(';');
}

const apex = (code: LogLevel, profiling: LogLevel, others: readonly (readonly [LogCategory, LogLevel])[] = []): LogLevels => new Map<LogCategory, LogLevel>([['APEX_CODE', code], ['APEX_PROFILING', profiling], ...others]);

/** The words of `debugLevel`, from before there were categories. platform-facts: debug-level-words. */
export const LEVEL_WORDS: ReadonlyMap<string, LogLevels> = new Map<string, LogLevels>([
  ['none', new Map()],
  ['debugonly', apex('DEBUG', 'INFO')],
  ['db', apex('DEBUG', 'INFO', [['DB', 'INFO']])],
  ['profiling', apex('FINE', 'FINE', [['DB', 'FINEST']])],
  ['callout', apex('FINE', 'FINE', [['DB', 'FINEST'], ['CALLOUT', 'FINER']])],
  ['detail', apex('FINEST', 'FINEST', [['DB', 'FINEST'], ['CALLOUT', 'FINEST'], ['SYSTEM', 'FINE'], ['VALIDATION', 'INFO'], ['VISUALFORCE', 'FINE'], ['WORKFLOW', 'FINE']])],
]);
