/** The Mule project against what can be held against it without a Mule runtime: XML, references, contracts, secrets. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { XMLValidator } from 'fast-xml-parser';
import { parse } from 'yaml';
import { follow, objectOf, type Json, type JsonObject } from '../contracts/document.ts';
import { everythingIn, filesOf, muleFiles, propertyNames, PROJECT, RESOURCES, textOf, treeOf, type Element } from './test/project.ts';

const CONTRACTS = path.resolve(PROJECT, '../contracts');
const files = muleFiles();
const elements = files.flatMap(({ root }) => everythingIn(root));
const named = (name: string): readonly Element[] => elements.filter((element) => element.name === name);
const flowNames = [...named('flow'), ...named('sub-flow')].map(({ attributes }) => attributes['name']!);

test('every XML file is well-formed', () => {
  for (const file of [...filesOf('src', '.xml'), 'pom.xml']) assert.equal(XMLValidator.validate(textOf(file)), true, file);
  if (spawnSync('xmllint', ['--version']).status !== 0) return;
  for (const file of [...filesOf('src', '.xml'), 'pom.xml']) execFileSync('xmllint', ['--noout', path.join(PROJECT, file)]);
});

test('a file declares the namespaces that it uses, with their schemas, and no others', () => {
  for (const { name, root } of files) {
    const declared = Object.keys(root.attributes).filter((attribute) => attribute.startsWith('xmlns:') && attribute !== 'xmlns:xsi').map((attribute) => attribute.slice(6));
    const used = new Set(everythingIn(root).flatMap((element) => [element.name, ...Object.keys(element.attributes).filter((attribute) => !attribute.startsWith('xmlns'))]).filter((word) => word.includes(':')).map((word) => word.split(':')[0]!));
    used.delete('xsi');
    assert.deepEqual([...used].sort(), [...declared].sort(), name);
    const locations = root.attributes['xsi:schemaLocation']!.trim().split(/\s+/);
    const namespaces = Object.entries(root.attributes).filter(([attribute]) => attribute.startsWith('xmlns') && attribute !== 'xmlns:xsi').map(([, value]) => value);
    assert.deepEqual(locations.filter((_, index) => index % 2 === 0).sort(), [...namespaces].sort(), `${name}: schemas`);
    locations.forEach((location, index) => { if (index % 2 === 1) assert.ok(location.startsWith(locations[index - 1]!), `${name}: ${location} is no schema of ${locations[index - 1]!}`); });
  }
});

test('every element and attribute is one that its documentation or schema names', () => {
  const vocabulary = JSON.parse(textOf('test/vocabulary.json')) as Record<string, { readonly elements: Record<string, readonly string[]> }>;
  for (const { name, root } of files) {
    for (const element of everythingIn(root).slice(1)) {
      const prefix = element.name.includes(':') ? element.name.split(':')[0]! : 'mule';
      const local = element.name.split(':').at(-1)!;
      const attributes = vocabulary[prefix]?.elements[local];
      assert.ok(attributes !== undefined, `${name}: <${element.name}> is not in test/vocabulary.json`);
      for (const attribute of Object.keys(element.attributes)) assert.ok(attributes.includes(attribute), `${name}: <${element.name}> has no attribute ${attribute}`);
    }
  }
});

test('the vocabulary has nothing that the project does not use', () => {
  const vocabulary = JSON.parse(textOf('test/vocabulary.json')) as Record<string, { readonly elements: Record<string, readonly string[]> }>;
  const used = new Set(elements.map(({ name }) => (name.includes(':') ? name : `mule:${name}`)));
  for (const [prefix, { elements: words }] of Object.entries(vocabulary)) for (const word of Object.keys(words)) assert.ok(used.has(`${prefix}:${word}`), `${prefix}:${word}`);
});

test('names that could not be verified are told in the README', () => {
  const vocabulary = JSON.parse(textOf('test/vocabulary.json')) as Record<string, { readonly unverified?: readonly string[] }>;
  const readme = textOf('README.md');
  for (const { unverified = [] } of Object.values(vocabulary)) for (const name of unverified) assert.ok(readme.includes(`\`${name}\``), name);
});

test('every flow has a name of its own, and every flow without a source is called', () => {
  assert.equal(new Set(flowNames).size, flowNames.length);
  const called = new Set(named('flow-ref').map(({ attributes }) => attributes['name']));
  for (const name of named('sub-flow').map(({ attributes }) => attributes['name']!)) assert.ok(called.has(name), `${name} is called by nobody`);
  for (const { attributes, children } of named('flow')) {
    const isOfApi = isOperation(attributes['name']!);
    const hasSource = /listener$|^scheduler$/.test(children[0]?.name ?? '');
    assert.equal(hasSource, !isOfApi, `${attributes['name']!} ${isOfApi ? 'is an operation and has a source' : 'has neither source nor operation'}`);
  }
});

test('every reference leads somewhere', () => {
  const globals = new Set(files.flatMap(({ root }) => root.children).map(({ attributes }) => attributes['name']));
  for (const { attributes } of named('flow-ref')) assert.ok(flowNames.includes(attributes['name']!), `flow-ref ${attributes['name']!}`);
  for (const { name, attributes } of elements) {
    for (const attribute of ['config-ref', 'objectStore', 'osName', 'defaultErrorHandler-ref']) {
      const target = attributes[attribute];
      assert.ok(target === undefined || globals.has(target), `${name} ${attribute}="${target!}"`);
    }
    if (name === 'error-handler' && attributes['ref'] !== undefined) assert.ok(globals.has(attributes['ref']), attributes['ref']);
    if (attributes['resource'] !== undefined) assert.ok(existsSync(path.join(RESOURCES, attributes['resource'])), attributes['resource']);
  }
});

test('every placeholder has a property, and every property is used', () => {
  const plain = propertyNames('src/main/resources/application.yaml');
  const secret = propertyNames('src/main/resources/secure.yaml');
  const scripts = filesOf('src/main/resources/dwl', '.dwl').map(textOf);
  const source = [...elements.flatMap(({ attributes, text }) => [...Object.values(attributes), text]), ...scripts].join('\n');
  const asked = new Set([...source.matchAll(/\$\{([^}]+)\}/g), ...source.matchAll(/\bp\(["']([^"']+)["']\)/g)].map(([, name]) => name!));
  asked.delete('holdfast.key');
  // Secrets of a till network are asked for by its name.
  const dynamic = [...asked].filter((name) => name.includes('$(')).map((name) => new RegExp(`^${name.replace('secure::', '').replaceAll('.', '\\.').replaceAll(/\$\([^)]*\)/g, '\\w+')}$`));
  for (const name of asked) {
    if (name.includes('$(')) continue;
    const isSecret = name.startsWith('secure::');
    assert.ok((isSecret ? secret : plain).includes(name.replace('secure::', '')), `\${${name}}`);
  }
  for (const name of plain) assert.ok(asked.has(name), `${name} is asked for by nobody`);
  for (const name of secret) assert.ok(asked.has(`secure::${name}`) || dynamic.some((pattern) => pattern.test(name)), `${name} is asked for by nobody`);
});

test('no secret stands in a file: credentials are secure placeholders', () => {
  const secretive = /password|secret|token$|storePassword|keyPassword|consumerKey|clientId|passphrase/i;
  for (const { name, attributes } of elements) {
    for (const [attribute, value] of Object.entries(attributes)) {
      if (secretive.test(attribute)) assert.match(value, /^\$\{secure::[\w.]+\}$/, `${name} ${attribute}`);
    }
  }
  for (const [line, value] of textOf('src/main/resources/secure.yaml').split('\n').entries()) {
    const given = /^\s*[\w-]+:\s*(\S.*)$/.exec(value)?.[1];
    assert.ok(given === undefined || given === '"![encrypted]"', `secure.yaml line ${String(line + 1)}`);
  }
  assert.equal(propertyNames('src/main/resources/application.yaml').some((name) => secretive.test(name) && !/url$/i.test(name)), false);
});

interface Bound { readonly config: string; readonly contract: string }

const bound: readonly Bound[] = named('apikit:config').map(({ attributes }) => ({ config: attributes['name']!, contract: attributes['api']!.replace(/^api\//, '') }));

/** Names APIkit looks operations up by (FlowFinder and FlowName of apikit-rest-module): method, path with ( ) for braces, media type of a body, configuration. */
function operationFlows({ config, contract }: Bound): readonly string[] {
  const document = objectOf(parse(readFileSync(path.join(CONTRACTS, contract), 'utf8')) as Json);
  const encode = (word: string): string => word.replaceAll('/', '\\').replaceAll('{', '(').replaceAll('}', ')');
  return Object.entries(objectOf(document['paths'])).flatMap(([template, item]) =>
    Object.entries(objectOf(item)).filter(([method]) => /^(get|put|post|delete|head|patch|options)$/.test(method)).flatMap(([method, definition]) =>
      mediaTypes(document, objectOf(definition)).map((mediaType) => [method, encode(template), ...(mediaType === undefined ? [] : [encode(mediaType)]), config].join(':'))));
}

/** An optional body comes with a media type or with nothing: APIkit finds a flow for both under the name without one. */
function mediaTypes(document: JsonObject, definition: JsonObject): readonly (string | undefined)[] {
  const body = definition['requestBody'] === undefined ? undefined : follow(document, definition['requestBody']);
  return body?.['required'] !== true ? [undefined] : Object.keys(objectOf(body['content']));
}

const isOperation = (name: string): boolean => /^(get|put|post|delete|head|patch|options):\\/.test(name);
const operations = named('flow').filter(({ attributes }) => isOperation(attributes['name']!));

/** Operations of contracts without a flow, and flows without an operation. */
function unbound(expected: readonly string[], actual: readonly string[]): { readonly missing: readonly string[]; readonly invented: readonly string[] } {
  return { missing: expected.filter((name) => !actual.includes(name)), invented: actual.filter((name) => !expected.includes(name)) };
}

test('every contract is bound, once, which the README says', () => {
  const contracts = readdirSync(CONTRACTS).filter((name) => name.endsWith('.openapi.yaml'));
  assert.deepEqual(bound.map(({ contract }) => contract).sort(), contracts.sort());
  const readme = textOf('README.md');
  for (const name of contracts) assert.match(readme, new RegExp(`^\\| \`${name.replaceAll('.', '\\.')}\` \\| bound`, 'm'), name);
});

test('every operation of a bound contract has exactly one flow, and no flow is left over', () => {
  const expected = bound.flatMap(operationFlows);
  const actual = operations.map(({ attributes }) => attributes['name']!);
  assert.ok(expected.length >= 35, `only ${String(expected.length)} operations are found in the contracts`);
  assert.deepEqual(unbound(expected, actual), { missing: [], invented: [] });
  assert.deepEqual([...actual].sort(), [...expected].sort());
});

test('an operation that is missing is found, and so is one that was invented or has the name of another contract', () => {
  const expected = operationFlows(bound.find(({ contract }) => contract === 'salesforce.openapi.yaml')!);
  assert.ok(expected.includes('post:\\reservations\\(requestKey)\\fulfil:salesforce-api') && expected.includes('post:\\facts:application\\json:salesforce-api'));
  const [first, ...others] = expected;
  assert.deepEqual(unbound(expected, others), { missing: [first], invented: [] });
  assert.deepEqual(unbound(expected, [...expected, 'delete:\\facts:salesforce-api', 'get:\\changes:web-availability-api']).invented, ['delete:\\facts:salesforce-api', 'get:\\changes:web-availability-api']);
});

const subFlows = new Map(named('sub-flow').map((flow) => [flow.attributes['name']!, flow]));

/** An element with everything that runs because of it. */
function reached(element: Element): readonly Element[] {
  return everythingIn(element).flatMap((inner) => {
    const called = inner.name === 'flow-ref' ? subFlows.get(inner.attributes['name']!) : undefined;
    return called === undefined ? [inner] : [inner, ...reached(called)];
  });
}

test('no operation pretends: each asks a database or another system, or refuses by a name that the README tells', () => {
  const readme = textOf('README.md');
  for (const operation of operations) {
    const refusal = operation.children.find(({ name, attributes }) => name === 'raise-error' && attributes['type'] === 'HOLDFAST:NOT_HERE');
    if (refusal === undefined) {
      assert.ok(reached(operation).some(({ name }) => /^(db:(select|insert|bulk-insert)|http:request|salesforce:query)$/.test(name)), operation.attributes['name']);
    } else {
      assert.equal(operation.children.length, 1);
      const [method, path] = operation.attributes['name']!.split(':');
      const told = [`\`${method!.toUpperCase()} ${path!.replaceAll('\\', '/')}\``, `501 \`${refusal.attributes['description']!.split(':')[0]!}\``];
      assert.ok(readme.split('\n').some((line) => told.every((words) => line.includes(words))), `${operation.attributes['name']!}: ${refusal.attributes['description']!}`);
    }
  }
});

test('each API asks for the scopes that its contract names', () => {
  for (const { config, contract } of bound) {
    const flow = named('flow').find(({ children }) => children.some((child) => child.name === 'apikit:router' && child.attributes['config-ref'] === config))!;
    const expression = flow.children.find(({ attributes }) => attributes['variableName'] === 'scope')?.attributes['value'] ?? '';
    const scopes = (text: string): readonly string[] => [...new Set(text.match(/\b(web|store-ops|process|system|operations):(read|write)\b/g) ?? [])].sort();
    assert.deepEqual(scopes(expression), scopes(readFileSync(path.join(CONTRACTS, contract), 'utf8')), contract);
  }
});

test('an error that is handled can happen, and has an answer: types of our own are raised, caught and in the table', () => {
  const ours = (text: string): readonly string[] => text.match(/HOLDFAST:[A-Z_]+/g) ?? [];
  const raised = new Set(named('raise-error').map(({ attributes }) => attributes['type']!));
  const handled = new Set([...named('on-error-propagate'), ...named('on-error-continue')].flatMap(({ attributes }) => ours(attributes['type'] ?? '')));
  const answered = new Set(ours(textOf('src/main/resources/dwl/Problems.dwl')));
  assert.deepEqual([...handled].sort(), [...raised].sort(), 'Mule refuses to deploy a handler of a type that nothing raises');
  // HttpError of the HTTP connector; later versions have more, which are of RESPONSE_VALIDATION as well.
  const https = ['BAD_REQUEST', 'CONNECTIVITY', 'INTERNAL_SERVER_ERROR', 'RESPONSE_VALIDATION', 'TIMEOUT'];
  const http = [...named('on-error-propagate'), ...named('on-error-continue')].flatMap(({ attributes }) => (attributes['type'] ?? '').match(/HTTP:[A-Z_]+/g) ?? []);
  assert.deepEqual([...new Set(http)].filter((type) => !https.includes(type.replace('HTTP:', ''))), []);
  for (const type of raised) assert.ok(answered.has(type) || type === 'HOLDFAST:TOO_LARGE', type);
});

test('each bound contract has a router of its own behind a listener with the prefix that the contract names', () => {
  for (const { config, contract } of bound) {
    const flows = named('flow').filter(({ children }) => children.some((child) => child.name === 'apikit:router' && child.attributes['config-ref'] === config));
    assert.equal(flows.length, 1, config);
    const document = objectOf(parse(readFileSync(path.join(CONTRACTS, contract), 'utf8')) as Json);
    const server = objectOf((document['servers'] as readonly Json[])[0])['url'] as string;
    assert.equal(flows[0]!.children[0]!.attributes['path'], `${server.replace(/^\{\w+\}/, '')}/*`, config);
    assert.deepEqual(flows[0]!.children.at(-1)!.attributes, { ref: 'api-errors' }, `${config}: errors`);
  }
});

test('contracts are not copied: the build takes them from the gateway', () => {
  assert.deepEqual(filesOf('src', '.openapi.yaml'), []);
  const resources = everythingIn(treeOf(textOf('pom.xml'))).filter(({ name }) => name === 'resource');
  const contracts = resources.find(({ children }) => children.some(({ text }) => text === '../contracts'));
  assert.deepEqual(contracts?.children.map(({ name, text, children }) => [name, children.length === 0 ? text : children[0]!.text]), [['directory', '../contracts'], ['targetPath', 'api'], ['includes', '*.openapi.yaml']]);
});

test('the pom has a plug-in for every namespace', () => {
  const artifacts: Readonly<Record<string, string>> = {
    'apikit': 'mule-apikit-module', 'http': 'mule-http-connector', 'db': 'mule-db-connector', 'jms': 'mule-jms-connector', 'os': 'mule-objectstore-connector', 'oauth': 'mule-oauth-module',
    'secure-properties': 'mule-secure-configuration-property-module', 'salesforce': 'mule-salesforce-connector', 'salesforce-pub-sub': 'mule4-salesforce-pubsub-connector',
  };
  const pom = textOf('pom.xml');
  const prefixes = new Set(elements.filter(({ name }) => name.includes(':')).map(({ name }) => name.split(':')[0]!));
  for (const prefix of prefixes) {
    // Of the runtime itself.
    if (prefix === 'ee' || prefix === 'tls') continue;
    assert.ok(pom.includes(`<artifactId>${artifacts[prefix] ?? `(none for ${prefix})`}</artifactId>`), prefix);
  }
});
