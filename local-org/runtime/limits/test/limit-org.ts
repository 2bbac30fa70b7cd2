/** Runs Apex against its limits: what it printed, and the exception that ended it. For the tests of this folder. */
import type { SourceFile } from '../../../compiler/position.ts';
import { ApexException } from '../../../values/exceptions.ts';
import { exceptionHeading } from '../../exceptions.ts';
import type { DebugEntry, RequestKind } from '../../ports.ts';
import { ScriptOrg } from '../../test/script-org.ts';

export const SYNCHRONOUS: RequestKind = 'ANONYMOUS';
export const ASYNCHRONOUS: RequestKind = 'BATCH';

export interface Ending {
  /** Lines of System.debug. */
  readonly printed: readonly string[];
  /** `System.LimitException: Too many SOQL queries: 101`; `undefined`: it came to its end. */
  readonly error: string | undefined;
}

export class LimitOrg {
  readonly #host = new ScriptOrg();
  readonly #installed: readonly SourceFile[];

  constructor(installed: readonly SourceFile[] = []) {
    this.#installed = installed;
    this.#host.install(installed);
  }

  async run(text: string, kind: RequestKind = SYNCHRONOUS): Promise<Ending> {
    const log: DebugEntry[] = [];
    let error: string | undefined;
    try {
      await this.#host.anonymous(text, this.#installed, kind, log);
    } catch (thrown) {
      if (!(thrown instanceof ApexException)) throw thrown;
      error = exceptionHeading(thrown);
    }
    return { printed: log.map((entry) => entry.text), error };
  }
}
