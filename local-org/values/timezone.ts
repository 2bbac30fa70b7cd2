/**
 * Offsets of IANA time zones through Intl, cached by day: a day whose start and end have one offset has it throughout.
 * The user's zone is handed in by a higher layer, because values know no transaction.
 */
const DAY = 86_400_000;
const MINUTE = 60_000;
/** Days kept per zone before the cache starts anew. */
const CACHED_DAYS = 4096;

interface Zone {
  readonly format: Intl.DateTimeFormat;
  readonly offsetByDay: Map<number, number | undefined>;
}

const zones = new Map<string, Zone | undefined>();

function zoneOf(id: string): Zone | undefined {
  if (zones.has(id)) return zones.get(id);
  const zone = makeZone(id);
  zones.set(id, zone);
  return zone;
}

function makeZone(id: string): Zone | undefined {
  try {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone: id, calendar: 'gregory', numberingSystem: 'latn', hourCycle: 'h23', era: 'short',
      year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric',
    });
    return { format, offsetByDay: new Map() };
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

const isUtc = (id: string): boolean => id === 'GMT' || id === 'UTC';

export function isTimeZone(id: string): boolean {
  return isUtc(id) || zoneOf(id) !== undefined;
}

/** Milliseconds to add to UTC at that moment. Unknown zones count as GMT, as in Java. */
export function offsetAt(id: string, milliseconds: number): number {
  if (isUtc(id)) return 0;
  const zone = zoneOf(id);
  if (zone === undefined) return 0;
  const day = Math.floor(milliseconds / DAY);
  if (!zone.offsetByDay.has(day)) {
    if (zone.offsetByDay.size >= CACHED_DAYS) zone.offsetByDay.clear();
    const atStart = measuredOffset(zone.format, day * DAY);
    zone.offsetByDay.set(day, atStart === measuredOffset(zone.format, day * DAY + DAY) ? atStart : undefined);
  }
  return zone.offsetByDay.get(day) ?? measuredOffset(zone.format, milliseconds);
}

function measuredOffset(format: Intl.DateTimeFormat, milliseconds: number): number {
  const fields: Record<string, number> = {};
  let era = 'AD';
  for (const part of format.formatToParts(milliseconds)) {
    if (part.type === 'era') era = part.value;
    else if (part.type !== 'literal') fields[part.type] = Number(part.value);
  }
  const year = era.startsWith('B') ? 1 - fields['year']! : fields['year']!;
  const local = new Date(0);
  local.setUTCFullYear(year, fields['month']! - 1, fields['day']);
  local.setUTCHours(fields['hour']!, fields['minute'], fields['second']);
  return local.getTime() - Math.floor(milliseconds / 1000) * 1000;
}

/**
 * The moment of a wall-clock time, both in milliseconds. As java.util.Calendar: a time that the clock skips is taken with the offset before the change
 * (2:30 becomes 3:30), a time that comes twice is the later one (standard time).
 */
export function momentOfLocal(id: string, localMilliseconds: number): number {
  const before = offsetAt(id, localMilliseconds - DAY);
  const after = offsetAt(id, localMilliseconds + DAY);
  if (before === after) return checkedNear(id, localMilliseconds, before);
  const withAfter = localMilliseconds - after;
  return offsetAt(id, withAfter) === after ? withAfter : localMilliseconds - before;
}

/** Between two days of one offset lies another one only in zones that change twice within two days; then the offset at the moment itself decides. */
function checkedNear(id: string, localMilliseconds: number, offset: number): number {
  const moment = localMilliseconds - offset;
  const actual = offsetAt(id, moment);
  return actual === offset ? moment : localMilliseconds - actual;
}

/** Is daylight saving time in force: is the offset larger than the smaller of January's and July's? */
export function isDaylightSaving(id: string, milliseconds: number): boolean {
  const year = new Date(milliseconds + offsetAt(id, milliseconds)).getUTCFullYear();
  const standard = Math.min(offsetAt(id, Date.UTC(year, 0, 1)), offsetAt(id, Date.UTC(year, 6, 1)));
  return offsetAt(id, milliseconds) > standard;
}

const CALENDAR_CYCLE = (28 * 365 + 7) * DAY;

/** Intl has no names before 1970; the calendar repeats every 28 years. */
function nameable(milliseconds: number): number {
  return milliseconds >= 0 ? milliseconds : milliseconds + Math.ceil(-milliseconds / CALENDAR_CYCLE) * CALENDAR_CYCLE;
}

/** `PST`, `Pacific Standard Time`, as Intl names the zone in an English. */
export function zoneName(id: string, milliseconds: number, style: 'short' | 'long', locale = 'en-US'): string {
  if (isUtc(id)) return style === 'short' ? id : id === 'GMT' ? 'Greenwich Mean Time' : 'Coordinated Universal Time';
  const parts = new Intl.DateTimeFormat(locale, { timeZone: id, timeZoneName: style }).formatToParts(nameable(milliseconds));
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? id;
}

/** `+0000`, `-0730`, with a colon `+00:00`. */
export function offsetText(offsetMilliseconds: number, separator: string): string {
  const minutes = Math.abs(Math.trunc(offsetMilliseconds / MINUTE));
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${offsetMilliseconds < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}${separator}${two(minutes % 60)}`;
}

let userZone = (): string => 'GMT';

/** The layer that knows the running user hands in where to ask for the user's zone. Until then it is GMT. */
export function provideUserTimeZone(provider: () => string): void {
  userZone = provider;
}

export function userTimeZone(): string {
  return userZone();
}
