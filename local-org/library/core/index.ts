/** The classes whose instances are the language's own values. */
import type { LibraryClass } from '../define.ts';
import { blobClass } from './blob.ts';
import { booleanClass } from './boolean.ts';
import { dateClass } from './date.ts';
import { datetimeClass } from './datetime.ts';
import { decimalClass, roundingModeEnum } from './decimal.ts';
import { doubleClass } from './double.ts';
import { encodingUtilClass } from './encoding-util.ts';
import { exceptionClass } from './exception.ts';
import { idClass } from './id.ts';
import { integerClass } from './integer.ts';
import { comparableInterface, comparatorInterface, iterableInterface, iteratorInterface } from './interfaces.ts';
import { listClass } from './list.ts';
import { longClass } from './long.ts';
import { mapClass } from './map.ts';
import { matcherClass } from './matcher.ts';
import { mathClass } from './math.ts';
import { enumClass, objectClass } from './object.ts';
import { patternClass } from './pattern.ts';
import { setClass } from './set.ts';
import { sobjectClass } from './sobject.ts';
import { stringClass } from './string.ts';
import { timeZoneClass } from './time-zone.ts';
import { timeClass } from './time.ts';

export const CORE_CLASSES: readonly LibraryClass[] = [
  blobClass, booleanClass, dateClass, datetimeClass, decimalClass, doubleClass, encodingUtilClass, enumClass, exceptionClass, idClass, integerClass, listClass, longClass,
  mapClass, matcherClass, mathClass, objectClass, patternClass, roundingModeEnum, setClass, sobjectClass, stringClass, timeClass, timeZoneClass,
  comparableInterface, comparatorInterface, iterableInterface, iteratorInterface,
];
