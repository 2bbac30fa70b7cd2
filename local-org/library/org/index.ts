/** The classes that reach the org: data, schema, users, events, tests. */
import type { LibraryClass } from '../define.ts';
import { ACCESS_LEVEL } from './AccessLevel.ts';
import { ASSERT } from './Assert.ts';
import { ASYNC_CLASSES } from './async-classes.ts';
import { CACHE_CLASSES } from './Cache.ts';
import { BUSINESS_HOURS } from './BusinessHours.ts';
import { CRYPTO } from './Crypto.ts';
import { CUSTOM_METADATA } from './CustomMetadata.ts';
import { CUSTOM_SETTING } from './CustomSetting.ts';
import { DATABASE } from './Database.ts';
import { DATABASE_ERROR, RECORD_ERRORS, ROW_RESULTS, STATUS_CODE } from './DatabaseResults.ts';
import { DESCRIBE_FIELD_RESULT, PICKLIST_ENTRY } from './DescribeFieldResult.ts';
import { CHILD_RELATIONSHIP, DESCRIBE_SOBJECT_RESULT } from './DescribeSObjectResult.ts';
import { DISPLAY_TYPE } from './DisplayType.ts';
import { DML_OPTIONS } from './DMLOptions.ts';
import { EVENT_BUS, TRIGGER_CONTEXT } from './EventBus.ts';
import { FIELD_SET, FIELD_SET_MEMBER, SOBJECT_TYPE_FIELD_SETS } from './FieldSet.ts';
import { EXCEPTIONS } from './exceptions.ts';
import { FEATURE_MANAGEMENT } from './FeatureManagement.ts';
import { HTTP, HTTP_REQUEST, HTTP_RESPONSE } from './Http.ts';
import { ORG_INTERFACES } from './interfaces.ts';
import { JSON_CLASS } from './JSON.ts';
import { JSON_GENERATOR } from './JSONGenerator.ts';
import { JSON_PARSER, JSON_TOKEN } from './JSONParser.ts';
import { LIMITS } from './Limits.ts';
import { MESSAGING_CLASSES } from './Messaging.ts';
import { ORG_LIMIT, ORG_LIMITS } from './OrgLimits.ts';
import { PAGE_CLASSES } from './PageReference.ts';
import { QUERY_LOCATOR, QUERY_LOCATOR_ITERATOR } from './QueryLocator.ts';
import { RECORD_TYPE_INFO } from './RecordTypeInfo.ts';
import { REQUEST } from './Request.ts';
import { REST_CONTEXT, REST_REQUEST, REST_RESPONSE } from './RestContext.ts';
import { SAVEPOINT } from './Savepoint.ts';
import { SCHEMA } from './Schema.ts';
import { ACCESS_TYPE, SECURITY, SOBJECT_ACCESS_DECISION } from './Security.ts';
import { SOAP_TYPE } from './SoapType.ts';
import { SOBJECT_FIELD, SOBJECT_TYPE } from './SObjectType.ts';
import { SOBJECT_TYPE_FIELDS } from './SObjectTypeFields.ts';
import { LOGGING_LEVEL, SYSTEM } from './System.ts';
import { TEST, TEST_BROKER } from './Test.ts';
import { TRIGGER, TRIGGER_OPERATION } from './Trigger.ts';
import { TYPE } from './Type.ts';
import { URL_CLASS } from './Url.ts';
import { USER_INFO } from './UserInfo.ts';
import { UUID_CLASS } from './UUID.ts';

export const ORG_CLASSES: readonly LibraryClass[] = [
  ...CACHE_CLASSES, ...MESSAGING_CLASSES, ...PAGE_CLASSES, URL_CLASS, RECORD_ERRORS,
  ACCESS_LEVEL, ASSERT, BUSINESS_HOURS, CRYPTO, RECORD_TYPE_INFO, CUSTOM_METADATA, CUSTOM_SETTING, DATABASE, DATABASE_ERROR, ...ROW_RESULTS, STATUS_CODE, DESCRIBE_FIELD_RESULT, PICKLIST_ENTRY, CHILD_RELATIONSHIP, DESCRIBE_SOBJECT_RESULT,
  DISPLAY_TYPE, SOAP_TYPE, DML_OPTIONS, EVENT_BUS, TRIGGER_CONTEXT, ...EXCEPTIONS, FEATURE_MANAGEMENT, FIELD_SET, FIELD_SET_MEMBER, SOBJECT_TYPE_FIELD_SETS, HTTP, HTTP_REQUEST, HTTP_RESPONSE, ...ORG_INTERFACES, JSON_CLASS, JSON_GENERATOR, JSON_PARSER, JSON_TOKEN, LIMITS, ORG_LIMIT, ORG_LIMITS, QUERY_LOCATOR, QUERY_LOCATOR_ITERATOR, REQUEST,
  REST_CONTEXT, REST_REQUEST, REST_RESPONSE, SAVEPOINT, SCHEMA, ACCESS_TYPE, SECURITY, SOBJECT_ACCESS_DECISION, SOBJECT_FIELD, SOBJECT_TYPE, SOBJECT_TYPE_FIELDS, LOGGING_LEVEL, SYSTEM, TEST, TEST_BROKER, TRIGGER,
  TRIGGER_OPERATION, TYPE, USER_INFO, UUID_CLASS, ...ASYNC_CLASSES,
];
