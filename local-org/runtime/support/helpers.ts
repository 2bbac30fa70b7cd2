/** Everything emitted code may ask for by name. The type makes sure that the emitter's list and this one are the same. */
import type { HelperName } from '../../compiler/4-emit/helper-names.ts';
import { typeToken } from '../../library/org/Type.ts';
import { compareIds, compareTemporal } from '../../values/compare.ts';
import { compareText } from '../../values/collation.ts';
import { datetimeFromDate } from '../../values/datetime.ts';
import { dadd, ddiv, Decimal, decimalFromDouble, decimalFromInteger, decimalFromLong, deq, dge, dgt, dle, dlt, dmul, dneg, dsub } from '../../values/decimal.ts';
import { Double, doubleFromInteger, doubleFromLong, fadd, fdiv, feq, fge, fgt, fle, flt, fmul, fneg, fsub } from '../../values/double.ts';
import { equalText, equalValues } from '../../values/equality.ts';
import { equalIds, stringToId } from '../../values/id.ts';
import { idiv, ige, igt, ile, ilt } from '../../values/integer.ts';
import { ldiv, longFromInteger, lshl, lshr, lushr } from '../../values/long.ts';
import { classType, listOf, mapOf, primitive, setOf, sobject } from '../../values/runtime-type.ts';
import { concatText } from '../../values/text.ts';
import { machine } from '../machine.ts';
import { inheritedSharing } from '../sharing.ts';
import { enterRunAs, leaveRunAs } from '../run-as.ts';
import { ApexObject, describeClass, exceptionInit, makeEnum, platformBase } from './classes.ts';
import {
  changedInLoop, chunks, elementAt, iterate, listItems, newList, newListFrom, newListOf, newListSized, newMap, newMapFrom, newMapOf, newSet, newSetFrom, newSetOf, setElementAt, setItems,
} from './collections.ts';
import { callLater, caught, cpuExceeded, label, nullPointer, passes, refuse, thrown } from './control.ts';
import { cast, castClass, isInstance, toDecimal, toDouble, toInteger, toLong } from './conversions.ts';
import { deferredQuery, runCount, runDml, runMerge, runQuery, singleRow, singleRowOrNull, SYSTEM_WITH_SHARING, SYSTEM_WITHOUT_SHARING, USER_MODE } from './database.ts';
import { addDate, subtractDate } from './dates.ts';
import { fieldDescribe, missingChildren, missingField, missingParent, sobjectDescribe, sobjectField, sobjectType, writable } from './records.ts';


export const helpers = {
  machine, nullPointer, cpuExceeded, caught, passes, thrown, label, callLater, refuse,
  primitive, listOf, setOf, mapOf, sobject, classType,
  ApexObject, describeClass, makeEnum, exceptionInit, platformBase,
  divideInteger: idiv, divideLong: ldiv, shiftLeftLong: lshl, shiftRightLong: lshr, shiftRightUnsignedLong: lushr,
  less: ilt, lessOrEqual: ile, greater: igt, greaterOrEqual: ige,
  double: (value: number) => new Double(value), addDouble: fadd, subtractDouble: fsub, multiplyDouble: fmul, divideDouble: fdiv, negateDouble: fneg, equalDouble: feq,
  lessDouble: flt, lessOrEqualDouble: fle, greaterDouble: fgt, greaterOrEqualDouble: fge,
  decimal: (digits: string) => Decimal.parse(digits), addDecimal: dadd, subtractDecimal: dsub, multiplyDecimal: dmul, divideDecimal: ddiv, negateDecimal: dneg, equalDecimal: deq,
  lessDecimal: dlt, lessOrEqualDecimal: dle, greaterDecimal: dgt, greaterOrEqualDecimal: dge,
  integerToLong: longFromInteger, integerToDouble: doubleFromInteger, integerToDecimal: decimalFromInteger, longToDouble: doubleFromLong, longToDecimal: decimalFromLong,
  doubleToDecimal: decimalFromDouble, decimalToDouble: toDouble, dateToDatetime: datetimeFromDate, stringToId,
  toInteger, toLong, toDouble, toDecimal, cast, castClass, isInstance,
  text: concatText, dateText: concatText, equalText, compareText, equalId: equalIds, compareId: compareIds, equalValue: equalValues, compareTemporal, addDate, subtractDate,
  newList, newListOf, newListSized, newListFrom, newSet, newSetOf, newSetFrom, newMap, newMapOf, newMapFrom,
  elementAt, setElementAt, listItems, changedInLoop, setItems, iterate, chunks,
  missingField, missingParent, missingChildren, writable, sobjectType, sobjectField, sobjectDescribe, fieldDescribe, typeOf: typeToken,
  runQuery, runCount, deferredQuery, singleRow, singleRowOrNull, runDml, runMerge, inheritedSharing, USER_MODE, SYSTEM_WITH_SHARING, SYSTEM_WITHOUT_SHARING,
  enterRunAs, leaveRunAs,
} satisfies Record<HelperName, unknown>;
