import type { Clock, LimitPort, TriggerContext } from '../library/ports.ts';
import type { Permissions } from './access/permissions.ts';
import type { LockPort } from './locks.ts';
import type { RightsOfUser } from './access/record-access.ts';
import type { UserSharing } from './access/user-sharing.ts';
import type { ColumnLayout, TableLayout } from './store/columns.ts';
import type { SqlRow } from './store/connection.ts';

/** Runs the triggers of an object; the runtime implements it. */
export interface TriggerPort {
  /** Does the object have a trigger for this event? Without one no records are made for it. */
  handles(foldedObject: string, operation: TriggerContext['operation']): boolean;
  /** Runs them. Errors the triggers add stay on the records (`$errors`); exceptions pass through and undo the statement. */
  fire(context: TriggerContext): void;
  /** A partial save begins. The answer is called before each further attempt: limits go back to where the first one began, statics stay. */
  beginAttempts(): () => void;
}

/** A row the transaction wrote, as stored. For change data capture and locks. */
export interface RowWrite {
  readonly kind: 'insert' | 'update' | 'delete' | 'undelete';
  readonly layout: TableLayout;
  readonly row: number;
  /** The whole row after the write, in the order of `layout.columns`; before it for deletes. */
  readonly values: SqlRow;
  /** Columns of an update whose value changed; empty for the others. */
  readonly changed: readonly ColumnLayout[];
}

/** The first object of each kind the transaction wrote: set-up and data do not mix. */
export interface WrittenKinds {
  setup?: string;
  data?: string;
  /** A big object. */
  apart?: string;
}

/** Everything a statement needs to know of the transaction it runs in. */
export interface DataSession {
  readonly user: { readonly id: string; readonly timeZone: string; hasCustomPermission?(foldedName: string): boolean };
  /** Whose rows the user has. Read when a statement asks for sharing, so it may be made late. */
  readonly sharing: UserSharing;
  readonly permissions: Permissions;
  /** Absent where set-up and data may be written together. */
  readonly written?: WrittenKinds | undefined;
  /** Rights of other users, for UserRecordAccess; absent where nobody may ask. */
  rightsOf?(userId: string): RightsOfUser | undefined;
  readonly clock: Clock;
  readonly limits: LimitPort;
  readonly triggers: TriggerPort;
  /** The trigger event being handled: queries inside triggers must be selective. */
  readonly trigger?: TriggerContext | undefined;
  /** Who waits for whose rows; `undefined` where transactions run one at a time. */
  readonly locks?: LockPort | undefined;
  /** Events to publish after the commit: those of a statement that is undone are taken back with it. */
  readonly outbox?: { mark(): number; cutTo(mark: number): void };
  onWrite?(write: RowWrite): void;
}

export const NO_TRIGGERS: TriggerPort = { handles: () => false, fire: () => undefined, beginAttempts: () => () => undefined };
