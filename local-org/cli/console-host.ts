/** What the console sees of a local org. */
import type { OneTimeCodes } from '../api/oauth/one-time-codes.ts';
import type { Sessions } from '../api/oauth/sessions.ts';
import type { ApexCall, ApexError, ApexOutcome, ConsoleHost, ConsoleRecord, ConsoleSession, ConsoleUser, Deployment } from '../console/index.ts';
import { ADMIN_USERNAME } from '../deploy/demo-users.ts';
import type { LocalOrg } from '../deploy/local-org.ts';
import { context, type UserContext } from '../library/ports.ts';
import type { EntryPoint, Program } from '../runtime/program.ts';
import { uncaughtText } from '../runtime/exceptions.ts';
import { parseSoql } from '../soql/parse.ts';
import { ApexException, AuraHandledException } from '../values/exceptions.ts';
import { normalizeId } from '../values/id.ts';
import { slotOf, type SObjectRecord } from '../values/sobject.ts';
import { componentValue, parameterValue } from './aura-values.ts';
import { parameterOf } from './rest-routes.ts';

export interface ConsoleHostOptions {
  readonly sessions: Sessions;
  readonly browserCodes: OneTimeCodes<{ readonly userId: string }>;
  /** Who a browser without a session is; `undefined`: nobody is let in like that. */
  readonly defaultUsername: string | undefined;
  /** Told of exceptions that Apex did not handle. */
  report(line: string): void;
}

export function consoleHost(localOrg: LocalOrg, options: ConsoleHostOptions): ConsoleHost {
  const { org } = localOrg;
  const { sessions } = options;
  let deployment: Deployment | undefined;
  let deploymentOf: unknown;
  const methods = new AuraMethods();

  const sessionOf = (accessToken: string): ConsoleSession | undefined => {
    const session = sessions.find(accessToken);
    const user = session === undefined ? undefined : localOrg.users.signedIn(session.userId);
    return user === undefined ? undefined : { accessToken, user: consoleUser(user) };
  };
  const userOf = (session: ConsoleSession): UserContext | undefined => localOrg.users.signedIn(session.user.id);

  return {
    deployment: () => {
      if (deployment === undefined || deploymentOf !== localOrg.deployed) {
        deploymentOf = localOrg.deployed;
        const texts = [...localOrg.deployed.files].filter((entry): entry is [string, string] => typeof entry[1] === 'string');
        deployment = { version: `${org.schema.fingerprint}-${String(Date.now())}`, files: new Map(texts) };
      }
      return deployment;
    },
    session: sessionOf,
    openSession: () => {
      const user = options.defaultUsername === undefined ? undefined : localOrg.users.byUsername(options.defaultUsername);
      return user === undefined ? undefined : sessionOf(sessions.issue(user.organizationId, user.id));
    },
    redeem: (code) => {
      const held = options.browserCodes.take(code);
      const user = held === undefined ? undefined : localOrg.users.signedIn(held.userId);
      return user === undefined ? undefined : sessionOf(sessions.issue(user.organizationId, user.id));
    },
    closeSession: (accessToken) => { sessions.revoke(accessToken); },
    apexMethod: (className, methodName) => {
      const method = methods.find(org.program, className, methodName);
      return method === undefined ? undefined : { isCacheable: isCacheable(method) };
    },
    callApex: (session, call) => callApex(localOrg, userOf(session), methods.find(org.program, call.className, call.methodName), call, options),
    label: (name) => org.schema.labels.get(name.toLowerCase()),
    customPermission: (session, name) => {
      if (!org.schema.customPermissions.has(name.toLowerCase())) return undefined;
      return userOf(session)?.hasCustomPermission(name.toLowerCase()) === true;
    },
    userPermission: (session, name) => {
      const user = userOf(session);
      return user !== undefined && localOrg.users.hasUserPermission(user, name);
    },
    permissionSets: (session) => {
      const user = userOf(session);
      return user === undefined ? [] : localOrg.users.permissionSetNames(user);
    },
    staticResource: (name) => localOrg.deployed.project.staticResources.find((resource) => resource.name.toLowerCase() === name.toLowerCase()),
    object: (apiName) => {
      const object = org.schema.objects.get(apiName.toLowerCase());
      return object === undefined ? undefined : { apiName: object.apiName, label: object.label, pluralLabel: object.pluralLabel };
    },
    canReadObject: (session, apiName) => userOf(session)?.objectAccess(apiName.toLowerCase()).read === true,
    record: async (session, id) => {
      const user = userOf(session);
      return user === undefined ? undefined : consoleRecord(localOrg, user, id);
    },
    newestReplayId: () => localOrg.bus.latest(),
    switchableUsers: () => (options.defaultUsername === undefined ? [] : localOrg.users.active().filter(isPerson).map(consoleUser)),
    sessionAs: (userId) => {
      const user = options.defaultUsername === undefined ? undefined : localOrg.users.signedIn(userId);
      return user === undefined || !isPerson(user) ? undefined : sessionOf(sessions.issue(user.organizationId, user.id));
    },
  };
}

function consoleUser({ id, name, username, locale, timeZone, profileName }: UserContext): ConsoleUser {
  return { id, name, username, locale: locale.replace('_', '-'), timeZone, profileName };
}

/** The platform's own users and those for integrations do not sign in to pages. */
function isPerson(user: UserContext): boolean {
  return user.userType === 'Standard' && user.profileName !== 'Minimum Access - API Only Integrations';
}

/** Read as the user: what they may not see is not there. */
async function consoleRecord(localOrg: LocalOrg, user: UserContext, givenId: string): Promise<ConsoleRecord | undefined> {
  const { org } = localOrg;
  const id = normalizeId(givenId);
  const object = id === undefined ? undefined : [...org.schema.objects.values()].find(({ keyPrefix }) => keyPrefix === id.slice(0, 3));
  if (id === undefined || object === undefined || !object.isQueryable || !user.objectAccess(object.apiName.toLowerCase()).read) return undefined;
  const nameField = object.nameField !== undefined && user.fieldAccess(object.apiName.toLowerCase(), object.nameField.toLowerCase()).read ? object.nameField : 'Id';
  const recordType = object.recordTypes === undefined ? '' : ', RecordType.DeveloperName';
  const query = parseSoql(`SELECT ${nameField}${recordType} FROM ${object.apiName} WHERE Id = :id`);
  const [row] = await org.run({ user, kind: 'API_READ' }, () => context().data.query({ query, binds: [id], access: { mode: 'user', sharing: true } }));
  if (row === undefined) return undefined;
  const type = recordType === '' ? null : (slotOf(row, '$recordtype') as SObjectRecord | null | undefined);
  const name = slotOf(row, `$${nameField.toLowerCase()}`) as string | null | undefined;
  return { objectApiName: object.apiName, name: name ?? id, recordType: type === null || type === undefined ? undefined : (slotOf(type, '$developername') as string) };
}

export const DEFAULT_CONSOLE_USERNAME = ADMIN_USERNAME;

/** `@AuraEnabled` static methods by folded name, per program. */
class AuraMethods {
  #program: Program | undefined;
  #methods = new Map<string, EntryPoint>();

  find(program: Program, className: string, methodName: string): EntryPoint | undefined {
    if (this.#program !== program) {
      this.#program = program;
      this.#methods = new Map(program.methodsWith('auraenabled').filter((entry) => entry.method.isStatic && entry.method.isAccessible).map((entry) => [nameOf(entry.type.qualifiedName, entry.method.name), entry]));
    }
    return this.#methods.get(nameOf(className, methodName));
  }
}

const nameOf = (className: string, methodName: string): string => `${className}.${methodName}`.toLowerCase();

function isCacheable(entry: EntryPoint): boolean {
  return parameterOf(entry.method.annotations.get('auraenabled') ?? {}, 'cacheable') === true;
}

async function callApex(localOrg: LocalOrg, user: UserContext | undefined, entry: EntryPoint | undefined, call: ApexCall, options: ConsoleHostOptions): Promise<ApexOutcome> {
  const { org } = localOrg;
  if (user === undefined) return { kind: 'failed', status: 401, error: { message: 'Session expired or invalid' } };
  if (entry === undefined) return { kind: 'failed', status: 404, error: { message: `Apex method ${call.className}.${call.methodName} does not exist or is not @AuraEnabled.` } };
  const className = entry.type.qualifiedName;
  // platform-facts: apex-class-access
  if (!localOrg.users.canRunClass(user, className)) return { kind: 'failed', status: 500, error: { message: `You do not have access to the Apex class named '${className}'.` } };
  try {
    const value = await org.run({ user, kind: isCacheable(entry) ? 'AURA_CACHEABLE' : 'AURA' }, () => {
      const { classes } = org.installed;
      const values = entry.method.parameters.map(({ name, type }) => parameterValue(givenParameter(call.parameters, name), type, classes));
      return componentValue(entry.invoke(...values), classes);
    });
    return { kind: 'returned', value };
  } catch (error) {
    if (!(error instanceof ApexException)) throw error;
    if (!(error instanceof AuraHandledException)) options.report(`${call.className}.${call.methodName}: ${uncaughtText(error, org.program)}`);
    return { kind: 'failed', status: 500, error: errorBody(error) };
  }
}

/** Parameter names compare as declared, and case-sensitively: a component that spells one differently gets null there, as on the platform. */
function givenParameter(parameters: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(parameters, name) ? parameters[name] : undefined;
}

function errorBody(error: ApexException): ApexError {
  return { message: error.$message ?? error.message, exceptionType: error.$typeName, isUserDefinedException: !error.$typeName.startsWith('System.') };
}
