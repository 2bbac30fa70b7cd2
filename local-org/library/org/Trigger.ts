/** System.Trigger: the statics of the running trigger. Outside a trigger all flags are false and everything else is null. */
import { makeEnum } from '../../values/apex-object.ts';
import type { ApexEnum } from '../../values/apex-object.ts';
import { ApexList } from '../../values/collections/list.ts';
import { ApexMap } from '../../values/collections/map.ts';
import { ID, sobject } from '../../values/runtime-type.ts';
import { slotOf } from '../../values/sobject.ts';
import type { SObjectRecord } from '../../values/sobject.ts';
import { defineClass, defineEnum } from '../define.ts';
import { context } from '../ports.ts';
import type { TriggerContext } from '../ports.ts';

const TriggerOperation = makeEnum('System.TriggerOperation', [
  'BEFORE_INSERT', 'BEFORE_UPDATE', 'BEFORE_DELETE', 'AFTER_INSERT', 'AFTER_UPDATE', 'AFTER_DELETE', 'AFTER_UNDELETE',
]);
export const TRIGGER_OPERATION = defineEnum('System.TriggerOperation', TriggerOperation);

/** The collections of one trigger run: the same objects at every read, so that identity and changes to a list are seen as on the platform. */
interface TriggerCollections {
  readonly newList: ApexList<SObjectRecord> | null;
  readonly oldList: ApexList<SObjectRecord> | null;
  readonly newMap: ApexMap<string, SObjectRecord> | null;
  readonly oldMap: ApexMap<string, SObjectRecord> | null;
}

const collections = new WeakMap<TriggerContext, TriggerCollections>();

function collectionsOf(trigger: TriggerContext): TriggerCollections {
  let made = collections.get(trigger);
  if (made === undefined) {
    /** New records have no ids before they are inserted: there is no map of them. */
    const withoutIds = trigger.operation === 'BEFORE_INSERT';
    made = {
      newList: listOfRecords(trigger, trigger.newRecords), oldList: listOfRecords(trigger, trigger.oldRecords),
      newMap: withoutIds ? null : mapOfRecords(trigger, trigger.newRecords), oldMap: mapOfRecords(trigger, trigger.oldRecords),
    };
    collections.set(trigger, made);
  }
  return made;
}

function listOfRecords(trigger: TriggerContext, records: readonly SObjectRecord[] | null): ApexList<SObjectRecord> | null {
  return records === null ? null : ApexList.of(sobject(trigger.objectName), [...records]);
}

/** Events have no Id: a trigger on them sees no map. */
function mapOfRecords(trigger: TriggerContext, records: readonly SObjectRecord[] | null): ApexMap<string, SObjectRecord> | null {
  if (records === null || records.some((record) => typeof slotOf(record, '$id') !== 'string')) return null;
  return ApexMap.of(ID, sobject(trigger.objectName), records.map((record) => [slotOf(record, '$id') as string, record] as const)).freeze();
}

const collection = <Name extends keyof TriggerCollections>(name: Name) => (): TriggerCollections[Name] | null => {
  const { trigger } = context();
  return trigger === undefined ? null : collectionsOf(trigger)[name];
};

const operationMatches = (pattern: RegExp) => (): boolean => {
  const { trigger } = context();
  return trigger !== undefined && pattern.test(trigger.operation);
};

function operationType(): ApexEnum | null {
  const { trigger } = context();
  return trigger === undefined ? null : TriggerOperation.$byName.get(trigger.operation.toLowerCase())!;
}

function size(): number | null {
  const { trigger } = context();
  return trigger === undefined ? null : (trigger.newRecords ?? trigger.oldRecords ?? []).length;
}

export const TRIGGER = defineClass('System.Trigger', {
  'static get List<SObject> New': collection('newList'),
  'static get List<SObject> old': collection('oldList'),
  'static get Map<Id, SObject> newMap': collection('newMap'),
  'static get Map<Id, SObject> oldMap': collection('oldMap'),
  'static get System.TriggerOperation operationType': operationType,
  'static get Integer size': size,
  'static get Boolean isExecuting': () => context().trigger !== undefined,
  'static get Boolean isBefore': operationMatches(/^BEFORE_/),
  'static get Boolean isAfter': operationMatches(/^AFTER_/),
  'static get Boolean isInsert': operationMatches(/_INSERT$/),
  'static get Boolean isUpdate': operationMatches(/_UPDATE$/),
  'static get Boolean isDelete': operationMatches(/_DELETE$/),
  'static get Boolean isUndelete': operationMatches(/_UNDELETE$/),
});
