/** Event types the platform publishes itself. Nobody else may. */
import { eventFields, type ObjectDraft } from '../custom-objects.ts';
import { area, checkbox, readOnly, text } from './define.ts';

export const platformEvents: readonly ObjectDraft[] = [{
  apiName: 'BatchApexErrorEvent', label: 'Batch Apex Error Event', pluralLabel: 'Batch Apex Error Events', kind: 'event', keyPrefix: '', nameField: undefined, sharing: 'ReadWrite',
  isWriteable: false, isQueryable: false, publishBehavior: 'PublishImmediately',
  fields: [
    ...eventFields,
    text('AsyncApexJobId', 'Async Apex Job ID', 18, readOnly),
    checkbox('DoesExceedJobScopeMaxLength', 'Does Exceed Job Scope Max Length', readOnly),
    text('ExceptionType', 'Exception Type', 255, readOnly),
    area('JobScope', 'Job Scope', 40_000, readOnly),
    area('Message', 'Message', 5_000, readOnly),
    text('Phase', 'Phase', 30, readOnly),
    text('RequestId', 'Request ID', 36, readOnly),
    area('StackTrace', 'Stack Trace', 5_000, readOnly),
  ],
}];
