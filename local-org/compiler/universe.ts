/**
 * What the compiler asks about the world outside the project's own Apex: platform classes, sObjects, labels. The library and the schema implement it;
 * the compiler imports neither. All look-ups take folded (lower-case) names and answer `undefined` for "no such thing".
 */
import type { PrimitiveName, TypeSymbol } from './types.ts';

export interface TypeUniverse {
  /** A platform type by folded qualified name: `system.math`, `database.saveresult`, `schema.sobjecttype`, `eventbus.triggercontext`. Primitives, List, Set and Map are there too (their methods are looked up on the symbol). */
  platformType(foldedName: string): TypeSymbol | undefined;
  /** Is there a platform namespace of that folded name (`system`, `database`, `schema`, `connectapi`, …)? */
  isNamespace(foldedName: string): boolean;
  /** An sObject by folded API name, standard or custom, events and metadata types included. */
  sobject(foldedName: string): SObjectShape | undefined;
  /**
   * What Salesforce has and the local org lacks, as refusals name it: an object or a class, or with a member a field or relationship of one (both folded).
   * `undefined`: nobody has it. Absent: what the universe lacks does not exist.
   */
  missing?(foldedName: string, foldedMember?: string): string | undefined;
  /** A custom label by folded name. */
  hasLabel(foldedName: string): boolean;
}

export interface SObjectShape {
  readonly apiName: string;
  /** By folded field name; the Id field and system fields included. */
  readonly fields: ReadonlyMap<string, FieldShape>;
  /** Parent relationships by folded relationship name (`account`, `product__r`, `owner`). */
  readonly parents: ReadonlyMap<string, ParentShape>;
  /** Child relationships by folded name (`contacts`, `lines__r`). */
  readonly children: ReadonlyMap<string, ChildShape>;
  readonly isPlatformEvent: boolean;
  readonly isCustomMetadata: boolean;
  readonly isCustomSetting: boolean;
  /** Written by Database.insertImmediate only, and without triggers. */
  readonly isBigObject?: boolean | undefined;
}
export interface FieldShape {
  readonly apiName: string;
  readonly type: PrimitiveName;
  /** Decimal places of a Number, Currency or Percent field. */
  readonly scale: number | undefined;
  /** Objects a reference field may point to; empty for others. */
  readonly referenceTo: readonly string[];
  /** Qualified name of the platform class of its values; the type is then Object. */
  readonly className?: string | undefined;
  /** Formula, roll-up, auto-number and audit fields cannot be assigned. */
  readonly isWriteable: boolean;
  /** Text constants read through the field's token, by folded name: `Job__Share.RowCause.Manual`. */
  readonly constants?: ReadonlyMap<string, string>;
}
export interface ParentShape {
  readonly relationshipName: string;
  readonly field: string;
  /** Several for a polymorphic relationship; the expression's type is then SObject (`Name` for Owner in queries). */
  readonly referenceTo: readonly string[];
}
export interface ChildShape {
  readonly relationshipName: string;
  readonly objectName: string;
  readonly field: string;
}
