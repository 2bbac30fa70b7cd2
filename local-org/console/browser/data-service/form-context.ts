/** How fields inside of a form find it, and the form finds them: a field says it is there, the form says what it knows. */
import type { FormErrors } from './form-errors.ts';
import type { ObjectInfo, RecordRepresentation } from './types.ts';

export const FORM_MEMBER = 'consoleformmember';

export interface FormState {
  readonly record: RecordRepresentation | undefined;
  readonly objectInfo: ObjectInfo | undefined;
  readonly errors: FormErrors;
  readonly isSaving: boolean;
}

export interface FormMember {
  /** `undefined` for messages. */
  readonly fieldName: string | undefined;
  show(state: FormState): void;
  /** What an input holds; `undefined` when nobody has touched it and nothing was set. */
  readonly value?: () => unknown;
  readonly reportValidity?: () => boolean;
  readonly reset?: () => void;
}

/** Answered by the form in the event itself: the function that ends the membership. */
export interface Joining {
  readonly member: FormMember;
  leave?: () => void;
}

/** `Name`, `Book__c.Name`, or what `@salesforce/schema/Book__c.Name` gives: the name of the field alone. */
export function plainFieldName(value: unknown): string | undefined {
  const name = typeof value === 'string' ? value : (value as { fieldApiName?: string } | null | undefined)?.fieldApiName;
  return name?.split('.').at(-1);
}

export class FormMembers {
  readonly #members = new Set<FormMember>();

  get all(): readonly FormMember[] {
    return [...this.#members];
  }

  join(event: Event, state: FormState): void {
    event.stopPropagation();
    const { detail } = event as CustomEvent<Joining>;
    this.#members.add(detail.member);
    detail.leave = () => {
      this.#members.delete(detail.member);
    };
    detail.member.show(state);
  }

  get fieldNames(): string[] {
    return [...new Set(this.all.flatMap(({ fieldName }) => fieldName ?? []))].sort();
  }
}
