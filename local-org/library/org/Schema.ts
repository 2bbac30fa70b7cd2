/** System.Schema: the whole schema by name. */
import { ApexList } from '../../values/collections/list.ts';
import { InvalidParameterValueException } from '../../values/exceptions.ts';
import { nullArgument } from '../../values/null-pointer.ts';
import { classType } from '../../values/runtime-type.ts';
import { defineClass } from '../define.ts';
import { context } from '../ports.ts';
import { caseInsensitiveMap } from '../schema/case-insensitive-map.ts';
import { DescribeSObjectResult } from '../schema/describe.ts';
import { sobjectTypeToken } from '../schema/tokens.ts';

/** platform-facts: describe-unknown-object-message */
function describeNamed(name: string | null): DescribeSObjectResult {
  if (name === null) throw nullArgument();
  const description = context().schema.describe(name.toLowerCase());
  if (description === undefined) throw new InvalidParameterValueException(`INVALID_TYPE: sObject type '${name}' is not supported.`);
  return new DescribeSObjectResult(description);
}

export const SCHEMA = defineClass('System.Schema', {
  'static Map<String, Schema.SObjectType> getGlobalDescribe()': () =>
    caseInsensitiveMap(classType('Schema.SObjectType'), context().schema.objectNames().map((name) => [name, sobjectTypeToken(name)])),
  'static List<Schema.DescribeSObjectResult> describeSObjects(List<String> names)': (names: ApexList<string | null> | null) => {
    if (names === null) throw nullArgument();
    return ApexList.of(classType('Schema.DescribeSObjectResult'), names.items.map(describeNamed));
  },
});
