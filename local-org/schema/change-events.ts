/**
 * Change events: for every object whose changes are captured, an event type with the object's fields and a header, and the channels it is sent to.
 * An event type is made when a channel selects it or when Apex names it; objects nobody selects cost nothing.
 */
import type { ObjectDraft } from './custom-objects.ts';
import { fold, type ProblemList } from './problem.ts';
import type { EventChannelSchema, FieldSchema, ObjectSchema } from './schema.ts';
import type { MetadataProject } from './source/project.ts';
import { readOnly, text } from './standard/define.ts';

/** The channel every org has. */
export const CHANGE_EVENTS_CHANNEL = 'ChangeEvents';

/** `AccountChangeEvent`, `Shelf__ChangeEvent` */
export function changeEventName(objectName: string): string {
  return objectName.endsWith('__c') ? `${objectName.slice(0, -1)}ChangeEvent` : `${objectName}ChangeEvent`;
}

function objectOf(eventName: string): string {
  return eventName.replace(/__ChangeEvent$/i, '__c').replace(/ChangeEvent$/i, '');
}

const NAMED_IN_APEX = /\b\w+ChangeEvent\b/gi;

/** Drafts of the event types the project needs; `drafts` are those of all its objects. */
export function draftChangeEvents(project: MetadataProject, drafts: readonly ObjectDraft[]): readonly ObjectDraft[] {
  const objects = new Map(drafts.map((draft) => [fold(draft.apiName), draft]));
  const wanted = new Set([
    ...project.eventChannelMembers.map(({ selectedEntity }) => fold(objectOf(selectedEntity))),
    ...project.apex.flatMap(({ text: source }) => source.match(NAMED_IN_APEX) ?? []).map((name) => fold(objectOf(name))),
  ]);
  return [...wanted].sort().flatMap((name) => {
    const object = objects.get(name);
    return object === undefined || (object.kind !== 'standard' && object.kind !== 'custom') ? [] : [draftOf(object)];
  });
}

function draftOf(object: ObjectDraft): ObjectDraft {
  const apiName = changeEventName(object.apiName);
  return {
    apiName, label: `Change Event: ${object.label}`, pluralLabel: `Change Event: ${object.label}`, kind: 'event', nameField: undefined, sharing: 'ReadWrite', isWriteable: false,
    isQueryable: false, publishBehavior: undefined, keyPrefix: '', changesOf: object.apiName,
    fields: [text('ReplayId', 'Replay ID', 1000, readOnly), header, ...object.fields.filter(isCarried).map(asCarried)],
  };
}

const header: FieldSchema = { ...text('ChangeEventHeader', 'Change Event Header', 0, { ...readOnly, isNillable: false }), type: 'changeEventHeader' };

/** Neither what is computed when it is read, nor what every change changes. */
function isCarried(field: FieldSchema): boolean {
  return field.formula === undefined && !['systemmodstamp', 'isdeleted'].includes(fold(field.apiName));
}

/** Never written by anybody and leading nowhere. */
function asCarried(field: FieldSchema): FieldSchema {
  const reference = field.reference === undefined ? undefined : { ...field.reference, relationshipName: undefined, childRelationshipName: undefined, isMasterDetail: false };
  return { ...field, reference, isNillable: true, isCreateable: false, isUpdateable: false, isSystem: true, defaultValue: undefined, defaultFormula: undefined };
}

/** Channels with the event types selected for them, by folded channel name. */
export function eventChannels(project: MetadataProject, objects: ReadonlyMap<string, ObjectSchema>, problems: ProblemList): ReadonlyMap<string, EventChannelSchema> {
  const channels = new Map<string, EventChannelSchema & { members: EventChannelSchema['members'][number][] }>();
  channels.set(fold(CHANGE_EVENTS_CHANNEL), { name: CHANGE_EVENTS_CHANNEL, kind: 'data', members: [] });
  for (const { name, origin, channelType } of project.eventChannels) {
    if (!name.endsWith('__chn')) problems.add({ type: 'PlatformEventChannel', fullName: name, path: origin.path }, origin.line, `The name of a channel ends with __chn: ${name}`);
    channels.set(fold(name), { name, kind: channelType, members: [] });
  }
  for (const member of project.eventChannelMembers) {
    const report = (message: string): void => { problems.add({ type: 'PlatformEventChannelMember', fullName: member.name, path: member.origin.path }, member.origin.line, message); };
    const channel = channels.get(fold(member.channel));
    const event = objects.get(fold(member.selectedEntity));
    if (channel === undefined) report(`In field: eventChannel - no PlatformEventChannel named ${member.channel} found`);
    else if (event?.kind !== 'event') report(`In field: selectedEntity - no event type named ${member.selectedEntity} found`);
    else if ((event.changesOf !== undefined) !== (channel.kind === 'data')) report(`In field: selectedEntity - ${event.apiName} does not fit the ${channel.kind} channel ${channel.name}`);
    else channel.members.push({ eventName: event.apiName, enrichedFields: enrichedFields(member.enrichedFields, event, report) });
  }
  return channels;
}

function enrichedFields(names: readonly string[], event: ObjectSchema, report: (message: string) => void): string[] {
  return names.flatMap((name) => {
    const field = event.fieldsByName.get(fold(name));
    if (field === undefined) report(`In field: enrichedFields - no CustomField named ${event.changesOf ?? event.apiName}.${name} found`);
    return field === undefined ? [] : [field.apiName];
  });
}
