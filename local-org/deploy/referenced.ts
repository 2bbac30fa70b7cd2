/** What still needs a component that is to be deleted, in the platform's words. platform-facts: delete-referenced */
import type { ProjectFiles } from './compile.ts';
import { componentAt, keyOf, type ComponentName } from './metadata/components.ts';
import type { DeployProblem } from './problems.ts';

export interface References {
  readonly component: ComponentName;
  readonly users: readonly ComponentName[];
}

/** Shares the problems that the deletions cause among what is deleted: a component is to blame for a problem in a file that speaks of it. */
export function referencesTo(deleted: readonly ComponentName[], problems: readonly DeployProblem[], files: ProjectFiles): readonly References[] {
  const found = new Map<string, { component: ComponentName; users: Map<string, ComponentName> }>();
  for (const problem of problems) {
    const user = problem.component ?? componentAt(problem.path) ?? { type: '', fullName: problem.path };
    const text = files.get(problem.path);
    const speaksOf = deleted.filter((one) => typeof text === 'string' && mentions(text, simpleName(one)));
    for (const component of speaksOf.length > 0 ? speaksOf : deleted) {
      const entry = found.get(keyOf(component)) ?? { component, users: new Map<string, ComponentName>() };
      entry.users.set(keyOf(user), user);
      found.set(keyOf(component), entry);
    }
  }
  return [...found.values()].map(({ component, users }) => ({ component, users: [...users.values()] }));
}

const simpleName = ({ fullName }: ComponentName): string => fullName.slice(fullName.lastIndexOf('.') + 1);

/** A relationship field is also spoken of as `Parent__r`. */
function mentions(text: string, name: string): boolean {
  const stem = name.replace(/__c$/i, '');
  const words = stem === name ? [name] : [name, `${stem}__r`];
  return new RegExp(`(?<![\\w])(?:${words.map((word) => word.replace(/[^\w]/g, '\\$&')).join('|')})(?![\\w])`, 'i').test(text);
}

const KINDS: Readonly<Record<string, string>> = {
  ApexClass: 'apex class', ApexTrigger: 'apex trigger', CustomField: 'custom field', CustomObject: 'custom object', CustomLabel: 'custom label', LightningComponentBundle: 'lightning component bundle',
};
const LABELS: Readonly<Record<string, string>> = {
  ApexClass: 'Apex Class', ApexTrigger: 'Apex Trigger', CustomField: 'Custom Field', CustomObject: 'Custom Object', ValidationRule: 'Validation Rule', PermissionSet: 'Permission Set', Layout: 'Page Layout',
};

const spaced = (type: string): string => type.replace(/(?<=[a-z])(?=[A-Z])/g, ' ');

export function referencedText(component: ComponentName, users: readonly ComponentName[]): string {
  const kind = KINDS[component.type] ?? spaced(component.type).toLowerCase();
  return `This ${kind} is referenced elsewhere in salesforce.com. : ${users.map((user) => `${LABELS[user.type] ?? spaced(user.type)} - ${user.fullName}`).join(', ')}.`;
}
