/** Which rows of a long list are drawn: those in sight and a few around them. */
export interface QueueWindow {
  readonly first: number;
  /** One after the last. */
  readonly end: number;
}

/** Rows drawn beyond each edge, so that a quick scroll finds them there. */
const MARGIN_ROWS = 6;

export function queueWindow(scrollTop: number, viewportPixels: number, rowPixels: number, rowCount: number): QueueWindow {
  const visible = Math.ceil(viewportPixels / rowPixels) + 1;
  const top = Math.min(Math.floor(Math.max(0, scrollTop) / rowPixels), Math.max(0, rowCount - visible));
  // In steps of the margin, so that scrolling draws anew once every few rows and not at each.
  const first = Math.max(0, Math.floor(top / MARGIN_ROWS) * MARGIN_ROWS - MARGIN_ROWS);
  return { first, end: Math.min(rowCount, first + visible + 3 * MARGIN_ROWS) };
}

/** Where to scroll to so that a row can be seen whole; `undefined` when it can already. */
export function scrollTopFor(row: number, scrollTop: number, viewportPixels: number, rowPixels: number): number | undefined {
  const top = row * rowPixels;
  if (top < scrollTop) return top;
  const bottom = top + rowPixels;
  return bottom > scrollTop + viewportPixels ? bottom - viewportPixels : undefined;
}
