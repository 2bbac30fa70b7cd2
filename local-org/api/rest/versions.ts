/** API versions the local org answers to. Behaviour is that of the newest; older paths are accepted because clients store versions for a day. */

export const API_VERSION = '67.0';

const OLDEST = 31;
const NEWEST = 67;
/** Not listed any more, still answered. */
const OLDEST_ACCEPTED = 20;
const LABELS = ['Winter', 'Spring', 'Summer'] as const;

/** `GET /services/data`: oldest first, as the platform lists them. */
export function versionList(): readonly { label: string; url: string; version: string }[] {
  return Array.from({ length: NEWEST - OLDEST + 1 }, (_, index) => {
    const version = `${String(OLDEST + index)}.0`;
    return { label: releaseLabel(OLDEST + index), url: `/services/data/v${version}`, version };
  });
}

/** Clients keep versions for a day and some ask with fixed old ones; what never was a version is not found. */
export function isKnownVersion(version: string): boolean {
  const number = /^(\d{2})\.0$/.exec(version)?.[1];
  return number !== undefined && Number(number) >= OLDEST_ACCEPTED && Number(number) <= NEWEST;
}

/** Three releases a year; 67.0 is Summer '26, 31.0 Summer '14. */
function releaseLabel(version: number): string {
  const releasesSinceWinter14 = version - 29;
  const season = LABELS[releasesSinceWinter14 % 3] ?? 'Winter';
  return `${season} '${String(14 + Math.floor(releasesSinceWinter14 / 3))}`;
}

/** The resource list of `GET /services/data/vNN.0`; clients also use it as a session ping. */
export function resourceList(version: string): Readonly<Record<string, string>> {
  const root = `/services/data/v${version}`;
  return { sobjects: `${root}/sobjects`, query: `${root}/query`, queryAll: `${root}/queryAll`, composite: `${root}/composite`, limits: `${root}/limits`, search: `${root}/search`, jobs: `${root}/jobs`, recent: `${root}/recent`, identity: '' };
}
