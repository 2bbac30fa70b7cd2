/**
 * Everything the compiler can say about a program, as data. Texts are worded as Salesforce words them; codes are ours and stable.
 * APX1 parsing, APX2 declarations, APX3 names and types, APX4 calls and constructors, APX5 statements, APX6 expressions, APX7 SOQL and DML, APX9 not supported here.
 */
import type { Position } from './position.ts';

export type DiagnosticKind = 'error' | 'unsupported';

export interface Diagnostic {
  readonly code: string;
  /** `error`: Salesforce would refuse it too. `unsupported`: Salesforce would take it, the local org does not. */
  readonly kind: DiagnosticKind;
  readonly message: string;
  /** What filled the text, in order. */
  readonly values: readonly string[];
  readonly path: string;
  readonly pos: Position;
}

export interface DiagnosticRule<Values extends readonly string[]> {
  readonly code: string;
  readonly kind: DiagnosticKind;
  readonly text: (...values: Values) => string;
}

/** One diagnostic of a rule. `values` fill the text in order. */
export function diagnose<Values extends readonly string[]>(rule: DiagnosticRule<Values>, path: string, pos: Position, ...values: Values): Diagnostic {
  return { code: rule.code, kind: rule.kind, message: rule.text(...values), values, path, pos };
}

/** Document order: by path, then place. */
export function compareDiagnostics(a: Diagnostic, b: Diagnostic): number {
  if (a.path !== b.path) return a.path < b.path ? -1 : 1;
  return a.pos.line - b.pos.line || a.pos.column - b.pos.column;
}

function error<Values extends readonly string[]>(code: string, text: (...values: Values) => string): DiagnosticRule<Values> {
  return { code, kind: 'error', text };
}
function unsupported<Values extends readonly string[]>(code: string, text: (...values: Values) => string): DiagnosticRule<Values> {
  return { code, kind: 'unsupported', text };
}

const SOQL_REFERENCE = 'Please reference your WSDL or the describe call for the appropriate names.';

export const DIAGNOSTICS = {
  // ---- parsing
  syntax: error('APX1001', (text: string) => text),

  // ---- declarations
  duplicateType: error('APX2001', (name: string) => `Duplicate type: ${name}`),
  duplicateField: error('APX2002', (name: string) => `Duplicate field: ${name}`),
  duplicateMethod: error('APX2003', (signature: string, type: string) => `Method already defined: ${signature} from the type ${type}`),
  duplicateConstructor: error('APX2004', (signature: string, type: string) => `Constructor already defined: ${signature} from the type ${type}`),
  nestedInnerType: error('APX2005', (name: string) => `Inner types are not allowed to have inner types: ${name}`),
  circularDefinition: error('APX2006', (name: string) => `Circular definition: ${name}`),
  notExtendable: error('APX2007', (name: string) => `Non-virtual and non-abstract type cannot be extended: ${name}`),
  extendsNeedsClass: error('APX2008', (name: string) => `Class must extend another class: ${name}`),
  implementsNeedsInterface: error('APX2009', (name: string) => `Class must implement an interface: ${name}`),
  duplicateInterface: error('APX2010', (name: string) => `Interface is already implemented: ${name}`),
  exceptionName: error('APX2011', (name: string) => `Classes that extend Exception must have a name that ends with 'Exception': ${name}`),
  missingImplementation: error('APX2012', (type: string, signature: string) => `Class ${type} must implement the method: ${signature}`),
  abstractInConcrete: error('APX2013', (name: string) => `Abstract methods must be declared in an abstract class: ${name}`),
  abstractWithBody: error('APX2014', (name: string) => `Abstract methods cannot have a body: ${name}`),
  missingBody: error('APX2015', (name: string) => `Method must define a body: ${name}`),
  missingOverride: error('APX2016', (signature: string) => `Method must use the override keyword: ${signature}`),
  notOverriding: error('APX2017', (signature: string) => `@Override specified for non-overriding method: ${signature}`),
  overridesNonVirtual: error('APX2018', (signature: string) => `Non-virtual, non-abstract methods cannot be overridden: ${signature}`),
  overrideReducesVisibility: error('APX2019', (signature: string) => `Cannot reduce the visibility of the overridden method: ${signature}`),
  overrideReturnType: error('APX2020', (signature: string) => `Return type of overriding method does not match overridden method: ${signature}`),
  implementationVisibility: error('APX2021', (signature: string) => `Overriding implementations of global or public interface methods must be global or public: ${signature}`),
  staticInInner: error('APX2022', (member: string) => `Static can only be used on ${member} of a top level type`),
  methodNameIsConstructor: error('APX2023', (name: string) => `Invalid constructor name: ${name}`),
  missingVisibility: error('APX2024', (name: string) => `Top-level type must have public or global visibility: ${name}`),
  contradictingModifiers: error('APX2025', (first: string, second: string) => `Modifiers cannot be combined: ${first}, ${second}`),
  duplicateConstant: error('APX2026', (name: string) => `Duplicate enum value: ${name}`),

  // ---- names and types
  unknownType: error('APX3001', (name: string) => `Invalid type: ${name}`),
  unknownVariable: error('APX3002', (name: string) => `Variable does not exist: ${name}`),
  unknownLabel: error('APX3003', (name: string) => `External string does not exist: ${name}`),
  unknownSObjectField: error('APX3004', (field: string, object: string) => `Field does not exist: ${field} on ${object}`),
  variableNotVisible: error('APX3005', (name: string) => `Variable is not visible: ${name}`),
  typeNotVisible: error('APX3006', (name: string) => `Type is not visible: ${name}`),
  instanceFieldInStaticContext: error('APX3007', (name: string) => `Non static variable cannot be referenced from a static context: ${name}`),
  staticFieldOnInstance: error('APX3008', (name: string) => `Static variable cannot be referenced from a non static context: ${name}`),
  fieldOfNonObject: error('APX3009', (type: string) => `Initial term of field expression must be a concrete SObject: ${type}`),
  typeArguments: error('APX3010', (name: string, expected: string) => `Wrong number of type arguments for ${name}, expected: ${expected}`),
  typeAsValue: error('APX3011', (name: string) => `Expression cannot be a type: ${name}`),
  thisInStaticContext: error('APX3012', (word: string) => `${word} cannot be referenced in a static context`),
  /** Left of a dot, where a type may stand as well. */
  unknownTarget: error('APX3015', (name: string) => `Variable does not exist: ${name}`),
  /** The object is not part of the text, but tells whose field it is. */
  unknownRecordMember: error<[name: string, object: string]>('APX3014', (name) => `Variable does not exist: ${name}`),
  duplicateVariable: error('APX3013', (name: string) => `Duplicate variable: ${name}`),

  // ---- calls
  unknownMethod: error('APX4001', (signature: string, type: string) => `Method does not exist or incorrect signature: void ${signature} from the type ${type}`),
  ambiguousMethod: error('APX4002', (signature: string) => `Method is ambiguous: ${signature}`),
  methodNotVisible: error('APX4003', (signature: string) => `Method is not visible: ${signature}`),
  instanceMethodInStaticContext: error('APX4004', (signature: string) => `Non static method cannot be referenced from a static context: ${signature}`),
  staticMethodOnInstance: error('APX4005', (signature: string) => `Static method cannot be referenced from a non static context: ${signature}`),
  unknownConstructor: error('APX4006', (type: string, parameters: string) => `Constructor not defined: [${type}].<Constructor>(${parameters})`),
  constructorNotVisible: error('APX4007', (type: string, parameters: string) => `Constructor is not visible: [${type}].<Constructor>(${parameters})`),
  abstractConstructed: error('APX4008', (type: string) => `Abstract classes cannot be constructed: ${type}`),
  notConstructible: error('APX4009', (type: string) => `Type cannot be constructed: ${type}`),
  constructorCallPlace: error('APX4010', () => `Call to 'this()' or 'super()' must be the first statement in a constructor method`),
  sobjectInitializer: error('APX4011', (object: string) => `SObject constructor must use name = value pairs: ${object}`),
  duplicateInitializer: error('APX4012', (field: string) => `Duplicate field initialization: ${field}`),
  abstractSuperCall: error('APX4013', (signature: string) => `Cannot call an abstract method through super: ${signature}`),
  superWithoutParent: error('APX4014', (type: string) => `No super type defined for: ${type}`),

  // ---- statements
  conditionType: error('APX5001', (type: string) => `Condition expression must be of type Boolean: ${type}`),
  missingReturn: error('APX5002', (type: string) => `Missing return statement required return type: ${type}`),
  unreachable: error('APX5003', () => 'Unreachable statement'),
  returnFromVoid: error('APX5004', () => 'Void method must not return a value'),
  returnWithoutValue: error('APX5005', () => 'Non-void method might not return a value or might have statement after a return statement.'),
  breakPlace: error('APX5006', () => 'Break statement must be in loop'),
  continuePlace: error('APX5007', () => 'Continue statement must be in loop'),
  throwType: error('APX5008', (type: string) => `Throw expression must be of type exception: ${type}`),
  catchType: error('APX5009', (type: string) => `Catch type must be an exception: ${type}`),
  catchUnreachable: error('APX5010', (type: string) => `Catch clause is already covered by an earlier clause: ${type}`),
  expressionStatement: error('APX5011', () => 'Expression cannot be a statement.'),
  loopOverNonCollection: error('APX5012', (type: string) => `Loop must iterate over a collection: ${type}`),
  loopVariableType: error('APX5013', (type: string) => `Loop variable must be of type ${type}`),
  switchType: error('APX5014', (type: string) => `Switch expression must be of type Integer, Long, String, SObject or enum: ${type}`),
  whenType: error('APX5015', (expected: string, found: string) => `When value must be of type ${expected}: ${found}`),
  duplicateWhen: error('APX5016', (value: string) => `Duplicate when value: ${value}`),
  whenMixture: error('APX5017', () => 'When clauses must all be values or all be types'),
  voidVariable: error('APX5018', (name: string) => `Variable cannot be of type void: ${name}`),
  runAsArgument: error('APX5019', (type: string) => `System.runAs requires a User: ${type}`),
  tryWithoutHandler: error('APX5020', () => 'Try statement must have a catch or finally block'),

  // ---- expressions
  illegalAssignment: error('APX6001', (from: string, to: string) => `Illegal assignment from ${from} to ${to}`),
  arithmeticType: error('APX6002', () => 'Arithmetic expressions must use numeric arguments'),
  dateArithmeticType: error('APX6003', () => 'Date/time expressions must use Integer or Long or Double or Decimal arguments'),
  comparisonType: error('APX6004', (left: string, right: string) => `Comparison arguments must be compatible types: ${left}, ${right}`),
  orderType: error('APX6005', (left: string, right: string) => `Inequality operator can only be applied to Integer, Long, Double, Decimal, String, Id, Date, Time and Datetime expressions: ${left}, ${right}`),
  logicalType: error('APX6006', (word: string) => `${word} operator can only be applied to Boolean expressions`),
  bitwiseType: error('APX6007', () => 'Bitwise operator only allowed on Integer, Long and Boolean expressions'),
  shiftType: error('APX6008', () => 'Shift operator can only be applied to Integer or Long expressions'),
  incrementType: error('APX6009', () => 'Pre/post increment/decrement only allowed on numeric expressions'),
  ternaryType: error('APX6010', (left: string, right: string) => `Incompatible types in ternary operator: ${left}, ${right}`),
  coalesceType: error('APX6011', (left: string, right: string) => `Incompatible types in null coalescing operator: ${left}, ${right}`),
  impossibleCast: error('APX6012', (operand: string, target: string) => `Incompatible types since an instance of ${operand} is never an instance of ${target}`),
  instanceOfAlwaysTrue: error('APX6013', (operand: string, target: string) => `Operation instanceof is always true since an instance of ${operand} is always an instance of ${target}`),
  instanceOfNever: error('APX6014', (operand: string, target: string) => `Operation instanceof is always false since an instance of ${operand} is never an instance of ${target}`),
  notAssignable: error('APX6015', () => 'Expression cannot be assigned'),
  notWriteable: error('APX6016', (name: string) => `Field is not writeable: ${name}`),
  finalField: error('APX6017', (name: string) => `Final members can only be assigned in their declaration, init blocks, or constructors: ${name}`),
  finalLocal: error('APX6018', (name: string) => `Cannot assign to final variable: ${name}`),
  illegalInteger: error('APX6019', (digits: string) => `Illegal integer: ${digits}`),
  illegalLong: error('APX6020', (digits: string) => `Illegal long: ${digits}`),
  indexOfNonList: error('APX6021', (type: string) => `Expression must be a list type: ${type}`),
  notReadable: error('APX6022', (name: string) => `Variable is not readable: ${name}`),
  voidValue: error('APX6023', () => 'Expression of type void cannot be used as a value'),
  notACollection: error('APX6025', (type: string) => `Elements can only be given for a List, Set or Map: ${type}`),

  // ---- SOQL and DML
  unknownColumn: error('APX7001', (column: string, entity: string) => `No such column '${column}' on entity '${entity}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. ${SOQL_REFERENCE}`),
  unknownObject: error('APX7002', (name: string) => `sObject type '${name}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. ${SOQL_REFERENCE}`),
  unknownRelationship: error<[name: string, object: string]>('APX7003', (name) => `Didn't understand relationship '${name}' in field path. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. ${SOQL_REFERENCE}`),
  unknownChildRelationship: error<[name: string, object: string]>('APX7004', (name) => `Didn't understand relationship '${name}' in FROM part of query call. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. ${SOQL_REFERENCE}`),
  mustBeGrouped: error('APX7005', (field: string) => `Field must be grouped or aggregated: ${field}`),
  bindType: error('APX7006', (found: string, expected: string) => `Invalid bind expression type of ${found} for column of type ${expected}`),
  valueType: error('APX7007', (field: string, expected: string) => `Value of filter criterion for field '${field}' must be of type ${expected}`),
  numberBind: error('APX7008', (clause: string, found: string) => `Invalid bind expression type of ${found} for ${clause}, expected Integer`),
  dmlType: error('APX7009', (type: string) => `DML requires SObject or SObject list type: ${type}`),
  dmlNotAllowed: error('APX7010', (type: string) => `DML not allowed on ${type}`),
  noTriggers: error('APX7012', (type: string) => `SObject type does not allow triggers: ${type}`),
  upsertField: error('APX7011', (field: string, object: string) => `Invalid field for upsert, must be an External Id custom or standard indexed field: ${field} on ${object}`),
  duplicateAlias: error('APX7013', (alias: string) => `Duplicate alias: ${alias}`),
  soqlFunctionArguments: error('APX7014', (name: string) => `Invalid arguments of SOQL function ${name}`),
  countNotAlone: error('APX7015', () => 'Grouped query cannot use COUNT() together with other select items; use COUNT(Id)'),
  semiJoinSelect: error('APX7016', () => 'Nesting of semi join sub-selects requires exactly one Id or reference field in its select list'),
  duplicateColumn: error('APX7017', (field: string) => `duplicate field selected: ${field}`),
  orderedLock: error('APX7018', () => 'ORDER BY cannot be used in a query that locks its rows with FOR UPDATE'),
  unknownFunction: error('APX7019', (name: string) => `Unknown SOQL function: ${name}`),

  // ---- not supported here
  unsupportedMember: unsupported('APX9001', (member: string) => `Not supported by the local org: ${member}`),
  unsupportedFeature: unsupported('APX9002', (feature: string) => `Not supported by the local org: ${feature}`),
} as const;
