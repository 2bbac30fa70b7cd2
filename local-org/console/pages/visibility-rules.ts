/** Component visibility: filters over who looks, with what, at which record. */
import type { VisibilityRule } from '../model/flexipages.ts';

export interface RuleFacts {
  /** `undefined` when the org has no such permission. */
  customPermission(name: string): boolean | undefined;
  userPermission(name: string): boolean;
  readonly formFactor: 'Large';
}

type Criterion = VisibilityRule['criteria'][number];

/** Whether a component is shown, or why that cannot be said. */
export function isShown(rule: VisibilityRule | undefined, facts: RuleFacts): boolean | string {
  if (rule === undefined || rule.criteria.length === 0) return true;
  const results = rule.criteria.map((criterion) => holds(criterion, facts));
  const problem = results.find((result) => typeof result === 'string');
  if (problem !== undefined) return problem;
  if (rule.logic === undefined) return results.every((result) => result === true);
  return combined(rule.logic, results.map((result) => result === true));
}

function holds({ left, operator, right }: Criterion, facts: RuleFacts): boolean | string {
  const value = valueOf(left, facts);
  if (value === undefined) return `The visibility filter on ${left} is not supported by the local org.`;
  if (operator === 'EQUAL') return value.toLowerCase() === right.toLowerCase();
  if (operator === 'NE' || operator === 'NOT_EQUAL') return value.toLowerCase() !== right.toLowerCase();
  return `The operator ${operator} in a visibility filter is not supported by the local org.`;
}

function valueOf(left: string, facts: RuleFacts): string | undefined {
  const path = /^\{!(.+)\}$/.exec(left)?.[1] ?? '';
  if (/^\$Client\.FormFactor$/i.test(path)) return facts.formFactor;
  const custom = /^\$Permission\.CustomPermission\.(\w+)$/i.exec(path)?.[1];
  if (custom !== undefined) return String(facts.customPermission(custom) === true);
  const standard = /^\$Permission\.StandardPermission\.(\w+)$/i.exec(path)?.[1];
  return standard === undefined ? undefined : String(facts.userPermission(standard));
}

/** `1 AND (2 OR NOT 3)` over the results of the criteria. */
function combined(logic: string, results: readonly boolean[]): boolean | string {
  const tokens = logic.toUpperCase().match(/\d+|AND|OR|NOT|[()]/g) ?? [];
  let at = 0;
  const either = (): boolean => {
    let value = both();
    while (tokens[at] === 'OR') {
      at += 1;
      const next = both();
      value = value || next;
    }
    return value;
  };
  const both = (): boolean => {
    let value = single();
    while (tokens[at] === 'AND') {
      at += 1;
      const next = single();
      value = value && next;
    }
    return value;
  };
  const single = (): boolean => {
    const token = tokens[at];
    at += 1;
    if (token === 'NOT') return !single();
    if (token !== '(') return results[Number(token) - 1] === true;
    const value = either();
    at += 1;
    return value;
  };
  const value = either();
  return at === tokens.length ? value : `The filter logic '${logic}' of a visibility filter cannot be read.`;
}
