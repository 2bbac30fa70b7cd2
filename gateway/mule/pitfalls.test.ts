/** The documented pitfalls of Mule, each as a check that fails when somebody steps into it. The table in README.md names the same list. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { objectOf, readContract } from '../contracts/document.ts';
import { flowVariablesIn, scan } from './test/dataweave.ts';
import { everythingIn, filesOf, muleFiles, textOf, treeOf, type Element } from './test/project.ts';

const files = muleFiles();
const elements = files.flatMap(({ root }) => everythingIn(root));
const flows = elements.filter(({ name }) => name === 'flow');
const named = (...names: readonly string[]): readonly Element[] => elements.filter(({ name }) => names.includes(name));
const scripts = filesOf('src/main/resources/dwl', '.dwl').map((file) => ({ name: file.split('/').at(-1)!, source: textOf(file) }));
const subFlows = new Map(elements.filter(({ name }) => name === 'sub-flow').map((flow) => [flow.attributes['name']!, flow]));
/** An element with everything that runs because of it. */
const reached = (element: Element): readonly Element[] => everythingIn(element).flatMap((inner) => {
  const called = inner.name === 'flow-ref' ? subFlows.get(inner.attributes['name']!) : undefined;
  return called === undefined ? [inner] : [inner, ...reached(called)];
});
/** Names of what a flow does, those of sub-flows instead of their reference. */
const stepsOf = (inside: readonly Element[]): readonly string[] => inside.map(({ name, attributes }) => (name === 'flow-ref' ? attributes['name']! : name));
const listeners = elements.filter(({ name }) => /:(listener|subscribe-channel-listener)$/.test(name));

test('no validator of Mule decides what is a duplicate: it stores an id before anything succeeded', () => {
  assert.deepEqual(named('idempotent-message-validator', 'os:private-object-store'), []);
  assert.ok(textOf('src/main/resources/db/schema.sql').includes('unique (kind, source, key)'));
});

test('every source that is not HTTP runs on the primary node only; schedulers do so by themselves', () => {
  const others = listeners.filter(({ name }) => name !== 'http:listener');
  assert.ok(others.length >= 2);
  for (const { name, attributes } of others) assert.equal(attributes['primaryNodeOnly'], 'true', name);
});

test('the org is heard by the Pub/Sub connector: subscribe listeners of the Salesforce connector are gone', () => {
  assert.deepEqual(elements.filter(({ name }) => /^salesforce:.*(listener|channel|topic|subscribe|replay)/.test(name)), []);
  assert.equal(named('salesforce-pub-sub:subscribe-channel-listener').length, 1);
});

test('the replay position stands in a persistent store, and is moved with what its event changed', () => {
  for (const source of named('salesforce-pub-sub:replay-id-from-object-store')) {
    const store = named('os:object-store').find(({ attributes }) => attributes['name'] === source.attributes['osName']);
    assert.equal(store?.attributes['persistent'], 'true');
    // Events are kept for 72 hours; a position must outlive them.
    assert.ok(store.attributes['entryTtlUnit'] === 'DAYS' && Number(store.attributes['entryTtl']) > 3);
  }
  const hears = flows.find(({ attributes }) => attributes['name'] === 'hear-org-change')!;
  const transaction = everythingIn(hears).find(({ name, attributes }) => name === 'try' && attributes['transactionalAction'] === 'ALWAYS_BEGIN')!;
  assert.deepEqual(everythingIn(transaction).filter(({ name }) => name === 'flow-ref').map(({ attributes }) => attributes['name']), ['take-changes', 'move-position']);
});

test('a position that an instance does not know any more can be given up', () => {
  const stores = flows.find(({ attributes }) => attributes['name'] === 'store-replay-position')!;
  assert.ok(everythingIn(stores).some(({ name }) => name === 'os:remove'));
});

test('the Object Store is written on a clock, never per message', () => {
  for (const flow of flows) {
    if (everythingIn(flow).some(({ name }) => /^os:(store|remove|retrieve)$/.test(name))) assert.equal(flow.children[0]!.name, 'scheduler', flow.attributes['name']);
  }
});

test('doorbells are settled by hand: acknowledged when they are durable, handed out again when they are not', () => {
  for (const source of named('jms:listener')) assert.equal(source.attributes['ackMode'], 'MANUAL');
  const hears = flows.find(({ attributes }) => attributes['name'] === 'hear-doorbell')!;
  const steps = hears.children.map(({ name }) => name);
  assert.ok(steps.indexOf('jms:ack') > steps.indexOf('choice'), 'acknowledged after the work is stored');
  assert.equal(everythingIn(hears).filter(({ name }) => name === 'jms:recover-session').length, 1);
  assert.deepEqual(named('amqp:listener'), [], 'the AMQP connector speaks 0.9.1, the event brokers of SAP 1.0');
});

test('a source that counts redeliveries lets errors out, otherwise the count begins anew', () => {
  const counting = flows.filter(({ children }) => children[0]?.children.some(({ name }) => name === 'redelivery-policy'));
  assert.ok(counting.length >= 2);
  for (const flow of counting) {
    const handlers = flow.children.find(({ name }) => name === 'error-handler')!.children;
    const exhausted = handlers.find(({ attributes }) => attributes['type'] === 'MULE:REDELIVERY_EXHAUSTED');
    assert.equal(exhausted?.name, 'on-error-continue', `${flow.attributes['name']!}: exhausted messages are kept and end`);
    assert.ok(everythingIn(exhausted).some(({ attributes }) => attributes['name'] === 'keep-dead-letter'));
    for (const { name, attributes } of handlers) if (attributes['type'] === 'ANY') assert.equal(name, 'on-error-propagate', flow.attributes['name']);
  }
});

test('a dead letter has a reason', () => {
  for (const file of files) {
    for (const parent of everythingIn(file.root)) {
      const index = parent.children.findIndex(({ name, attributes }) => name === 'flow-ref' && attributes['name'] === 'keep-dead-letter');
      if (index === -1) continue;
      const before = parent.children.slice(0, index).map(({ attributes }) => attributes['variableName']);
      for (const variable of ['origin', 'reason', 'explanation']) assert.ok(before.includes(variable), `${file.name}: ${variable}`);
    }
  }
});

test('work ends only by the key that an answer names', () => {
  const endings = textOf('src/main/resources/dwl/fact-endings.dwl');
  assert.match(endings, /item\.key != result\.key/);
  const delivers = elements.find(({ name, attributes }) => name === 'sub-flow' && attributes['name'] === 'deliver-batch')!;
  const order = everythingIn(delivers).map(({ name, attributes }) => (name === 'flow-ref' ? attributes['name']! : name));
  assert.ok(order.indexOf('http:request') < order.indexOf('end-work'));
  for (const drain of flows.filter(({ attributes }) => /^drain-(facts|snapshots)$/.test(attributes['name']!))) assert.ok(everythingIn(drain).some(({ attributes }) => attributes['name'] === 'deliver-batch'), drain.attributes['name']);
  const ends = everythingIn(files.find(({ name }) => name === 'outbox.xml')!.root).filter(({ name, text }) => name === 'db:sql' && text.includes('set state ='));
  for (const { text } of ends) assert.match(text, /where id = :id and leased_by = :owner and state = 'Waiting'/);
});

test('one document that cannot be read keeps no other waiting, and no release that the org fails at', () => {
  for (const drain of ['drain-documents', 'drain-releases']) {
    const drains = flows.find(({ attributes }) => attributes['name'] === drain)!;
    const each = everythingIn(drains).find(({ name }) => name === 'foreach')!;
    const handlers = everythingIn(each).filter(({ name }) => /^on-error/.test(name));
    assert.ok(handlers.at(-1)!.name === 'on-error-continue' && handlers.at(-1)!.attributes['type'] === 'ANY', drain);
    const all = handlers.findIndex(({ name }) => name === 'on-error-propagate');
    const types = handlers[all]!.attributes['type']!;
    assert.doesNotMatch(types, /\b(ANY|EXPRESSION|TRANSFORMATION)\b|INTERNAL_SERVER_ERROR/);
    // 500 is one of what failed to validate: it is taken before.
    if (types.includes('HTTP:RESPONSE_VALIDATION')) assert.ok(handlers.slice(0, all).some(({ attributes }) => attributes['type'] === 'HTTP:INTERNAL_SERVER_ERROR'), drain);
    for (const handler of handlers.filter(({ name }) => name === 'on-error-continue')) assert.ok(everythingIn(handler).some(({ attributes }) => /^retry-(work|release)$/.test(attributes['name'] ?? '')), 'its attempts are counted');
  }
});

test('what is drained runs once at a time', () => {
  for (const flow of flows.filter(({ children }) => children[0]?.name === 'scheduler')) {
    assert.equal(flow.children[0]!.attributes['disallowConcurrentExecution'], 'true', flow.attributes['name']);
    assert.equal(flow.attributes['maxConcurrency'], '1', flow.attributes['name']);
  }
});

test('until-successful has the attributes of Mule 4, and bounds', () => {
  for (const { attributes } of named('until-successful')) {
    assert.deepEqual(Object.keys(attributes).sort(), ['maxRetries', 'millisBetweenRetries']);
    assert.ok(Number(attributes['maxRetries']) > 0 && Number(attributes['millisBetweenRetries']) > 0);
  }
});

test('while a caller waits, only reading is repeated', () => {
  for (const scope of named('until-successful')) {
    for (const { name, attributes } of everythingIn(scope)) if (name === 'http:request') assert.equal(attributes['method'], 'GET');
  }
  const org = files.find(({ name }) => name === 'org-calls.xml')!.root;
  const repeated = org.children.find(({ attributes }) => attributes['name'] === 'read-org')!;
  assert.ok(repeated.children.some(({ name, attributes }) => name === 'set-variable' && attributes['variableName'] === 'orgMethod' && attributes['value'] === 'GET'));
});

test('what is stored together is stored in one transaction, and no other system is called within it', () => {
  const transactions = named('try').filter(({ attributes }) => attributes['transactionalAction'] !== undefined);
  assert.ok(transactions.length >= 4);
  for (const transaction of transactions) {
    assert.equal(transaction.attributes['transactionalAction'], 'ALWAYS_BEGIN');
    const inside = reached(transaction).map(({ name }) => name);
    assert.ok(inside.some((name) => /^db:(insert|bulk-insert|bulk-update)$/.test(name)));
    assert.deepEqual(inside.filter((name) => /^(http:request|salesforce:|jms:|os:)/.test(name)), []);
    assert.ok(!inside.includes('on-error-continue'), 'an error that is continued commits');
  }
});

test('signatures are checked before APIkit reads a body, over the bytes as they came', () => {
  for (const flow of flows.filter(({ children }) => children.some(({ name }) => name === 'apikit:router'))) {
    const steps = flow.children.map(({ name, attributes }) => (name === 'flow-ref' ? attributes['name']! : name));
    const checked = steps.findIndex((step) => /^check-(signature|client|sap-caller|shop-caller)$/.test(step));
    assert.ok(checked !== -1 && checked < steps.indexOf('apikit:router'), flow.attributes['name']);
    assert.ok(!steps.slice(0, checked).some((step) => step.startsWith('ee:')), 'nothing is read before');
  }
  assert.match(textOf('src/main/resources/dwl/till-signature.dwl'), /payload\.\^raw/);
  const compared = scan(textOf('src/main/resources/dwl/Signatures.dwl')).code.split('\n').filter((line) => line.includes('=='));
  assert.deepEqual(compared.map((line) => line.match(/HMACBinary\(blind/g)?.length), [2], 'compared blinded only');
});

test('a shop signs what it sends, by a secret that may be one of two: each address has a script of its own', () => {
  const paths = Object.keys(objectOf(readContract('shops')['paths'])).map((path) => `/shops/v1${path}`);
  const [choice] = subFlows.get('check-shop-caller')!.children;
  const branches = choice!.children.filter(({ name }) => name === 'when').map((when) => [/requestPath == '(.+)'\]$/.exec(when.attributes['expression']!)?.[1], everythingIn(when).find(({ attributes }) => attributes['variableName'] === 'refusal')?.attributes['resource']]);
  assert.deepEqual(branches, paths.map((path) => [path, `dwl/${path.split('/')[3]!}-signature.dwl`]), 'an address that is written otherwise is none');
  assert.ok(everythingIn(choice!.children.at(-1)!).some(({ name }) => name === 'raise-error') && choice!.children.at(-1)!.name === 'otherwise');
  for (const [shop, header] of [['square', 'x-square-hmacsha256-signature'], ['shopify', 'x-shopify-hmac-sha256']] as const) {
    const source = textOf(`src/main/resources/dwl/${shop}-signature.dwl`);
    const signed = /^var signed = (.+)$/m.exec(source)![1]!;
    assert.equal(signed, `${shop === 'square' ? 'bytesOf(p("square.notificationUrl")) concatWith (' : ''}payload.^raw default bytesOf("")${shop === 'square' ? ')' : ''}`);
    for (const secret of ['current', 'next']) assert.ok(source.includes(`p("secure::${shop}.webhook.${secret}")`), secret);
    assert.ok(source.includes(`headers."${header}"`));
    assert.match(source, /if \(isAnySame\(secrets map \(\(secret\) -> base64Signature\(secret, signed\)\), \[given\]\)\) ""/);
    assert.doesNotMatch(scan(source).code, /==/, 'compared blinded only');
  }
});

test('every HMAC and hash names its algorithm: HMACBinary takes SHA-1 by itself', () => {
  const calls = scripts.flatMap(({ name, source }) => [...source.replaceAll(/^import .*$/gm, '').matchAll(/\b(?:HMACBinary|hashWith)\(/g)].map(({ index }) => `${name}: ${argumentsAt(source.replaceAll(/^import .*$/gm, ''), index)}`));
  assert.ok(calls.length >= 6);
  for (const call of calls) assert.match(call, /, "(HmacSHA256|SHA-256)"\)$/);
});

/** A call from its name to the bracket that closes it. */
function argumentsAt(source: string, from: number): string {
  let depth = 0;
  for (let index = source.indexOf('(', from); index < source.length; index += 1) {
    if (source[index] === '(') depth += 1;
    if (source[index] === ')') depth -= 1;
    if (depth === 0) return source.slice(from, index + 1);
  }
  return source.slice(from);
}

test('a shop is answered when its call is stored, and nothing is asked of another system before', () => {
  const operations = flows.filter(({ attributes }) => attributes['name']!.endsWith(':shops-api'));
  assert.equal(operations.length, 2);
  for (const operation of operations) {
    const inside = reached(operation);
    assert.deepEqual(inside.filter(({ name }) => /^(http:request|salesforce:|jms:|os:|until-successful|async)/.test(name)).map(({ name }) => name), []);
    assert.ok(!inside.some(({ name }) => name === 'error-handler'), 'what fails is an error, and the shop calls again');
    const answer = operation.children.findIndex((child) => everythingIn(child).some(({ attributes }) => attributes['resource'] === 'dwl/heard-answer.dwl'));
    const stored = operation.children.findIndex((child) => reached(child).some(({ attributes }) => attributes['transactionalAction'] === 'ALWAYS_BEGIN'));
    assert.ok(stored !== -1 && stored < answer && answer === operation.children.length - 1);
  }
});

test('an event of a shop is heard in the transaction of what it tells, by its id and by what is signed', () => {
  const hearing = named('try').filter((scope) => everythingIn(scope).some(({ attributes }) => attributes['name'] === 'hear-event'));
  assert.equal(hearing.length, named('flow-ref').filter(({ attributes }) => attributes['name'] === 'hear-event').length, 'nowhere else');
  for (const scope of hearing) {
    assert.equal(scope.attributes['transactionalAction'], 'ALWAYS_BEGIN');
    const [first, choice, ...others] = scope.children;
    assert.deepEqual([first!.attributes['name'], choice!.name, others], ['hear-event', 'choice', []]);
    const told = stepsOf(reached(choice!));
    assert.ok(told.includes('take-facts') || told.includes('move-position'));
  }
  const orders = stepsOf(reached(subFlows.get('take-shopify-call')!));
  assert.ok(orders.indexOf('hear-event') < orders.indexOf('take-happened'));
  // Headers are not signed: without the hash of the body somebody else's event could be taken for heard.
  assert.match(textOf('src/main/resources/dwl/shopify-call.dwl'), /event: "\$\(topic\)\|\$\(event\)\|\$\(vars\.hash\)"/);
});

test('the position of a shop is moved with the facts of its last page, and never back', () => {
  const page = subFlows.get('read-square-page')!;
  const [transaction] = everythingIn(page).filter(({ attributes }) => attributes['transactionalAction'] === 'ALWAYS_BEGIN');
  const [facts, choice] = transaction!.children;
  assert.equal(facts!.attributes['name'], 'take-happened');
  assert.deepEqual(choice!.children.map(({ name, attributes }) => [name, attributes['expression']]), [['when', '#[vars.isComplete]']]);
  assert.ok(stepsOf(everythingIn(choice!)).includes('move-position'));
  assert.equal(stepsOf(reached(page)).filter((step) => step === 'move-position').length, 1);
  const begins = subFlows.get('read-square-changes')!.children.find(({ attributes }) => attributes['variableName'] === 'latest')!;
  assert.equal(begins.attributes['value'], '#[vars.reading.position_at]');
  assert.match(textOf('src/main/resources/dwl/square-latest.dwl'), /^max\(\[vars\.latest as DateTime\]/m);
});

test('identifiers of shops are written with all their digits', () => {
  assert.match(textOf('src/main/resources/dwl/Shopify.dwl'), /^fun idOf\(id\) = if \(id == null\) "" else id as String \{format: "0"\}$/m);
  for (const name of ['Shopify', 'shopify-call', 'shopify-telling']) {
    const { code } = scan(textOf(`src/main/resources/dwl/${name}.dwl`));
    for (const { 0: read, index } of code.matchAll(/\b\w+\.\w+_id\b/g)) {
      const isWritten = code.slice(0, index).endsWith('idOf(');
      assert.ok(isWritten || /^ [!=]= null/.test(code.slice(index + read.length)), `${name}: ${read}`);
    }
  }
});

test('modules see nothing of a flow: what they need is given to them', () => {
  for (const { name, source } of scripts.filter((script) => /^[A-Z]/.test(script.name))) {
    const { code } = scan(source);
    assert.deepEqual([...flowVariablesIn(code)], [], name);
    assert.doesNotMatch(code, /(?<![.\w])(payload|attributes|error)\b|(?<![.\w])p\(/, name);
  }
});

test('bodies are bounded where they are read', () => {
  for (const { children } of named('http:listener')) {
    const stream = children.find(({ name }) => name === 'repeatable-in-memory-stream');
    assert.equal(Number(stream?.attributes['maxBufferSize']) * (stream?.attributes['bufferUnit'] === 'KB' ? 1024 : Number.NaN), 1_048_576);
  }
});

test('every API bounds what it does at once: beyond it, Mule answers 503 by itself', () => {
  for (const flow of flows.filter(({ children }) => children[0]?.name === 'http:listener')) assert.ok(flow.attributes['maxConcurrency'] !== undefined, flow.attributes['name']);
});

test('queries take values as parameters: expressions never make SQL, and no cast is written with colons', () => {
  for (const { text } of named('db:sql')) {
    assert.doesNotMatch(text, /#\[|\$\(/);
    assert.doesNotMatch(text, /::/, 'Mule reads a colon as the beginning of a parameter');
  }
  for (const { text } of named('salesforce:salesforce-query')) assert.doesNotMatch(text, /#\[|\$\(/);
});

test('every parameter of a query is given, and none in vain', () => {
  for (const operation of elements.filter(({ name }) => /^db:(select|insert|update|delete)$/.test(name))) {
    const sql = operation.children.find(({ name }) => name === 'db:sql')!.text.replaceAll(/'[^']*'/g, '');
    const asked = new Set([...sql.matchAll(/:(\w+)/g)].map(([, name]) => name!));
    const given = new Set([...(operation.children.find(({ name }) => name === 'db:input-parameters')?.text ?? '').matchAll(/[{,]\s*(\w+):/g)].map(([, name]) => name!));
    assert.deepEqual([...asked].sort(), [...given].sort(), sql);
  }
});

test('drivers are shared with the connectors that need them', () => {
  const pom = everythingIn(treeOf(textOf('pom.xml')));
  const shared = pom.filter(({ name }) => name === 'sharedLibrary').map(({ children }) => children.find(({ name }) => name === 'artifactId')!.text);
  assert.deepEqual(shared.sort(), ['postgresql', 'qpid-jms-client']);
  const artifacts = pom.filter(({ name }) => name === 'dependency').map(({ children }) => children.find(({ name }) => name === 'artifactId')!.text);
  for (const library of shared) assert.ok(artifacts.includes(library), library);
});

test('nothing logs payloads or headers', () => {
  for (const { attributes } of named('logger')) assert.doesNotMatch(attributes['message'] ?? '#[payload]', /payload|headers|secure::/);
  assert.match(textOf('src/main/resources/log4j2.xml'), /HttpMessageLogger" level="WARN"/);
});

test('the README names each of these pitfalls and where it is respected', () => {
  const readme = textOf('README.md');
  const own = textOf('pitfalls.test.ts');
  const claims = [...own.matchAll(/^test\('(.+)', \(\) => \{$/gm)].map(([, claim]) => claim!).filter((claim) => !claim.startsWith('the README'));
  const rows = readme.split('\n').filter((line) => /^\| .+ \| .+ \| .+ \|$/.test(line));
  for (const claim of claims) assert.ok(rows.some((row) => row.includes(claim)), claim);
  assert.ok(filesOf('src/main/mule', '.xml').every((file) => readme.includes(file.replace('src/main/mule/', ''))), 'every file of flows is told');
});
