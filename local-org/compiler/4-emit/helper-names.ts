/**
 * The functions and values that emitted code takes from its runtime. Each is destructured once at the head of a module under its name with a `$` in front:
 * calls through one big object were measured five times slower. `runtime/support` implements exactly this list.
 */
export const helperNames = [
  // machine and control
  'machine', 'nullPointer', 'cpuExceeded', 'caught', 'passes', 'thrown', 'label', 'callLater', 'refuse',
  // reified types
  'primitive', 'listOf', 'setOf', 'mapOf', 'sobject', 'classType',
  // class building
  'ApexObject', 'describeClass', 'makeEnum', 'exceptionInit', 'platformBase',
  // integers and longs
  'divideInteger', 'divideLong', 'shiftLeftLong', 'shiftRightLong', 'shiftRightUnsignedLong', 'less', 'lessOrEqual', 'greater', 'greaterOrEqual',
  // doubles and decimals
  'double', 'addDouble', 'subtractDouble', 'multiplyDouble', 'divideDouble', 'negateDouble', 'equalDouble', 'lessDouble', 'lessOrEqualDouble', 'greaterDouble', 'greaterOrEqualDouble',
  'decimal', 'addDecimal', 'subtractDecimal', 'multiplyDecimal', 'divideDecimal', 'negateDecimal', 'equalDecimal', 'lessDecimal', 'lessOrEqualDecimal', 'greaterDecimal', 'greaterOrEqualDecimal',
  // conversions
  'integerToLong', 'integerToDouble', 'integerToDecimal', 'longToDouble', 'longToDecimal', 'doubleToDecimal', 'decimalToDouble', 'dateToDatetime', 'stringToId',
  'toInteger', 'toLong', 'toDouble', 'toDecimal', 'cast', 'castClass', 'isInstance',
  // text, equality, order, dates
  'text', 'dateText', 'equalText', 'compareText', 'equalId', 'compareId', 'equalValue', 'compareTemporal', 'addDate', 'subtractDate',
  // collections
  'newList', 'newListOf', 'newListSized', 'newListFrom', 'newSet', 'newSetOf', 'newSetFrom', 'newMap', 'newMapOf', 'newMapFrom',
  'elementAt', 'setElementAt', 'listItems', 'changedInLoop', 'setItems', 'iterate', 'chunks',
  // records and schema
  'missingField', 'missingParent', 'missingChildren', 'writable', 'sobjectType', 'sobjectField', 'sobjectDescribe', 'fieldDescribe', 'typeOf',
  // database
  'runQuery', 'runCount', 'deferredQuery', 'singleRow', 'singleRowOrNull', 'runDml', 'runMerge', 'inheritedSharing', 'USER_MODE', 'SYSTEM_WITH_SHARING', 'SYSTEM_WITHOUT_SHARING',
  'enterRunAs', 'leaveRunAs',
] as const;

export type HelperName = (typeof helperNames)[number];
