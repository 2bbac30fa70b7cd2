/** System.Security: records without the fields the running user may not see or write. */
import { ApexObject, describePlatformClass, makeEnum } from '../../values/apex-object.ts';
import type { ApexEnum } from '../../values/apex-object.ts';
import { ApexList } from '../../values/collections/list.ts';
import { ApexMap } from '../../values/collections/map.ts';
import { ApexSet } from '../../values/collections/set.ts';
import { NoAccessException } from '../../values/exceptions.ts';
import { nullArgument, nullPointer } from '../../values/null-pointer.ts';
import { primitive, setOf, STRING } from '../../values/runtime-type.ts';
import { setSlot, slotOf } from '../../values/sobject.ts';
import type { SObjectRecord } from '../../values/sobject.ts';
import { cloneRecord } from '../../values/sobject-access.ts';
import { defineClass, defineEnum } from '../define.ts';
import { context } from '../ports.ts';
import type { FieldAccess, ObjectAccess } from '../ports.ts';

const AccessType = makeEnum('System.AccessType', ['CREATABLE', 'READABLE', 'UPDATABLE', 'UPSERTABLE']);
export const ACCESS_TYPE = defineEnum('System.AccessType', AccessType);

/** What each access type asks of the object and of its fields. */
const REQUIRED: Readonly<Record<string, { readonly object: (access: ObjectAccess) => boolean; readonly field: (access: FieldAccess) => boolean }>> = {
  CREATABLE: { object: ({ create }) => create, field: ({ edit }) => edit },
  READABLE: { object: ({ read }) => read, field: ({ read }) => read },
  UPDATABLE: { object: ({ edit }) => edit, field: ({ edit }) => edit },
  UPSERTABLE: { object: ({ create, edit }) => create && edit, field: ({ edit }) => edit },
};

class SObjectAccessDecision extends ApexObject {
  readonly records: ApexList<SObjectRecord>;
  /** Field names by object name, in the order they were met. */
  readonly removed = new Map<string, Set<string>>();
  readonly modified: number[] = [];

  constructor(records: ApexList<SObjectRecord>) {
    super();
    this.records = records;
  }
}
describePlatformClass(SObjectAccessDecision, 'System.SObjectAccessDecision');

function stripInaccessible(type: ApexEnum | null, records: ApexList<SObjectRecord | null> | null, enforceObject: boolean | null): SObjectAccessDecision {
  if (type === null || records === null) throw nullArgument();
  const decision = new SObjectAccessDecision(new ApexList<SObjectRecord>(records.type));
  records.items.forEach((record, index) => {
    if (record === null) throw nullPointer();
    if (enforceObject !== false) requireObject(type, record.$shape.apiName);
    decision.records.add(stripped(type, record, index, decision));
  });
  return decision;
}

/** platform-facts: strip-inaccessible-object-message */
function requireObject(type: ApexEnum, objectName: string): void {
  if (!REQUIRED[type.name]!.object(context().user.objectAccess(objectName.toLowerCase()))) throw new NoAccessException(`No access to entity: ${objectName}`);
}

/** The Id stays; related records are stripped by their own object's rights. */
function stripped(type: ApexEnum, record: SObjectRecord, index: number, decision: SObjectAccessDecision): SObjectRecord {
  const { apiName, slots } = record.$shape;
  const copy = cloneRecord(record, { preserveId: true, isDeep: false, preserveReadonlyTimestamps: true });
  for (const { slot, kind, folded, apiName: fieldName } of slots) {
    const value = slotOf(record, slot);
    if (value === undefined || folded === 'id') continue;
    if (kind === 'field' && !REQUIRED[type.name]!.field(context().user.fieldAccess(apiName.toLowerCase(), folded))) remove(copy, slot, apiName, fieldName, index, decision);
    if (kind === 'parent' && value !== null) setSlot(copy, slot, stripped(type, value as SObjectRecord, index, decision));
    if (kind === 'children' && value instanceof ApexList) setSlot(copy, slot, new ApexList(value.type, value.items.map((child) => stripped(type, child as SObjectRecord, index, decision))));
  }
  return copy;
}

function remove(record: SObjectRecord, slot: string, objectName: string, fieldName: string, index: number, decision: SObjectAccessDecision): void {
  setSlot(record, slot, undefined);
  const fields = decision.removed.get(objectName) ?? new Set<string>();
  decision.removed.set(objectName, fields.add(fieldName));
  if (!decision.modified.includes(index)) decision.modified.push(index);
}

export const SECURITY = defineClass('System.Security', {
  'static System.SObjectAccessDecision stripInaccessible(System.AccessType accessType, List<SObject> records)':
    (type: ApexEnum | null, records: ApexList<SObjectRecord | null> | null) => stripInaccessible(type, records, true),
  'static System.SObjectAccessDecision stripInaccessible(System.AccessType accessType, List<SObject> records, Boolean enforceRootObjectCRUD)': stripInaccessible,
});

export const SOBJECT_ACCESS_DECISION = defineClass('System.SObjectAccessDecision', {
  'List<SObject> getRecords()': (self: SObjectAccessDecision) => self.records,
  'Map<String, Set<String>> getRemovedFields()': (self: SObjectAccessDecision) =>
    ApexMap.of(STRING, setOf(STRING), [...self.removed].map(([objectName, fields]) => [objectName, ApexSet.of(STRING, fields)] as const)),
  'Set<Integer> getModifiedIndexes()': (self: SObjectAccessDecision) => ApexSet.of(primitive('Integer'), self.modified),
}, { instances: SObjectAccessDecision });
