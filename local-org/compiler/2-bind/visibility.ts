/** Who may see what: private to the outermost type, protected to subclasses as well, public and global to all; @TestVisible opens to tests. */
import type { ModifierName } from '../1-parse/ast.ts';
import type { TypeSymbol } from '../types.ts';
import { isSubclassOf, outermost } from './hierarchy.ts';
import type { DeclaredType } from './program.ts';

export type Visibility = 'private' | 'protected' | 'public' | 'global';

const RANK: Readonly<Record<Visibility, number>> = { private: 0, protected: 1, public: 2, global: 3 };

/** Nothing stated means private, for members and inner types alike. Web service methods are global. */
export function visibilityOf(modifiers: ReadonlySet<ModifierName>): Visibility {
  if (modifiers.has('global') || modifiers.has('webservice')) return 'global';
  if (modifiers.has('public')) return 'public';
  return modifiers.has('protected') ? 'protected' : 'private';
}

/** What is global may be overridden as public: an override is reached through the method above it. */
export function isNarrower(a: Visibility, b: Visibility): boolean {
  return Math.min(RANK[a], RANK.public) < Math.min(RANK[b], RANK.public);
}

export interface Guarded {
  readonly owner: TypeSymbol;
  readonly visibility: Visibility;
  readonly isTestVisible: boolean;
}

/** May code inside `from` (`undefined`: a trigger) use a member? */
export function isVisible(member: Guarded, from: DeclaredType | undefined): boolean {
  if (member.owner.origin === 'platform' || member.visibility === 'public' || member.visibility === 'global') return true;
  if (from === undefined) return false;
  if (outermost(from.symbol) === outermost(member.owner)) return true;
  if (member.isTestVisible && isInTest(from)) return true;
  if (member.visibility === 'private') return false;
  for (let each: DeclaredType | undefined = from; each !== undefined; each = each.outer) {
    if (isSubclassOf(each.symbol, member.owner)) return true;
  }
  return false;
}

export function isInTest(type: DeclaredType): boolean {
  for (let each: DeclaredType | undefined = type; each !== undefined; each = each.outer) if (each.annotations.has('istest')) return true;
  return false;
}
