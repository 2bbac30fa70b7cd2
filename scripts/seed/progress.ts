/** How a long write tells how far it is: a bar that moves on a terminal, one line at the end elsewhere. */
export interface Progress {
  /** @param done of the whole, so far */
  at(what: string, done: number, whole: number): void;
  line(text: string): void;
}

const WIDTH = 30;
/** Below this a bar would be gone before it is seen. */
const LEAST_WORTH_A_BAR = 400;

export function progressTo(stream: { readonly isTTY?: boolean; write(text: string): unknown }, prefix: string): Progress {
  let isBarShown = false;
  const clear = (): void => {
    if (isBarShown) stream.write('\r\u001B[2K');
    isBarShown = false;
  };
  return {
    at: (what, done, whole) => {
      if (stream.isTTY !== true || whole < LEAST_WORTH_A_BAR) return;
      const filled = Math.round((WIDTH * done) / whole);
      stream.write(`\r\u001B[2K${prefix}${what} ${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)} ${String(done)} of ${String(whole)}`);
      isBarShown = true;
    },
    line: (text) => {
      clear();
      stream.write(`${prefix}${text}\n`);
    },
  };
}
