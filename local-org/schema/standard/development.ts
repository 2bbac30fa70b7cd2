/** Code and jobs as records: what `SELECT … FROM ApexClass` and the job lists show. The platform writes them. */
import { area, auditFields, checkbox, decimal, idField, integer, lookup, moment, picklist, readOnly, required, standardObject, text, type StandardObject } from './define.ts';

const restricted = { restricted: true, length: 40 } as const;
const BODY_LENGTH = 1_000_000;

/** No statement writes code; tests build such records in memory. */
const codeFields = [
  decimal('ApiVersion', 'Api Version', 18, 1),
  picklist('Status', 'Status', ['Inactive', 'Active', 'Deleted'], restricted),
  checkbox('IsValid', 'Is Valid', readOnly),
  decimal('BodyCrc', 'Body CRC', 18, 0, readOnly),
  area('Body', 'Body', BODY_LENGTH),
  integer('LengthWithoutComments', 'Size Without Comments', 9, readOnly),
  ...auditFields,
];

export const apexClass: StandardObject = standardObject('ApexClass', 'Apex Class', 'Apex Classes', '01p', [
  idField('Class ID'),
  text('NamespacePrefix', 'Namespace Prefix', 15, readOnly),
  text('Name', 'Name', 255, required),
  ...codeFields,
], { isWriteable: false });

/** One row per record type of the project; it comes with a deploy. */
export const recordType: StandardObject = standardObject('RecordType', 'Record Type', 'Record Types', '012', [
  idField('Record Type ID'),
  text('Name', 'Name', 80, { ...readOnly, isNillable: false }),
  text('DeveloperName', 'Record Type Name', 80, { ...readOnly, isNillable: false }),
  text('NamespacePrefix', 'Namespace Prefix', 15, readOnly),
  text('Description', 'Description', 255, readOnly),
  text('SobjectType', 'SObject Type Name', 40, { ...readOnly, isNillable: false }),
  checkbox('IsActive', 'Active', readOnly),
], { isWriteable: false });

export const apexTrigger: StandardObject = standardObject('ApexTrigger', 'Apex Trigger', 'Apex Triggers', '01q', [
  idField('Trigger ID'),
  text('NamespacePrefix', 'Namespace Prefix', 15, readOnly),
  text('Name', 'Name', 255, required),
  text('TableEnumOrId', 'Custom Object Definition ID', 255),
  ...['BeforeInsert', 'AfterInsert', 'BeforeUpdate', 'AfterUpdate', 'BeforeDelete', 'AfterDelete', 'IsBulk', 'AfterUndelete'].map((event) => checkbox(`Usage${event}`, event, readOnly)),
  ...codeFields,
], { isWriteable: false });

export const asyncApexJob: StandardObject = standardObject('AsyncApexJob', 'Apex Job', 'Apex Jobs', '707', [
  idField('Job ID'),
  moment('CreatedDate', 'Created Date', { ...readOnly, isNillable: false }),
  lookup('CreatedById', 'Created By ID', ['User'], { ...readOnly, isNillable: false, onDelete: 'restrict' }),
  picklist('JobType', 'Job Type', ['Future', 'SharingRecalculation', 'ScheduledApex', 'BatchApex', 'BatchApexWorker', 'TestRequest', 'TestWorker', 'ApexToken', 'Queueable'], { ...restricted, ...readOnly }),
  lookup('ApexClassId', 'Class ID', ['ApexClass'], readOnly),
  picklist('Status', 'Status', ['Queued', 'Processing', 'Aborted', 'Completed', 'Failed', 'Preparing', 'Holding'], { ...restricted, ...readOnly }),
  integer('JobItemsProcessed', 'Batches Processed', 9, readOnly),
  integer('TotalJobItems', 'Total Batches', 9, readOnly),
  integer('NumberOfErrors', 'Failures', 9, readOnly),
  moment('CompletedDate', 'Completion Date', readOnly),
  text('MethodName', 'Apex Method', 255, readOnly),
  text('ExtendedStatus', 'Status Detail', 255, readOnly),
  lookup('ParentJobId', 'Apex Job ID', ['AsyncApexJob'], readOnly),
  lookup('CronTriggerId', 'Cron Trigger ID', ['CronTrigger'], readOnly),
  text('LastProcessed', 'Last Processed', 15, readOnly),
  integer('LastProcessedOffset', 'Last Processed Offset', 9, readOnly),
], { isWriteable: false, nameField: undefined });
