/** The classes of jobs and of events, besides System.System and System.EventBus. */
import type { LibraryClass } from '../define.ts';
import { ASYNC_INFO, ASYNC_OPTIONS, DUPLICATE_SIGNATURE, SIGNATURE_BUILDER } from './AsyncOptions.ts';
import { CHANGE_EVENT_HEADER } from './ChangeEventHeader.ts';
import { FLEX_QUEUE, PARENT_JOB_RESULT } from './FlexQueue.ts';
import { QUIDDITY } from './Request.ts';

export const ASYNC_CLASSES: readonly LibraryClass[] = [ASYNC_INFO, ASYNC_OPTIONS, DUPLICATE_SIGNATURE, SIGNATURE_BUILDER, FLEX_QUEUE, PARENT_JOB_RESULT, QUIDDITY, CHANGE_EVENT_HEADER];
