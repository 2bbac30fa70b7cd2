/** Shapes in which the platform reports a failure to a component: Apex, UI API pages, JavaScript, or several at once. */
interface PlatformError {
  readonly message?: string;
  readonly statusText?: string;
  readonly status?: number;
  readonly body?: ErrorBody | readonly ErrorBody[];
}
interface ErrorBody {
  readonly message?: string;
  readonly errorCode?: string;
  readonly pageErrors?: readonly { readonly message: string }[];
  readonly fieldErrors?: Readonly<Record<string, readonly { readonly message: string }[]>>;
}

const UNEXPLAINED = 'The request failed and gave no reason. Try again; if it stays, tell your administrator.';

/** The messages of one or several failures, in order, without repeats; never empty. */
export function reduceErrors(failures: unknown): string[] {
  const messages = (Array.isArray(failures) ? failures : [failures]).flatMap(messagesOf).filter((message) => message !== '');
  const distinct = [...new Set(messages)];
  return distinct.length > 0 ? distinct : [UNEXPLAINED];
}

/** Is the failure about rights rather than about the request? Such a user needs an administrator, not a retry. */
export function isAccessError(failure: unknown): boolean {
  if (asPlatformError(failure)?.status === 403) return true;
  return bodiesOf(failure).some((body) => body.errorCode?.startsWith('INSUFFICIENT_ACCESS') === true)
    || reduceErrors(failure).some((message) => /^You do not have access\b|^Insufficient privileges\b/i.test(message));
}

function messagesOf(failure: unknown): string[] {
  if (typeof failure === 'string') return [failure];
  const error = asPlatformError(failure);
  if (error === undefined) return [];
  const fromBodies = bodiesOf(error).flatMap(bodyMessages);
  return fromBodies.length > 0 ? fromBodies : [error.message ?? error.statusText ?? ''];
}

function bodyMessages(body: ErrorBody): string[] {
  const nested = [...(body.pageErrors ?? []), ...Object.values(body.fieldErrors ?? {}).flat()].map((entry) => entry.message);
  return nested.length > 0 ? nested : [body.message ?? ''].filter((message) => message !== '');
}

function bodiesOf(failure: unknown): readonly ErrorBody[] {
  const body = asPlatformError(failure)?.body;
  if (body === undefined) return [];
  return Array.isArray(body) ? (body as readonly ErrorBody[]) : [body as ErrorBody];
}

function asPlatformError(failure: unknown): PlatformError | undefined {
  return typeof failure === 'object' && failure !== null ? failure : undefined;
}
