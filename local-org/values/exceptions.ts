/**
 * Apex exceptions as JavaScript errors. User exception classes are emitted as subclasses. The JavaScript stack is kept because the emitter maps its lines back to Apex.
 */

export class ApexException extends Error {
  /** Qualified type name as getTypeName prints it; emitted and platform subclasses set it on the prototype. */
  declare readonly $typeName: string;
  /** Null when constructed without a message; getMessage then gives "Script-thrown exception". */
  $message: string | null;
  $cause: ApexException | null;

  constructor(message: string | null = null, cause: ApexException | null = null) {
    super(message ?? 'Script-thrown exception');
    this.$message = message;
    this.$cause = cause;
  }
}
Object.defineProperty(ApexException.prototype, '$typeName', { value: 'System.Exception', writable: true });

export type ExceptionClass = new (message?: string | null, cause?: ApexException | null) => ApexException;

const platformClasses = new Map<string, ExceptionClass>();

function platformException(name: string, namespace = 'System'): ExceptionClass {
  const created = class extends ApexException {};
  Object.defineProperty(created, 'name', { value: name });
  Object.defineProperty(created.prototype, '$typeName', { value: `${namespace}.${name}`, writable: true });
  platformClasses.set(namespace === 'System' || namespace === 'eventbus' ? name.toLowerCase() : `${namespace}.${name}`.toLowerCase(), created);
  return created;
}

/** The exception class of a qualified name (`cache.Org.OrgCacheException`); made when nothing in this folder throws it. */
export function platformExceptionNamed(qualifiedName: string): ExceptionClass {
  const dot = qualifiedName.lastIndexOf('.');
  const [namespace, name] = [qualifiedName.slice(0, dot), qualifiedName.slice(dot + 1)];
  return platformExceptionClass(name.toLowerCase(), namespace) ?? platformException(name, namespace);
}

export const NullPointerException = platformException('NullPointerException');
export const MathException = platformException('MathException');
export const TypeException = platformException('TypeException');
export const ListException = platformException('ListException');
export const StringException = platformException('StringException');
export const SObjectException = platformException('SObjectException');
export const QueryException = platformException('QueryException');
export const FinalException = platformException('FinalException');
export const NoSuchElementException = platformException('NoSuchElementException');
export const JSONException = platformException('JSONException');
export const InvalidParameterValueException = platformException('InvalidParameterValueException');
export const IllegalArgumentException = platformException('IllegalArgumentException');
export const UnexpectedException = platformException('UnexpectedException');
export const NoAccessException = platformException('NoAccessException');
export const SecurityException = platformException('SecurityException');
export const AsyncException = platformException('AsyncException');
export const DuplicateMessageException = platformException('DuplicateMessageException');
export const SerializationException = platformException('SerializationException');
export const CalloutException = platformException('CalloutException');
export const HandledException = platformException('HandledException');
export const AuraHandledException = platformException('AuraHandledException');
export const VisualforceException = platformException('VisualforceException');
export const LimitException = platformException('LimitException');
export const AssertException = platformException('AssertException');
export const RequiredFeatureMissingException = platformException('RequiredFeatureMissingException');
export const ProcedureException = platformException('ProcedureException');
/** Thrown by an event trigger to get the same batch again. */
export const RetryableException = platformException('RetryableException', 'eventbus');
/** A checkpoint must name an event of the batch. */
export const InvalidReplayIdException = platformException('InvalidReplayIdException', 'eventbus');

/** One error of one row of a DML statement. */
export interface DmlError {
  readonly statusCode: string;
  readonly message: string;
  readonly fields: readonly string[];
}
export interface DmlFailure extends DmlError {
  /** Index in the list given to the statement. */
  readonly row: number;
  readonly id: string | null;
  /** API name of the record's object, whose fields the error names. */
  readonly objectName?: string;
}

const DmlExceptionBase = platformException('DmlException');
/** Carries the failed rows for getDmlMessage, getDmlStatusCode and friends. */
export class DmlException extends DmlExceptionBase {
  $failures: readonly DmlFailure[] = [];
}
platformClasses.set('dmlexception', DmlException);

/** The JavaScript class of a platform exception by folded simple name, for the emitter's `extends` and `catch`. Outside System the namespace tells more. */
export function platformExceptionClass(foldedName: string, namespace = 'System'): ExceptionClass | undefined {
  if (namespace !== 'System' && namespace !== 'eventbus') return platformClasses.get(`${namespace}.${foldedName}`.toLowerCase());
  return foldedName === 'exception' ? ApexException : platformClasses.get(foldedName);
}

/** Exceptions no Apex catch clause sees. platform-facts: uncatchable-exceptions. */
export function isUncatchable(error: unknown): boolean {
  return error instanceof LimitException || error instanceof AssertException;
}
