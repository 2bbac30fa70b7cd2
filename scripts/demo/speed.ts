/** Minutes of the shop to a minute of the clock on the wall. Faster than this an org has no time left for visitors. */
export const FASTEST = 120;

/** `undefined`: no speed that a day can have. */
export function speedOf(text: string): number | undefined {
  const speed = Number(text);
  return Number.isFinite(speed) && speed >= 1 && speed <= FASTEST ? speed : undefined;
}
