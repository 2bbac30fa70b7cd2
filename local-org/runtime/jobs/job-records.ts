/** What users see of jobs: AsyncApexJob, CronTrigger and CronJobDetail rows. Everything here runs inside a transaction of the store. */
import type { OrgData } from '../../data/org-data.ts';
import { parseSoql } from '../../soql/parse.ts';
import { Datetime } from '../../values/datetime.ts';
import { slotOf } from '../../values/sobject.ts';
import { PLATFORM_SESSION } from '../platform-session.ts';

export type JobType = 'Future' | 'ScheduledApex' | 'BatchApex' | 'BatchApexWorker' | 'Queueable';
export type JobStatus = 'Holding' | 'Queued' | 'Preparing' | 'Processing' | 'Completed' | 'Failed' | 'Aborted';

/** Fields of AsyncApexJob by API name, as Apex values. */
type JobFields = Readonly<Record<string, unknown>>;

const CLASS_ID = parseSoql('SELECT Id FROM ApexClass WHERE Name = :name LIMIT 1');
const SCHEDULE_NAMED = parseSoql("SELECT Id FROM CronTrigger WHERE CronJobDetail.Name = :name AND State IN ('WAITING', 'PAUSED') LIMIT 1");
const JOB_STATUS = parseSoql('SELECT Status, JobItemsProcessed, NumberOfErrors, ExtendedStatus FROM AsyncApexJob WHERE Id = :id');
const SCHEDULE = parseSoql('SELECT CronJobDetailId, TimesTriggered, CronJobDetail.Name FROM CronTrigger WHERE Id = :id');
const JOB_OF_SCHEDULE = parseSoql("SELECT Id FROM AsyncApexJob WHERE CronTriggerId = :id AND JobType = 'ScheduledApex'");

/** What fits into AsyncApexJob.ExtendedStatus. */
const STATUS_DETAIL_LENGTH = 255;

export class JobRecords {
  private readonly data: OrgData;
  private readonly now: number;

  constructor(data: OrgData, now: number) {
    this.data = data;
    this.now = now;
  }

  addJob(jobType: JobType, className: string, userId: string, status: JobStatus, fields: JobFields = {}): string {
    const topLevel = className.split('.')[0]!;
    return this.data.addSystemRow({
      objectName: 'AsyncApexJob',
      values: { JobType: jobType, Status: status, ApexClassId: this.first(CLASS_ID, [topLevel], '$id'), JobItemsProcessed: 0, TotalJobItems: 0, NumberOfErrors: 0, ...fields },
    }, { now: this.now, userId });
  }

  changeJob(id: string, fields: JobFields): void {
    this.data.changeSystemRow(id, { objectName: 'AsyncApexJob', values: fields });
  }

  /** `detail` is what the user reads beside the status. */
  endJob(id: string, status: 'Completed' | 'Failed' | 'Aborted', detail?: string): void {
    this.changeJob(id, { Status: status, CompletedDate: new Datetime(this.now), ...(detail === undefined ? {} : { ExtendedStatus: detail.slice(0, STATUS_DETAIL_LENGTH) }) });
  }

  jobProgress(id: string): { readonly status: string; readonly processed: number; readonly errors: number; readonly detail: string | null } | undefined {
    const [row] = this.query(JOB_STATUS, [id]);
    return row === undefined ? undefined : {
      status: slotOf(row, '$status') as string, processed: slotOf(row, '$jobitemsprocessed') as number, errors: slotOf(row, '$numberoferrors') as number,
      detail: slotOf(row, '$extendedstatus') as string | null,
    };
  }

  isScheduleNamed(name: string): boolean {
    return this.first(SCHEDULE_NAMED, [name], '$id') !== null;
  }

  addSchedule(schedule: { readonly name: string; readonly jobType: '7' | '9'; readonly expression: string; readonly timeZone: string; readonly userId: string; readonly next: number }): string {
    const stamp = { now: this.now, userId: schedule.userId };
    const detail = this.data.addSystemRow({ objectName: 'CronJobDetail', values: { Name: schedule.name, JobType: schedule.jobType } }, stamp);
    return this.data.addSystemRow({
      objectName: 'CronTrigger',
      values: {
        CronJobDetailId: detail, State: 'WAITING', CronExpression: schedule.expression, TimeZoneSidKey: schedule.timeZone, OwnerId: schedule.userId, TimesTriggered: 0,
        StartTime: new Datetime(this.now), NextFireTime: new Datetime(schedule.next),
      },
    }, stamp);
  }

  /** `next`: milliseconds; `undefined` when it was the last time. */
  scheduleFired(id: string, next: number | undefined): void {
    const times = this.first(SCHEDULE, [id], '$timestriggered') as number | null;
    this.data.changeSystemRow(id, {
      objectName: 'CronTrigger',
      values: {
        TimesTriggered: (times ?? 0) + 1, PreviousFireTime: new Datetime(this.now), NextFireTime: next === undefined ? null : new Datetime(next),
        ...(next === undefined ? { State: 'COMPLETE', EndTime: new Datetime(this.now) } : {}),
      },
    });
    if (next !== undefined) return;
    for (const job of this.query(JOB_OF_SCHEDULE, [id])) this.endJob(slotOf(job, '$id') as string, 'Completed');
  }

  endSchedule(id: string): void {
    this.data.changeSystemRow(id, { objectName: 'CronTrigger', values: { State: 'DELETED', NextFireTime: null, EndTime: new Datetime(this.now) } });
    for (const job of this.query(JOB_OF_SCHEDULE, [id])) this.endJob(slotOf(job, '$id') as string, 'Aborted');
  }

  private first(query: typeof CLASS_ID, binds: readonly unknown[], slot: string): unknown {
    const [row] = this.query(query, binds);
    return row === undefined ? null : slotOf(row, slot);
  }

  private query(query: typeof CLASS_ID, binds: readonly unknown[]) {
    return this.data.query({ query, binds, access: { mode: 'system', sharing: false } }, PLATFORM_SESSION);
  }
}
