/** Weekly opening patterns as BusinessHours records, one per pattern and time zone. */
import type { Connection } from 'jsforce';
import type { LocationPlan } from './places.ts';
import { createRecords, queryAll, type FieldValues } from './org-writer.ts';
import type { Progress } from './progress.ts';

interface Pattern {
  readonly label: string;
  /** Opening and closing by weekday, Monday first; absent: round the clock. */
  readonly week?: readonly (readonly [opens: string, closes: string])[];
}

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;
const day = ['08:00:00.000Z', '21:00:00.000Z'] as const;
const SHOP: Pattern = { label: 'Holdfast shops', week: [day, day, day, day, day, day, ['10:00:00.000Z', '18:00:00.000Z']] };
/** The first store never closes: a visitor of the demonstration sees its clocks move at any hour. */
const FLAGSHIP: Pattern = { label: 'Holdfast flagship' };
const FLAGSHIP_CODE = 'LON-01';

export function hoursNameOf({ code, timeZone }: LocationPlan): string {
  return `${patternOf(code).label} ${timeZone}`;
}

const patternOf = (code: string): Pattern => (code === FLAGSHIP_CODE ? FLAGSHIP : SHOP);

/** Ids by name. Where the API may not create business hours, every location gets the org's default ones, and the seed says so. */
export async function ensureOpeningHours(connection: Connection, locations: readonly LocationPlan[], progress: Progress): Promise<(location: LocationPlan) => string | undefined> {
  const wanted = new Map(locations.map((location) => [hoursNameOf(location), hoursRecord(location)]));
  const present = await queryAll<{ readonly Id: string; readonly Name: string; readonly IsDefault: boolean }>(connection, 'SELECT Id, Name, IsDefault FROM BusinessHours WHERE IsActive = true');
  const ids = new Map(present.map(({ Name, Id }) => [Name, Id]));
  const missing = [...wanted].filter(([name]) => !ids.has(name)).map(([, record]) => record);
  // platform-facts: business-hours-createable
  if (missing.length > 0 && !(await connection.describe('BusinessHours')).createable) {
    const fallback = present.find(({ IsDefault }) => IsDefault);
    progress.line(`BusinessHours: this org takes none through the API. Every location gets ${fallback === undefined ? 'none: open round the clock' : `"${fallback.Name}"`}; for others see Setup, Business Hours.`);
    return (location) => ids.get(hoursNameOf(location)) ?? fallback?.Id;
  }
  const created = await createRecords(connection, 'BusinessHours', missing);
  for (const [index, record] of missing.entries()) ids.set(String(record['Name']), created[index]!);
  progress.line(`BusinessHours: ${String(created.length)} created, ${String(wanted.size - created.length)} there already`);
  return (location) => ids.get(hoursNameOf(location));
}

/** A whole day is midnight to midnight. platform-facts: business-hours-holidays */
function hoursRecord(location: LocationPlan): FieldValues {
  const { week } = patternOf(location.code);
  const times = WEEKDAYS.flatMap((weekday, index) => {
    const [opens, closes] = week?.[index] ?? ['00:00:00.000Z', '00:00:00.000Z'];
    return [[`${weekday}StartTime`, opens], [`${weekday}EndTime`, closes]];
  });
  return { Name: hoursNameOf(location), IsActive: true, TimeZoneSidKey: location.timeZone, ...(Object.fromEntries(times) as FieldValues) };
}
