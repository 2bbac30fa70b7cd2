/** Scheduled jobs as records. The platform writes them. */
import { auditFields, idField, integer, lookup, moment, readOnly, standardObject, text, type StandardObject } from './define.ts';

/** Name and kind of a scheduled job. */
const cronJobDetail: StandardObject = standardObject('CronJobDetail', 'Cron Job', 'Cron Jobs', '08a', [
  idField('Cron Job ID'),
  text('Name', 'Cron Job Name', 255, { ...readOnly, isNillable: false }),
  text('JobType', 'Cron Job Type', 1, { ...readOnly, isNillable: false }),
], { isWriteable: false });

const cronTrigger: StandardObject = standardObject('CronTrigger', 'Scheduled Jobs', 'Scheduled Jobs', '08e', [
  idField('Scheduled Job ID'),
  lookup('CronJobDetailId', 'Cron Job ID', ['CronJobDetail'], readOnly),
  moment('NextFireTime', 'The next time a job is to be fired', readOnly),
  moment('PreviousFireTime', 'The previous time a job was fired', readOnly),
  text('State', 'Job state', 16, readOnly),
  moment('StartTime', 'The time when a job first started', readOnly),
  moment('EndTime', 'The time when a job ended', readOnly),
  text('CronExpression', 'Cron Expression', 255, readOnly),
  text('TimeZoneSidKey', 'Time Zone', 40, readOnly),
  lookup('OwnerId', 'Owner ID', ['User'], { ...readOnly, onDelete: 'restrict' }),
  ...auditFields.filter((field) => ['CreatedDate', 'CreatedById', 'LastModifiedById'].includes(field.apiName)),
  integer('TimesTriggered', 'The number of times a job has been fired', 9, readOnly),
], { isWriteable: false, nameField: undefined });

export const scheduleObjects: readonly StandardObject[] = [cronJobDetail, cronTrigger];
