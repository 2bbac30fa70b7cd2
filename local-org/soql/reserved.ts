/**
 * Words that name nothing in Apex and SOQL (except behind a dot in Apex), although the grammar would let them.
 * Found by asking Salesforce's own front end for each word in each place. platform-facts: reserved-identifiers
 */
export const RESERVED_WORDS: ReadonlySet<string> = new Set([
  'and', 'as', 'asc', 'bulk', 'by', 'commit', 'desc', 'from', 'having', 'in', 'instanceof', 'like', 'limit', 'not', 'nulls', 'or', 'select', 'trigger', 'using', 'where',
]);
