/**
 * The syntax tree of Apex: what the text says, before any name is understood. Immutable, knows no types.
 * Names keep the spelling of the source; folding to lower case happens once, in the binder.
 */
import type { Position } from '../position.ts';
import type { SoqlQuery } from '../../soql/syntax.ts';

interface Node {
  readonly pos: Position;
}

/** A type as written: `Map<Id, List<Account>>` is `{ names: ['Map'], arguments: [Id, List<Account>] }`; `String[]` is `List<String>`. */
export interface TypeRef extends Node {
  /** Dotted parts as written: `Outer.Inner`, `System.Iterator`. */
  readonly names: readonly string[];
  readonly arguments: readonly TypeRef[];
}

export interface Annotation extends Node {
  readonly name: string;
  /** Named parameters with their literal values; a single unnamed value is stored under `value`. */
  readonly parameters: Readonly<Record<string, string | number | boolean>>;
}

export type ModifierName =
  | 'public' | 'private' | 'protected' | 'global' | 'static' | 'final' | 'abstract' | 'virtual' | 'override' | 'transient' | 'testmethod' | 'webservice'
  | 'with sharing' | 'without sharing' | 'inherited sharing';

export interface Modifiers {
  readonly names: ReadonlySet<ModifierName>;
  readonly annotations: readonly Annotation[];
}

// ---- declarations

export type TypeDeclaration = ClassDeclaration | InterfaceDeclaration | EnumDeclaration;

interface DeclarationBase extends Node {
  readonly name: string;
  /** Place of the name itself, for messages. */
  readonly namePos: Position;
  readonly modifiers: Modifiers;
}

export interface ClassDeclaration extends DeclarationBase {
  readonly kind: 'Class';
  readonly superType: TypeRef | undefined;
  readonly interfaces: readonly TypeRef[];
  readonly members: readonly Member[];
}
export interface InterfaceDeclaration extends DeclarationBase {
  readonly kind: 'Interface';
  readonly interfaces: readonly TypeRef[];
  readonly members: readonly MethodDeclaration[];
}
export interface EnumDeclaration extends DeclarationBase {
  readonly kind: 'Enum';
  readonly constants: readonly { readonly name: string; readonly pos: Position }[];
}

export type Member = MethodDeclaration | ConstructorDeclaration | FieldDeclaration | PropertyDeclaration | InitializerBlock | TypeDeclaration;

export interface Parameter extends Node {
  readonly type: TypeRef;
  readonly name: string;
  readonly isFinal: boolean;
}
export interface MethodDeclaration extends DeclarationBase {
  readonly kind: 'Method';
  /** `undefined` for void. */
  readonly returnType: TypeRef | undefined;
  readonly parameters: readonly Parameter[];
  /** `undefined` for abstract and interface methods. */
  readonly body: Block | undefined;
}
export interface ConstructorDeclaration extends DeclarationBase {
  readonly kind: 'Constructor';
  readonly parameters: readonly Parameter[];
  readonly body: Block;
}
/** One variable; `Integer a, b = 2;` becomes two. */
export interface FieldDeclaration extends DeclarationBase {
  readonly kind: 'Field';
  readonly type: TypeRef;
  readonly initializer: Expression | undefined;
}
export interface Accessor extends Node {
  readonly modifiers: Modifiers;
  /** `undefined` for an automatic accessor (`get;`). */
  readonly body: Block | undefined;
}
export interface PropertyDeclaration extends DeclarationBase {
  readonly kind: 'Property';
  readonly type: TypeRef;
  readonly getter: Accessor | undefined;
  readonly setter: Accessor | undefined;
}
export interface InitializerBlock extends Node {
  readonly kind: 'Initializer';
  readonly isStatic: boolean;
  readonly body: Block;
}

export type TriggerEvent =
  | 'before insert' | 'before update' | 'before delete' | 'after insert' | 'after update' | 'after delete' | 'after undelete';

export interface TriggerUnit extends Node {
  readonly kind: 'Trigger';
  readonly name: string;
  readonly namePos: Position;
  readonly objectName: string;
  readonly events: readonly TriggerEvent[];
  readonly body: Block;
}
export interface ClassUnit extends Node {
  readonly kind: 'ClassUnit';
  readonly declaration: TypeDeclaration;
}
/** Anonymous Apex: statements and declarations in any order. */
export interface AnonymousUnit extends Node {
  readonly kind: 'Anonymous';
  readonly body: Block;
  readonly methods: readonly MethodDeclaration[];
  readonly types: readonly TypeDeclaration[];
}
export type CompilationUnit = ClassUnit | TriggerUnit | AnonymousUnit;

// ---- statements

export interface Block extends Node {
  readonly kind: 'Block';
  readonly statements: readonly Statement[];
}
export interface Declarator extends Node {
  readonly name: string;
  readonly initializer: Expression | undefined;
}
export interface LocalDeclaration extends Node {
  readonly kind: 'LocalDeclaration';
  readonly type: TypeRef;
  readonly isFinal: boolean;
  readonly declarators: readonly Declarator[];
}
export interface CatchClause extends Node {
  readonly type: TypeRef;
  readonly name: string;
  readonly body: Block;
}
/** `when` clauses in source order; an `else` clause, if present, comes last. */
export type WhenClause = Node & { readonly body: Block } & (
  | { readonly kind: 'WhenValues'; readonly values: readonly WhenLiteral[] }
  | { readonly kind: 'WhenType'; readonly type: TypeRef; readonly name: string }
  | { readonly kind: 'WhenElse' }
);
/** A literal (sign folded in), or an unqualified name: an enum constant. */
export type WhenLiteral = LiteralExpression | NameExpression;

export type DmlOperation = 'insert' | 'update' | 'upsert' | 'delete' | 'undelete' | 'merge';
/** `as user` / `as system`; `undefined` where not written. */
export type StatedAccess = 'user' | 'system' | undefined;

export type Statement =
  | Block
  | LocalDeclaration
  | (Node & { readonly kind: 'ExpressionStatement'; readonly expression: Expression })
  | (Node & { readonly kind: 'If'; readonly condition: Expression; readonly then: Statement; readonly otherwise: Statement | undefined })
  | (Node & { readonly kind: 'While'; readonly condition: Expression; readonly body: Statement })
  | (Node & { readonly kind: 'DoWhile'; readonly body: Statement; readonly condition: Expression })
  | (Node & { readonly kind: 'For'; readonly init: LocalDeclaration | readonly Expression[] | undefined; readonly condition: Expression | undefined; readonly update: readonly Expression[]; readonly body: Statement })
  | (Node & { readonly kind: 'ForEach'; readonly type: TypeRef; readonly name: string; readonly iterable: Expression; readonly body: Statement })
  | (Node & { readonly kind: 'Switch'; readonly subject: Expression; readonly clauses: readonly WhenClause[] })
  | (Node & { readonly kind: 'Try'; readonly body: Block; readonly catches: readonly CatchClause[]; readonly finallyBody: Block | undefined })
  | (Node & { readonly kind: 'Return'; readonly value: Expression | undefined })
  | (Node & { readonly kind: 'Throw'; readonly value: Expression })
  | (Node & { readonly kind: 'Break' })
  | (Node & { readonly kind: 'Continue' })
  | (Node & { readonly kind: 'Dml'; readonly operation: DmlOperation; readonly access: StatedAccess; readonly records: Expression; readonly externalId: readonly string[] | undefined; readonly mergeWith: Expression | undefined })
  | (Node & { readonly kind: 'RunAs'; readonly arguments: readonly Expression[]; readonly body: Block });

// ---- expressions

export type LiteralValue =
  | { readonly kind: 'null' }
  | { readonly kind: 'boolean'; readonly value: boolean }
  /** Text of digits without suffix; the range is checked by the checker (a leading minus is a unary operator). */
  | { readonly kind: 'integer' | 'long'; readonly digits: string }
  /** `1.5` is a Decimal, `1.5d` a Double; text without suffix. */
  | { readonly kind: 'decimal' | 'double'; readonly digits: string }
  /** Escapes already resolved. */
  | { readonly kind: 'string'; readonly value: string };

export type LiteralExpression = Node & { readonly kind: 'Literal'; readonly value: LiteralValue };
export type NameExpression = Node & { readonly kind: 'Name'; readonly name: string };

export type AssignOperator = '=' | '+=' | '-=' | '*=' | '/=' | '&=' | '|=' | '^=' | '<<=' | '>>=' | '>>>=';
export type BinaryOperator =
  | '+' | '-' | '*' | '/' | '<<' | '>>' | '>>>' | '&' | '|' | '^' | '&&' | '||'
  | '==' | '!=' | '===' | '!==' | '<' | '>' | '<=' | '>=';

export type Expression =
  | LiteralExpression
  | NameExpression
  | (Node & { readonly kind: 'This' })
  | (Node & { readonly kind: 'Super' })
  | (Node & { readonly kind: 'Parenthesized'; readonly expression: Expression })
  /** `a.b`, `a?.b` */
  | (Node & { readonly kind: 'Dot'; readonly target: Expression; readonly name: string; readonly isSafe: boolean })
  /** `a.m(x)`, `a?.m(x)` */
  | (Node & { readonly kind: 'MethodCall'; readonly target: Expression; readonly name: string; readonly arguments: readonly Expression[]; readonly isSafe: boolean })
  /** `m(x)` */
  | (Node & { readonly kind: 'Call'; readonly name: string; readonly arguments: readonly Expression[] })
  /** `this(x)`, `super(x)` */
  | (Node & { readonly kind: 'ConstructorCall'; readonly target: 'this' | 'super'; readonly arguments: readonly Expression[] })
  | (Node & { readonly kind: 'Index'; readonly target: Expression; readonly index: Expression })
  /** `new T(x)`; for sObjects the arguments are assignments `Name = 'x'`. */
  | (Node & { readonly kind: 'New'; readonly type: TypeRef; readonly arguments: readonly Expression[] })
  /** `new List<T>{a, b}`, `new Set<T>{a}`, `new T[]{a}` (type is then List<T>) */
  | (Node & { readonly kind: 'NewElements'; readonly type: TypeRef; readonly elements: readonly Expression[] })
  /** `new Map<K,V>{k => v}` */
  | (Node & { readonly kind: 'NewPairs'; readonly type: TypeRef; readonly pairs: readonly { readonly key: Expression; readonly value: Expression }[] })
  /** `new T[n]`; type is List<T> */
  | (Node & { readonly kind: 'NewSized'; readonly type: TypeRef; readonly size: Expression })
  | (Node & { readonly kind: 'Cast'; readonly type: TypeRef; readonly operand: Expression })
  | (Node & { readonly kind: 'InstanceOf'; readonly operand: Expression; readonly type: TypeRef })
  /** `T.class` */
  | (Node & { readonly kind: 'ClassLiteral'; readonly type: TypeRef | undefined })
  | (Node & { readonly kind: 'Prefix'; readonly operator: '++' | '--' | '+' | '-' | '!' | '~'; readonly operand: Expression })
  | (Node & { readonly kind: 'Postfix'; readonly operator: '++' | '--'; readonly operand: Expression })
  | (Node & { readonly kind: 'Binary'; readonly operator: BinaryOperator; readonly left: Expression; readonly right: Expression })
  | (Node & { readonly kind: 'Coalesce'; readonly left: Expression; readonly right: Expression })
  | (Node & { readonly kind: 'Conditional'; readonly condition: Expression; readonly then: Expression; readonly otherwise: Expression })
  | (Node & { readonly kind: 'Assign'; readonly operator: AssignOperator; readonly target: Expression; readonly value: Expression })
  /** `[SELECT …]`; `binds[i]` is the expression of the bind variable whose syntax node has `index` i. */
  | (Node & { readonly kind: 'Soql'; readonly query: SoqlQuery; readonly binds: readonly Expression[] })
  | (Node & { readonly kind: 'Sosl'; readonly text: string });
