/** System.Request: the identity of the running request and what kind of request it is. */
import { ApexObject, describePlatformClass, makeEnum } from '../../values/apex-object.ts';
import { defineClass, defineEnum } from '../define.ts';
import { context } from '../ports.ts';

class Request extends ApexObject {}
describePlatformClass(Request, 'System.Request');

const current = new Request();

/** The documented order of its constants is not known; this is the order of their names with UD, `undefined`, first. */
const Quiddity = makeEnum('System.Quiddity', [
  'UNDEFINED',
  'UD', 'ANONYMOUS', 'AURA', 'BATCH_ACS', 'BATCH_APEX', 'BATCH_CHUNK_PARALLEL', 'BATCH_CHUNK_SERIAL', 'BULK_API', 'COMMERCE_INTEGRATION', 'DISCOVERABLE_LOGIN', 'FUNCTION_CALLBACK',
  'FUTURE', 'INBOUND_EMAIL_SERVICE', 'INVOCABLE_ACTION', 'IOT', 'PLATFORM_EVENT_PUBLISH_CALLBACK', 'QUEUEABLE', 'QUICK_ACTION', 'REMOTE_ACTION', 'REST', 'RUNTEST_ASYNC',
  'RUNTEST_DEPLOY', 'RUNTEST_SYNC', 'SCHEDULED', 'SOAP', 'SYNCHRONOUS', 'TRANSACTION_FINALIZER_QUEUEABLE', 'VF',
]);
export const QUIDDITY = defineEnum('System.Quiddity', Quiddity);

export const REQUEST = defineClass('System.Request', {
  'static System.Request getCurrent()': () => current,
  'System.Quiddity getQuiddity()': () => Quiddity.$byName.get((context().quiddity ?? 'UD').toLowerCase()),
  'String getRequestId()': () => context().requestId,
}, { instances: Request });
