/** Cases, activities, and the files, notes and mails that hang on records. */
import {
  area, auditFields, autoNumber, checkbox, date, email, fixed, idField, integer, isDeleted, lookup, moment, ownerField, phone, picklist, readOnly, required, standardObject,
  systemModstamp, text, url, type StandardObject,
} from './define.ts';
import type { FieldSchema } from '../schema.ts';

const lastViewed = [moment('LastViewedDate', 'Last Viewed Date', readOnly), moment('LastReferencedDate', 'Last Referenced Date', readOnly)];
/** What an activity may be about. Objects of a project are no targets. */
const ABOUT = ['Account', 'Opportunity', 'Campaign', 'Case', 'Contract', 'Order', 'Asset', 'Product2'];
const PARENTS = ['Account', 'Contact', 'Lead', 'Opportunity', 'Case', 'Campaign', 'Contract', 'Order', 'Asset', 'Product2', 'Task', 'Event'];

/** `CaseNumber` names the record; the comments of a case go with it. */
export const serviceCase: StandardObject = standardObject('Case', 'Case', 'Cases', '500', [
  idField('Case ID'),
  isDeleted,
  lookup('MasterRecordId', 'Master Record ID', ['Case'], readOnly),
  autoNumber('CaseNumber', 'Case Number', '{00000000}'),
  lookup('ContactId', 'Contact ID', ['Contact'], { childName: 'Cases' }),
  lookup('AccountId', 'Account ID', ['Account'], { childName: 'Cases' }),
  lookup('AssetId', 'Asset ID', ['Asset'], { childName: 'Cases' }),
  lookup('ParentId', 'Parent Case ID', ['Case'], { childName: 'Cases' }),
  text('SuppliedName', 'Name', 80),
  email('SuppliedEmail', 'Email Address'),
  text('SuppliedPhone', 'Phone', 40),
  text('SuppliedCompany', 'Company', 80),
  picklist('Type', 'Case Type', ['Mechanical', 'Electrical', 'Electronic', 'Structural', 'Other']),
  picklist('Status', 'Status', ['*New', 'Working', 'Escalated', 'Closed']),
  picklist('Reason', 'Case Reason', ['Installation', 'Equipment Complexity', 'Performance', 'Breakdown', 'Equipment Design', 'Feedback', 'Other']),
  picklist('Origin', 'Case Origin', ['Phone', 'Email', 'Web']),
  text('Subject', 'Subject', 255),
  picklist('Priority', 'Priority', ['High', '*Medium', 'Low']),
  area('Description', 'Description', 32_000),
  checkbox('IsClosed', 'Closed', readOnly),
  moment('ClosedDate', 'Closed Date', readOnly),
  checkbox('IsEscalated', 'Escalated'),
  ownerField(['Group', 'User']),
  ...auditFields,
  phone('ContactPhone', 'Contact Phone'),
  email('ContactEmail', 'Contact Email'),
  area('Comments', 'Internal Comments', 4000),
  ...lastViewed,
], { isExtensible: true, nameField: 'CaseNumber' });

export const caseComment: StandardObject = standardObject('CaseComment', 'Case Comment', 'Case Comments', '00a', [
  idField('Case Comment Id'),
  lookup('ParentId', 'Parent ID', ['Case'], { ...fixed, childName: 'CaseComments', onDelete: 'cascade' }),
  checkbox('IsPublished', 'Published'),
  area('CommentBody', 'Body', 4000),
  ...auditFields,
  isDeleted,
], { nameField: undefined, sharing: 'ControlledByParent' });

/** Who and what an activity is about. `childName`: the list of activities on those records. */
const activityFields = (childName: string): readonly FieldSchema[] => [
  lookup('WhoId', 'Name ID', ['Contact', 'Lead'], { childName }),
  lookup('WhatId', 'Related To ID', ABOUT, { childName }),
  text('Subject', 'Subject', 255),
  area('Description', 'Description', 32_000),
  lookup('AccountId', 'Account ID', ['Account'], readOnly),
];

export const task: StandardObject = standardObject('Task', 'Task', 'Tasks', '00T', [
  idField('Activity ID'),
  ...activityFields('Tasks'),
  date('ActivityDate', 'Due Date Only'),
  picklist('Status', 'Status', ['*Not Started', 'In Progress', 'Completed', 'Waiting on someone else', 'Deferred'], { ...required, length: 255 }),
  picklist('Priority', 'Priority', ['High', '*Normal', 'Low'], { ...required, length: 255 }),
  checkbox('IsHighPriority', 'High Priority', readOnly),
  ownerField(['Group', 'User']),
  picklist('Type', 'Type', ['Call', 'Meeting', 'Other', 'Email']),
  isDeleted,
  checkbox('IsClosed', 'Closed', readOnly),
  ...auditFields,
  checkbox('IsArchived', 'Archived', readOnly),
  integer('CallDurationInSeconds', 'Call Duration', 8),
  picklist('CallType', 'Call Type', ['Internal', 'Inbound', 'Outbound'], { length: 40 }),
  text('CallDisposition', 'Call Result', 255),
  text('CallObject', 'Call Object Identifier', 255),
  moment('ReminderDateTime', 'Reminder Date/Time'),
  checkbox('IsReminderSet', 'Reminder Set'),
  checkbox('IsRecurrence', 'Create Recurring Series of Tasks', { isUpdateable: false }),
  picklist('TaskSubtype', 'Task Subtype', ['*Task', 'Email', 'Call', 'ListEmail', 'LinkedIn', 'Cadence'], { length: 40, restricted: true }),
  moment('CompletedDateTime', 'Completed Date', readOnly),
], { isExtensible: true, nameField: 'Subject' });

export const event: StandardObject = standardObject('Event', 'Event', 'Events', '00U', [
  idField('Activity ID'),
  ...activityFields('Events'),
  text('Location', 'Location', 255),
  checkbox('IsAllDayEvent', 'All-Day Event'),
  moment('ActivityDateTime', 'Due Date Time'),
  date('ActivityDate', 'Due Date Only'),
  integer('DurationInMinutes', 'Duration', 8),
  moment('StartDateTime', 'Start Date Time'),
  moment('EndDateTime', 'End Date Time'),
  date('EndDate', 'End Date', readOnly),
  checkbox('IsPrivate', 'Private'),
  picklist('ShowAs', 'Show Time As', ['*Busy', 'OutOfOffice', 'Free'], { length: 40 }),
  isDeleted,
  checkbox('IsChild', 'Is Child', readOnly),
  checkbox('IsGroupEvent', 'Is Group Event', readOnly),
  ownerField(['User']),
  picklist('Type', 'Type', ['Call', 'Email', 'Meeting', 'Other']),
  ...auditFields,
  checkbox('IsArchived', 'Archived', readOnly),
  moment('ReminderDateTime', 'Reminder Date/Time'),
  checkbox('IsReminderSet', 'Reminder Set'),
  checkbox('IsRecurrence', 'Create Recurring Series of Events', { isUpdateable: false }),
  picklist('EventSubtype', 'Event Subtype', ['*Event'], { length: 40, restricted: true }),
], { isExtensible: true, nameField: 'Subject' });

export const attachment: StandardObject = standardObject('Attachment', 'Attachment', 'Attachments', '00P', [
  idField('Attachment ID'),
  isDeleted,
  lookup('ParentId', 'Parent ID', PARENTS, { ...fixed, childName: 'Attachments', onDelete: 'cascade' }),
  text('Name', 'File Name', 255, required),
  checkbox('IsPrivate', 'Private'),
  text('ContentType', 'Content Type', 120),
  integer('BodyLength', 'Body Length', 9, readOnly),
  { ...text('Body', 'Body', 0, required), type: 'base64' },
  ownerField(['User']),
  ...auditFields,
  text('Description', 'Description', 500),
]);

export const note: StandardObject = standardObject('Note', 'Note', 'Notes', '002', [
  idField('Note Id'),
  isDeleted,
  lookup('ParentId', 'Parent ID', PARENTS, { ...fixed, childName: 'Notes', onDelete: 'cascade' }),
  text('Title', 'Title', 80, required),
  checkbox('IsPrivate', 'Private'),
  area('Body', 'Body', 32_000),
  ownerField(['User']),
  ...auditFields,
], { nameField: 'Title' });

export const emailMessage: StandardObject = standardObject('EmailMessage', 'Email Message', 'Email Messages', '02s', [
  idField('Email Message ID'),
  lookup('ParentId', 'Case ID', ['Case'], { childName: 'EmailMessages' }),
  lookup('ActivityId', 'Activity ID', ['Task']),
  ...auditFields,
  area('TextBody', 'Text Body', 131_072),
  area('HtmlBody', 'HTML Body', 131_072),
  area('Headers', 'Headers', 32_000),
  text('Subject', 'Subject', 3000),
  text('FromName', 'From Name', 1000),
  email('FromAddress', 'From Address', 1000),
  area('ToAddress', 'To Address', 4000),
  area('CcAddress', 'CC Address', 4000),
  area('BccAddress', 'BCC Address', 4000),
  checkbox('Incoming', 'Is Incoming'),
  checkbox('HasAttachment', 'Has Attachment', readOnly),
  picklist('Status', 'Status', ['0', '1', '2', '3', '4', '5', '6'], { length: 40 }),
  moment('MessageDate', 'Message Date'),
  isDeleted,
  text('MessageIdentifier', 'Message ID', 765),
  lookup('RelatedToId', 'RelatedTo ID', ABOUT, { childName: 'Emails' }),
], { isExtensible: true, nameField: 'Subject' });

export const staticResource: StandardObject = standardObject('StaticResource', 'Static Resource', 'Static Resources', '081', [
  idField('Static Resource ID'),
  text('NamespacePrefix', 'Namespace Prefix', 15, readOnly),
  text('Name', 'Name', 255, required),
  text('ContentType', 'MIME Type', 120, required),
  integer('BodyLength', 'Size', 9, readOnly),
  { ...text('Body', 'Body', 0, readOnly), type: 'base64' },
  area('Description', 'Description', 255),
  ...auditFields.filter(({ apiName }) => apiName !== 'SystemModstamp'),
  picklist('CacheControl', 'Cache Control', ['Private', 'Public'], { restricted: true, length: 40 }),
  systemModstamp,
], { isWriteable: false });

export const contentDocument: StandardObject = standardObject('ContentDocument', 'Content Document', 'Content Documents', '069', [
  idField('ContentDocument ID'),
  ...auditFields,
  checkbox('IsArchived', 'Is Archived'),
  isDeleted,
  ownerField(['User']),
  text('Title', 'Title', 255, required),
  picklist('PublishStatus', 'Publish Status', ['P', 'R', 'U'], { ...readOnly, length: 40 }),
  lookup('LatestPublishedVersionId', 'Latest Published Version ID', ['ContentVersion'], readOnly),
  lookup('ParentId', 'Parent ID', PARENTS),
  area('Description', 'Description', 1000),
  integer('ContentSize', 'Size', 9, readOnly),
  text('FileType', 'File Type', 20, readOnly),
  text('FileExtension', 'File Extension', 40, readOnly),
], { nameField: 'Title' });

export const contentVersion: StandardObject = standardObject('ContentVersion', 'Content Version', 'Content Versions', '068', [
  idField('ContentVersion ID'),
  lookup('ContentDocumentId', 'ContentDocument ID', ['ContentDocument'], { isUpdateable: false, childName: 'ContentVersions', onDelete: 'cascade' }),
  checkbox('IsLatest', 'Is Latest', readOnly),
  url('ContentUrl', 'Content URL', 1300),
  text('VersionNumber', 'Version Number', 20, readOnly),
  text('Title', 'Title', 255, required),
  area('Description', 'Description', 1000),
  text('ReasonForChange', 'Reason For Change', 1000),
  picklist('SharingOption', 'Prevent others from sharing and unsharing', ['*A', 'R'], { restricted: true, length: 40 }),
  text('PathOnClient', 'Path On Client', 500, { isUpdateable: false }),
  ...auditFields,
  isDeleted,
  text('FileType', 'File Type', 20, readOnly),
  picklist('PublishStatus', 'Publish Status', ['U', 'P', 'R'], { ...readOnly, length: 40 }),
  { ...text('VersionData', 'Version Data', 0), type: 'base64' },
  integer('ContentSize', 'Size', 9, readOnly),
  text('FileExtension', 'File Extension', 40, readOnly),
  lookup('FirstPublishLocationId', 'First Publish Location ID', [...PARENTS, 'User'], { isUpdateable: false }),
  picklist('Origin', 'Content Origin', ['*C', 'H'], { isUpdateable: false, length: 40 }),
  text('Checksum', 'Checksum', 50, readOnly),
  ownerField(['User']),
], { isExtensible: true, nameField: 'Title' });

export const contentDocumentLink: StandardObject = standardObject('ContentDocumentLink', 'Content Document Link', 'Content Document Links', '06A', [
  idField('ContentDocumentLink ID'),
  lookup('LinkedEntityId', 'Linked Entity ID', [...PARENTS, 'User', 'Organization', 'Group'], { ...fixed, childName: 'ContentDocumentLinks', onDelete: 'cascade' }),
  lookup('ContentDocumentId', 'ContentDocument ID', ['ContentDocument'], { ...fixed, childName: 'ContentDocumentLinks', onDelete: 'cascade' }),
  isDeleted,
  systemModstamp,
  picklist('ShareType', 'Share Type', ['V', 'C', 'I'], { restricted: true, length: 40 }),
  picklist('Visibility', 'Visibility', ['AllUsers', 'InternalUsers', 'SharedUsers'], { restricted: true, length: 40 }),
], { nameField: undefined });
