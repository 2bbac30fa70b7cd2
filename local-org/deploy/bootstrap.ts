/**
 * The rows a local org has before anybody uses it: organization, licences, profiles, what the deployed metadata brings of permission sets, roles, groups and queues, one
 * user per role of the app. Runs at every install and changes only what is missing or renamed.
 */
import type { OrgData } from '../data/org-data.ts';
import type { SystemRow } from '../data/system-rows.ts';
import type { Clock } from '../library/ports.ts';
import type { OrgSchema } from '../schema/schema.ts';
import { PERMISSION_SET_LICENCES, USER_LICENCES } from '../schema/standard/licences.ts';
import { slotOf } from '../values/sobject.ts';
import { Time } from '../values/time.ts';
import { DEMO_USERS, ORGANIZATION_NAME, type DemoUser } from './demo-users.ts';
import { putGroups, putQueueMembers } from './group-rows.ts';
import { putPermissionRows } from './permission-rows.ts';
import { profilesOf, type ProfileDefinition } from './profiles.ts';

const TIME_ZONE = 'Europe/London';
const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** Writes one row, found by the fields named, and answers its id. */
export type Put = (objectName: string, key: readonly string[], values: Readonly<Record<string, unknown>>) => string;

export function bootstrap(data: OrgData, schema: OrgSchema, clock: Clock): void {
  data.store.transaction(() => {
    let userId: string | undefined;
    const put: Put = (objectName, key, values) => data.putSystemRow({ objectName, key, values } satisfies SystemRow, { now: clock.now(), userId });

    put('Organization', ['InstanceName'], {
      Name: ORGANIZATION_NAME, InstanceName: 'LOCAL', OrganizationType: 'Enterprise Edition', DefaultLocaleSidKey: 'en_GB', TimeZoneSidKey: TIME_ZONE, LanguageLocaleKey: 'en_US', IsSandbox: false,
    });
    const definitions = profilesOf(schema);
    const profiles = putProfiles(put, definitions);
    const sets = putPermissionRows(put, data.store, schema, profiles);
    const groups = putGroups(put, schema);
    for (const user of DEMO_USERS) {
      const id = put('User', ['Username'], userValues(user, profiles.get(user.profile)!, definitions));
      userId ??= id;
      put('UserLogin', ['UserId'], { UserId: id });
      for (const name of user.permissionSets) {
        const set = sets.get(name);
        if (set !== undefined) put('PermissionSetAssignment', ['PermissionSetId', 'AssigneeId'], { PermissionSetId: set, AssigneeId: id, IsActive: true });
      }
    }
    putQueueMembers(put, data.store, schema, groups);
    putDefaultHours(put, data);
  });
  data.store.flush();
}

/** Every org has business hours that count where none are named: open all day, until an administrator says otherwise. platform-facts: default-business-hours */
function putDefaultHours(put: Put, data: OrgData): void {
  if (data.systemRows('businesshours').some((hours) => slotOf(hours, '$isdefault') === true)) return;
  const midnight = Time.of(0, 0, 0, 0);
  put('BusinessHours', ['Name'], {
    Name: 'Default', IsActive: true, IsDefault: true, TimeZoneSidKey: TIME_ZONE, ...Object.fromEntries(WEEKDAYS.flatMap((day) => [[`${day}StartTime`, midnight], [`${day}EndTime`, midnight]])),
  });
}

/** Ids by name. */
function putProfiles(put: Put, definitions: readonly ProfileDefinition[]): ReadonlyMap<string, string> {
  const licences = new Map(USER_LICENCES.map(({ name, key, total }) => [name, put('UserLicense', ['LicenseDefinitionKey'], { Name: name, MasterLabel: name, LicenseDefinitionKey: key, TotalLicenses: total, Status: 'Active' })]));
  for (const { name, key, total } of PERMISSION_SET_LICENCES) put('PermissionSetLicense', ['DeveloperName'], { DeveloperName: key, MasterLabel: name, PermissionSetLicenseKey: key, TotalLicenses: total, UsedLicenses: 0, Status: 'Active' });
  return new Map(definitions.map(({ name, userType, licence, userPermissions }) => [name, put('Profile', ['Name'], {
    Name: name, UserType: userType, UserLicenseId: licences.get(licence) ?? null, ...Object.fromEntries(userPermissions.map((permission) => [`Permissions${permission}`, true])),
  })]));
}

function userValues(user: DemoUser, profileId: string, definitions: readonly ProfileDefinition[]): Record<string, unknown> {
  const profile = definitions.find((one) => one.name === user.profile)!;
  return {
    Username: user.username, FirstName: user.firstName ?? null, LastName: user.lastName, Name: [user.firstName, user.lastName].filter((part) => part !== undefined).join(' '),
    Email: user.username, Alias: user.alias, CommunityNickname: user.alias, IsActive: true, ProfileId: profileId, UserType: profile.userType,
    TimeZoneSidKey: TIME_ZONE, LocaleSidKey: 'en_GB', LanguageLocaleKey: 'en_US', EmailEncodingKey: 'UTF-8',
  };
}
