declare module '@salesforce/sfdx-lwc-jest' {
  /** Stands in for an Apex method in a unit test: `emit` and `error` answer what the component wired. */
  export function createApexTestWireAdapter(fn: unknown): {
    emit(data: unknown): void;
    error(body?: unknown, status?: number, statusText?: string): void;
    getLastConfig(): unknown;
  };
}
