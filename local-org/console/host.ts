/** What the console needs from the org it shows. `cli/` wires it to the runtime; tests wire less. */

/** The deployed state that a page is made from. A deploy replaces it as a whole. */
export interface Deployment {
  /** Changes with every deploy. */
  readonly version: string;
  /** Text files of the deployed project by path, for example `force-app/main/console/lwc/stockMeter/stockMeter.js`. What pages are made of is read: bundles, apps, tabs, pages, permissions to see them. */
  readonly files: ReadonlyMap<string, string>;
}

export interface ConsoleUser {
  /** 18 characters. */
  readonly id: string;
  readonly name: string;
  readonly username: string;
  /** BCP 47, for example `en-GB`: decides how numbers and dates look. */
  readonly locale: string;
  /** IANA, for example `Europe/Berlin`. */
  readonly timeZone: string;
  readonly profileName: string;
}

/** An object as pages name it. */
export interface ConsoleObject {
  readonly apiName: string;
  readonly label: string;
  readonly pluralLabel: string;
}

/** A record as the page around it needs it. */
export interface ConsoleRecord {
  readonly objectApiName: string;
  /** Value of the name field, or the id where there is none. */
  readonly name: string;
  /** Developer name. */
  readonly recordType: string | undefined;
}

export interface ConsoleResource {
  readonly contentType: string;
  /** By path in it; the empty path for a single file. */
  readonly files: ReadonlyMap<string, string | Uint8Array>;
}

/** A user who has proved who they are. */
export interface ConsoleSession {
  /** Access token of the org; the browser keeps it in a cookie that scripts cannot read. */
  readonly accessToken: string;
  readonly user: ConsoleUser;
}

export interface ApexCall {
  readonly className: string;
  readonly methodName: string;
  /** By parameter name, as JSON. A missing parameter is null in Apex. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** What a component's Apex call came to; `value` and `error` are JSON-ready. */
export type ApexOutcome =
  | { readonly kind: 'returned'; readonly value: unknown }
  | { readonly kind: 'failed'; readonly status: number; readonly error: ApexError };

/** The body of a failed call, as the platform gives it to components. */
export interface ApexError {
  readonly message: string;
  /** `System.AuraHandledException`, `System.DmlException`, …; `undefined` when no Apex ran. */
  readonly exceptionType?: string | undefined;
  readonly isUserDefinedException?: boolean | undefined;
  readonly stackTrace?: string | undefined;
}

export interface ConsoleHost {
  deployment(): Deployment;
  /** The session of an access token; `undefined` when it is unknown, expired or its user is inactive. */
  session(accessToken: string): ConsoleSession | undefined;
  /** A session for a browser that comes without one; `undefined` when the org lets nobody in like that. */
  openSession(): ConsoleSession | undefined;
  /** The session a one-time code stands for (`sf org open`); `undefined` when it is unknown, used or too old. */
  redeem(code: string): ConsoleSession | undefined;
  /** Ends a session, so that its token is worth nothing from now on. */
  closeSession(accessToken: string): void;
  /** Is there an `@AuraEnabled` static method, and may its answers be cached? */
  apexMethod(className: string, methodName: string): { readonly isCacheable: boolean } | undefined;
  /** Runs a method as the user of the session, in a transaction of its own; answers once the work is durable. A method that fails is an outcome, not a rejection. */
  callApex(session: ConsoleSession, call: ApexCall): Promise<ApexOutcome>;
  /** Text of a custom label by its name without namespace. */
  label(name: string): string | undefined;
  /** `undefined` when the org has no such custom permission. */
  customPermission(session: ConsoleSession, name: string): boolean | undefined;
  /** Does the user have a permission of the whole org, such as `ModifyAllData`? */
  userPermission(session: ConsoleSession, name: string): boolean;
  /** Names of the permission sets the user has, one by one and through groups. */
  permissionSets(session: ConsoleSession): readonly string[];
  staticResource(name: string): ConsoleResource | undefined;
  object(apiName: string): ConsoleObject | undefined;
  canReadObject(session: ConsoleSession, apiName: string): boolean;
  /** `undefined` when the record does not exist or the user may not see it. */
  record(session: ConsoleSession, id: string): Promise<ConsoleRecord | undefined>;
  /** Replay id of the newest event of the org; 0 when there is none. */
  newestReplayId(): number;
  /** Active users who may sign in here without a password; nobody where the org lets nobody in like that. */
  switchableUsers(): readonly ConsoleUser[];
  /** A session of one of `switchableUsers`. */
  sessionAs(userId: string): ConsoleSession | undefined;
}
