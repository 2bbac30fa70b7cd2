import { createHash } from 'node:crypto';

/** Changes with what it stands for. */
export const entityTag = (content: unknown): string => createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 32);
