/** Checks Apex text against the small platform, for tests. */
import { parseApex } from '../../1-parse/parse.ts';
import type { SourceUnit } from '../../2-bind/program.ts';
import { typeText } from '../../2-bind/type-algebra.ts';
import type { Diagnostic } from '../../diagnostics.ts';
import type { FrontResult } from '../../front.ts';
import { checkProgram } from '../../front.ts';
import type { SourceFile } from '../../position.ts';
import type { TypedExpression, TypedMethod, TypedStatement, TypedType } from '../typed.ts';
import { printExpression, printStatement } from './print.ts';
import { smallPlatform } from './small-platform.ts';

export function checkFiles(...files: readonly SourceFile[]): FrontResult {
  const units = files.map((file): SourceUnit => {
    const { unit, diagnostics } = parseApex(file);
    if (unit === undefined) throw new Error(`${file.path} does not parse: ${diagnostics.map((each) => `${each.pos.line}:${each.pos.column} ${each.message}`).join('; ')}`);
    return { path: file.path, unit };
  });
  return checkProgram({ units, universe: smallPlatform });
}

/** Each text is one class, interface, enum or trigger. */
export function checkTexts(...texts: readonly string[]): FrontResult {
  return checkFiles(...texts.map((text, index): SourceFile => ({ path: `file${index}`, text, kind: /^\s*trigger\b/.test(text) ? 'trigger' : 'class' })));
}

/** Messages of all diagnostics, in document order. */
export function messagesOf(...texts: readonly string[]): string[] {
  return checkTexts(...texts).diagnostics.map((diagnostic) => diagnostic.message);
}

/** Messages for statements of an instance method of a class with a few members to use. */
export function messagesOfStatements(statements: string, others: readonly string[] = []): string[] {
  return messagesOf(`public virtual class Host { ${HOST_MEMBERS} void run() {\n${statements}\n} }`, ...others);
}

const HOST_MEMBERS = 'Integer number; static Integer total; String text; public String title { get; set; } Integer twice(Integer value) { return value * 2; } static void ping() { }';

/** The typed statements of an instance method, printed; throws when there are diagnostics. */
export function typedStatements(statements: string, others: readonly string[] = []): string[] {
  const result = checkTexts(`public virtual class Host { ${HOST_MEMBERS} void run() {\n${statements}\n} }`, ...others);
  return bodyOf(sound(result), 'Host', 'run').map(printStatement);
}

/** The last statement's typed expression, and its type: `(1 +Integer 2) : Integer`. Earlier statements declare what it uses. */
export function typedExpression(expression: string, before = '', others: readonly string[] = []): string {
  const result = checkTexts(`public virtual class Host { ${HOST_MEMBERS} void run() {\n${before}\nObject probe = ${expression};\n} }`, ...others);
  const last = bodyOf(sound(result), 'Host', 'run').at(-1);
  if (last?.kind !== 'DeclareLocal' || last.value === undefined) throw new Error('The probe is no declaration.');
  const value = withoutProbe(last.value);
  return `${printExpression(value)} : ${typeText(value.type)}`;
}

/** The conversion to the probe's own type Object is the test's doing. */
function withoutProbe(expression: TypedExpression): TypedExpression {
  return expression.kind === 'Convert' && expression.conversion === 'Upcast' && expression.type.kind === 'primitive' ? expression.operand : expression;
}

export function sound(result: FrontResult): FrontResult {
  if (result.diagnostics.length > 0) throw new Error(result.diagnostics.map(diagnosticText).join('\n'));
  return result;
}

export function diagnosticText({ path, pos, code, message }: Diagnostic): string {
  return `${path}:${pos.line}:${pos.column} ${code} ${message}`;
}

export function typeNamed(result: FrontResult, name: string): TypedType {
  const all = result.program.types.flatMap((type) => [type, ...type.inner]);
  const found = all.find((type) => type.symbol.qualifiedName === name);
  if (found === undefined) throw new Error(`There is no type ${name}.`);
  return found;
}

export function methodNamed(result: FrontResult, typeName: string, name: string): TypedMethod {
  const found = typeNamed(result, typeName).methods.find((method) => method.symbol.name === name);
  if (found === undefined) throw new Error(`${typeName} has no method ${name}.`);
  return found;
}

export function bodyOf(result: FrontResult, typeName: string, methodName: string): readonly TypedStatement[] {
  return methodNamed(result, typeName, methodName).body;
}
