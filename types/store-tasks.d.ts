/** What components need of StoreTaskController, in the form in which typings of Apex are generated. */
declare module '@salesforce/apex/StoreTaskController.getStores' {
  import type { WireAdapterConstructor } from 'lwc';
  export interface StoreChoice {
    readonly code?: string | null;
    readonly name?: string | null;
    readonly timeZone?: string | null;
    readonly isMine?: boolean | null;
  }
  const getStores: (() => Promise<readonly StoreChoice[]>) & {
    readonly adapter: WireAdapterConstructor<Record<string, never>, { readonly data?: readonly StoreChoice[]; readonly error?: unknown }>;
  };
  export default getStores;
}

declare module '@salesforce/apex/StoreTaskController.getQueue' {
  export interface QueueTask {
    readonly taskId?: string | null;
    readonly taskKey?: string | null;
    readonly name?: string | null;
    readonly kind?: string | null;
    readonly state?: string | null;
    readonly orderRef?: string | null;
    readonly requestKey?: string | null;
    readonly channel?: string | null;
    readonly customerLabel?: string | null;
    readonly pickupCode?: string | null;
    readonly summary?: string | null;
    readonly quantity?: number | null;
    readonly lineCount?: number | null;
    readonly picked?: number | null;
    readonly refusedScans?: number | null;
    readonly bay?: string | null;
    readonly startedAtMillis?: number | null;
    readonly warnAtMillis?: number | null;
    readonly dueAtMillis?: number | null;
    readonly collectByMillis?: number | null;
    readonly pausedAtMillis?: number | null;
    readonly pauseReason?: string | null;
    readonly isBreached?: boolean | null;
    readonly assigneeId?: string | null;
    readonly assigneeName?: string | null;
    readonly isMine?: boolean | null;
    readonly version?: number | null;
  }
  export interface StoreQueue {
    readonly locationCode?: string | null;
    readonly locationName?: string | null;
    readonly timeZone?: string | null;
    readonly nowMillis?: number | null;
    readonly closesAtMillis?: number | null;
    readonly tasks?: readonly QueueTask[] | null;
    readonly version?: number | null;
    readonly canManage?: boolean | null;
    readonly isDelta?: boolean | null;
    readonly isPushed?: boolean | null;
  }
  export default function getQueue(parameters: { readonly locationCode: string; readonly knownVersion: number | null }): Promise<StoreQueue>;
}

declare module '@salesforce/apex/StoreTaskController.claim' {
  import type { QueueTask } from '@salesforce/apex/StoreTaskController.getQueue';
  export interface TaskOutcome {
    readonly taskId?: string | null;
    readonly isDone?: boolean | null;
    readonly message?: string | null;
    readonly task?: QueueTask | null;
  }
  export default function claim(parameters: { readonly taskIds: readonly string[] }): Promise<readonly TaskOutcome[]>;
}

declare module '@salesforce/apex/StoreTaskController.handBack' {
  import type { TaskOutcome } from '@salesforce/apex/StoreTaskController.claim';
  export default function handBack(parameters: { readonly taskIds: readonly string[] }): Promise<readonly TaskOutcome[]>;
}

declare module '@salesforce/apex/StoreTaskController.pause' {
  import type { TaskOutcome } from '@salesforce/apex/StoreTaskController.claim';
  export default function pause(parameters: { readonly taskIds: readonly string[]; readonly reason: string }): Promise<readonly TaskOutcome[]>;
}

declare module '@salesforce/apex/StoreTaskController.resume' {
  import type { TaskOutcome } from '@salesforce/apex/StoreTaskController.claim';
  export default function resume(parameters: { readonly taskIds: readonly string[] }): Promise<readonly TaskOutcome[]>;
}

declare module '@salesforce/apex/StoreTaskController.findTask' {
  import type { QueueTask } from '@salesforce/apex/StoreTaskController.getQueue';
  export default function findTask(parameters: { readonly locationCode: string; readonly term: string }): Promise<readonly QueueTask[]>;
}
