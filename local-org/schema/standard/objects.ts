/** All standard objects the local org knows. An object missing here does not exist for Apex, queries or metadata. */
import type { StandardObject } from './define.ts';
import { calendarObjects } from './business-hours.ts';
import { account, contact, product2 } from './commerce.ts';
import { apexClass, apexTrigger, asyncApexJob, recordType } from './development.ts';
import { group, groupMember, name, organization, permissionSet, permissionSetAssignment, profile, queueSobject, user, userLogin, userRole } from './people.ts';
import {
  customPermission, fieldPermissions, objectPermissions, permissionSetGroup, permissionSetGroupComponent, permissionSetLicense, setupEntityAccess, userLicense, userRecordAccess,
} from './permissions.ts';
import { eventObjects } from './events.ts';
import { scheduleObjects } from './schedules.ts';
import { asset, campaign, campaignMember, contract, lead, opportunity, opportunityContactRole, opportunityLineItem, order, orderItem, pricebook2, pricebookEntry } from './sales.ts';
import {
  attachment, caseComment, contentDocument, contentDocumentLink, contentVersion, emailMessage, event, note, serviceCase, staticResource, task,
} from './service.ts';

export const standardObjects: readonly StandardObject[] = [
  account, contact, product2, lead, campaign, campaignMember, opportunity, opportunityLineItem, opportunityContactRole, pricebook2, pricebookEntry, contract, order, orderItem, asset,
  serviceCase, caseComment, task, event, attachment, note, emailMessage, staticResource, contentDocument, contentVersion, contentDocumentLink,
  organization, user, profile, permissionSet, permissionSetAssignment, group, groupMember, queueSobject, userRole, userLogin,
  userLicense, permissionSetLicense, permissionSetGroup, permissionSetGroupComponent, objectPermissions, fieldPermissions, setupEntityAccess, customPermission, userRecordAccess,
  name, recordType, apexClass, apexTrigger, asyncApexJob,
  ...scheduleObjects, ...eventObjects, ...calendarObjects,
];
