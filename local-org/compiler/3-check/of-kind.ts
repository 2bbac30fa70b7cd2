/** The members of a union that have a kind. Several kinds may share one member (`Break` and `Continue`), which `Extract` alone would miss. */
export type OfKind<Union extends { readonly kind: string }, Kind extends string> =
  Union extends unknown ? (Kind extends Union['kind'] ? Union & { readonly kind: Kind } : never) : never;
