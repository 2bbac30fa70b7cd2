/** `ValidationRule`: what a record must not be like. `RecordType`: which kinds of records an object has. */
import type { RecordTypeSource, ValidationRuleSource } from './project.ts';
import type { Component, MetadataElement } from './xml.ts';

export function readRecordType(root: MetadataElement, component: Component, name: string): RecordTypeSource {
  const written = root.requiredText('fullName');
  if (written !== '' && written !== name) root.problem(`fullName ${written} does not match the file name ${name}`);
  const picklists = new Map(root.all('picklistValues').map((element) => {
    const values = element.all('values').map((value) => {
      const read = { value: decoded(value.requiredText('fullName')), isDefault: value.boolean('default', false) };
      value.refuseRest();
      return read;
    });
    const field = element.requiredText('picklist').toLowerCase();
    element.refuseRest();
    return [field, values] as const;
  }));
  const recordType = { developerName: name, label: root.requiredText('label'), description: root.text('description'), isActive: root.boolean('active', false), picklists };
  root.refuseRest(['compactLayoutAssignment', 'businessProcess']);
  return { origin: { path: component.path, line: root.line }, recordType };
}

/** Metadata writes the values of record types percent-encoded. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
}

const LONGEST_MESSAGE = 255;

export function readValidationRule(root: MetadataElement, component: Component, name: string): ValidationRuleSource | undefined {
  const written = root.requiredText('fullName');
  if (written !== '' && written !== name) root.problem(`fullName ${written} does not match the file name ${name}`);
  const formula = root.one('errorConditionFormula');
  const message = root.requiredText('errorMessage');
  if (message.length > LONGEST_MESSAGE) root.one('errorMessage')?.problem(`The error message of ${name} has ${message.length} characters; at most ${LONGEST_MESSAGE} are allowed`);
  const isActive = root.boolean('active', false);
  const displayField = root.text('errorDisplayField');
  root.refuseRest(['description']);
  if (formula === undefined) {
    root.problem('Required field is missing: errorConditionFormula');
    return undefined;
  }
  return { origin: { path: component.path, line: root.line }, formulaLine: formula.line, rule: { name, isActive, formula: formula.value, message, displayField } };
}
