import type { Connection } from './connection.ts';

/** Numbers reserved ahead on disk, so that drawing one writes nothing; after a crash the rest of a block is skipped, as gaps are allowed. */
const BLOCK = 1_000;

interface Sequence {
  next: number;
  reserved: number;
}

/**
 * Row numbers and auto numbers. They never go back: not on rollback, not after a crash. Reservations are written with the group's COMMIT,
 * so no committed row can hold a number that a restart would hand out again.
 */
export class Sequences {
  readonly #connection: Connection;
  readonly #known = new Map<string, Sequence>();
  readonly #exhausted = new Set<string>();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** The next number of the sequence, counted from `first`. */
  draw(name: string, first = 1): number {
    const sequence = this.#known.get(name) ?? this.#load(name, first);
    const drawn = sequence.next;
    sequence.next = drawn + 1;
    if (drawn > sequence.reserved) this.#exhausted.add(name);
    return drawn;
  }

  /** The number that the next draw would give. */
  peek(name: string, first = 1): number {
    return (this.#known.get(name) ?? this.#load(name, first)).next;
  }

  /** Writes the reservations that ran out; called inside the group's transaction just before COMMIT. */
  reserve(): void {
    if (this.#exhausted.size === 0) return;
    for (const name of this.#exhausted) this.#write(name, this.#known.get(name)!.next - 1 + BLOCK);
    this.#exhausted.clear();
  }

  /** Gives back what was reserved and not drawn; the store closes after it. */
  settle(): void {
    for (const [name, sequence] of this.#known) if (sequence.reserved >= sequence.next) this.#write(name, sequence.next - 1);
    this.#exhausted.clear();
  }

  /** A lost group took its reservations with it: they are written again with the next COMMIT. */
  forgetReservations(): void {
    for (const [name, sequence] of this.#known) {
      sequence.reserved = 0;
      this.#exhausted.add(name);
    }
  }

  #load(name: string, first: number): Sequence {
    const row = this.#connection.reader('SELECT reserved FROM "~numbers" WHERE name = ?').get(name);
    const reserved = row === undefined ? first - 1 : Number(row[0]);
    const sequence = { next: reserved + 1, reserved };
    this.#known.set(name, sequence);
    return sequence;
  }

  #write(name: string, reserved: number): void {
    this.#connection.writer('INSERT INTO "~numbers" (name, reserved) VALUES (?, ?) ON CONFLICT DO UPDATE SET reserved = excluded.reserved').run(name, reserved);
    this.#known.get(name)!.reserved = reserved;
  }
}
