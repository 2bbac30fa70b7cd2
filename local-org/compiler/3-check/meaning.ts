/** What stands left of a dot may be a value, a type, a namespace, or one of the words that lead to tokens, describes and labels. */
import type { FoldedName } from '../2-bind/folded-name.ts';
import type { Position } from '../position.ts';
import type { Type } from '../types.ts';
import type { Local, TypedExpression } from './typed.ts';

export type Meaning =
  | { readonly kind: 'value'; readonly expression: TypedExpression }
  /** `namespace` is set when the type was found by a simple name that is also a namespace, as `Database`. */
  | { readonly kind: 'type'; readonly type: Type; readonly namespace: FoldedName | undefined }
  | { readonly kind: 'namespace'; readonly name: FoldedName }
  /** `Account.fields` */
  | { readonly kind: 'fieldTokens'; readonly objectName: string }
  /** `SObjectType.Account.fields`; `describe` is the describe result itself. */
  | { readonly kind: 'fieldDescribes'; readonly objectName: string; readonly describe: TypedExpression }
  /** `super`, the receiver of a call to an inherited method. */
  | { readonly kind: 'super'; readonly pos: Position };

/** `a?.b?.c`: each link keeps its receiver until the whole chain has been read. */
export interface SafeLink {
  readonly receiver: TypedExpression;
  readonly temporary: Local;
}
export type Chain = SafeLink[];

/** Puts the safe navigations of a chain around its last member: the first null receiver makes the whole chain null. */
export function closeChain(expression: TypedExpression, chain: Chain): TypedExpression {
  return chain.reduceRight<TypedExpression>(
    (rest, { receiver, temporary }) => ({ kind: 'SafeNavigation', receiver, temporary, rest, type: rest.type, pos: receiver.pos }),
    expression,
  );
}
