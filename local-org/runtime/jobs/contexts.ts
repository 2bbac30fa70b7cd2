/** The contexts a job is called with. */
import { ParentJobResult } from '../../library/org/FlexQueue.ts';
import { ApexObject, describePlatformClass } from '../../values/apex-object.ts';
import type { ApexException } from '../../values/exceptions.ts';

export class QueueableContext extends ApexObject {
  private readonly jobId: string;

  constructor(jobId: string) {
    super();
    this.jobId = jobId;
  }
  getjobid$(): string {
    return this.jobId;
  }
}
describePlatformClass(QueueableContext, 'System.QueueableContextImpl', ['System.QueueableContext']);

export class SchedulableContext extends ApexObject {
  private readonly triggerId: string;

  constructor(triggerId: string) {
    super();
    this.triggerId = triggerId;
  }
  gettriggerid$(): string {
    return this.triggerId;
  }
}
describePlatformClass(SchedulableContext, 'System.SchedulableContextImpl', ['System.SchedulableContext']);

export class BatchableContext extends ApexObject {
  private readonly jobId: string;
  private readonly childJobId: string | null;

  constructor(jobId: string, childJobId: string | null) {
    super();
    this.jobId = jobId;
    this.childJobId = childJobId;
  }
  getjobid$(): string {
    return this.jobId;
  }
  getchildjobid$(): string | null {
    return this.childJobId;
  }
}
describePlatformClass(BatchableContext, 'Database.BatchableContextImpl', ['Database.BatchableContext']);

export class FinalizerContext extends ApexObject {
  private readonly jobId: string;
  private readonly requestId: string;
  private readonly exception: ApexException | null;

  /** `exception`: what the job did not catch, null after success. */
  constructor(jobId: string, requestId: string, exception: ApexException | null) {
    super();
    this.jobId = jobId;
    this.requestId = requestId;
    this.exception = exception;
  }
  getasyncapexjobid$(): string {
    return this.jobId;
  }
  getrequestid$(): string {
    return this.requestId;
  }
  getresult$(): unknown {
    return ParentJobResult.$byName.get(this.exception === null ? 'success' : 'unhandled_exception');
  }
  getexception$(): ApexException | null {
    return this.exception;
  }
}
describePlatformClass(FinalizerContext, 'System.FinalizerContextImpl', ['System.FinalizerContext']);
