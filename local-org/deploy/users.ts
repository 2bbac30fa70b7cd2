/** The org's users with what they may do. Read from the User, Profile and PermissionSetAssignment rows; kept until one of those changes. */
import { permissionsOf, FULL_PERMISSIONS, type Permissions } from '../data/access/permissions.ts';
import { userRow } from '../data/access/membership.ts';
import { ownSharing, userSharing, type UserSharing } from '../data/access/user-sharing.ts';
import type { OrgData } from '../data/org-data.ts';
import { NO_TRIGGERS, type DataSession } from '../data/session.ts';
import type { Clock, FieldAccess, LimitPort, UserContext } from '../library/ports.ts';
import type { UserRights, UserSource } from '../runtime/ports.ts';
import type { OrgSchema, PermissionSetSchema } from '../schema/schema.ts';
import { parseSoql } from '../soql/parse.ts';
import { normalizeId } from '../values/id.ts';
import { slotOf, type SObjectRecord } from '../values/sobject.ts';
import { AssignedPermissionSets } from './permission-sets.ts';
import { profilePermissions, profilesOf } from './profiles.ts';

interface KnownUser {
  readonly context: UserContext;
  readonly isFrozen: boolean;
  readonly rights: UserRights;
  readonly hasUserPermission: (name: string) => boolean;
  /** By folded name. */
  readonly canRunClass: (foldedName: string) => boolean;
}

const UNLIMITED: LimitPort = { used: () => 0, allowed: () => Number.MAX_SAFE_INTEGER, consume: () => undefined };

const USER_FIELDS = 'Id, Username, Name, FirstName, LastName, UserRoleId, Email, ProfileId, Profile.Name, UserType, TimeZoneSidKey, LocaleSidKey';
const BY_ID = parseSoql(`SELECT ${USER_FIELDS} FROM User WHERE Id = :id AND IsActive = true`);
const BY_USERNAME = parseSoql(`SELECT ${USER_FIELDS} FROM User WHERE Username = :username AND IsActive = true AND Id NOT IN (SELECT UserId FROM UserLogin WHERE IsFrozen = true)`);
const ACTIVE = parseSoql('SELECT Id FROM User WHERE IsActive = true ORDER BY Name LIMIT 200');
const IS_FROZEN = 'SELECT 1 FROM "userlogin" WHERE "userid" = ? AND "isfrozen" = 1';
const ORGANIZATION = parseSoql('SELECT Id, Name FROM Organization LIMIT 1');

/** Combinations of permission sets whose union is remembered. */
const KEPT_PERMISSIONS = 200;

/** Objects whose rows decide who may do what. */
const SECURITY_OBJECTS: ReadonlySet<string> = new Set([
  'user', 'userlogin', 'profile', 'permissionset', 'permissionsetassignment', 'permissionsetgroup', 'permissionsetgroupcomponent', 'objectpermissions', 'fieldpermissions', 'setupentityaccess',
  'userrole', 'group', 'groupmember',
]);

export class OrgUsers implements UserSource {
  readonly #data: OrgData;
  readonly #schema: OrgSchema;
  readonly #session: DataSession;
  readonly #known = new Map<string, KnownUser | undefined>();
  /** Ids by folded user name: event triggers and jobs look their user up every time. */
  readonly #idsByName = new Map<string, string>();
  /** With the permission sets they unite. */
  readonly #permissions: { readonly sets: readonly PermissionSetSchema[]; readonly permissions: Permissions }[] = [];
  readonly #profiles = new Map<string, readonly PermissionSetSchema[]>();
  readonly #assigned: AssignedPermissionSets;
  readonly #clock: Clock;
  /** Security rows were written in a transaction that may still be undone: what was read meanwhile is forgotten when the next one begins. */
  #isStale = false;
  #organization: { readonly id: string; readonly name: string } | undefined;

  constructor(data: OrgData, schema: OrgSchema, clock: Clock) {
    this.#data = data;
    this.#schema = schema;
    this.#clock = clock;
    this.#assigned = new AssignedPermissionSets(data.store, schema);
    this.#session = { user: { id: '', timeZone: 'GMT' }, sharing: ownSharing([]), permissions: FULL_PERMISSIONS, clock, limits: UNLIMITED, triggers: NO_TRIGGERS };
  }

  get organization(): { readonly id: string; readonly name: string } {
    this.#organization ??= this.#readOrganization();
    return this.#organization;
  }

  byId(id: string): UserContext | undefined {
    return this.#find(id)?.context;
  }

  /** The user of a session. A frozen user still owns, runs jobs and is run as, but may not sign in nor go on with a session it has. */
  signedIn(id: string): UserContext | undefined {
    const user = this.#find(id);
    return user?.isFrozen === true ? undefined : user?.context;
  }

  /** Who may sign in under a name. User names compare without case. */
  byUsername(username: string): UserContext | undefined {
    const folded = username.toLowerCase();
    const known = this.#idsByName.get(folded);
    if (known !== undefined) return this.byId(known);
    const [row] = this.#query(BY_USERNAME, [username]);
    if (row === undefined) return undefined;
    const id = slotOf(row, '$id') as string;
    this.#idsByName.set(folded, id);
    return this.byId(id);
  }

  /** Active users who are not frozen, ordered by name; the first 200. */
  active(): UserContext[] {
    return this.#query(ACTIVE, []).map((row) => this.signedIn(slotOf(row, '$id') as string)).filter((user) => user !== undefined);
  }

  /** Names of the permission sets a user has beside the profile, one by one and through groups. */
  permissionSetNames(user: UserContext): string[] {
    return this.#assigned.of(user.id, this.#clock.now()).map(({ name }) => name);
  }

  rights(user: UserContext): UserRights {
    return this.#find(user.id)?.rights ?? { permissions: permissionsOf(this.#schema, []), sharing: ownSharing([user.id]) };
  }

  permissions(user: UserContext): Permissions {
    return this.rights(user).permissions;
  }

  /** May the user enter this class from outside, through Apex REST or a component? What the class calls then is not asked about. Whoever may write Apex may run it. */
  canRunClass(user: UserContext, className: string): boolean {
    return this.#find(user.id)?.canRunClass(className.toLowerCase()) === true;
  }

  /** A permission of the whole org, such as `ModifyAllData`. */
  hasUserPermission(user: UserContext, name: string): boolean {
    return this.#find(user.id)?.hasUserPermission(name) === true;
  }

  wrote(foldedObjectName: string): void {
    if (!SECURITY_OBJECTS.has(foldedObjectName)) return;
    this.#forget();
    this.#isStale = true;
  }

  transactionBegins(): void {
    if (!this.#isStale) return;
    this.#forget();
    this.#isStale = false;
  }

  #forget(): void {
    this.#known.clear();
    this.#idsByName.clear();
    this.#assigned.forget();
  }

  #find(id: string): KnownUser | undefined {
    const known = this.#known.get(id);
    if (known !== undefined || this.#known.has(id)) return known;
    // What clients send as an id may be any text; the query would refuse it where nobody asked for a query.
    if (normalizeId(id) === undefined) return undefined;
    const [row] = this.#query(BY_ID, [id]);
    const user = row === undefined ? undefined : this.#build(row);
    this.#known.set(id, user);
    return user;
  }

  #build(row: SObjectRecord): KnownUser {
    const text = (slot: string): string => (slotOf(row, slot) as string | null) ?? '';
    const orNull = (slot: string): string | null => (slotOf(row, slot) as string | null | undefined) ?? null;
    const profile = slotOf(row, '$profile') as SObjectRecord | null;
    const profileName = profile === null ? '' : (slotOf(profile, '$name') as string);
    const id = text('$id');
    const sets = this.#permissionSets(id, profileName);
    const custom = new Set(sets.flatMap((set) => [...set.customPermissions].map((name) => name.toLowerCase())));
    const permissions = this.#permissionsOf(sets);
    const context: UserContext = {
      id, username: text('$username'), name: text('$name'), firstName: orNull('$firstname'), lastName: orNull('$lastname'), roleId: orNull('$userroleid'), email: text('$email'), profileId: text('$profileid'), profileName, userType: text('$usertype'),
      timeZone: text('$timezonesidkey'), locale: text('$localesidkey'), organizationId: this.organization.id, organizationName: this.organization.name,
      hasCustomPermission: (foldedName) => custom.has(foldedName),
      objectAccess: permissions.objects,
      fieldAccess: (foldedObject, foldedField) => fieldAccess(this.#schema, permissions, foldedObject, foldedField),
    };
    const isAuthor = sets.some((set) => set.userPermissions.has('AuthorApex'));
    const hasUserPermission = (name: string): boolean => sets.some((set) => set.userPermissions.has(name));
    const isFrozen = this.#data.store.reader(IS_FROZEN).get(userRow(id)) !== undefined;
    return { context, isFrozen, hasUserPermission, rights: new LazyRights(permissions, () => userSharing(this.#data.store, this.#schema, id)), canRunClass: (foldedName) => isAuthor || sets.some((set) => set.apexClasses.has(foldedName)) };
  }

  /** One object for all users with the same sets, so that they share the plans of their queries. */
  #permissionsOf(sets: readonly PermissionSetSchema[]): Permissions {
    const known = this.#permissions.find((entry) => entry.sets.length === sets.length && sets.every((set) => entry.sets.includes(set)));
    if (known !== undefined) return known.permissions;
    const permissions = permissionsOf(this.#schema, sets);
    this.#permissions.push({ sets, permissions });
    if (this.#permissions.length > KEPT_PERMISSIONS) this.#permissions.shift();
    return permissions;
  }

  #permissionSets(userId: string, profileName: string): PermissionSetSchema[] {
    return [...this.#ofProfile(profileName), ...this.#assigned.of(userId, this.#clock.now())];
  }

  #ofProfile(name: string): readonly PermissionSetSchema[] {
    let sets = this.#profiles.get(name);
    if (sets === undefined) {
      const profile = profilesOf(this.#schema).find((one) => one.name === name);
      this.#profiles.set(name, (sets = profile === undefined ? [] : profilePermissions(profile, this.#schema)));
    }
    return sets;
  }

  #readOrganization(): { id: string; name: string } {
    const [row] = this.#query(ORGANIZATION, []);
    if (row === undefined) throw new Error('The org has no Organization record.');
    return { id: slotOf(row, '$id') as string, name: slotOf(row, '$name') as string };
  }

  #query(query: typeof BY_ID, binds: readonly unknown[]): SObjectRecord[] {
    return this.#data.query({ query, binds, access: { mode: 'system', sharing: false } }, this.#session);
  }
}

/** Roles and groups are read when a statement first asks for sharing: most never do. */
class LazyRights implements UserRights {
  readonly permissions: Permissions;
  readonly #read: () => UserSharing;
  #sharing: UserSharing | undefined;

  constructor(permissions: Permissions, read: () => UserSharing) {
    this.permissions = permissions;
    this.#read = read;
  }

  get sharing(): UserSharing {
    this.#sharing ??= this.#read();
    return this.#sharing;
  }
}

function fieldAccess(schema: OrgSchema, permissions: Permissions, foldedObject: string, foldedField: string): FieldAccess {
  const object = schema.objects.get(foldedObject);
  const field = object?.fieldsByName.get(foldedField);
  if (object === undefined || field === undefined) return { read: false, edit: false };
  return { read: permissions.canReadField(object, field), edit: permissions.canEditField(object, field) };
}
