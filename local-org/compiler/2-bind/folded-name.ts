/** Apex names ignore case. A folded name is the lower-case form that tables are keyed by; this is the only place that makes one. */
declare const folded: unique symbol;

export type FoldedName = string & { readonly [folded]: true };

export function fold(name: string): FoldedName {
  return name.toLowerCase() as FoldedName;
}
