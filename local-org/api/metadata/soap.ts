/** The Metadata API over SOAP. */
import type { DeployResult, RunTestResult } from '../../deploy/deploy-result.ts';
import { DeployRefusal } from '../../deploy/deployments.ts';
import type { MetadataService } from '../../deploy/metadata-service.ts';
import { childType, metadataType } from '../../deploy/metadata/types.ts';
import type { UserContext } from '../../library/ports.ts';
import { apiError } from '../errors.ts';
import { escapeXml, RawXml, type SoapValue } from '../soap/envelope.ts';
import { soapFault } from '../soap/fault.ts';
import { withSession, type SessionCall, type SoapAnswer, type SoapOperation } from '../soap/register.ts';
import { Retrievals } from './retrievals.ts';
import { retrieveManifest, soapDeployOptions, zipBytes } from './requests.ts';

type Handler = (service: MetadataService, call: SessionCall, retrievals: Retrievals) => SoapAnswer | Promise<SoapAnswer>;

const HANDLERS: Readonly<Record<string, Handler>> = { deploy, checkDeployStatus, cancelDeploy, deployRecentValidation, retrieve, checkRetrieveStatus, listMetadata, describeMetadata, readMetadata };

export function metadataOperations(service: MetadataService): ReadonlyMap<string, SoapOperation> {
  const retrievals = new Retrievals();
  return new Map(Object.entries(HANDLERS).map(([name, handle]) => [name, withSession(async (call) => {
    requirePermission(service, call.user);
    try {
      return await handle(service, call, retrievals);
    } catch (error) {
      throw error instanceof DeployRefusal ? soapFault(error.code, error.message) : error;
    }
  })]));
}

export function requirePermission(service: MetadataService, user: UserContext): void {
  if (!service.mayUse(user)) throw apiError(403, 'INSUFFICIENT_ACCESS', 'use of the Metadata API requires a user with the ModifyAllData or ModifyMetadata permissions');
}

function deploy(service: MetadataService, { request, user }: SessionCall): SoapAnswer {
  const options = soapDeployOptions(request.one('DeployOptions'));
  const id = service.deployments.deploy(zipBytes(request.textOf('ZipFile')), options, user);
  return { result: { done: false, id, state: 'Queued' } };
}

function checkDeployStatus(service: MetadataService, { request }: SessionCall): SoapAnswer {
  const result = service.deployments.status(requireText(request.textOf('asyncProcessId'), 'asyncProcessId'));
  if (result === undefined) throw soapFault('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id');
  return { result: deployResultXml(result, request.booleanOf('includeDetails') === true) };
}

function cancelDeploy(service: MetadataService, { request, user }: SessionCall): SoapAnswer {
  const id = requireText(request.textOf('String') ?? request.textOf('id') ?? request.textOf('asyncProcessId'), 'String');
  const result = service.deployments.cancel(id, user);
  return { result: { done: result.done, id: result.id } };
}

function deployRecentValidation(service: MetadataService, { request, user }: SessionCall): SoapAnswer {
  return { result: service.deployments.quickDeploy(requireText(request.textOf('validationId'), 'validationId'), user) };
}

async function retrieve(service: MetadataService, { request }: SessionCall, retrievals: Retrievals): Promise<SoapAnswer> {
  const asked = request.one('retrieveRequest') ?? request.one('request');
  const result = await service.retrieve(retrieveManifest(asked), asked?.booleanOf('singlePackage') === true);
  return { result: { done: false, id: retrievals.add(result), state: 'Queued' } };
}

function checkRetrieveStatus(_service: MetadataService, { request }: SessionCall, retrievals: Retrievals): SoapAnswer {
  const id = requireText(request.textOf('asyncProcessId'), 'asyncProcessId');
  const result = retrievals.find(id);
  if (result === undefined) throw soapFault('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id');
  const includeZip = request.booleanOf('includeZip') !== false;
  return {
    result: {
      done: true, fileProperties: result.fileProperties.map(propertiesXml), id, messages: result.messages.map(({ fileName, problem }) => ({ fileName, problem })), status: 'Succeeded', success: true,
      zipFile: includeZip ? Buffer.from(result.zip).toString('base64') : null,
    },
  };
}

function listMetadata(service: MetadataService, { request }: SessionCall): SoapAnswer {
  const queries = request.all('queries').map((query) => ({ type: requireText(query.textOf('type'), 'type'), folder: query.textOf('folder') }));
  if (queries.length > 3) throw soapFault('EXCEEDED_MAX_TYPES_LIMIT', `listMetadata takes at most 3 queries, but got ${String(queries.length)}`);
  const unknown = queries.find(({ type }) => metadataType(type) === undefined && childType(type) === undefined);
  if (unknown !== undefined) throw soapFault('INVALID_TYPE', `Unknown type:${unknown.type}`);
  return { result: queries.flatMap(({ type, folder }) => service.list(type, folder)).map(propertiesXml) };
}

function describeMetadata(service: MetadataService): SoapAnswer {
  return {
    result: {
      metadataObjects: service.describe().map(({ xmlName, directoryName, suffix, inFolder, metaFile, childXmlNames }) => ({ childXmlNames, directoryName, inFolder, metaFile, suffix, xmlName })),
      organizationNamespace: '', partialSaveAllowed: true, testRequired: false,
    },
  };
}

const MOST_READ = 10;

async function readMetadata(service: MetadataService, { request }: SessionCall): Promise<SoapAnswer> {
  const type = requireText(request.textOf('type') ?? request.textOf('metadataType'), 'type');
  if (metadataType(type) === undefined && childType(type) === undefined) throw soapFault('INVALID_TYPE', `Unknown type:${type}`);
  const fullNames = request.textsOf('fullNames');
  if (fullNames.length > MOST_READ) throw soapFault('LIMIT_EXCEEDED', `readMetadata takes at most ${String(MOST_READ)} names, but got ${String(fullNames.length)}`);
  const records = await Promise.all(fullNames.map(async (fullName) => {
    const inner = await service.read({ type, fullName });
    // A component that does not exist is an empty record: clients expect one for each name.
    if (inner === undefined) return '<records xsi:nil="true"/>';
    return `<records xsi:type="${type}">${/<fullName>/.test(inner) && childType(type) !== undefined ? '' : `<fullName>${escapeXml(fullName)}</fullName>`}${inner}</records>`;
  }));
  return { result: new RawXml(records.join('')) };
}

function propertiesXml(properties: object): SoapValue {
  return { ...properties };
}

/** Elements in the order of the WSDL: by name. */
function deployResultXml(result: DeployResult, includeDetails: boolean): SoapValue {
  const { details, ...rest } = result;
  const shown: Record<string, unknown> = includeDetails ? { ...rest, details: detailsXml(details) } : rest;
  return Object.fromEntries(Object.entries(shown).sort(([left], [right]) => (left < right ? -1 : 1))) as SoapValue;
}

function detailsXml({ componentFailures, componentSuccesses, runTestResult }: DeployResult['details']): SoapValue {
  return { componentFailures: componentFailures.map(sorted), componentSuccesses: componentSuccesses.map(sorted), runTestResult: testResultXml(runTestResult) };
}

function testResultXml({ codeCoverage, codeCoverageWarnings, failures, successes, ...numbers }: RunTestResult): SoapValue {
  return {
    codeCoverage: codeCoverage.map(({ locationsNotCovered, ...rest }) => sorted({ ...rest, locationsNotCovered: locationsNotCovered.map(sorted) })), codeCoverageWarnings: codeCoverageWarnings.map(sorted),
    failures: failures.map(sorted), ...numbers, successes: successes.map(sorted),
  };
}

function sorted(value: object): SoapValue {
  return Object.fromEntries(Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1)));
}

function requireText(text: string | undefined, name: string): string {
  if (text === undefined || text.trim() === '') throw soapFault('INVALID_FIELD', `Required field is missing: ${name}`);
  return text.trim();
}
