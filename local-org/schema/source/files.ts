/** The files of a project, and which of them some component has claimed. */

const decoder = new TextDecoder('utf-8', { fatal: false });

export class FileSet {
  readonly #files: ReadonlyMap<string, string | Uint8Array>;
  readonly #claimed = new Set<string>();

  constructor(files: ReadonlyMap<string, string | Uint8Array>) {
    this.#files = files;
  }

  get paths(): readonly string[] {
    return [...this.#files.keys()].sort();
  }

  has(path: string): boolean {
    return this.#files.has(path);
  }

  claim(path: string): void {
    this.#claimed.add(path);
  }

  content(path: string): string | Uint8Array {
    this.claim(path);
    return this.#files.get(path) as string | Uint8Array;
  }

  text(path: string): string {
    const content = this.content(path);
    return typeof content === 'string' ? content : decoder.decode(content);
  }

  /** Sorted, so that problems come in the same order for the same project. */
  unclaimed(wanted: (path: string) => boolean): readonly string[] {
    return this.paths.filter((path) => !this.#claimed.has(path) && wanted(path));
  }

  /** Paths inside a folder given with its closing slash. */
  inside(folder: string): readonly string[] {
    return this.paths.filter((path) => path.startsWith(folder));
  }
}
