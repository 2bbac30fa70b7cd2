/** Schema.SoapType: what a field's values are in the SOAP API. */
import { makeEnum } from '../../values/apex-object.ts';
import type { ApexEnum } from '../../values/apex-object.ts';
import { defineEnum } from '../define.ts';
import { platformDeclaration } from '../symbols/declarations.ts';

const SoapType = makeEnum('Schema.SoapType', platformDeclaration('schema.soaptype')!.constants);

/** Field types that are no text in SOAP. */
const NAMED: Readonly<Record<string, string>> = {
  id: 'ID', reference: 'ID', boolean: 'BOOLEAN', int: 'INTEGER', double: 'DOUBLE', currency: 'DOUBLE', percent: 'DOUBLE', date: 'DATE', datetime: 'DATETIME', time: 'TIME',
  base64: 'BASE64BINARY', location: 'LOCATION', address: 'ADDRESS',
};

export function soapType(fieldType: string): ApexEnum {
  return SoapType.$byName.get((NAMED[fieldType] ?? 'STRING').toLowerCase())!;
}

export const SOAP_TYPE = defineEnum('Schema.SoapType', SoapType);
