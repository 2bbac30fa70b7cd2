/**
 * The typed tree: what the checker makes of a syntax tree and the emitter turns into JavaScript. Every name is resolved, every implicit step is a node:
 * conversions, string concatenation, single-row extraction, safe navigation. The emitter decides nothing about meaning.
 */
import type { Position } from '../position.ts';
import type { DmlOperation, StatedAccess, TriggerEvent } from '../1-parse/ast.ts';
import type { SoqlQuery } from '../../soql/syntax.ts';
import type { ConstructorSymbol, FieldSymbol, MethodSymbol, Type, TypeSymbol } from '../types.ts';

/** A local variable, parameter, loop or catch variable, or a temporary of the checker. Identity is the object. */
export interface Local {
  readonly name: string;
  readonly type: Type;
}

export interface TypedProgram {
  /** In source order; inner types are listed inside their outer type. */
  readonly types: readonly TypedType[];
  readonly triggers: readonly TypedTrigger[];
}

export type SharingMode = 'with sharing' | 'without sharing' | 'inherited sharing' | undefined;

export interface TypedType {
  readonly symbol: TypeSymbol;
  readonly path: string;
  readonly pos: Position;
  /** Decides what is meant where code states no access mode and no sharing (compiler/api-versions.ts). */
  readonly apiVersion: number;
  /** Stated on the class itself; `undefined`: none stated. Inner classes do not inherit it. */
  readonly sharing: SharingMode;
  readonly fields: readonly TypedField[];
  readonly constructors: readonly TypedConstructor[];
  readonly methods: readonly TypedMethod[];
  /** Instance and static initialiser blocks and field initialisers, in source order: the order they run in. */
  readonly instanceInitializers: readonly TypedInitializer[];
  readonly staticInitializers: readonly TypedInitializer[];
  readonly inner: readonly TypedType[];
  /** Slots under which methods must be found besides their own: an inherited method that implements an interface, or one method with several roots. Absent: none. */
  readonly bridges?: readonly { readonly slot: string; readonly method: MethodSymbol }[];
  readonly annotations: ReadonlyMap<string, Readonly<Record<string, string | number | boolean>>>;
}
export interface TypedField {
  readonly symbol: FieldSymbol;
  readonly isTransient: boolean;
  readonly getter: TypedBody | undefined;
  /** `parameter` is the implicit `value`. */
  readonly setter: (TypedBody & { readonly parameter: Local }) | undefined;
}
export interface TypedBody {
  readonly pos: Position;
  readonly body: readonly TypedStatement[];
}
export interface TypedMethod extends TypedBody {
  readonly symbol: MethodSymbol;
  readonly parameters: readonly Local[];
  readonly annotations: ReadonlyMap<string, Readonly<Record<string, string | number | boolean>>>;
}
export interface TypedConstructor extends TypedBody {
  readonly symbol: ConstructorSymbol;
  readonly parameters: readonly Local[];
  /** `this(…)` or `super(…)`; `undefined`: implicit `super()` (or nothing, when there is no superclass). */
  readonly delegate: { readonly target: 'this' | 'super'; readonly constructor: ConstructorSymbol; readonly arguments: readonly TypedExpression[]; readonly pos: Position } | undefined;
}
export type TypedInitializer =
  | { readonly kind: 'field'; readonly field: FieldSymbol; readonly value: TypedExpression; readonly pos: Position }
  | { readonly kind: 'block'; readonly body: readonly TypedStatement[]; readonly pos: Position };
export interface TypedTrigger extends TypedBody {
  readonly name: string;
  readonly path: string;
  readonly objectName: string;
  readonly events: readonly TriggerEvent[];
}

// ---- statements

interface At {
  readonly pos: Position;
}

export type TypedStatement =
  | (At & { readonly kind: 'Block'; readonly statements: readonly TypedStatement[] })
  /** Without initialiser the variable starts null. */
  | (At & { readonly kind: 'DeclareLocal'; readonly local: Local; readonly value: TypedExpression | undefined })
  | (At & { readonly kind: 'Expression'; readonly expression: TypedExpression })
  /** Conditions are of type Boolean and may be null: null throws NullPointerException. */
  | (At & { readonly kind: 'If'; readonly condition: TypedExpression; readonly then: TypedStatement; readonly otherwise: TypedStatement | undefined })
  | (At & { readonly kind: 'While'; readonly condition: TypedExpression; readonly body: TypedStatement })
  | (At & { readonly kind: 'DoWhile'; readonly condition: TypedExpression; readonly body: TypedStatement })
  | (At & { readonly kind: 'For'; readonly init: readonly TypedStatement[]; readonly condition: TypedExpression | undefined; readonly update: readonly TypedExpression[]; readonly body: TypedStatement })
  /** `over`: list and set are iterated directly (a list tolerates change by index, a set throws FinalException); iterable calls iterator(); soqlRows gives one record a turn, soqlChunks lists of up to 200. `value` is what the loop variable is assigned from (`item` converted to its type). */
  | (At & { readonly kind: 'ForEach'; readonly over: 'list' | 'set' | 'iterable' | 'soqlRows' | 'soqlChunks'; readonly iterable: TypedExpression; readonly item: Local; readonly local: Local; readonly value: TypedExpression; readonly body: TypedStatement })
  /** Values compare case-sensitively for strings; null matches a null literal. No fall-through. */
  | (At & { readonly kind: 'SwitchValue'; readonly subject: TypedExpression; readonly clauses: readonly { readonly values: readonly TypedExpression[]; readonly body: readonly TypedStatement[] }[]; readonly otherwise: readonly TypedStatement[] | undefined })
  | (At & { readonly kind: 'SwitchType'; readonly subject: TypedExpression; readonly clauses: readonly { readonly type: Type; readonly local: Local; readonly body: readonly TypedStatement[] }[]; readonly nullBody: readonly TypedStatement[] | undefined; readonly otherwise: readonly TypedStatement[] | undefined })
  | (At & { readonly kind: 'Try'; readonly body: readonly TypedStatement[]; readonly catches: readonly { readonly type: Type; readonly local: Local; readonly body: readonly TypedStatement[] }[]; readonly finallyBody: readonly TypedStatement[] | undefined })
  | (At & { readonly kind: 'Return'; readonly value: TypedExpression | undefined })
  | (At & { readonly kind: 'Throw'; readonly value: TypedExpression })
  | (At & { readonly kind: 'Break' | 'Continue' })
  /** `records` is a record or a list of records. `externalId` is the canonical field name of an upsert. */
  | (At & { readonly kind: 'Dml'; readonly operation: DmlOperation; readonly access: StatedAccess; readonly records: TypedExpression; readonly externalId: string | undefined; readonly mergeWith: TypedExpression | undefined })
  | (At & { readonly kind: 'RunAs'; readonly user: TypedExpression; readonly body: readonly TypedStatement[] });

// ---- expressions

interface Typed extends At {
  readonly type: Type;
}

export type ConstantValue =
  | { readonly kind: 'null' }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'integer'; readonly value: number }
  | { readonly kind: 'long'; readonly value: bigint }
  /** Digits as written: 1.50 keeps its scale. */
  | { readonly kind: 'decimal'; readonly digits: string }
  | { readonly kind: 'double'; readonly value: number }
  | { readonly kind: 'string'; readonly value: string };

export type NumericKind = 'Integer' | 'Long' | 'Double' | 'Decimal';
/** Both operands have been converted to `operands`; shifts keep the left operand's type, their right operand is an Integer. */
export type ArithmeticOperator = '+' | '-' | '*' | '/' | '<<' | '>>' | '>>>' | '&' | '|' | '^';

/** Implicit conversions. Null stays null in all of them. */
export type ConversionKind =
  | 'IntegerToLong' | 'IntegerToDouble' | 'IntegerToDecimal' | 'LongToDouble' | 'LongToDecimal' | 'DoubleToDecimal' | 'DecimalToDouble'
  | 'DateToDatetime'
  /** Checked: StringException "Invalid id: …". */
  | 'StringToId'
  /** No change of value. */
  | 'IdToString' | 'Upcast'
  /** Decimal value rounded to the scale of the sObject field it is assigned to is not done here: Salesforce keeps the in-memory value. */
  ;

/** What may stand left of an assignment. Sub-expressions are evaluated once, left to right. */
export type Place =
  | { readonly kind: 'local'; readonly local: Local }
  | { readonly kind: 'field'; readonly receiver: TypedExpression | undefined; readonly field: FieldSymbol; readonly direct: boolean }
  | { readonly kind: 'sobjectField'; readonly receiver: TypedExpression; readonly objectName: string; readonly fieldName: string }
  | { readonly kind: 'sobjectParent'; readonly receiver: TypedExpression; readonly objectName: string; readonly relationshipName: string }
  | { readonly kind: 'index'; readonly list: TypedExpression; readonly index: TypedExpression };

export type TypedExpression =
  | (Typed & { readonly kind: 'Constant'; readonly value: ConstantValue })
  | (Typed & { readonly kind: 'This' })
  /** Evaluating it ends the transaction: `what` is not supported. Made by partial compilation only. */
  | (Typed & { readonly kind: 'Refuse'; readonly what: string })
  /** Reading a place. `direct` on a property inside its own accessor means the backing field. A field with `receiver` undefined is static. */
  | (Typed & { readonly kind: 'Read'; readonly place: Place })
  /** `rec.Children__r`: a list, empty when the sub-query was selected and found nothing. */
  | (Typed & { readonly kind: 'SObjectChildren'; readonly receiver: TypedExpression; readonly objectName: string; readonly relationshipName: string })
  | (Typed & { readonly kind: 'EnumConstant'; readonly symbol: TypeSymbol; readonly name: string })
  | (Typed & { readonly kind: 'Label'; readonly name: string })
  /** `Account.SObjectType`, `Account.Name`, `Schema.SObjectType.Account`, `SObjectType.Account.fields.Name` */
  | (Typed & { readonly kind: 'SObjectTypeToken'; readonly objectName: string })
  | (Typed & { readonly kind: 'SObjectFieldToken'; readonly objectName: string; readonly fieldName: string })
  | (Typed & { readonly kind: 'SObjectDescribe'; readonly objectName: string })
  | (Typed & { readonly kind: 'FieldDescribe'; readonly objectName: string; readonly fieldName: string })
  | (Typed & { readonly kind: 'ClassLiteral'; readonly of: Type })
  /** `virtual`: through the slot on the receiver; `direct`: `super.m()` or a private method, on `this`; `static`: no receiver; `platform`: by `method.implementation`. Arguments are converted and in order. */
  | (Typed & { readonly kind: 'Call'; readonly dispatch: 'virtual' | 'direct' | 'static' | 'platform'; readonly receiver: TypedExpression | undefined; readonly method: MethodSymbol; readonly arguments: readonly TypedExpression[] })
  | (Typed & { readonly kind: 'New'; readonly constructor: ConstructorSymbol; readonly arguments: readonly TypedExpression[] })
  | (Typed & { readonly kind: 'NewSObject'; readonly objectName: string; readonly fields: readonly { readonly kind: 'field' | 'parent'; readonly name: string; readonly value: TypedExpression }[] })
  /** `type` says which collection. `copyOf` takes a list, a set or (for maps) a map or a list of records. */
  | (Typed & { readonly kind: 'NewCollection'; readonly elements: readonly TypedExpression[] | undefined; readonly pairs: readonly { readonly key: TypedExpression; readonly value: TypedExpression }[] | undefined; readonly copyOf: TypedExpression | undefined; readonly size: TypedExpression | undefined })
  | (Typed & { readonly kind: 'Arithmetic'; readonly operator: ArithmeticOperator; readonly operands: NumericKind; readonly left: TypedExpression; readonly right: TypedExpression })
  /** `+` and `-` on Date, Datetime (with Integer, Decimal days) and Time (milliseconds). */
  | (Typed & { readonly kind: 'DateArithmetic'; readonly operator: '+' | '-'; readonly left: TypedExpression; readonly right: TypedExpression })
  /** `&`, `|`, `^` on Booleans: both sides are evaluated. */
  | (Typed & { readonly kind: 'BooleanBitwise'; readonly operator: '&' | '|' | '^'; readonly left: TypedExpression; readonly right: TypedExpression })
  | (Typed & { readonly kind: 'Logical'; readonly operator: '&&' | '||'; readonly left: TypedExpression; readonly right: TypedExpression })
  | (Typed & { readonly kind: 'Not'; readonly operand: TypedExpression })
  | (Typed & { readonly kind: 'Negate' | 'Complement'; readonly operands: NumericKind; readonly operand: TypedExpression })
  /** A null part prints "null"; each part's static type decides its text (a Date prints with 00:00:00). */
  | (Typed & { readonly kind: 'Concat'; readonly parts: readonly TypedExpression[] })
  /** `==`: `numeric` after conversion to `operands`, `text` ignoring case, `id` 15/18-aware, `reference` for enums and Booleans, `value` deep equality of the rest. */
  | (Typed & { readonly kind: 'Equals'; readonly how: 'numeric' | 'text' | 'id' | 'reference' | 'value' | 'null'; readonly operands: NumericKind | undefined; readonly negated: boolean; readonly left: TypedExpression; readonly right: TypedExpression })
  /** `===` */
  | (Typed & { readonly kind: 'Same'; readonly negated: boolean; readonly left: TypedExpression; readonly right: TypedExpression })
  /** A null number or date makes it false; null text is smaller than any text. */
  | (Typed & { readonly kind: 'Compare'; readonly operator: '<' | '<=' | '>' | '>='; readonly how: 'numeric' | 'text' | 'id' | 'temporal'; readonly operands: NumericKind | undefined; readonly left: TypedExpression; readonly right: TypedExpression })
  | (Typed & { readonly kind: 'Conditional'; readonly condition: TypedExpression; readonly then: TypedExpression; readonly otherwise: TypedExpression })
  | (Typed & { readonly kind: 'Coalesce'; readonly left: TypedExpression; readonly right: TypedExpression })
  /** `a?.b.c`: `receiver` goes into `temporary`; null gives null; otherwise `rest`, which reads the temporary and holds the whole remaining chain. */
  | (Typed & { readonly kind: 'SafeNavigation'; readonly receiver: TypedExpression; readonly temporary: Local; readonly rest: TypedExpression })
  | (Typed & { readonly kind: 'Convert'; readonly conversion: ConversionKind; readonly operand: TypedExpression })
  /** Checked at run time: TypeException "Invalid conversion from runtime type X to Y". `numeric` casts convert. */
  | (Typed & { readonly kind: 'Cast'; readonly to: Type; readonly operand: TypedExpression })
  | (Typed & { readonly kind: 'InstanceOf'; readonly of: Type; readonly operand: TypedExpression })
  | (Typed & { readonly kind: 'Assign'; readonly place: Place; readonly value: TypedExpression })
  /** `place op= value`: `current` is a local that holds the old value (already of the place's type), `value` the whole new value in terms of it. Also `++`/`--`; `result` tells whether the old or the new value is the expression's value. */
  | (Typed & { readonly kind: 'Update'; readonly place: Place; readonly current: Local; readonly value: TypedExpression; readonly result: 'old' | 'new' })
  /** Always gives the list of rows (`count()` queries give an Integer). `binds[i]` belongs to bind index i. */
  | (Typed & { readonly kind: 'Soql'; readonly query: SoqlQuery; readonly binds: readonly TypedExpression[]; readonly result: 'rows' | 'count' })
  /** Exactly one row or QueryException ("List has no rows for assignment to SObject" / "List has more than 1 row for assignment to SObject"); `orNull` in front of `?.` and `??`. */
  | (Typed & { readonly kind: 'SingleRow'; readonly rows: TypedExpression; readonly orNull: boolean });
