/** What a refused write says to a form: at its fields, and above it. */
import { failureText, type FetchFailure } from './requests.ts';
import type { WriteFailure } from './types.ts';

export interface FormErrors {
  /** By field API name. */
  readonly fields: Readonly<Record<string, string>>;
  /** What concerns no field, or a field the form does not have. */
  readonly texts: readonly string[];
}

export const NO_ERRORS: FormErrors = { fields: {}, texts: [] };

export function formErrors(error: unknown, shownFields: ReadonlySet<string>): FormErrors {
  const { output } = ((error as FetchFailure).body ?? {}) as Partial<WriteFailure>;
  if (output === undefined) return { fields: {}, texts: [failureText(error)] };
  const entries = Object.entries(output.fieldErrors);
  const fields = entries.filter(([field]) => shownFields.has(field)).map(([field, errors]): [string, string] => [field, errors.map(({ message }) => message).join(' ')]);
  const elsewhere = entries.filter(([field]) => !shownFields.has(field)).flatMap(([, errors]) => errors.map(({ fieldLabel, message }) => `${fieldLabel ?? ''}: ${message}`));
  return { fields: Object.fromEntries(fields), texts: [...output.errors.map(({ message }) => message), ...elsewhere] };
}
