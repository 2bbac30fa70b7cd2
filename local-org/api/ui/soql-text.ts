/** Pieces of query text from what people type. */

export const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

/** Wildcards that were typed count as the characters they are. */
export const likeText = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('%', '\\%').replaceAll('_', '\\_');
