/** System.OrgLimits: what the org has used of its allowances. Allowances that the local org does not count are not listed. platform-facts: org-limits. */
import { ApexObject, describePlatformClass } from '../../values/apex-object.ts';
import { ApexList } from '../../values/collections/list.ts';
import { ApexMap } from '../../values/collections/map.ts';
import { classType, STRING } from '../../values/runtime-type.ts';
import { defineClass } from '../define.ts';
import { context, type OrgAllowance } from '../ports.ts';

class OrgLimit extends ApexObject {
  readonly allowance: OrgAllowance;

  constructor(allowance: OrgAllowance) {
    super();
    this.allowance = allowance;
  }

  tostring$(): string {
    return `OrgLimit[${this.allowance.name}: ${String(this.allowance.used)} of ${String(this.allowance.maximum)}]`;
  }
}
describePlatformClass(OrgLimit, 'System.OrgLimit');
const ORG_LIMIT_TYPE = classType('System.OrgLimit');

const all = (): OrgLimit[] => (context().allowances?.() ?? []).map((allowance) => new OrgLimit(allowance));

export const ORG_LIMITS = defineClass('System.OrgLimits', {
  'static List<System.OrgLimit> getAll()': () => ApexList.of(ORG_LIMIT_TYPE, all()),
  'static Map<String, System.OrgLimit> getMap()': () => ApexMap.of(STRING, ORG_LIMIT_TYPE, all().map((limit) => [limit.allowance.name, limit] as const)),
});

export const ORG_LIMIT = defineClass('System.OrgLimit', {
  'String getName()': (self: OrgLimit) => self.allowance.name,
  'Integer getLimit()': (self: OrgLimit) => self.allowance.maximum,
  'Integer getValue()': (self: OrgLimit) => Math.trunc(self.allowance.used),
}, { instances: OrgLimit });
