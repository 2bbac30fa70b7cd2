import { QueryException } from '../../values/exceptions.ts';

/** Salesforce's words for queries that cannot be planned or run. */

const WSDL = 'Please reference your WSDL or the describe call for the appropriate names.';

/** Raised for names the schema (or the user's rights) does not have; the data APIs answer INVALID_FIELD or INVALID_TYPE by `code`. */
export class SoqlNameError extends QueryException {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

export function noSuchColumn(column: string, entity: string): SoqlNameError {
  return new SoqlNameError('INVALID_FIELD',
    `No such column '${column}' on entity '${entity}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. ${WSDL}`);
}

export function noSuchObject(name: string): SoqlNameError {
  return new SoqlNameError('INVALID_TYPE',
    `sObject type '${name}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. ${WSDL}`);
}

export function noSuchRelationship(name: string): SoqlNameError {
  return new SoqlNameError('INVALID_FIELD',
    `Didn't understand relationship '${name}' in field path. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. ${WSDL}`);
}

export function noSuchChildRelationship(name: string): SoqlNameError {
  return new SoqlNameError('INVALID_TYPE',
    `Didn't understand relationship '${name}' in FROM part of query call. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. ${WSDL}`);
}

export function malformed(message: string): SoqlNameError {
  return new SoqlNameError('MALFORMED_QUERY', message);
}

/** The local org knows the construct and does not run it. */
export function notSupported(what: string): SoqlNameError {
  return new SoqlNameError('MALFORMED_QUERY', `${what} is not supported by the local org.`);
}
