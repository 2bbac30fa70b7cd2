/** Generated types by what they are used for. `O` is the `operations` of a file in generated/. */

type Content<T> = T extends { content: { 'application/json': infer C } } ? C : never;

/** Body of a request of an operation. */
export type BodyOf<O, Id extends keyof O> = O[Id] extends { requestBody?: infer B } ? Content<NonNullable<B>> : never;

/** Body of an answer of an operation. */
export type AnswerOf<O, Id extends keyof O, Status extends number> = O[Id] extends { responses: infer R } ? (Status extends keyof R ? Content<R[Status]> : never) : never;

/** Query parameters of an operation. */
export type QueryOf<O, Id extends keyof O> = O[Id] extends { parameters: { query?: infer Q } } ? NonNullable<Q> : never;
