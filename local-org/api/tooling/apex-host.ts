/** What the Tooling and Apex surfaces need of the org: its code, anonymous Apex, tests. Wired in `cli/`. */
import type { AnonymousRequest, AnonymousResult } from '../../deploy/anonymous/anonymous.ts';

export interface ApexHost {
  /** Compiles and runs a block; see AnonymousApex. */
  executeAnonymous(request: AnonymousRequest): Promise<AnonymousResult>;
}
