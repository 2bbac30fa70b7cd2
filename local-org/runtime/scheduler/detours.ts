/** The store's detour: each statement goes to the execution that is running. */
import type { Reader, Writer } from '../../data/store/connection.ts';
import type { Detour, NumberSource } from '../../data/store/detour.ts';
import type { Execution } from './execution.ts';

export class Detours implements Detour {
  readonly #running: () => Execution | undefined;

  constructor(running: () => Execution | undefined) {
    this.#running = running;
  }

  private get execution(): Execution {
    const running = this.#running();
    if (running === undefined) throw new Error('While transactions are interleaved only they may use the store.');
    return running;
  }

  get sequences(): NumberSource {
    return this.execution.sequences;
  }
  reader(sql: string): Reader {
    return this.execution.reader(sql);
  }
  writer(sql: string): Writer {
    return this.execution.writer(sql);
  }
  enterSavepoint(): number {
    return this.execution.enterSavepoint();
  }
  rollbackToSavepoint(depth: number): void {
    this.execution.rollbackToSavepoint(depth);
  }
  leaveSavepoint(depth: number): void {
    this.execution.leaveSavepoint(depth);
  }
  isSavepointOpen(depth: number): boolean {
    return this.execution.isSavepointOpen(depth);
  }
}
