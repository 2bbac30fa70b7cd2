/** Modifiers and annotations. */
import type { AnnotationContext, ElementValueContext, ModifierContext } from '@apexdevtools/apex-parser';
import { present, RefusedSyntax, UnexpectedToken, UnsupportedSyntax } from '../../soql/grammar.ts';
import type { Annotation, ModifierName, Modifiers } from './ast.ts';
import { convertLiteral } from './literals.ts';
import type { Scope } from './scope.ts';

export const NO_MODIFIERS: Modifiers = { names: new Set(), annotations: [] };

export function convertModifiers(contexts: readonly ModifierContext[], scope: Scope): Modifiers {
  if (contexts.length === 0) return NO_MODIFIERS;
  const names = new Set<ModifierName>();
  const annotations: Annotation[] = [];
  for (const context of contexts) {
    const annotation = present(context.annotation());
    if (annotation !== undefined) annotations.push(convertAnnotation(annotation, scope));
    else addName(names, context, scope);
  }
  return { names, annotations };
}

function addName(names: Set<ModifierName>, context: ModifierContext, scope: Scope): void {
  const name = (context.children ?? []).map((child) => child.getText().toLowerCase()).join(' ') as ModifierName;
  if (names.has(name)) throw new RefusedSyntax(`Modifier is already specified: ${name}`, scope.source.rangeOf(context));
  names.add(name);
}

/** Local variables, parameters and catch variables may only be `final`. Answers whether they are. */
export function convertFinal(contexts: readonly ModifierContext[], scope: Scope): boolean {
  let isFinal = false;
  for (const context of contexts) {
    const annotation = present(context.annotation());
    // It only speaks to static analysis tools.
    if (annotation !== undefined && annotation.id().start.text.toLowerCase() === 'suppresswarnings') continue;
    if (annotation !== undefined) throw new UnsupportedSyntax(`The annotation ${scope.source.textOf(annotation)} on a variable`, scope.source.rangeOf(context));
    if (present(context.FINAL()) === undefined) throw new RefusedSyntax(`Modifier is not allowed on a variable: ${scope.source.textOf(context)}`, scope.source.rangeOf(context));
    isFinal = true;
  }
  return isFinal;
}

function convertAnnotation(context: AnnotationContext, scope: Scope): Annotation {
  const parameters: Record<string, string | number | boolean> = {};
  const single = present(context.elementValue());
  if (single !== undefined) parameters['value'] = convertElement(single, scope);
  for (const pair of present(context.elementValuePairs())?.elementValuePair_list() ?? []) {
    parameters[pair.id().start.text] = convertElement(pair.elementValue(), scope);
  }
  return { pos: scope.source.rangeOf(context), name: context.id().start.text, parameters };
}

function convertElement(context: ElementValueContext, scope: Scope): string | number | boolean {
  const value = convertLiteral(context.literal(), scope);
  switch (value.kind) {
    case 'string':
    case 'boolean': return value.value;
    case 'null': throw new UnexpectedToken('null', scope.source.rangeOf(context));
    default: return Number(value.digits);
  }
}
