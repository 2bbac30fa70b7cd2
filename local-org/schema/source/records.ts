/** Custom metadata records, custom labels and event subscriptions. */
import type { CustomMetadataSource, EventSubscriberSource, MetadataProject } from './project.ts';
import type { Component, MetadataElement } from './xml.ts';

export function readCustomMetadata(root: MetadataElement, component: Component): CustomMetadataSource | undefined {
  const [typeName, developerName, ...rest] = component.fullName.split('.');
  if (typeName === undefined || developerName === undefined || rest.length > 0) {
    root.problem(`A custom metadata record is named Type.Record, but was: ${component.fullName}`);
    return undefined;
  }
  const read: CustomMetadataSource = {
    origin: { path: component.path, line: root.line },
    objectName: `${typeName}__mdt`,
    developerName,
    label: root.requiredText('label'),
    isProtected: root.boolean('protected', false),
    values: root.all('values').map(readValue),
  };
  root.refuseRest(['description']);
  return read;
}

function readValue(element: MetadataElement): CustomMetadataSource['values'][number] {
  const value = element.one('value');
  const isNull = value === undefined || value.attributes['xsi:nil'] === 'true';
  const read = {
    field: element.requiredText('field'),
    type: (value?.attributes['xsi:type'] ?? 'xsd:string').replace(/^.*:/, ''),
    value: isNull ? null : value.value,
    line: element.line,
  };
  element.refuseRest();
  return read;
}

const LONGEST_LABEL = 1000;

export function readLabels(root: MetadataElement, component: Component): MetadataProject['labels'] {
  const labels = root.all('labels').map((element) => {
    const name = element.requiredText('fullName');
    const value = element.one('value')?.value ?? '';
    if (value === '') element.problem('Required field is missing: value');
    if (value.length > LONGEST_LABEL) element.problem(`The value of label ${name} has ${value.length} characters; at most ${LONGEST_LABEL} are allowed`);
    const language = element.text('language');
    if (language !== undefined && language !== 'en_US') element.one('language')?.problem(`Label language ${language} is not supported; only en_US is`);
    element.refuseRest(['protected', 'shortDescription', 'categories']);
    return { origin: { path: component.path, line: element.line }, name, value };
  });
  root.refuseRest();
  return labels;
}

const LARGEST_BATCH = 2000;

export function readEventSubscriber(root: MetadataElement, component: Component): EventSubscriberSource {
  const batchSize = root.integer('batchSize') ?? LARGEST_BATCH;
  if (batchSize < 1 || batchSize > LARGEST_BATCH) root.one('batchSize')?.problem(`batchSize must be between 1 and ${LARGEST_BATCH}, but is ${batchSize}`);
  const partitions = root.integer('numPartitions') ?? 1;
  if (partitions < 1 || partitions > 10) root.one('numPartitions')?.problem(`numPartitions must be between 1 and 10, but is ${partitions}`);
  const read: EventSubscriberSource = {
    origin: { path: component.path, line: root.line },
    name: component.fullName,
    consumer: root.requiredText('platformEventConsumer'),
    batchSize,
    user: root.text('user'),
    partitions,
    partitionKey: root.text('partitionKey'),
  };
  root.refuseRest(['masterLabel', 'isProtected']);
  return read;
}
