/** Runs event triggers for the event bus: each batch one transaction of the subscriber's user. */
import type { EventBus } from '../events/bus.ts';
import type { LoggedEvent } from '../events/event-log.ts';
import { ONE_PARTITION } from '../events/partitions.ts';
import type { DeliveryOutcome, EarlierRuns, SubscriberPort, SubscriberState } from '../events/subscribers.ts';
import { context, type UserContext } from '../library/ports.ts';
import type { Org } from '../runtime/org.ts';
import { BatchDelivery } from '../runtime/batch-delivery.ts';
import { uncaughtText } from '../runtime/exceptions.ts';
import type { InstalledOrg } from '../runtime/installed-org.ts';
import { PLATFORM_SESSION } from '../runtime/platform-session.ts';
import type { Transaction } from '../runtime/transaction.ts';
import type { MetadataProject } from '../schema/source/project.ts';
import { parseSoql } from '../soql/parse.ts';
import { ApexException, RetryableException } from '../values/exceptions.ts';
import { slotOf } from '../values/sobject.ts';
import { AUTOMATED_PROCESS_USERNAME } from './demo-users.ts';

/** The platform's default when no PlatformEventSubscriberConfig says otherwise. */
const DEFAULT_BATCH_SIZE = 2_000;

export interface DeliveryHost {
  readonly org: Org;
  readonly bus: EventBus;
  project(): MetadataProject;
  userByName(username: string): UserContext | undefined;
  report(line: string): void;
}

export function subscriberPort(host: DeliveryHost): SubscriberPort {
  const triggersOn = (objectName: string) => host.org.installed.triggers.find(objectName.toLowerCase(), 'AFTER_INSERT');
  const configOf = (objectName: string) => {
    const names = new Set(triggersOn(objectName).map((trigger) => trigger.name.toLowerCase()));
    return host.project().eventSubscribers.find((config) => names.has(config.consumer.toLowerCase()));
  };
  let subscribed: readonly string[] = [];
  let subscribedIn: InstalledOrg | undefined;
  return {
    subscribedObjects: () => {
      if (subscribedIn !== host.org.installed) {
        subscribedIn = host.org.installed;
        subscribed = eventsWithTriggers(subscribedIn);
      }
      return subscribed;
    },
    batchSize: (objectName) => configOf(objectName)?.batchSize ?? DEFAULT_BATCH_SIZE,
    partitioning: (objectName) => {
      const config = configOf(objectName);
      return config === undefined ? ONE_PARTITION : { count: config.partitions, keyField: keyFieldOf(host.org.installed, objectName, config.partitionKey) };
    },
    deliver: (objectName, events, earlier, moveTo) => deliver(host, objectName, events, earlier, moveTo, configOf(objectName)?.user),
    noted: (objectName) => notedState(host.org.installed, objectName),
    note: (objectName, state) => { noteState(host, objectName, triggersOn(objectName)[0]?.name ?? objectName, state); },
    skip: async (move) => {
      const { committed } = host.org.installed.data.store.transaction(move);
      await committed;
    },
    report: (objectName, message) => { host.report(`event trigger on ${objectName}: ${message}`); },
  };
}

/** `Stock_Fact__e.Position_Key__c` as the payload spells the field. */
function keyFieldOf({ schema }: InstalledOrg, objectName: string, partitionKey: string | undefined): string {
  const folded = partitionKey?.split('.').at(-1)?.toLowerCase();
  if (folded === undefined || folded === 'eventuuid') return ONE_PARTITION.keyField;
  return schema.objects.get(objectName.toLowerCase())?.fieldsByName.get(folded)?.apiName ?? ONE_PARTITION.keyField;
}

function eventsWithTriggers({ program, schema }: InstalledOrg): readonly string[] {
  const names = new Set(program.triggers.map((trigger) => trigger.objectName));
  return [...names].filter((name) => schema.objects.get(name.toLowerCase())?.kind === 'event');
}

async function deliver(host: DeliveryHost, objectName: string, events: readonly LoggedEvent[], earlier: EarlierRuns, moveTo: (replayId: number) => void, username: string | undefined): Promise<DeliveryOutcome> {
  const user = host.userByName(username ?? AUTOMATED_PROCESS_USERNAME);
  if (user === undefined) return { kind: 'retry', message: `there is no active user ${username ?? AUTOMATED_PROCESS_USERNAME} to run as` };
  const delivery = new BatchDelivery(objectName, events, earlier);
  const last = events[events.length - 1]!.replayId;
  try {
    const stopped = await host.org.run({ user, kind: 'EVENT', delivery }, () => {
      const exception = delivery.run(context() as Transaction);
      moveTo(delivery.doneUpTo);
      return exception;
    });
    const resumeAt = delivery.doneUpTo;
    if (stopped === undefined && resumeAt === last) return { kind: 'done' };
    const reason = stopped === undefined ? '' : `: ${uncaughtText(stopped, host.org.program)}`;
    return { kind: 'checkpoint', replayId: resumeAt, message: `goes on after the checkpoint at ${String(resumeAt)}${reason}` };
  } catch (error) {
    if (!(error instanceof ApexException)) throw error;
    const message = uncaughtText(error, host.org.program);
    return error instanceof RetryableException ? { kind: 'retry', message } : { kind: 'failed', message };
  }
}

const SUBSCRIBER = parseSoql("SELECT Status, Retries, LastError, Position, Tip FROM EventBusSubscriber WHERE Topic = :topic AND Type = 'ApexTrigger'");
const ERROR_LENGTH = 4_000;

function notedState({ data }: InstalledOrg, objectName: string): SubscriberState | undefined {
  const [row] = data.query({ query: SUBSCRIBER, binds: [objectName], access: { mode: 'system', sharing: false } }, PLATFORM_SESSION);
  if (row === undefined) return undefined;
  const number = (slot: string): number => (slotOf(row, slot) as number | null) ?? 0;
  return { isInError: slotOf(row, '$status') === 'Error', retries: number('$retries'), lastError: slotOf(row, '$lasterror') as string | null, position: number('$position'), tip: number('$tip') };
}

/** One row per event type: its triggers are delivered together. */
function noteState({ org }: DeliveryHost, objectName: string, triggerName: string, { isInError, retries, lastError, position, tip }: SubscriberState): void {
  org.installed.data.putSystemRow({
    objectName: 'EventBusSubscriber', key: ['Topic', 'Type'],
    values: {
      Topic: objectName, Type: 'ApexTrigger', Name: triggerName, ExternalId: triggerName, Status: isInError ? 'Error' : 'Running', Position: position, Tip: tip, Retries: retries,
      LastError: lastError?.slice(0, ERROR_LENGTH) ?? null,
    },
  }, { now: org.services.clock.now(), userId: undefined });
}
