/** Roles and sharing rules of accounts may give their contacts, opportunities and cases with the account. That is refused where it would give more than the object's default. */
import { fold } from './problem.ts';
import type { ObjectSchema } from './schema.ts';
import type { ChildAccessSource } from './source/project.ts';

/** Does the level go beyond what everybody has? platform-facts: child-access-levels */
export function givesMore({ sharing }: Pick<ObjectSchema, 'sharing'>, level: ChildAccessSource['level']): boolean {
  return sharing === 'Private' || (sharing === 'Read' && level === 'Edit');
}

export function checkChildAccess(sources: readonly ChildAccessSource[], objects: ReadonlyMap<string, ObjectSchema>, report: (line: number, message: string) => void): void {
  for (const { elementName, objectName, level, line } of sources) {
    const object = objects.get(fold(objectName));
    if (object !== undefined && givesMore(object, level)) report(line, `${elementName} '${level}' is not supported while the sharingModel of ${objectName} is ${object.sharing}`);
  }
}
