/** What classes of jobs need besides System.System. */
import type { LibraryClass } from '../define.ts';
import { ASYNC_INFO, ASYNC_OPTIONS, DUPLICATE_SIGNATURE, SIGNATURE_BUILDER } from './AsyncOptions.ts';
import { FLEX_QUEUE, PARENT_JOB_RESULT } from './FlexQueue.ts';
import { QUIDDITY } from './Request.ts';

export const ASYNC_CLASSES: readonly LibraryClass[] = [ASYNC_INFO, ASYNC_OPTIONS, DUPLICATE_SIGNATURE, SIGNATURE_BUILDER, FLEX_QUEUE, PARENT_JOB_RESULT, QUIDDITY];
