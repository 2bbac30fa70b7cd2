/**
 * Schema.SObjectType and Schema.SObjectField tokens. Interned: the same object or field is the same JavaScript object, so that tokens compare by identity
 * and serve as map keys. A token is only a name; what it describes is asked from the running org's schema when needed.
 */
import { ApexObject, describePlatformClass } from '../../values/apex-object.ts';

export class SObjectTypeToken extends ApexObject {
  /** Canonical API name. */
  readonly objectName: string;

  constructor(objectName: string) {
    super();
    this.objectName = objectName;
  }

  /** What `String.valueOf`, concatenation and System.debug print. */
  override toString(): string {
    return this.objectName;
  }

  tostring$(): string {
    return this.objectName;
  }
}
describePlatformClass(SObjectTypeToken, 'Schema.SObjectType');

export class SObjectFieldToken extends ApexObject {
  readonly objectName: string;
  /** Canonical API name. */
  readonly fieldName: string;

  constructor(objectName: string, fieldName: string) {
    super();
    this.objectName = objectName;
    this.fieldName = fieldName;
  }

  override toString(): string {
    return this.fieldName;
  }

  tostring$(): string {
    return this.fieldName;
  }
}
describePlatformClass(SObjectFieldToken, 'Schema.SObjectField');

const objectTokens = new Map<string, SObjectTypeToken>();
const fieldTokens = new Map<string, SObjectFieldToken>();

/** The token of an object. `objectName` in canonical spelling: the first spelling seen is the one it prints. */
export function sobjectTypeToken(objectName: string): SObjectTypeToken {
  const key = objectName.toLowerCase();
  let token = objectTokens.get(key);
  if (token === undefined) {
    token = new SObjectTypeToken(objectName);
    objectTokens.set(key, token);
  }
  return token;
}

/** The token of a field; both names in canonical spelling. */
export function sobjectFieldToken(objectName: string, fieldName: string): SObjectFieldToken {
  const key = `${objectName}.${fieldName}`.toLowerCase();
  let token = fieldTokens.get(key);
  if (token === undefined) {
    token = new SObjectFieldToken(objectName, fieldName);
    fieldTokens.set(key, token);
  }
  return token;
}
