/** What the org serves at a moment: one schema and the program compiled against it. A deploy replaces both as one. */
import type { OrgData } from '../data/org-data.ts';
import { capturedObjects, type CapturedObjects } from '../events/captured-objects.ts';
import { EventDefinitions } from '../events/event-definition.ts';
import type { ClassPort, SchemaPort } from '../library/ports.ts';
import type { OrgSchema } from '../schema/schema.ts';
import { ProgramClasses } from './class-port.ts';
import { CustomMetadataRows } from './custom-metadata.ts';
import type { InstalledSchema, UserSource } from './ports.ts';
import type { Program } from './program.ts';
import { TriggerTable } from './triggers.ts';

export class InstalledOrg {
  readonly schema: OrgSchema;
  readonly program: Program;
  readonly data: OrgData;
  readonly users: UserSource;
  readonly classes: ClassPort;
  readonly schemaPort: SchemaPort;
  readonly triggers: TriggerTable;
  readonly customMetadata: CustomMetadataRows;
  readonly events: EventDefinitions;
  /** Objects whose changes become events. */
  readonly captured: CapturedObjects;
  readonly installedSchema: InstalledSchema;

  constructor(installed: InstalledSchema, program: Program) {
    this.installedSchema = installed;
    this.schema = installed.schema;
    this.data = installed.data;
    this.users = installed.users;
    this.program = program;
    this.classes = new ProgramClasses(program);
    this.triggers = new TriggerTable(program);
    this.schemaPort = schemaPort(installed);
    this.customMetadata = new CustomMetadataRows(installed.schema, installed.data);
    this.events = new EventDefinitions(installed.schema);
    this.captured = capturedObjects(installed.schema);
  }

  /** The same org with more code: anonymous Apex. */
  withProgram(program: Program): InstalledOrg {
    return new InstalledOrg(this.installedSchema, program);
  }
}

function schemaPort({ schema, recordClass }: InstalledSchema): SchemaPort {
  const byKeyPrefix = new Map([...schema.objects.values()].map((object) => [object.keyPrefix, object.apiName]));
  return {
    recordClass,
    label: (foldedName) => schema.labels.get(foldedName),
    describe: (foldedName) => schema.objects.get(foldedName),
    objectOfKeyPrefix: (keyPrefix) => byKeyPrefix.get(keyPrefix),
    objectNames: () => [...schema.objects.values()].map((object) => object.apiName),
  };
}
