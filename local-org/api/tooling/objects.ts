/** The objects of the Tooling API: their fields, and their rows as the org is now. */
import { componentAt } from '../../deploy/metadata/components.ts';
import type { FileCoverage } from '../../runtime/test-runner.ts';
import type { ApiHost } from '../host.ts';
import { DEBUG_LEVEL_FIELDS } from '../../deploy/logs/log-store.ts';
import type { CodeComponent } from './apex-host.ts';
import { momentText } from './ids.ts';
import type { ToolingObject, ToolingRow } from './soql.ts';
import type { TestRunRecord, TestRuns } from './test-runs.ts';

type Fields = ToolingObject['fields'];

/** `Id Name ApexClass:ApexClass`: a parent names its object behind a colon. */
function fields(text: string): Fields {
  return Object.fromEntries(text.split(' ').map((word) => {
    const [name = '', parent] = word.split(':');
    return [name, parent === undefined ? 'field' as const : { parent }];
  }));
}

const AUDIT = 'CreatedDate CreatedById CreatedBy:User LastModifiedDate LastModifiedById LastModifiedBy:User SystemModstamp';
const CODE = `Id Name NamespacePrefix ApiVersion Status IsValid Body BodyCrc LengthWithoutComments FullName ManageableState ${AUDIT}`;
const COVERAGE = 'Id ApexClassOrTriggerId ApexClassOrTrigger:Name NumLinesCovered NumLinesUncovered Coverage IsDeleted';

/** Tooling objects clients ask for in passing, of which the local org has no records. */
const EMPTY: Readonly<Record<string, string>> = {
  ApexTestSuite: 'Id TestSuiteName', TestSuiteMembership: 'Id ApexTestSuiteId ApexClassId', FlowTestResult: 'Id ApexTestQueueItemId Result TestStartDateTime TestEndDateTime FlowTest:FlowTest FlowDefinition:FlowDefinition',
  FlowTest: 'Id DeveloperName', FlowDefinition: 'Id DeveloperName NamespacePrefix', SandboxProcess: 'Id Status SandboxName SandboxInfoId LicenseType CreatedDate CopyProgress SandboxOrganization SourceId Description EndDate ApexClassId',
  InstalledSubscriberPackage: 'Id SubscriberPackageId SubscriberPackage:SubscriberPackage', SubscriberPackage: 'Id Name NamespacePrefix', PackageLicense: 'Id NamespacePrefix',
  ApexPage: 'Id Name', ApexComponent: 'Id Name', ManagedEventSubscription: 'Id DeveloperName',
};

export function toolingObjects(host: ApiHost, runs: TestRuns): ReadonlyMap<string, ToolingObject> {
  const list: ToolingObject[] = [
    { name: 'ApexClass', fields: fields(CODE), rows: () => host.apex.code().filter(({ type }) => type === 'ApexClass').map((one) => codeRow(one, host)) },
    { name: 'ApexTrigger', fields: fields(`${CODE} TableEnumOrId`), rows: () => host.apex.code().filter(({ type }) => type === 'ApexTrigger').map((one) => codeRow(one, host)) },
    { name: 'Name', fields: fields('Id Name Type'), rows: () => [] },
    { name: 'User', fields: fields('Id Name Username Email'), rows: () => [] },
    ...testObjects(host, runs),
    ...logObjects(host),
    ...Object.entries(EMPTY).map(([name, text]): ToolingObject => ({ name, fields: fields(text), rows: () => [] })),
  ];
  return new Map(list.map((object) => [object.name.toLowerCase(), object]));
}

function userRow(host: ApiHost, id: string): ToolingRow | null {
  const user = host.users.byId(id);
  return user === undefined ? null : { Id: user.id, Name: user.name, Username: user.username, Email: user.email };
}

function auditRow(host: ApiHost, { createdAt, createdById, modifiedAt, modifiedById }: CodeComponent): ToolingRow {
  return {
    CreatedDate: momentText(createdAt), CreatedById: createdById, CreatedBy: userRow(host, createdById), LastModifiedDate: momentText(modifiedAt), LastModifiedById: modifiedById,
    LastModifiedBy: userRow(host, modifiedById), SystemModstamp: momentText(modifiedAt),
  };
}

function codeRow(code: CodeComponent, host: ApiHost): ToolingRow {
  return {
    Id: code.id, Name: code.name, FullName: code.name, NamespacePrefix: null, ApiVersion: code.apiVersion, Status: code.status, IsValid: true, Body: code.body, ManageableState: 'unmanaged',
    LengthWithoutComments: code.body.length, TableEnumOrId: code.objectName ?? null, ...auditRow(host, code),
  };
}

function testObjects(host: ApiHost, runs: TestRuns): ToolingObject[] {
  const codeById = (): ReadonlyMap<string, ToolingRow> => new Map(host.apex.code().map((code) => [code.id, codeRow(code, host)]));
  return [
    {
      name: 'ApexTestRunResult',
      fields: fields(`Id AsyncApexJobId UserId JobName IsAllTests Source StartTime EndTime TestTime TestSetupTime Status ClassesEnqueued ClassesCompleted MethodsEnqueued MethodsCompleted MethodsFailed ${AUDIT}`),
      rows: () => runs.all.map((run) => runRow(run, host)),
    },
    {
      name: 'ApexTestQueueItem',
      fields: fields('Id ApexClassId ApexClass:ApexClass Status ExtendedStatus ParentJobId TestRunResultId ShouldSkipCodeCoverage CreatedDate CreatedById SystemModstamp'),
      rows: () => {
        const classes = codeById();
        return runs.all.flatMap((run) => run.items.map((item): ToolingRow => ({
          Id: item.id, ApexClassId: item.chosen.testClass.id, ApexClass: classes.get(item.chosen.testClass.id) ?? null, Status: item.status, ExtendedStatus: item.extendedStatus, ParentJobId: run.jobId,
          TestRunResultId: run.id, ShouldSkipCodeCoverage: false, CreatedDate: momentText(run.startedAt), CreatedById: run.userId, SystemModstamp: momentText(run.endedAt ?? run.startedAt),
        })));
      },
    },
    {
      name: 'ApexTestResult',
      fields: fields('Id QueueItemId ApexClassId ApexClass:ApexClass AsyncApexJobId ApexTestRunResultId MethodName Outcome Message StackTrace RunTime TestTimestamp ApexLogId IsTestSetup SystemModstamp'),
      rows: () => {
        const classes = codeById();
        return runs.all.flatMap((run) => run.methods.map(({ id, item, result, at }): ToolingRow => ({
          Id: id, QueueItemId: item.id, ApexClassId: item.chosen.testClass.id, ApexClass: classes.get(item.chosen.testClass.id) ?? null, AsyncApexJobId: run.jobId, ApexTestRunResultId: run.id,
          MethodName: result.methodName, Outcome: result.outcome === 'Pass' ? 'Pass' : 'Fail', Message: result.message, StackTrace: result.stackTrace, RunTime: Math.round(result.milliseconds),
          TestTimestamp: momentText(at), ApexLogId: null, IsTestSetup: false, SystemModstamp: momentText(at),
        })));
      },
    },
    { name: 'ApexCodeCoverage', fields: fields(`${COVERAGE} ApexTestClassId ApexTestClass:ApexClass TestMethodName`), rows: () => methodCoverage(runs, host, codeById()) },
    { name: 'ApexCodeCoverageAggregate', fields: fields(COVERAGE), rows: () => runs.aggregate.flatMap((file) => coverageRow(file, host)) },
    { name: 'ApexOrgWideCoverage', fields: fields('Id PercentCovered'), rows: () => [{ Id: '716000000000001AAA', PercentCovered: orgWidePercent(runs.aggregate) }] },
  ];
}

function runRow(run: TestRunRecord, host: ApiHost): ToolingRow {
  const failed = run.methods.filter(({ result }) => result.outcome !== 'Pass').length;
  const status = run.status === 'Completed' && failed > 0 ? 'Failed' : run.status;
  const user = userRow(host, run.userId);
  return {
    Id: run.id, AsyncApexJobId: run.jobId, UserId: run.userId, JobName: null, IsAllTests: false, Source: null, StartTime: momentText(run.startedAt),
    EndTime: run.endedAt === undefined ? null : momentText(run.endedAt), TestTime: Math.round(run.methods.reduce((sum, { result }) => sum + result.milliseconds, 0)), TestSetupTime: 0, Status: status,
    ClassesEnqueued: run.items.length, ClassesCompleted: run.items.filter((item) => item.status === 'Completed').length,
    MethodsEnqueued: run.items.reduce((sum, { chosen }) => sum + chosen.methodNames.length, 0), MethodsCompleted: run.methods.length, MethodsFailed: failed,
    CreatedDate: momentText(run.startedAt), CreatedById: run.userId, CreatedBy: user, LastModifiedDate: momentText(run.endedAt ?? run.startedAt), LastModifiedById: run.userId, LastModifiedBy: user,
    SystemModstamp: momentText(run.endedAt ?? run.startedAt),
  };
}

/** Nothing for files that are no code of the org any more, or have no lines. */
function coverageRow(file: FileCoverage, host: ApiHost): ToolingRow[] {
  const component = componentAt(file.path);
  const code = host.apex.code().find(({ path }) => path === file.path);
  if (component === undefined || code === undefined || file.covered.length + file.uncovered.length === 0) return [];
  return [{
    Id: `715${code.id.slice(3)}`, ApexClassOrTriggerId: code.id, ApexClassOrTrigger: { Id: code.id, Name: code.name, Type: code.type }, NumLinesCovered: file.covered.length,
    NumLinesUncovered: file.uncovered.length, Coverage: { coveredLines: file.covered, uncoveredLines: file.uncovered }, IsDeleted: false,
  }];
}

/** Of the last result of each method. */
function methodCoverage(runs: TestRuns, host: ApiHost, classes: ReadonlyMap<string, ToolingRow>): ToolingRow[] {
  const latest = new Map(runs.all.flatMap((run) => run.methods).map((one) => [`${one.result.className}.${one.result.methodName}`.toLowerCase(), one]));
  return [...latest.values()].flatMap(({ item, result }) => (result.coverage ?? []).flatMap((file) => coverageRow(file, host).map((row): ToolingRow => ({
    ...row, Id: `714${String(row['Id']).slice(3)}`, ApexTestClassId: item.chosen.testClass.id, ApexTestClass: classes.get(item.chosen.testClass.id) ?? null, TestMethodName: result.methodName,
  }))));
}

/** Whole per cents, rounded down. */
function orgWidePercent(files: readonly FileCoverage[]): number {
  const covered = files.reduce((sum, file) => sum + file.covered.length, 0);
  const lines = files.reduce((sum, file) => sum + file.covered.length + file.uncovered.length, 0);
  return Math.floor((100 * covered) / Math.max(1, lines));
}

function logObjects(host: ApiHost): ToolingObject[] {
  return [
    {
      name: 'ApexLog',
      fields: fields('Id Application DurationMilliseconds Location LogLength LogUserId LogUser:User Operation Request RequestIdentifier StartTime Status LastModifiedDate SystemModstamp'),
      rows: () => host.apex.logs.logs.map((log): ToolingRow => ({
        Id: log.id, Application: 'Unknown', DurationMilliseconds: log.durationMilliseconds, Location: 'Monitoring', LogLength: Buffer.byteLength(log.text), LogUserId: log.user.id,
        LogUser: userRow(host, log.user.id), Operation: log.operation, Request: 'Api', RequestIdentifier: log.id, StartTime: momentText(log.startedAt), Status: log.status,
        LastModifiedDate: momentText(log.startedAt), SystemModstamp: momentText(log.startedAt),
      })),
    },
    { name: 'TraceFlag', fields: fields(`Id TracedEntityId DebugLevelId DebugLevel:DebugLevel LogType StartDate ExpirationDate ${AUDIT}`), rows: () => [...host.apex.logs.traceFlags.values()].map((flag) => ({ ...flag, DebugLevel: host.apex.logs.debugLevels.get(String(flag['DebugLevelId'])) ?? null })) },
    { name: 'DebugLevel', fields: fields(`Id DeveloperName MasterLabel Language ${[...DEBUG_LEVEL_FIELDS.keys()].join(' ')} ${AUDIT}`), rows: () => [...host.apex.logs.debugLevels.values()] },
  ];
}
