/** Which tests of a project are wanted. */

export interface TestSelection {
  /** Qualified class names, in any case; absent: every class. */
  readonly classes?: readonly string[];
  /** `method` or `Class.method`, in any case; absent: every method. */
  readonly methods?: readonly string[];
}

export function isSelected({ classes, methods }: TestSelection, className: string, methodName: string): boolean {
  const foldedClass = className.toLowerCase();
  const foldedMethod = methodName.toLowerCase();
  if (classes !== undefined && !classes.some((name) => name.toLowerCase() === foldedClass)) return false;
  return methods === undefined || methods.some((name) => {
    const wanted = name.toLowerCase();
    return wanted === foldedMethod || wanted === `${foldedClass}.${foldedMethod}`;
  });
}
