/** The rows a local org has before anybody uses it: organization, profiles, the deployed permission sets, one user per role. Runs at every install and changes only what is missing or renamed. */
import type { OrgData } from '../data/org-data.ts';
import type { SystemRow } from '../data/system-rows.ts';
import type { Clock } from '../library/ports.ts';
import type { OrgSchema } from '../schema/schema.ts';
import { DEMO_USERS, ORGANIZATION_NAME, type DemoUser } from './demo-users.ts';
import { PROFILES } from './profiles.ts';

export function bootstrap(data: OrgData, schema: OrgSchema, clock: Clock): void {
  data.store.transaction(() => {
    let userId: string | undefined;
    const put = (objectName: string, key: readonly string[], values: Readonly<Record<string, unknown>>): string =>
      data.putSystemRow({ objectName, key, values } satisfies SystemRow, { now: clock.now(), userId });

    put('Organization', ['InstanceName'], {
      Name: ORGANIZATION_NAME, InstanceName: 'LOCAL', OrganizationType: 'Enterprise Edition', DefaultLocaleSidKey: 'en_GB', TimeZoneSidKey: 'Europe/London', LanguageLocaleKey: 'en_US', IsSandbox: false,
    });
    const profiles = new Map(PROFILES.map((profile) => [profile.name, put('Profile', ['Name'], { Name: profile.name, UserType: profile.userType })]));
    const sets = new Map([...schema.permissionSets.values()].map((set) => [set.name, put('PermissionSet', ['Name'], { Name: set.name, Label: set.label, IsCustom: true, Type: 'Regular' })]));
    for (const user of DEMO_USERS) {
      const id = put('User', ['Username'], userValues(user, profiles.get(user.profile)!));
      userId ??= id;
      for (const name of user.permissionSets) {
        const set = sets.get(name);
        if (set !== undefined) put('PermissionSetAssignment', ['PermissionSetId', 'AssigneeId'], { PermissionSetId: set, AssigneeId: id, IsActive: true });
      }
    }
  });
  data.store.flush();
}

function userValues(user: DemoUser, profileId: string): Record<string, unknown> {
  const profile = PROFILES.find((one) => one.name === user.profile)!;
  return {
    Username: user.username, FirstName: user.firstName ?? null, LastName: user.lastName, Name: [user.firstName, user.lastName].filter((part) => part !== undefined).join(' '),
    Email: user.username, Alias: user.alias, CommunityNickname: user.alias, IsActive: true, ProfileId: profileId, UserType: profile.userType,
    TimeZoneSidKey: 'Europe/London', LocaleSidKey: 'en_GB', LanguageLocaleKey: 'en_US', EmailEncodingKey: 'UTF-8',
  };
}
