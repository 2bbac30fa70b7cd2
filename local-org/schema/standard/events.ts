/** Event types the platform publishes itself, and its subscribers as records. */
import { eventFields, type ObjectDraft } from '../custom-objects.ts';
import { area, checkbox, idField, integer, readOnly, standardObject, text, type StandardObject } from './define.ts';

/** How far a trigger has come with the events of its type. The platform writes it. */
export const eventObjects: readonly StandardObject[] = [
  standardObject('EventBusSubscriber', 'Event Bus Subscriber', 'Event Bus Subscribers', '0hi', [
    idField('Event Bus Subscriber ID'),
    text('ExternalId', 'External ID', 255, readOnly),
    text('Name', 'Name', 255, readOnly),
    text('Type', 'Type', 40, readOnly),
    text('Topic', 'Topic', 255, readOnly),
    text('Status', 'Status', 40, readOnly),
    integer('Position', 'Position', 9, readOnly),
    integer('Tip', 'Tip', 9, readOnly),
    integer('Retries', 'Retries', 9, readOnly),
    text('LastError', 'Last Error', 4_000, readOnly),
  ], { isWriteable: false }),
];

/** Nobody else may publish these. */
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
