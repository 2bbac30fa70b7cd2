/** Which SOAP APIs there are, by the letter in their address. A surface adds its table of operations here. */
import type { SoapFamily, SoapOperation } from './register.ts';

/** Tables of operations by name. */
export interface SoapOperations {
  readonly metadata: ReadonlyMap<string, SoapOperation>;
  readonly apex: ReadonlyMap<string, SoapOperation>;
  readonly partner: ReadonlyMap<string, SoapOperation>;
}

const METADATA = 'http://soap.sforce.com/2006/04/metadata';
const APEX = 'http://soap.sforce.com/2006/08/apex';
const PARTNER = 'urn:partner.soap.sforce.com';
const ENTERPRISE = 'urn:enterprise.soap.sforce.com';
const TOOLING = 'urn:tooling.soap.sforce.com';

const NONE: ReadonlyMap<string, SoapOperation> = new Map();

export function soapFamilies(operations: Partial<SoapOperations>): ReadonlyMap<string, SoapFamily> {
  return new Map<string, SoapFamily>([
    ['m', { namespace: METADATA, faultNamespace: METADATA, operations: operations.metadata ?? NONE }],
    ['s', { namespace: APEX, faultNamespace: APEX, operations: operations.apex ?? NONE }],
    ['u', { namespace: PARTNER, faultNamespace: 'urn:fault.partner.soap.sforce.com', operations: operations.partner ?? NONE }],
    // The typed APIs are refused operation by operation.
    ['c', { namespace: ENTERPRISE, faultNamespace: 'urn:fault.enterprise.soap.sforce.com', operations: NONE }],
    ['T', { namespace: TOOLING, faultNamespace: 'urn:fault.tooling.soap.sforce.com', operations: NONE }],
  ]);
}
