/** An org in memory with the platform's own objects and one user who may do everything, for tests that compile and run Apex. */
import { emitProgram, programFacts } from '../../compiler/4-emit/emit.ts';
import type { Diagnostic } from '../../compiler/diagnostics.ts';
import { checkBeside, checkProgram, type FrontResult, type SourceUnit } from '../../compiler/front.ts';
import type { SourceFile } from '../../compiler/position.ts';
import { parseApex } from '../../compiler/1-parse/parse.ts';
import { FULL_PERMISSIONS } from '../../data/access/permissions.ts';
import { ownSharing } from '../../data/access/user-sharing.ts';
import { OrgData } from '../../data/org-data.ts';
import { NO_TRIGGERS } from '../../data/session.ts';
import { Store } from '../../data/store/store.ts';
import { linkEnvironment } from '../../deploy/link-environment.ts';
import { makeUniverse } from '../../deploy/universe.ts';
import type { PendingEvent } from '../../events/outbox.ts';
import type { UserContext } from '../../library/ports.ts';
import { buildSchema, emptyProject } from '../../schema/build.ts';
import type { OrgSchema } from '../../schema/schema.ts';
import { readProject } from '../../schema/source/read.ts';
import { recordClass, schemaTypes } from '../../schema/shapes.ts';
import { makeId } from '../../values/id.ts';
import { setSlot } from '../../values/sobject.ts';
import type { SObjectRecord } from '../../values/sobject.ts';
import { JobService } from '../jobs/job-service.ts';
import { Org } from '../org.ts';
import type { DebugEntry, RequestKind } from '../ports.ts';
import { Program } from '../program.ts';

export const NOW = Date.UTC(2026, 10, 21, 10, 30, 0);
export const USER_ID = makeId('005', 1);

const everything = { read: true, create: true, edit: true, delete: true };
export const ADMINISTRATOR: UserContext = {
  id: USER_ID, username: 'admin@example.com', name: 'Ada Admin', email: 'admin@example.com', profileId: makeId('00e', 1), profileName: 'System Administrator', userType: 'Standard',
  timeZone: 'Europe/Berlin', locale: 'en_US', organizationId: makeId('00D', 1), organizationName: 'Example', hasCustomPermission: () => true,
  objectAccess: () => everything, fieldAccess: () => ({ read: true, edit: true }),
};

/** A file, and its API version when it is not the newest. */
export interface ScriptFile extends SourceFile {
  readonly apiVersion?: number;
}

const textOf = (diagnostics: readonly Pick<Diagnostic, 'path' | 'pos' | 'message'>[]): string => diagnostics.map(({ path, pos, message }) => `${path}:${pos.line}:${pos.column} ${message}`).join('\n');

/** Source → syntax tree; throws with all diagnostics. */
function parse(file: ScriptFile): SourceUnit {
  const { unit, diagnostics } = parseApex(file);
  if (unit === undefined) throw new Error(textOf(diagnostics));
  return { path: file.path, unit, ...(file.apiVersion === undefined ? {} : { apiVersion: file.apiVersion }) };
}

function rightOnly(result: FrontResult): FrontResult {
  if (result.diagnostics.length > 0) throw new Error(textOf(result.diagnostics));
  return result;
}

/** Source → typed tree; throws with all diagnostics. */
function check(files: readonly ScriptFile[], schema: OrgSchema): FrontResult {
  return rightOnly(checkProgram({ units: files.map(parse), universe: makeUniverse(schemaTypes(schema)) }));
}

export function compile(files: readonly ScriptFile[], schema: OrgSchema, coverage = false): Program {
  return Program.link(emitProgram(check(files, schema).program, { coverage }), linkEnvironment((folded) => recordClass(schema, folded)));
}

/** The platform's own objects and those of a project, as paths and texts. Users need neither profile nor locale, so that the first one can be inserted like any record. */
function platformSchema(metadata: ReadonlyMap<string, string>): OrgSchema {
  const reading = readProject(metadata);
  const { schema, problems } = buildSchema({ ...emptyProject, ...reading.project });
  const wrong = [...reading.problems, ...problems];
  if (wrong.length > 0) throw new Error(wrong.map(({ path, line, message }) => `${path}:${line} ${message}`).join('\n'));
  const user = schema.objects.get('user')!;
  const fields = user.fields.map((field) => ({ ...field, isNillable: true }));
  const relaxed = { ...user, fields, fieldsByName: new Map(fields.map((field) => [field.apiName.toLowerCase(), field])) };
  return { ...schema, objects: new Map([...schema.objects, ['user', relaxed]]) };
}

export class ScriptOrg {
  readonly schema: OrgSchema;
  readonly store = Store.inMemory();
  readonly data: OrgData;
  readonly jobs: JobService;
  readonly published: PendingEvent[] = [];
  readonly org: Org;
  /** What the org's clock shows. */
  now = NOW;

  constructor(metadata: ReadonlyMap<string, string> = new Map()) {
    this.schema = platformSchema(metadata);
    this.data = new OrgData(this.store, this.schema, (folded) => recordClass(this.schema, folded)!);
    this.jobs = new JobService(this.store, { maximumQueueableDepth: 5, scheduledJobs: 100 });
    this.org = new Org({
      clock: { now: () => this.now },
      random: (bytes) => new Uint8Array(bytes),
      events: {
        store: (pending) => pending,
        announce: (stored) => { this.published.push(...(stored as readonly PendingEvent[])); },
      },
      jobs: this.jobs,
    });
    this.install([]);
    this.insertUser();
  }

  /** The user every record names as its creator; its row number is the one in USER_ID. */
  private insertUser(): void {
    const user = this.record('User', { Username: ADMINISTRATOR.username, LastName: 'Admin', Email: ADMINISTRATOR.email, Alias: 'admin', CommunityNickname: 'admin', IsActive: true });
    const session = {
      user: ADMINISTRATOR, sharing: ownSharing([USER_ID]), permissions: FULL_PERMISSIONS, clock: this.org.services.clock, triggers: NO_TRIGGERS,
      limits: { used: () => 0, allowed: () => 1_000_000, consume: () => undefined },
    };
    const [result] = this.store.transaction(() => this.data.dml({ operation: 'insert', records: [user], allOrNone: true, access: { mode: 'system', sharing: false }, externalId: undefined }, session)).result;
    if (result?.id !== USER_ID) throw new Error(`The first user could not be inserted: ${JSON.stringify(result)}`);
  }

  install(files: readonly ScriptFile[], coverage = false): Program {
    const program = compile(files, this.schema, coverage);
    this.org.install({
      schema: this.schema,
      recordClass: (folded) => recordClass(this.schema, folded),
      data: this.data,
      users: {
        byId: (id) => ({ ...ADMINISTRATOR, id }),
        rights: (user) => ({ permissions: FULL_PERMISSIONS, sharing: ownSharing([user.id]) }),
        transactionBegins: () => undefined,
        wrote: () => undefined,
      },
    }, program);
    return program;
  }

  record(objectName: string, values: Readonly<Record<string, unknown>>): SObjectRecord {
    const created = new (recordClass(this.schema, objectName.toLowerCase())!)();
    for (const [name, value] of Object.entries(values)) setSlot(created, `$${name.toLowerCase()}`, value);
    return created;
  }

  /** Runs anonymous Apex beside the installed files (which must be given again to be checked against) and gives its debug output. */
  async anonymous(text: string, installed: readonly SourceFile[], kind: RequestKind = 'ANONYMOUS', log: DebugEntry[] = []): Promise<readonly DebugEntry[]> {
    const path = 'anonymous.apex';
    const around = check(installed, this.schema);
    const typed = rightOnly(checkBeside(around.bound, [parse({ path, text, kind: 'anonymous' })]));
    const program = this.org.program.extend(emitProgram(typed.program, { coverage: false, beside: programFacts(around.program, false) }));
    await this.org.runWith(program, { user: ADMINISTRATOR, kind, log: (entry) => log.push(entry) }, () => program.invoke('AnonymousBlock', 'execute'));
    return log;
  }
}
