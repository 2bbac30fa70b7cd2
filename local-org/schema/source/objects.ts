/** `CustomObject`: the object itself, without its fields. */
import type { ObjectSource } from './project.ts';
import type { Component, MetadataElement } from './xml.ts';

/** Set-up, search, history and page behaviour: nothing Apex, queries or the data APIs notice. */
const INERT = [
  'deploymentStatus', 'description', 'enableActivities', 'enableBulkApi', 'enableFeeds', 'enableHistory', 'enableReports', 'enableSearch', 'enableSharing',
  'enableStreamingApi', 'enableLicensing', 'allowInChatterGroups', 'compactLayoutAssignment', 'searchLayouts', 'actionOverrides', 'startsWith', 'gender',
  'visibility', 'recordTypeTrackFeedHistory', 'recordTypeTrackHistory', 'customHelp', 'customHelpPage', 'fieldSets', 'listViews',
  'compactLayouts', 'webLinks', 'enableEnhancedLookup', 'household', 'historyRetentionPolicy', 'profileSearchLayouts',
];

export type ObjectHead = Omit<ObjectSource, 'fields'>;

const KINDS: readonly { readonly suffix: string; readonly kind: ObjectSource['kind'] }[] = [
  { suffix: '__c', kind: 'custom' }, { suffix: '__e', kind: 'event' }, { suffix: '__mdt', kind: 'customMetadata' }, { suffix: '__b', kind: 'bigObject' },
];

/** `undefined` for kinds of objects that are refused: external objects. */
export function kindOf(apiName: string): ObjectSource['kind'] | undefined {
  const known = KINDS.find(({ suffix }) => apiName.endsWith(suffix));
  if (known !== undefined) return known.kind;
  return apiName.includes('__') ? undefined : 'standard';
}

export function readObject(root: MetadataElement, component: Component): ObjectHead | undefined {
  const apiName = component.fullName;
  const kind = kindOf(apiName);
  if (kind === undefined) {
    root.problem(`The kind of object ${apiName} is not supported; only __c, __e, __mdt, __b and standard objects are`);
    return undefined;
  }
  const settingsType = root.word('customSettingsType', ['List', 'Hierarchy']);
  if (settingsType !== undefined && kind !== 'custom') root.one('customSettingsType')?.problem(`${apiName} cannot be a custom setting`);
  const head: ObjectHead = {
    origin: { path: component.path, line: root.line },
    apiName, kind: settingsType === undefined ? kind : 'customSetting', settingsType,
    label: kind === 'standard' ? root.text('label') : root.requiredText('label'),
    pluralLabel: kind === 'standard' ? root.text('pluralLabel') : root.text('pluralLabel') ?? root.text('label'),
    sharing: readSharing(root),
    nameField: kind === 'custom' && settingsType === undefined ? readNameField(root) : undefined,
    publishBehavior: kind === 'event' ? readPublishBehavior(root) : undefined,
  };
  root.refuseRest(INERT);
  return head;
}

function readSharing(root: MetadataElement): ObjectSource['sharing'] {
  const sharing = root.word('sharingModel', ['Private', 'Read', 'ReadWrite', 'ControlledByParent']);
  const external = root.text('externalSharingModel') ?? 'Private';
  // There are no external users here: what they have by default misleads nobody only where they have nothing or no more than everybody. platform-facts: external-users
  if (external !== 'Private' && external !== sharing) {
    root.one('externalSharingModel')?.problem(`externalSharingModel '${external}' beside sharingModel '${sharing ?? ''}' is not supported: the local org has no external users`);
  }
  return sharing;
}

function readPublishBehavior(root: MetadataElement): ObjectSource['publishBehavior'] {
  root.word('eventType', ['HighVolume', 'StandardVolume']);
  return root.word('publishBehavior', ['PublishAfterCommit', 'PublishImmediately']) ?? 'PublishImmediately';
}

function readNameField(root: MetadataElement): ObjectSource['nameField'] {
  const element = root.one('nameField');
  if (element === undefined) {
    root.problem('Must specify a nameField of type Text or AutoNumber');
    return undefined;
  }
  const type = element.word('type', ['Text', 'AutoNumber']);
  const label = element.text('label') ?? 'Name';
  const autoNumberFormat = type === 'AutoNumber' ? element.text('displayFormat') ?? '{0}' : undefined;
  element.integer('startingNumber');
  element.refuseRest(['trackHistory', 'trackFeedHistory']);
  return { label, autoNumberFormat };
}
