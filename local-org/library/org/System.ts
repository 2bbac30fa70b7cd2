/** System.System: clock, log, assertions, and jobs. System.runAs is a statement of the language. */
import { makeEnum } from '../../values/apex-object.ts';
import type { ApexEnum } from '../../values/apex-object.ts';
import { Datetime } from '../../values/datetime.ts';
import { equalObjects, hashOf } from '../../values/equality.ts';
import { nullArgument } from '../../values/null-pointer.ts';
import { concatText } from '../../values/text.ts';
import { defineClass, defineEnum } from '../define.ts';
import { context } from '../ports.ts';
import type { JobPort, QueueableOptions } from '../ports.ts';
import { UnsupportedFeature } from '../unsupported.ts';
import { assertDifferent, assertSame, assertTrue } from './assertion.ts';
import { DEFAULT_SCOPE, NO_OPTIONS } from './AsyncOptions.ts';
import type { AsyncOptions } from './AsyncOptions.ts';

/** Finest last but one: the order of their ordinals. platform-facts: logging-level-order */
const LoggingLevel = makeEnum('System.LoggingLevel', ['NONE', 'INTERNAL', 'FINEST', 'FINER', 'FINE', 'DEBUG', 'INFO', 'WARN', 'ERROR']);
export const LOGGING_LEVEL = defineEnum('System.LoggingLevel', LoggingLevel);

function debugAt(level: unknown, value: unknown): void {
  if (level === null) throw nullArgument();
  context().debug((level as ApexEnum).name, concatText(value));
}

/** The jobs of the org, for a member that cannot do without. */
export function jobs(member: string): JobPort {
  const port = context().jobs;
  if (port === undefined) throw new UnsupportedFeature(member, 'This org runs no asynchronous jobs: call the job\'s execute method yourself.');
  return port;
}

function enqueue(job: object | null, options: QueueableOptions): string {
  if (job === null) throw nullArgument();
  return jobs('System.enqueueJob').enqueue(job, options);
}

function enqueueDelayed(job: object | null, delayMinutes: number | null): string {
  if (delayMinutes === null) throw nullArgument();
  return enqueue(job, { ...NO_OPTIONS, delayMinutes });
}

function enqueueWith(job: object | null, options: AsyncOptions | null): string {
  if (options === null) throw nullArgument();
  return enqueue(job, options.asked);
}

function schedule(name: string | null, cronExpression: string | null, job: object | null): string {
  if (name === null || cronExpression === null || job === null) throw nullArgument();
  return jobs('System.schedule').schedule(name, cronExpression, job);
}

function scheduleBatch(job: object | null, name: string | null, minutesFromNow: number | null, scopeSize: number | null): string {
  if (job === null || name === null || minutesFromNow === null || scopeSize === null) throw nullArgument();
  return jobs('System.scheduleBatch').scheduleBatch(job, name, minutesFromNow, scopeSize);
}

function attachFinalizer(finalizer: object | null): void {
  if (finalizer === null) throw nullArgument();
  jobs('System.attachFinalizer').attachFinalizer(finalizer);
}

function abortJob(id: string | null): void {
  if (id === null) throw nullArgument();
  jobs('System.abortJob').abort(id);
}

const now = (): Datetime => new Datetime(context().clock.now());

export const SYSTEM = defineClass('System.System', {
  'static Datetime now()': now,
  'static Date today()': () => now().date(context().user.timeZone),
  'static Long currentTimeMillis()': () => BigInt(Math.trunc(context().clock.now())),
  'static void debug(Object value)': (value: unknown) => context().debug('DEBUG', concatText(value)),
  'static void debug(Object level, Object value)': debugAt,
  'static void assert(Boolean condition)': (condition: boolean | null) => assertTrue(condition),
  'static void assert(Boolean condition, Object message)': assertTrue,
  'static void assertEquals(Object expected, Object actual)': (expected: unknown, actual: unknown) => assertSame(expected, actual),
  'static void assertEquals(Object expected, Object actual, Object message)': assertSame,
  'static void assertNotEquals(Object notExpected, Object actual)': (notExpected: unknown, actual: unknown) => assertDifferent(notExpected, actual),
  'static void assertNotEquals(Object notExpected, Object actual, Object message)': assertDifferent,
  'static Boolean equals(Object left, Object right)': (left: unknown, right: unknown) => equalObjects(left, right),
  'static Integer hashCode(Object value)': (value: unknown) => hashOf(value),
  'static Id enqueueJob(Object job)': (job: object | null) => enqueue(job, NO_OPTIONS),
  'static Id enqueueJob(Object job, Integer delayMinutes)': enqueueDelayed,
  'static Id enqueueJob(Object job, System.AsyncOptions options)': enqueueWith,
  'static void attachFinalizer(System.Finalizer finalizer)': attachFinalizer,
  'static String scheduleBatch(Object job, String jobName, Integer minutesFromNow)': (job: object | null, name: string | null, minutes: number | null) => scheduleBatch(job, name, minutes, DEFAULT_SCOPE),
  'static String scheduleBatch(Object job, String jobName, Integer minutesFromNow, Integer scopeSize)': scheduleBatch,
  'static String schedule(String jobName, String cronExpression, Object job)': schedule,
  'static void abortJob(String jobId)': abortJob,
  'static Boolean isBatch()': () => context().jobs?.kind === 'batch',
  'static Boolean isFuture()': () => context().jobs?.kind === 'future',
  'static Boolean isQueueable()': () => context().jobs?.kind === 'queueable',
  'static Boolean isScheduled()': () => context().jobs?.kind === 'scheduled',
});
