/** Plain data (a query tree) as a JavaScript literal, so that an emitted module is complete in itself. */
export function printData(value: unknown): string {
  if (value === undefined) return 'undefined';
  if (Array.isArray(value)) return `[${value.map(printData).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    return `{ ${Object.entries(value).filter(([, member]) => member !== undefined).map(([name, member]) => `${JSON.stringify(name)}: ${printData(member)}`).join(', ')} }`;
  }
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return JSON.stringify(value);
  throw new Error(`A value of type ${typeof value} cannot be part of a constant of emitted code.`);
}
