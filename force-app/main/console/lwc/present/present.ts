/** An answer of the org whose named members are there. Apex leaves members that are null out of its answers, so every other one may be missing. */
export type Present<Answer, Names extends keyof Answer> = Omit<Answer, Names> & { readonly [Name in Names]-?: NonNullable<Answer[Name]> };

/** Takes an answer whose named members a component cannot do without. Throws and says what is missing: a hole in the data is shown as an error and not as "undefined". */
export function present<Answer extends object, Names extends keyof Answer>(answer: Answer | null | undefined, ...names: readonly Names[]): Present<Answer, Names> {
  const missing = names.filter((name) => answer?.[name] === undefined || answer[name] === null);
  if (missing.length > 0) throw new TypeError(`The org's answer lacks ${missing.join(', ')}.`);
  return answer as Present<Answer, Names>;
}
