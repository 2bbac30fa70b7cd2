/** Formula text as a tree. `offset` is where an expression begins in the text. */
export type Expression =
  | { readonly kind: 'number'; readonly digits: string; readonly offset: number }
  | { readonly kind: 'text'; readonly value: string; readonly offset: number }
  | { readonly kind: 'boolean'; readonly value: boolean; readonly offset: number }
  | { readonly kind: 'null'; readonly offset: number }
  /** A field, a path over relationships, or a global (`$User.Id`): the names between the points as written. */
  | { readonly kind: 'reference'; readonly names: readonly string[]; readonly offset: number }
  | { readonly kind: 'call'; readonly name: string; readonly arguments: readonly Expression[]; readonly offset: number }
  | { readonly kind: 'unary'; readonly operator: '+' | '-' | '!'; readonly operand: Expression; readonly offset: number }
  | { readonly kind: 'binary'; readonly operator: BinaryOperator; readonly left: Expression; readonly right: Expression; readonly offset: number };

export type BinaryOperator = '||' | '&&' | '=' | '<>' | '<' | '>' | '<=' | '>=' | '+' | '-' | '&' | '^' | '*' | '/';
