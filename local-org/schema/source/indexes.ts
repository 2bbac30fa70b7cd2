/** Index → the key of a big object, field by field. */
import type { IndexSource } from './project.ts';
import type { Component, MetadataElement } from './xml.ts';

export function readIndex(root: MetadataElement, component: Component, name: string): IndexSource {
  root.requiredText('label');
  const fields = root.all('fields').map((element) => {
    const field = element.requiredText('name');
    element.requiredText('sortDirection');
    const isDescending = element.word('sortDirection', ['ASC', 'DESC']) === 'DESC';
    element.refuseRest();
    return { field, isDescending, line: element.line };
  });
  root.refuseRest(['fullName']);
  return { origin: { path: component.path, line: root.line }, name, fields };
}
