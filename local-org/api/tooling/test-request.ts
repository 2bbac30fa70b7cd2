/** What clients send to runTestsAsynchronous and runTestsSynchronous, as a list of classes with their methods. */
import { apiError } from '../errors.ts';
import type { TestClass } from './apex-host.ts';

export interface ChosenTests {
  readonly testClass: TestClass;
  readonly methodNames: readonly string[];
}

export interface TestRequest {
  readonly chosen: readonly ChosenTests[];
  readonly skipCodeCoverage: boolean;
}

interface RequestedTest {
  readonly className?: string;
  readonly classId?: string;
  readonly testMethods?: readonly string[];
}

/** Body as clients send it; lists of names come as one text with commas. */
type Body = Readonly<Record<string, unknown>>;

const LEVELS: ReadonlySet<string> = new Set(['RunLocalTests', 'RunAllTestsInOrg', 'RunSpecifiedTests']);

export function readTestRequest(body: unknown, available: readonly TestClass[]): TestRequest {
  if (Array.isArray(body)) return { chosen: choose(body as RequestedTest[], available), skipCodeCoverage: false };
  if (typeof body !== 'object' || body === null) throw apiError(400, 'INVALID_INPUT', 'The body must be a JSON object.');
  const fields = body as Body;
  const level = fields['testLevel'];
  if (level !== undefined && (typeof level !== 'string' || !LEVELS.has(level))) throw apiError(400, 'INVALID_INPUT', `Invalid value for testLevel: ${JSON.stringify(level)}`);
  if (namesOf(fields, 'suiteNames').length + namesOf(fields, 'suiteids').length > 0) throw apiError(400, 'INVALID_INPUT', 'The local org has no test suites (suiteNames, suiteids). Name the classes.');
  const requested: RequestedTest[] = [
    ...(Array.isArray(fields['tests']) ? (fields['tests'] as RequestedTest[]) : []),
    ...namesOf(fields, 'classNames').map((className) => ({ className })), ...namesOf(fields, 'classids').map((classId) => ({ classId })),
  ];
  const isAll = requested.length === 0 && (level === 'RunLocalTests' || level === 'RunAllTestsInOrg');
  if (!isAll && requested.length === 0) throw apiError(400, 'INVALID_INPUT', 'No tests to run: name classes, or choose the testLevel RunLocalTests.');
  const chosen = isAll ? available.map((testClass) => ({ testClass, methodNames: testClass.methodNames })) : choose(requested, available);
  return { chosen, skipCodeCoverage: fields['skipCodeCoverage'] === true || fields['skipCodeCoverage'] === 'true' };
}

function namesOf(body: Body, wanted: string): string[] {
  const found = Object.entries(body).find(([name]) => name.toLowerCase() === wanted.toLowerCase())?.[1];
  return typeof found === 'string' ? found.split(',').map((name) => name.trim()).filter((name) => name !== '') : [];
}

function choose(requested: readonly RequestedTest[], available: readonly TestClass[]): ChosenTests[] {
  return requested.map(({ className, classId, testMethods }) => {
    const testClass = available.find(({ name, id }) => (className !== undefined && withoutNamespace(className) === name.toLowerCase()) || (classId !== undefined && id.slice(0, 15) === classId.slice(0, 15)));
    if (testClass === undefined) throw apiError(400, 'INVALID_INPUT', `${className === undefined ? `Class id ${classId ?? ''}` : `Class name ${className}`} does not refer to a test class of this org.`);
    if (testMethods === undefined || testMethods.length === 0) return { testClass, methodNames: testClass.methodNames };
    const methodNames = testMethods.map((wanted) => {
      const found = testClass.methodNames.find((name) => name.toLowerCase() === wanted.toLowerCase());
      if (found === undefined) throw apiError(400, 'INVALID_INPUT', `The class ${testClass.name} has no test method ${wanted}.`);
      return found;
    });
    return { testClass, methodNames };
  });
}

const withoutNamespace = (className: string): string => className.toLowerCase().replace(/^c\./, '');
