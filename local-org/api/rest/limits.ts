/** `/limits`: the allowances this org counts, with what is left of them. Allowances it does not count are not listed. */
import type { Allowances } from '../../deploy/allowances/allowances.ts';
import { ok, type Resource } from './resource.ts';

export const limitResources = (allowances: Allowances): readonly Resource[] => [
  { method: 'GET', path: '/limits', handle: () => ok(Object.fromEntries(allowances.list().map(({ name, maximum, used }) => [name, { Max: maximum, Remaining: Math.max(0, maximum - used) }]))) },
];
