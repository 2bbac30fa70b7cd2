/** All standard objects the local org knows. An object missing here does not exist for Apex, queries or metadata. */
import type { StandardObject } from './define.ts';
import { account, contact, product2 } from './commerce.ts';
import { apexClass, apexTrigger, asyncApexJob } from './development.ts';
import { group, groupMember, name, organization, permissionSet, permissionSetAssignment, profile, queueSobject, user } from './people.ts';

export const standardObjects: readonly StandardObject[] = [
  account, contact, product2, organization, user, profile, permissionSet, permissionSetAssignment, group, groupMember, queueSobject, name, apexClass, apexTrigger, asyncApexJob,
];
