/** Schema.RecordTypeInfo and the describe methods that give it. The master type stands beside the object's own and is last. */
import { describePlatformClass } from '../../values/apex-object.ts';
import { ApexList } from '../../values/collections/list.ts';
import { ApexMap } from '../../values/collections/map.ts';
import { classType, mapOf, primitive } from '../../values/runtime-type.ts';
import { defineClass } from '../define.ts';
import type { ObjectDescription } from '../ports.ts';
import { Described } from '../schema/described.ts';

interface RecordType {
  readonly id: string;
  readonly developerName: string;
  readonly label: string;
  readonly isActive: boolean;
  readonly isMaster: boolean;
}

export class RecordTypeInfo extends Described {
  readonly type: RecordType;

  constructor(type: RecordType) {
    super();
    this.type = type;
  }

  protected override identity(): string {
    return `${this.type.id} ${this.type.label}`;
  }
}
describePlatformClass(RecordTypeInfo, 'Schema.RecordTypeInfo');

const MASTER: RecordType = { id: '012000000000000AAA', developerName: 'Master', label: 'Master', isActive: true, isMaster: true };

export function recordTypeInfos({ recordTypes = [] }: ObjectDescription): readonly RecordTypeInfo[] {
  return [...recordTypes.map((type) => new RecordTypeInfo({ ...type, isMaster: false })), new RecordTypeInfo(MASTER)];
}

const INFO = classType('Schema.RecordTypeInfo');

export function recordTypeInfoList(object: ObjectDescription): ApexList<RecordTypeInfo> {
  return ApexList.of(INFO, [...recordTypeInfos(object)]);
}

export function recordTypeInfoMap(object: ObjectDescription, key: keyof Pick<RecordType, 'id' | 'developerName' | 'label'>): ApexMap<string, RecordTypeInfo> {
  return new ApexMap(mapOf(primitive(key === 'id' ? 'Id' : 'String'), INFO), recordTypeInfos(object).map((info) => [info.type[key], info] as const));
}

/** Every active type is available, and the master is what new records have: which of them a profile offers is not modelled. platform-facts: record-type-availability */
const isAvailable = ({ type }: RecordTypeInfo): boolean => type.isActive;
const isDefault = ({ type }: RecordTypeInfo): boolean => type.isMaster;

export const RECORD_TYPE_INFO = defineClass('Schema.RecordTypeInfo', {
  'String getName()': (self: RecordTypeInfo) => self.type.label,
  'String getDeveloperName()': (self: RecordTypeInfo) => self.type.developerName,
  'Id getRecordTypeId()': (self: RecordTypeInfo) => self.type.id,
  'Boolean isActive()': (self: RecordTypeInfo) => self.type.isActive,
  'Boolean isAvailable()': isAvailable,
  'Boolean isDefaultRecordTypeMapping()': isDefault,
  'Boolean isMaster()': (self: RecordTypeInfo) => self.type.isMaster,
  'get String Name': (self: RecordTypeInfo) => self.type.label,
  'get String DeveloperName': (self: RecordTypeInfo) => self.type.developerName,
  'get Id RecordTypeId': (self: RecordTypeInfo) => self.type.id,
  'get Boolean Active': (self: RecordTypeInfo) => self.type.isActive,
  'get Boolean Available': isAvailable,
  'get Boolean DefaultRecordTypeMapping': isDefault,
  'get Boolean Master': (self: RecordTypeInfo) => self.type.isMaster,
}, { instances: RecordTypeInfo });
