/** The users of a new local org: one per role of the app, an administrator, and the platform's own Automated Process. */
import { SYSTEM_ADMINISTRATOR } from './profiles.ts';

export const ORGANIZATION_NAME = 'Holdfast local org';
export const ADMIN_USERNAME = 'admin@holdfast.local';
export const AUTOMATED_PROCESS_USERNAME = 'autoproc@holdfast.local';

export interface DemoUser {
  readonly username: string;
  readonly firstName: string | undefined;
  readonly lastName: string;
  readonly alias: string;
  readonly profile: string;
  /** Names of permission sets; one that the deployed project does not have is left out. */
  readonly permissionSets: readonly string[];
}

export const DEMO_USERS: readonly DemoUser[] = [
  { username: ADMIN_USERNAME, firstName: 'Ada', lastName: 'Admin', alias: 'admin', profile: SYSTEM_ADMINISTRATOR, permissionSets: ['Holdfast_Admin'] },
  { username: 'agent@holdfast.local', firstName: 'Grace', lastName: 'Agent', alias: 'agent', profile: 'Standard User', permissionSets: ['Holdfast_Agent'] },
  { username: 'associate@holdfast.local', firstName: 'Sam', lastName: 'Associate', alias: 'assoc', profile: 'Standard Platform User', permissionSets: ['Holdfast_Associate'] },
  { username: 'associate2@holdfast.local', firstName: 'Robin', lastName: 'Associate', alias: 'assoc2', profile: 'Standard Platform User', permissionSets: ['Holdfast_Associate'] },
  { username: 'associate.manchester@holdfast.local', firstName: 'Kim', lastName: 'Associate', alias: 'assocman', profile: 'Standard Platform User', permissionSets: ['Holdfast_Associate'] },
  { username: 'manager@holdfast.local', firstName: 'Lee', lastName: 'Manager', alias: 'manager', profile: 'Standard Platform User', permissionSets: ['Holdfast_Manager'] },
  { username: 'merchant@holdfast.local', firstName: 'Mia', lastName: 'Merchant', alias: 'merchant', profile: 'Standard User', permissionSets: ['Holdfast_Merchant'] },
  { username: 'integration@holdfast.local', firstName: undefined, lastName: 'Integration', alias: 'integ', profile: 'Minimum Access - API Only Integrations', permissionSets: ['Holdfast_Integration'] },
  { username: AUTOMATED_PROCESS_USERNAME, firstName: undefined, lastName: 'Automated Process', alias: 'autoproc', profile: 'Automated Process', permissionSets: [] },
];
