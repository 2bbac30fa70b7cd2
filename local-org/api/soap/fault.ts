/** Errors as the SOAP APIs word them: status 500 and a Fault whose code is `sf:CODE`. */
import type { SoapValue } from './envelope.ts';

export class SoapFault extends Error {
  /** `sf:INVALID_SESSION_ID`, `soapenv:Client` */
  readonly code: string;
  /** Partner clients read exceptionCode and exceptionMessage from a typed detail such as `LoginFault`. */
  readonly detail: { readonly type: string; readonly content: { readonly [name: string]: SoapValue } } | undefined;

  constructor(code: string, message: string, detail?: SoapFault['detail']) {
    super(message);
    this.code = code;
    this.detail = detail;
  }
}

/** `sf:CODE` with the platform's `CODE: message`. */
export function soapFault(code: string, message: string): SoapFault {
  return new SoapFault(`sf:${code}`, `${code}: ${message}`);
}
