/** System.Request: the identity of the running request. Its quiddity is not known here and refused by name. */
import { ApexObject, describePlatformClass } from '../../values/apex-object.ts';
import { defineClass } from '../define.ts';
import { context } from '../ports.ts';

class Request extends ApexObject {}
describePlatformClass(Request, 'System.Request');

const current = new Request();

export const REQUEST = defineClass('System.Request', {
  'static System.Request getCurrent()': () => current,
  'String getRequestId()': () => context().requestId,
}, { instances: Request });
