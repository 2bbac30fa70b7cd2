/** Nodes of the typed tree by kind. Several kinds may share one member of the union (`Break` and `Continue`), which `Extract` alone would miss. */
import type { TypedExpression, TypedStatement } from '../3-check/typed.ts';

type Node<Union extends { readonly kind: string }, K extends string> = Union extends unknown ? (K extends Union['kind'] ? Union & { readonly kind: K } : never) : never;

export type Expression<K extends TypedExpression['kind']> = Node<TypedExpression, K>;
export type Statement<K extends TypedStatement['kind']> = Node<TypedStatement, K>;
