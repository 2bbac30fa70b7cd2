/** Typed trees as text, for tests: every node with what the emitter will see of it. */
import { typeText } from '../../2-bind/type-algebra.ts';
import type { OfKind } from '../of-kind.ts';
import type { ConstantValue, Place, TypedExpression, TypedStatement } from '../typed.ts';

type Printers = { readonly [Kind in TypedExpression['kind']]: (node: OfKind<TypedExpression, Kind>) => string };

const list = (nodes: readonly TypedExpression[]): string => nodes.map(printExpression).join(', ');
const not = (negated: boolean): string => (negated ? '!' : '');

const printers: Printers = {
  Constant: ({ value }) => printConstant(value),
  This: () => 'this',
  Refuse: ({ what }) => `refuse "${what}"`,
  Read: ({ place }) => printPlace(place),
  SObjectChildren: ({ receiver, relationshipName }) => `${printExpression(receiver)}.children:${relationshipName}`,
  EnumConstant: ({ symbol, name }) => `${symbol.qualifiedName}.${name}`,
  Label: ({ name }) => `label:${name}`,
  SObjectTypeToken: ({ objectName }) => `token:${objectName}`,
  SObjectFieldToken: ({ objectName, fieldName }) => `token:${objectName}.${fieldName}`,
  SObjectDescribe: ({ objectName }) => `describe:${objectName}`,
  FieldDescribe: ({ objectName, fieldName }) => `describe:${objectName}.${fieldName}`,
  ClassLiteral: ({ of }) => `${typeText(of)}.class`,
  Call: ({ dispatch, receiver, method, arguments: args }) => {
    const target = receiver === undefined ? method.owner.qualifiedName : printExpression(receiver);
    return `${target}.${dispatch}:${method.slot}(${list(args)})`;
  },
  New: ({ type, constructor, arguments: args }) => `new ${typeText(type)}.${constructor.slot}(${list(args)})`,
  NewSObject: ({ objectName, fields }) => `new ${objectName}(${fields.map((field) => `${field.name}=${printExpression(field.value)}`).join(', ')})`,
  NewCollection: ({ type, elements, pairs, copyOf, size }) => {
    if (elements !== undefined) return `${typeText(type)}{${list(elements)}}`;
    if (pairs !== undefined) return `${typeText(type)}{${pairs.map(({ key, value }) => `${printExpression(key)} => ${printExpression(value)}`).join(', ')}}`;
    return copyOf !== undefined ? `${typeText(type)}(copy ${printExpression(copyOf)})` : `${typeText(type)}[${size === undefined ? '' : printExpression(size)}]`;
  },
  Arithmetic: ({ operator, operands, left, right }) => `(${printExpression(left)} ${operator}${operands} ${printExpression(right)})`,
  DateArithmetic: ({ operator, left, right }) => `(${printExpression(left)} ${operator}date ${printExpression(right)})`,
  BooleanBitwise: ({ operator, left, right }) => `(${printExpression(left)} ${operator}bits ${printExpression(right)})`,
  Logical: ({ operator, left, right }) => `(${printExpression(left)} ${operator} ${printExpression(right)})`,
  Not: ({ operand }) => `!${printExpression(operand)}`,
  Negate: ({ operand }) => `-${printExpression(operand)}`,
  Complement: ({ operand }) => `~${printExpression(operand)}`,
  Concat: ({ parts }) => `concat(${list(parts)})`,
  Equals: ({ how, operands, negated, left, right }) => `(${printExpression(left)} ${not(negated)}==${how}${operands ?? ''} ${printExpression(right)})`,
  Same: ({ negated, left, right }) => `(${printExpression(left)} ${not(negated)}=== ${printExpression(right)})`,
  Compare: ({ operator, how, operands, left, right }) => `(${printExpression(left)} ${operator}${how}${operands ?? ''} ${printExpression(right)})`,
  Conditional: ({ condition, then, otherwise }) => `(${printExpression(condition)} ? ${printExpression(then)} : ${printExpression(otherwise)})`,
  Coalesce: ({ left, right }) => `(${printExpression(left)} ?? ${printExpression(right)})`,
  SafeNavigation: ({ receiver, temporary, rest }) => `safe(${temporary.name} = ${printExpression(receiver)}; ${printExpression(rest)})`,
  Convert: ({ conversion, operand, type }) => (conversion === 'Upcast' ? `Upcast<${typeText(type)}>(${printExpression(operand)})` : `${conversion}(${printExpression(operand)})`),
  Cast: ({ to, operand }) => `(${typeText(to)}) ${printExpression(operand)}`,
  InstanceOf: ({ of, operand }) => `(${printExpression(operand)} instanceof ${typeText(of)})`,
  Assign: ({ place, value }) => `${printPlace(place)} := ${printExpression(value)}`,
  Update: ({ place, value, result }) => `update[${result}] ${printPlace(place)} := ${printExpression(value)}`,
  Soql: ({ query, binds, result }) => `soql[${result}](${query.from.objectName}${binds.map((bind) => `, ${printExpression(bind)}`).join('')})`,
  SingleRow: ({ rows, orNull }) => `${orNull ? 'rowOrNull' : 'row'}(${printExpression(rows)})`,
};

export function printExpression(node: TypedExpression): string {
  return (printers[node.kind] as (node: TypedExpression) => string)(node);
}

function printConstant(value: ConstantValue): string {
  switch (value.kind) {
    case 'null': return 'null';
    case 'string': return `'${value.value}'`;
    case 'decimal': return `${value.digits}m`;
    case 'long': return `${value.value}L`;
    case 'double': return `${value.value}d`;
    default: return String(value.value);
  }
}

function printPlace(place: Place): string {
  switch (place.kind) {
    case 'local': return place.local.name;
    case 'field': return `${place.receiver === undefined ? place.field.owner.qualifiedName : printExpression(place.receiver)}.${place.direct ? '@' : ''}${place.field.name}`;
    case 'sobjectField': return `${printExpression(place.receiver)}.${place.objectName}:${place.fieldName}`;
    case 'sobjectParent': return `${printExpression(place.receiver)}.${place.objectName}:parent:${place.relationshipName}`;
    case 'index': return `${printExpression(place.list)}[${printExpression(place.index)}]`;
  }
}

/** Only what tests look at: loops, switches and DML with their parts, other statements by kind. */
export function printStatement(node: TypedStatement): string {
  switch (node.kind) {
    case 'Expression': return printExpression(node.expression);
    case 'DeclareLocal': return `${typeText(node.local.type)} ${node.local.name} = ${node.value === undefined ? 'null' : printExpression(node.value)}`;
    case 'Return': return `return ${node.value === undefined ? '' : printExpression(node.value)}`.trim();
    case 'ForEach': return `for ${node.over} (${typeText(node.local.type)} ${node.local.name} = ${printExpression(node.value)} of ${printExpression(node.iterable)})`;
    case 'SwitchValue': return `switch ${printExpression(node.subject)} {${node.clauses.map((clause) => list(clause.values)).join(' | ')}}`;
    case 'SwitchType': return `switch ${printExpression(node.subject)} {${node.clauses.map((clause) => typeText(clause.type)).join(' | ')}${node.nullBody === undefined ? '' : ' | null'}}`;
    case 'Dml': return `${node.operation}${node.access === undefined ? '' : ` as ${node.access}`} ${printExpression(node.records)}${node.externalId === undefined ? '' : ` by ${node.externalId}`}`;
    default: return node.kind;
  }
}
