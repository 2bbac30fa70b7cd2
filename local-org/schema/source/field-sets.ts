/** FieldSet → an ordered list of fields of one object, for describe calls. Field sets change neither data nor permissions. */
import type { FieldSetSource } from './project.ts';
import type { Component, MetadataElement } from './xml.ts';

export function readFieldSet(root: MetadataElement, component: Component): FieldSetSource | undefined {
  const [objectName, name] = component.fullName.split('.');
  if (objectName === undefined || name === undefined) {
    root.problem('A field set lies in objects/<object>/fieldSets/');
    return undefined;
  }
  const members = root.all('displayedFields').map((member) => ({ path: member.requiredText('field'), isRequired: member.boolean('isRequired', false) }));
  const fieldSet = { name, label: root.requiredText('label'), description: root.text('description') ?? null, members };
  root.refuseRest(['fullName', 'availableFields']);
  return { origin: { path: component.path, line: root.line }, objectName, fieldSet };
}
