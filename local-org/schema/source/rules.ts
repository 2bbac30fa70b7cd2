/** `ValidationRule`: what a record must not be like. */
import type { ValidationRuleSource } from './project.ts';
import type { Component, MetadataElement } from './xml.ts';

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
