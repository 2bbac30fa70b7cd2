/** Regions by where a place is, the network that delivers, and what the web shop sells from. */
import type { LocationPlan } from './places.ts';

export interface GroupPlan {
  readonly code: string;
  readonly name: string;
  readonly kind: 'Region' | 'Network' | 'View';
  readonly description: string;
  /** Codes of locations, the first is asked first. */
  readonly members: readonly string[];
}

const REGIONS: readonly (readonly [code: string, name: string, towns: readonly string[]])[] = [
  ['SCOTLAND', 'Scotland', ['Glasgow', 'Edinburgh', 'Aberdeen']],
  ['NORTH', 'North of England', ['Manchester', 'Leeds', 'Newcastle upon Tyne', 'Liverpool', 'Sheffield', 'York', 'Wakefield']],
  ['MIDLANDS', 'Midlands and East', ['Birmingham', 'Norwich', 'Nottingham', 'Leicester', 'Daventry']],
  ['SOUTH', 'South of England', ['London', 'Bristol', 'Brighton', 'Southampton', 'Plymouth', 'Exeter']],
  ['WALES', 'Wales', ['Cardiff', 'Swansea']],
  ['IRELAND', 'Ireland', ['Belfast', 'Dublin', 'Cork']],
  ['BENELUX', 'Benelux', ['Amsterdam', 'Rotterdam']],
];
/** Stores that send what the web shop sells, besides the warehouses. */
const WEB_STORES = 4;

/** @returns groups without members are left out */
export function planGroups(locations: readonly LocationPlan[]): readonly GroupPlan[] {
  const regions = REGIONS.map(([code, name, towns]): GroupPlan => ({ code, name, kind: 'Region', description: `Stores and warehouses in ${name}`, members: codesOf(locations.filter(({ town }) => towns.includes(town))) }));
  const warehouses = locations.filter(({ type }) => type === 'DC');
  const stores = locations.filter(({ type }) => type === 'Store');
  return [
    ...regions,
    { code: 'MAIN', name: 'Home delivery', kind: 'Network', description: 'Everything that ships, warehouses first', members: codesOf([...warehouses, ...stores]) },
    { code: 'ONLINE', name: 'Web shop', kind: 'View', description: 'What the web shop sells from', members: codesOf([...warehouses, ...stores.slice(0, WEB_STORES)]) },
  ].filter((group): group is GroupPlan => group.members.length > 0);
}

const codesOf = (locations: readonly LocationPlan[]): readonly string[] => locations.map(({ code }) => code);
