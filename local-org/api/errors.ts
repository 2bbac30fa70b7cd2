/** Errors as the REST API words them: an array of `{ message, errorCode, fields? }` with a status of 400 or above. */

export interface ErrorBody {
  readonly message: string;
  readonly errorCode: string;
  readonly fields?: readonly string[];
}

export class ApiError extends Error {
  readonly status: number;
  readonly errors: readonly ErrorBody[];
  /** What is sent: the errors, or what a surface with a shape of its own says instead. `undefined`: no body. */
  readonly body: unknown;

  constructor(status: number, errors: readonly ErrorBody[], body: unknown = errors.length === 0 ? undefined : errors) {
    super(errors[0]?.message ?? 'Unknown error');
    this.status = status;
    this.errors = errors;
    this.body = body;
  }
}

export function apiError(status: number, errorCode: string, message: string, fields?: readonly string[]): ApiError {
  return new ApiError(status, [fields === undefined ? { message, errorCode } : { message, errorCode, fields }]);
}

export const invalidSession = (): ApiError => apiError(401, 'INVALID_SESSION_ID', 'Session expired or invalid');
/** platform-facts: apex-class-access */
export const noClassAccess = (className: string): ApiError => apiError(403, 'FORBIDDEN', `You do not have access to the Apex class named: ${className}`);
export const notFound = (message = 'The requested resource does not exist'): ApiError => apiError(404, 'NOT_FOUND', message);
/** Ends a read whose record has not changed since the client's copy: no body. */
export const notModified = (): ApiError => new ApiError(304, []);
