/** Scoped modules of the platform that do not depend on the project. Those that do are in types/generated. */
declare module '@salesforce/schema' {
  /** What `import object from '@salesforce/schema/Object'` gives. */
  export interface ObjectId {
    readonly objectApiName: string;
  }
  /** What `import field from '@salesforce/schema/Object.Field'` gives. */
  export interface FieldId extends ObjectId {
    readonly fieldApiName: string;
  }
}
declare module '@salesforce/apex' {
  import type { FieldId } from '@salesforce/schema';
  /** Asks the org again for what a property or function was wired to. @param wired the whole value the wire gave, not its data */
  export function refreshApex(wired: unknown): Promise<void>;
  /** The value of a field of a record that an Apex method answered. */
  export function getSObjectValue(record: object | null | undefined, field: FieldId | string): unknown;
}
declare module '@salesforce/user/Id' {
  const userId: string;
  export default userId;
}
declare module '@salesforce/user/isGuest' {
  const isGuest: boolean;
  export default isGuest;
}
declare module '@salesforce/client/formFactor' {
  const formFactor: 'Large' | 'Medium' | 'Small';
  export default formFactor;
}
declare module '@salesforce/i18n/locale' {
  const locale: string;
  export default locale;
}
declare module '@salesforce/i18n/lang' {
  const language: string;
  export default language;
}
declare module '@salesforce/i18n/timeZone' {
  /** Of the user, as `Europe/London`. */
  const timeZone: string;
  export default timeZone;
}
declare module '@salesforce/sfdx-lwc-jest' {
  /** Stands in for an Apex method in a unit test: `emit` and `error` answer what the component wired. */
  export function createApexTestWireAdapter(fn: unknown): {
    emit(data: unknown): void;
    error(body?: unknown, status?: number, statusText?: string): void;
    getLastConfig(): unknown;
  };
  /** Stands in for any other wire adapter. */
  export function createTestWireAdapter(fn?: unknown): {
    emit(value: unknown): void;
    getLastConfig(): unknown;
  };
}
