/** Channels of events, and what is sent through them. */
import type { EventChannelMemberSource, EventChannelSource } from './project.ts';
import type { Component, MetadataElement } from './xml.ts';

export function readEventChannel(root: MetadataElement, component: Component): EventChannelSource {
  const channel: EventChannelSource = { origin: { path: component.path, line: root.line }, name: component.fullName, channelType: root.word('channelType', ['data', 'event']) ?? 'event' };
  root.refuseRest(['label', 'eventType']);
  return channel;
}

/** Events are sent whole to whoever may read them: a filter would have to be obeyed, so it is refused. */
export function readEventChannelMember(root: MetadataElement, component: Component): EventChannelMemberSource {
  const member: EventChannelMemberSource = {
    origin: { path: component.path, line: root.line }, name: component.fullName, channel: root.requiredText('eventChannel'), selectedEntity: root.requiredText('selectedEntity'),
    enrichedFields: root.all('enrichedFields').map((field) => field.requiredText('name')),
  };
  root.refuseRest();
  return member;
}
