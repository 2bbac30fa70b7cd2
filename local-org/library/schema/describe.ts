/**
 * What `describe` calls answer: the org's schema as the running user sees it. Objects are made per call; they hold descriptions of the schema at that moment.
 */
import { describePlatformClass } from '../../values/apex-object.ts';
import { SObjectException } from '../../values/exceptions.ts';
import { context } from '../ports.ts';
import type { FieldAccess, FieldDescription, ObjectAccess, ObjectDescription } from '../ports.ts';
import { Described } from './described.ts';

export class DescribeSObjectResult extends Described {
  readonly description: ObjectDescription;

  constructor(description: ObjectDescription) {
    super();
    this.description = description;
  }

  protected override identity(): string {
    return this.description.apiName;
  }

  /** Rights of the running user at the time of the question. */
  access(): ObjectAccess {
    return context().user.objectAccess(this.description.apiName.toLowerCase());
  }
}
describePlatformClass(DescribeSObjectResult, 'Schema.DescribeSObjectResult');

export class DescribeFieldResult extends Described {
  readonly object: ObjectDescription;
  readonly field: FieldDescription;

  constructor(object: ObjectDescription, field: FieldDescription) {
    super();
    this.object = object;
    this.field = field;
  }

  protected override identity(): string {
    return `${this.object.apiName}.${this.field.apiName}`;
  }

  /** Field-level security alone; what the user may do with the object is asked of the object. platform-facts: describe-field-access */
  access(): FieldAccess {
    return context().user.fieldAccess(this.object.apiName.toLowerCase(), this.field.apiName.toLowerCase());
  }
}
describePlatformClass(DescribeFieldResult, 'Schema.DescribeFieldResult');

/** `Account.SObjectType.getDescribe()`, `SObjectType.Account`. */
export function describeObject(objectName: string): DescribeSObjectResult {
  return new DescribeSObjectResult(objectDescription(objectName));
}

/** `Account.Name.getDescribe()`, `SObjectType.Account.fields.Name`. */
export function describeField(objectName: string, fieldName: string): DescribeFieldResult {
  const object = objectDescription(objectName);
  const field = object.fieldsByName.get(fieldName.toLowerCase());
  if (field === undefined) throw new SObjectException(`Invalid field ${fieldName} for ${object.apiName}`);
  return new DescribeFieldResult(object, field);
}

function objectDescription(objectName: string): ObjectDescription {
  const description = context().schema.describe(objectName.toLowerCase());
  if (description === undefined) throw new SObjectException(`The object ${objectName} is not in the schema of the org any more.`);
  return description;
}
