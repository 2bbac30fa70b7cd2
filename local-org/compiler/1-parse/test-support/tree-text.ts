/** Syntax trees as short text, so that a test can say what a source means in one line. */
import { printSoql } from '../../../soql/print.ts';
import type { Expression, LiteralValue, Member, Modifiers, Parameter, Statement, TypeDeclaration, TypeRef, WhenClause } from '../ast.ts';
import type { Position } from '../../position.ts';

type Printers<T extends { kind: string }> = { readonly [K in T['kind']]: (node: Extract<T, { kind: K }>) => string };

export const typeText = (type: TypeRef | undefined): string =>
  type === undefined ? 'void' : `${type.names.join('.')}${type.arguments.length === 0 ? '' : `<${type.arguments.map(typeText).join(',')}>`}`;

const list = (nodes: readonly Expression[]): string => nodes.map(expressionText).join(', ');

function literalText(value: LiteralValue): string {
  switch (value.kind) {
    case 'null': return 'null';
    case 'boolean': return String(value.value);
    case 'string': return JSON.stringify(value.value);
    default: return `${value.digits}${{ integer: '', long: 'L', decimal: 'm', double: 'd' }[value.kind]}`;
  }
}

const expressions: Printers<Expression> = {
  Literal: (node) => literalText(node.value),
  Name: (node) => node.name,
  This: () => 'this',
  Super: () => 'super',
  Parenthesized: (node) => `paren(${expressionText(node.expression)})`,
  Dot: (node) => `(${expressionText(node.target)} ${node.isSafe ? '?.' : '.'} ${node.name})`,
  MethodCall: (node) => `(${expressionText(node.target)} ${node.isSafe ? '?.' : '.'} ${node.name}(${list(node.arguments)}))`,
  Call: (node) => `${node.name}(${list(node.arguments)})`,
  ConstructorCall: (node) => `construct-${node.target}(${list(node.arguments)})`,
  Index: (node) => `(${expressionText(node.target)} [${expressionText(node.index)}])`,
  New: (node) => `new ${typeText(node.type)}(${list(node.arguments)})`,
  NewElements: (node) => `new ${typeText(node.type)}{${list(node.elements)}}`,
  NewPairs: (node) => `new ${typeText(node.type)}{${node.pairs.map(({ key, value }) => `${expressionText(key)} => ${expressionText(value)}`).join(', ')}}`,
  NewSized: (node) => `new ${typeText(node.type)}[${expressionText(node.size)}]`,
  Cast: (node) => `cast<${typeText(node.type)}>(${expressionText(node.operand)})`,
  InstanceOf: (node) => `(${expressionText(node.operand)} instanceof ${typeText(node.type)})`,
  ClassLiteral: (node) => `${typeText(node.type)}.class`,
  Prefix: (node) => `(${node.operator} ${expressionText(node.operand)})`,
  Postfix: (node) => `(${expressionText(node.operand)} ${node.operator})`,
  Binary: (node) => `(${expressionText(node.left)} ${node.operator} ${expressionText(node.right)})`,
  Coalesce: (node) => `(${expressionText(node.left)} ?? ${expressionText(node.right)})`,
  Conditional: (node) => `(${expressionText(node.condition)} ? ${expressionText(node.then)} : ${expressionText(node.otherwise)})`,
  Assign: (node) => `(${expressionText(node.target)} ${node.operator} ${expressionText(node.value)})`,
  Soql: (node) => `[${printSoql(node.query)}]${node.binds.length === 0 ? '' : `(${list(node.binds)})`}`,
  Sosl: (node) => `sosl ${node.text}`,
};

export function expressionText(node: Expression): string {
  return (expressions[node.kind] as (node: Expression) => string)(node);
}

const optional = (node: Expression | undefined): string => (node === undefined ? '' : expressionText(node));

function whenText(clause: WhenClause): string {
  const body = statementText({ ...clause.body });
  if (clause.kind === 'WhenElse') return `else ${body}`;
  return clause.kind === 'WhenType' ? `type ${typeText(clause.type)} ${clause.name} ${body}` : `values ${list(clause.values)} ${body}`;
}

const statements: Printers<Statement> = {
  Block: (node) => `{${node.statements.map(statementText).join(' ')}}`,
  LocalDeclaration: (node) =>
    `local${node.isFinal ? ' final' : ''} ${typeText(node.type)} ${node.declarators.map(({ name, initializer }) => (initializer === undefined ? name : `${name} = ${expressionText(initializer)}`)).join(', ')};`,
  ExpressionStatement: (node) => `${expressionText(node.expression)};`,
  If: (node) => `if ${expressionText(node.condition)} ${statementText(node.then)}${node.otherwise === undefined ? '' : ` else ${statementText(node.otherwise)}`}`,
  While: (node) => `while ${expressionText(node.condition)} ${statementText(node.body)}`,
  DoWhile: (node) => `do ${statementText(node.body)} while ${expressionText(node.condition)}`,
  For: (node) => {
    const init = node.init === undefined ? '' : 'kind' in node.init ? statementText(node.init) : list(node.init);
    return `for (${init} | ${optional(node.condition)} | ${list(node.update)}) ${statementText(node.body)}`;
  },
  ForEach: (node) => `for (${typeText(node.type)} ${node.name} in ${expressionText(node.iterable)}) ${statementText(node.body)}`,
  Switch: (node) => `switch ${expressionText(node.subject)} [${node.clauses.map(whenText).join(' ')}]`,
  Try: (node) => `try ${statementText(node.body)}${node.catches.map((clause) => ` catch (${typeText(clause.type)} ${clause.name}) ${statementText(clause.body)}`).join('')}${node.finallyBody === undefined ? '' : ` finally ${statementText(node.finallyBody)}`}`,
  Return: (node) => `return ${optional(node.value)};`,
  Throw: (node) => `throw ${expressionText(node.value)};`,
  Break: () => 'break;',
  Continue: () => 'continue;',
  Dml: (node) => `${node.operation}${node.access === undefined ? '' : ` as ${node.access}`} ${expressionText(node.records)}${node.externalId === undefined ? '' : ` by ${node.externalId.join('.')}`}${node.mergeWith === undefined ? '' : ` with ${expressionText(node.mergeWith)}`};`,
  RunAs: (node) => `runAs (${list(node.arguments)}) ${statementText(node.body)}`,
};

export function statementText(node: Statement): string {
  return (statements[node.kind] as (node: Statement) => string)(node);
}

const modifierText = ({ names, annotations }: Modifiers): string =>
  [...annotations.map(({ name, parameters }) => `@${name}${Object.keys(parameters).length === 0 ? '' : JSON.stringify(parameters)}`), ...names].map((word) => `${word} `).join('');
const parameterText = (parameters: readonly Parameter[]): string => parameters.map(({ isFinal, type, name }) => `${isFinal ? 'final ' : ''}${typeText(type)} ${name}`).join(', ');

const members: Printers<Member> = {
  Class: (node) => `${modifierText(node.modifiers)}class ${node.name}${node.superType === undefined ? '' : ` extends ${typeText(node.superType)}`}${node.interfaces.length === 0 ? '' : ` implements ${node.interfaces.map(typeText).join(', ')}`} [\n${node.members.map((member) => indent(memberText(member))).join('\n')}\n]`,
  Interface: (node) => `${modifierText(node.modifiers)}interface ${node.name}${node.interfaces.length === 0 ? '' : ` extends ${node.interfaces.map(typeText).join(', ')}`} [\n${node.members.map((member) => indent(memberText(member))).join('\n')}\n]`,
  Enum: (node) => `${modifierText(node.modifiers)}enum ${node.name} [${node.constants.map(({ name }) => name).join(', ')}]`,
  Method: (node) => `${modifierText(node.modifiers)}method ${typeText(node.returnType)} ${node.name}(${parameterText(node.parameters)}) ${node.body === undefined ? 'abstract' : statementText(node.body)}`,
  Constructor: (node) => `${modifierText(node.modifiers)}constructor ${node.name}(${parameterText(node.parameters)}) ${statementText(node.body)}`,
  Field: (node) => `${modifierText(node.modifiers)}field ${typeText(node.type)} ${node.name}${node.initializer === undefined ? '' : ` = ${expressionText(node.initializer)}`}`,
  Property: (node) => {
    const accessor = (word: string, found: typeof node.getter): string => (found === undefined ? '' : ` ${modifierText(found.modifiers)}${word}${found.body === undefined ? '' : ` ${statementText(found.body)}`};`);
    return `${modifierText(node.modifiers)}property ${typeText(node.type)} ${node.name}${accessor('get', node.getter)}${accessor('set', node.setter)}`;
  },
  Initializer: (node) => `${node.isStatic ? 'static ' : ''}initializer ${statementText(node.body)}`,
};

export function memberText(node: Member | TypeDeclaration): string {
  return (members[node.kind] as (node: Member) => string)(node);
}

function indent(text: string): string {
  return text.replace(/^/gm, '  ');
}

export function positionText({ line, column, endLine, endColumn }: Position): string {
  return `${line}:${column}-${endLine}:${endColumn}`;
}
