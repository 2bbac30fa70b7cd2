/** Which metadata types can be deployed here: those that mean something, and those that are kept and handed back because nothing depends on them. */
import { readableTypes } from '../../schema/source/read.ts';
import { childType } from './types.ts';

export function isCarriedOrModelled(type: string): boolean {
  if (readableTypes.has(type)) return true;
  const child = childType(type);
  // Elements of a file are read with it.
  return child !== undefined && child.child.ownFile === undefined && readableTypes.has(child.parent.name);
}
