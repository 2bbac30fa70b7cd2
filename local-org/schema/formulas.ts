/** The formulas of a schema, compiled once each: formula fields, defaults and validation rules. */
import { compileFormula, placeOf } from '../formula/compile.ts';
import { FormulaProblem } from '../formula/problem.ts';
import type { CompiledFormula } from '../formula/types.ts';
import { defaultScope, formulaScope, formulaTypeOf, type FormulaSchemaView } from './formula-scope.ts';
import { UnsupportedFeature } from '../library/unsupported.ts';
import { fold, type ProblemList } from './problem.ts';
import type { FieldSchema, ObjectSchema, ValidationRuleSchema } from './schema.ts';
import type { MetadataProject } from './source/project.ts';

const compiled = new WeakMap<FormulaSchemaView['objects'], WeakMap<FieldSchema | ValidationRuleSchema, CompiledFormula>>();

function once(schema: FormulaSchemaView, owner: FieldSchema | ValidationRuleSchema, compile: () => CompiledFormula): CompiledFormula {
  const ofSchema = compiled.get(schema.objects) ?? new WeakMap<FieldSchema | ValidationRuleSchema, CompiledFormula>();
  compiled.set(schema.objects, ofSchema);
  let known = ofSchema.get(owner);
  if (known === undefined) ofSchema.set(owner, (known = compile()));
  return known;
}

/** The formula of a formula field. Throws FormulaProblem where the text is not one; a deployed schema has none of those. */
export function fieldFormula(schema: FormulaSchemaView, object: ObjectSchema, field: FieldSchema): CompiledFormula {
  const { formula } = field;
  if (formula === undefined) throw new Error(`${object.apiName}.${field.apiName} is not a formula field.`);
  return once(schema, field, () => compileFormula(formula.text, { scope: formulaScope(schema, object), use: 'field', blankNumbersAsZero: formula.blankNumbersAsZero, expected: formulaTypeOf(field) }));
}

export function defaultFormula(schema: FormulaSchemaView, object: ObjectSchema, field: FieldSchema): CompiledFormula {
  const isPicklist = field.type === 'picklist' || field.type === 'multipicklist';
  const expected = isPicklist ? 'text' : formulaTypeOf(field);
  return once(schema, field, () => compileFormula(field.defaultFormula ?? '', { scope: defaultScope(schema, object), use: 'defaultValue', blankNumbersAsZero: false, expected }));
}

/** platform-facts: validation-blanks (blank numbers of a rule stay blank). */
export function ruleFormula(schema: FormulaSchemaView, object: ObjectSchema, rule: ValidationRuleSchema): CompiledFormula {
  return once(schema, rule, () => compileFormula(rule.formula, { scope: formulaScope(schema, object, 'rule'), use: 'validationRule', blankNumbersAsZero: false, expected: 'boolean' }));
}

/** Compiles every formula of a project and reports what is wrong with it, at its line. */
export function checkFormulas(project: MetadataProject, schema: FormulaSchemaView, problems: ProblemList): void {
  const broken: (() => void)[] = [];
  for (const source of project.objects) {
    const object = schema.objects.get(fold(source.apiName));
    if (object === undefined) continue;
    for (const { field: written, origin, formulaLine = origin.line } of source.fields) {
      const field = object.fieldsByName.get(fold(written.apiName));
      const text = written.formula?.text ?? written.defaultFormula;
      if (field === undefined || text === undefined) continue;
      const component = { type: 'CustomField', fullName: `${object.apiName}.${field.apiName}`, path: origin.path };
      report(problems, component, { broken, schema, owner: field }, formulaLine, text, () => {
        if (field.formula === undefined) return defaultFormula(schema, object, field);
        refuseCycle(schema, object, field);
        return fieldFormula(schema, object, field);
      });
    }
    for (const { rule, origin, formulaLine } of source.validationRules ?? []) {
      const component = { type: 'ValidationRule', fullName: `${object.apiName}.${rule.name}`, path: origin.path };
      report(problems, component, { broken, schema, owner: rule }, formulaLine, rule.formula, () => ruleFormula(schema, object, rule));
      if (rule.displayField !== undefined && !object.fieldsByName.has(fold(rule.displayField))) problems.add(component, origin.line, `In field: errorDisplayField - no CustomField named ${object.apiName}.${rule.displayField} found`);
    }
  }
  for (const each of broken) each();
}

/** A project that is run in part has its broken formulas too: reaching one is refused by name. */
function refuse(schema: FormulaSchemaView, owner: FieldSchema | ValidationRuleSchema, name: string, message: string): void {
  const run = (): never => {
    throw new UnsupportedFeature(`the formula of ${name} (${message})`);
  };
  const ofSchema = compiled.get(schema.objects) ?? new WeakMap<FieldSchema | ValidationRuleSchema, CompiledFormula>();
  compiled.set(schema.objects, ofSchema);
  ofSchema.set(owner, { type: 'null', references: [], isVolatile: true, run });
}

interface Checked {
  /** What to do once every formula has been looked at: a formula that is refused reads nothing any more. */
  readonly broken: (() => void)[];
  readonly schema: FormulaSchemaView;
  readonly owner: FieldSchema | ValidationRuleSchema;
}

function report(problems: ProblemList, component: Parameters<ProblemList['add']>[0], { broken, schema, owner }: Checked, line: number, text: string, compile: () => CompiledFormula): void {
  try {
    compile();
  } catch (error) {
    if (!(error instanceof FormulaProblem)) throw error;
    broken.push(() => { refuse(schema, owner, component.fullName, error.message); });
    const place = placeOf(text, error.offset);
    problems.add(component, line + place.line - 1, place.line === 1 && place.column === 1 ? error.message : `${error.message} (formula line ${place.line}, column ${place.column})`);
  }
}

/** A formula may read other formulas, but not itself over them. */
function refuseCycle(schema: FormulaSchemaView, object: ObjectSchema, field: FieldSchema): void {
  const reaches = (from: ObjectSchema, at: FieldSchema, seen: ReadonlySet<FieldSchema>): boolean => {
    for (const { object: nextObject, field: next } of formulasRead(schema, from, at)) {
      if (next === field) return true;
      if (!seen.has(next) && reaches(nextObject, next, new Set([...seen, next]))) return true;
    }
    return false;
  };
  if (reaches(object, field, new Set())) throw new FormulaProblem(`Formula cannot use another formula field that directly or indirectly refers to itself. ${field.apiName}`, 0);
}

function formulasRead(schema: FormulaSchemaView, object: ObjectSchema, field: FieldSchema): { object: ObjectSchema; field: FieldSchema }[] {
  return fieldFormula(schema, object, field).references.flatMap(({ path }) => {
    const found = fieldAt(schema, object, path);
    return found?.field.formula === undefined ? [] : [found];
  });
}

/** The field a path of a formula leads to; `undefined` for globals. */
export function fieldAt(schema: FormulaSchemaView, start: ObjectSchema, path: readonly string[]): { object: ObjectSchema; field: FieldSchema } | undefined {
  if (path[0]?.startsWith('$') === true) return undefined;
  let object: ObjectSchema | undefined = start;
  for (const name of path.slice(0, -1)) {
    const [relationship = '', chosen] = name.split(':');
    const reference: FieldSchema['reference'] = object.parentsByName.get(fold(relationship))?.reference;
    object = schema.objects.get(fold(chosen ?? reference?.targets[0] ?? ''));
    if (object === undefined) return undefined;
  }
  const field = object.fieldsByName.get(fold(path.at(-1) ?? ''));
  return field === undefined ? undefined : { object, field };
}

const GLOBAL_OBJECTS: Readonly<Record<string, string>> = { $User: 'user', $Profile: 'profile', $UserRole: 'userrole', $Organization: 'organization' };

/** The field behind a global such as `$User.Alias` or `$Setup.Limits__c.Most__c`. */
export function globalFieldAt(schema: FormulaSchemaView, path: readonly string[]): FieldSchema | undefined {
  const [global = '', second = ''] = path;
  const objectName = GLOBAL_OBJECTS[global] ?? (global === '$CustomMetadata' || global === '$Setup' ? fold(second) : undefined);
  return objectName === undefined ? undefined : schema.objects.get(objectName)?.fieldsByName.get(fold(path.at(-1) ?? ''));
}
