/** What clients ask of the Metadata API, read from SOAP elements or JSON and checked. */
import { DEFAULT_OPTIONS, TEST_LEVELS, type DeployOptions, type TestLevel } from '../../deploy/deploy-result.ts';
import type { Manifest } from '../../deploy/package/manifest.ts';
import { apiError } from '../errors.ts';
import type { SoapElement } from '../soap/element.ts';

/** Options of a deploy by name, wherever they come from. */
interface GivenOptions {
  flag(name: string): boolean | undefined;
  text(name: string): string | undefined;
  texts(name: string): readonly string[];
}

export function soapDeployOptions(element: SoapElement | undefined): DeployOptions {
  return deployOptions({ flag: (name) => element?.booleanOf(name), text: (name) => element?.textOf(name), texts: (name) => element?.textsOf(name) ?? [] });
}

export function jsonDeployOptions(json: unknown): DeployOptions {
  const given = typeof json === 'object' && json !== null ? json as Record<string, unknown> : {};
  return deployOptions({
    flag: (name) => (typeof given[name] === 'boolean' ? given[name] : undefined),
    text: (name) => (typeof given[name] === 'string' ? given[name] : undefined),
    texts: (name) => (Array.isArray(given[name]) ? given[name].filter((one) => typeof one === 'string') : []),
  });
}

function deployOptions(given: GivenOptions): DeployOptions {
  const runTests = given.texts('runTests').map((name) => name.trim()).filter((name) => name !== '');
  const level = given.text('testLevel');
  const testLevel = level === undefined || level === '' ? (runTests.length > 0 ? 'RunSpecifiedTests' : DEFAULT_OPTIONS.testLevel) : levelOf(level);
  if (testLevel === 'RunSpecifiedTests' && runTests.length === 0) throw apiError(400, 'INVALID_OPERATION', 'runTests must name at least one test class when testLevel is RunSpecifiedTests');
  if (testLevel !== 'RunSpecifiedTests' && runTests.length > 0) throw apiError(400, 'INVALID_OPERATION', 'runTests can be used only when a testLevel of RunSpecifiedTests is used.');
  return {
    allowMissingFiles: given.flag('allowMissingFiles') ?? DEFAULT_OPTIONS.allowMissingFiles, checkOnly: given.flag('checkOnly') ?? DEFAULT_OPTIONS.checkOnly,
    ignoreWarnings: given.flag('ignoreWarnings') ?? DEFAULT_OPTIONS.ignoreWarnings, purgeOnDelete: given.flag('purgeOnDelete') ?? DEFAULT_OPTIONS.purgeOnDelete,
    rollbackOnError: given.flag('rollbackOnError') ?? DEFAULT_OPTIONS.rollbackOnError, runTests, testLevel,
  };
}

function levelOf(text: string): TestLevel {
  const level = TEST_LEVELS.find((one) => one === text);
  if (level === undefined) throw apiError(400, 'INVALID_OPERATION', `The test level ${text} is not supported by the local org; it knows ${TEST_LEVELS.join(', ')}.`);
  return level;
}

/** `retrieveRequest` of a SOAP message. */
export function retrieveManifest(request: SoapElement | undefined): Manifest {
  const unpackaged = request?.one('unpackaged');
  if (request === undefined || unpackaged === undefined) {
    throw apiError(400, 'INVALID_OPERATION', request !== undefined && request.all('packageNames').length > 0 ? 'Packages are not installed in the local org; retrieve unpackaged components.' : 'unpackaged must name what to retrieve');
  }
  return {
    version: unpackaged.textOf('version') ?? request.textOf('apiVersion') ?? '',
    types: unpackaged.all('types').map((type) => ({ name: type.textOf('name') ?? '', members: type.textsOf('members') })),
  };
}

const BASE64 = /^[A-Za-z0-9+/\s]*={0,2}\s*$/;

export function zipBytes(base64: string | undefined): Uint8Array {
  if (base64 === undefined || base64.trim() === '') throw apiError(400, 'INVALID_ZIP', 'ZipFile is empty');
  if (!BASE64.test(base64.slice(-100))) throw apiError(400, 'INVALID_ZIP', 'ZipFile is not base64');
  return Buffer.from(base64, 'base64');
}
