/** System.EventBus and what event triggers may ask: publishing, the batch at hand, retry. */
import { ApexObject, describePlatformClass } from '../../values/apex-object.ts';
import { ApexList } from '../../values/collections/list.ts';
import { TypeException } from '../../values/exceptions.ts';
import { nullArgument } from '../../values/null-pointer.ts';
import { classType } from '../../values/runtime-type.ts';
import type { SObjectRecord } from '../../values/sobject.ts';
import { defineClass } from '../define.ts';
import { context } from '../ports.ts';
import type { Access, EventDelivery } from '../ports.ts';
import { defaultAccess, statedAccess } from './AccessLevel.ts';
import type { AccessLevel } from './AccessLevel.ts';
import { SaveResult } from './DatabaseResults.ts';
import { recordsOf } from './dml.ts';

const SAVE_RESULT = classType('Database.SaveResult');

function publishOne(event: SObjectRecord | null, access: Access, callback?: object): SaveResult {
  const [result] = publish(event, access, callback);
  return result!;
}

function publishAll(events: ApexList<SObjectRecord> | null, access: Access, callback?: object): ApexList<SaveResult> {
  return ApexList.of(SAVE_RESULT, publish(events, access, callback));
}

function publish(events: SObjectRecord | ApexList<SObjectRecord> | null, access: Access, callback: object | undefined): SaveResult[] {
  const records = recordsOf(events);
  return records.length === 0 ? [] : context().events.publish(records, access, callback).map((row) => new SaveResult(row));
}

const CALLBACKS = ['eventbus.EventPublishSuccessCallback', 'eventbus.EventPublishFailureCallback'];

function requireCallback(callback: object | null): object {
  if (callback === null) throw nullArgument();
  const supertypes = (callback as Partial<ApexObject>).$supertypes;
  if (!CALLBACKS.some((name) => supertypes?.has(name) === true)) throw new TypeException(`The callback of EventBus.publish must implement ${CALLBACKS.join(' or ')}.`);
  return callback;
}

function getOperationId(result: SaveResult | null): string | null {
  if (result === null) throw nullArgument();
  return result.row.operationId ?? null;
}

export const EVENT_BUS = defineClass('System.EventBus', {
  // platform-facts: event-publish-access.
  'static Database.SaveResult publish(SObject event)': (event: SObjectRecord | null) => publishOne(event, defaultAccess(undefined)),
  'static List<Database.SaveResult> publish(List<SObject> events)': (events: ApexList<SObjectRecord> | null) => publishAll(events, defaultAccess(undefined)),
  'static Database.SaveResult publish(SObject event, Object callback)': (event: SObjectRecord | null, callback: object | null) => publishOne(event, defaultAccess(undefined), requireCallback(callback)),
  'static List<Database.SaveResult> publish(List<SObject> events, Object callback)': (events: ApexList<SObjectRecord> | null, callback: object | null) => publishAll(events, defaultAccess(undefined), requireCallback(callback)),
  'static String getOperationId(Object result)': getOperationId,
  'static Database.SaveResult publishWithAccessLevel(SObject event, System.AccessLevel level)': (event: SObjectRecord | null, level: AccessLevel | null) => publishOne(event, statedAccess(level, undefined)),
  'static List<Database.SaveResult> publishWithAccessLevel(List<SObject> events, System.AccessLevel level)': (events: ApexList<SObjectRecord> | null, level: AccessLevel | null) => publishAll(events, statedAccess(level, undefined)),
});

class TriggerContext extends ApexObject {
  readonly delivery: EventDelivery;

  constructor(delivery: EventDelivery) {
    super();
    this.delivery = delivery;
  }
}
describePlatformClass(TriggerContext, 'eventbus.TriggerContext');

const contexts = new WeakMap<EventDelivery, TriggerContext>();

/** Null outside of event triggers. */
function currentContext(): TriggerContext | null {
  const { delivery } = context();
  if (delivery === undefined) return null;
  let made = contexts.get(delivery);
  if (made === undefined) {
    made = new TriggerContext(delivery);
    contexts.set(delivery, made);
  }
  return made;
}

export const TRIGGER_CONTEXT = defineClass('eventbus.TriggerContext', {
  'static eventbus.TriggerContext currentContext()': currentContext,
  'get Integer retries': (self: TriggerContext) => self.delivery.retries,
  'get String lastError': (self: TriggerContext) => self.delivery.lastError,
  'String getResumeCheckpoint()': (self: TriggerContext) => self.delivery.resumeCheckpoint,
  'void setResumeCheckpoint(String replayId)': (self: TriggerContext, replayId: string | null) => {
    if (replayId === null) throw nullArgument();
    self.delivery.setResumeCheckpoint(replayId);
  },
}, { instances: TriggerContext });
