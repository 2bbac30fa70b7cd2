/** What exceptions have beyond the core: constructors of the platform's own exception classes, the status code of a failed row, messages for components. */
import { ApexList } from '../../values/collections/list.ts';
import { type ApexException, AuraHandledException, DmlException, ListException, platformExceptionNamed } from '../../values/exceptions.ts';
import type { DmlFailure, ExceptionClass } from '../../values/exceptions.ts';
import { nullPointer } from '../../values/null-pointer.ts';
import { classType } from '../../values/runtime-type.ts';
import { defineClass } from '../define.ts';
import type { LibraryClass, LibraryFunction } from '../define.ts';
import { sobjectFieldToken } from '../schema/tokens.ts';
import { platformDeclaration, platformTypeNames } from '../symbols/declarations.ts';
import { statusCode } from './DatabaseResults.ts';

function failureAt(self: ApexException, index: number | null): DmlFailure {
  if (index === null) throw nullPointer();
  const failure = self instanceof DmlException ? self.$failures[index] : undefined;
  if (failure === undefined) throw new ListException(`List index out of bounds: ${index}`);
  return failure;
}

/** The members of System.Exception that need an enum or tokens of the org's. */
const DML_MEMBERS = defineClass('System.Exception', {
  'System.StatusCode getDmlType(Integer index)': (self: ApexException, index: number | null) => statusCode(failureAt(self, index).statusCode),
  'List<Schema.SObjectField> getDmlFields(Integer index)': (self: ApexException, index: number | null) => {
    const { fields, objectName } = failureAt(self, index);
    return ApexList.of(FIELD_TOKEN, objectName === undefined ? [] : fields.map((field) => sobjectFieldToken(objectName, field)));
  },
});

const FIELD_TOKEN = classType('Schema.SObjectField');

const clientMessages = new WeakMap<ApexException, string | null>();

/** What an AuraHandledException shows the component that called. Its getMessage stays "Script-thrown exception" until setMessage. platform-facts: aura-handled-message */
export function clientMessage(exception: ApexException): string | null {
  return clientMessages.get(exception) ?? exception.$message;
}

function newAuraHandledException(message: string | null): ApexException {
  const exception = new AuraHandledException();
  clientMessages.set(exception, message);
  return exception;
}

/** The constructors an exception class may have: parameter types as declared, signature, function. */
function constructors(created: ExceptionClass): readonly (readonly [declared: string, signature: string, implementation: LibraryFunction])[] {
  return [
    ['', 'new()', () => new created()],
    ['String', 'new(String message)', (message: string | null) => new created(message)],
    ['System.Exception', 'new(System.Exception cause)', (cause: ApexException | null) => new created(null, cause)],
    ['String,System.Exception', 'new(String message, System.Exception cause)', (message: string | null, cause: ApexException | null) => new created(message, cause)],
  ];
}

function exceptionClass(qualifiedName: string, created: ExceptionClass): LibraryClass {
  if (created === AuraHandledException) return defineClass(qualifiedName, { 'new(String message)': newAuraHandledException }, { instances: created });
  const declared = new Set(platformDeclaration(qualifiedName.toLowerCase())!.members.filter(({ kind }) => kind === 'constructor').map(({ parameters }) => parameters.join(',')));
  const members = constructors(created).filter(([parameters]) => declared.has(parameters)).map(([, signature, implementation]) => [signature, implementation]);
  return defineClass(qualifiedName, Object.fromEntries(members) as Record<string, LibraryFunction>, { instances: created });
}

function platformExceptions(): LibraryClass[] {
  const found: LibraryClass[] = [];
  for (const name of platformTypeNames()) {
    if (!name.endsWith('exception') || name === 'system.exception') continue;
    const declaration = platformDeclaration(name)!;
    if (!declaration.extended.includes('System.Exception')) continue;
    found.push(exceptionClass(declaration.qualifiedName, platformExceptionNamed(declaration.qualifiedName)));
  }
  return found;
}

export const EXCEPTIONS: readonly LibraryClass[] = [DML_MEMBERS, ...platformExceptions()];
