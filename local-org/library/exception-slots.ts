/**
 * Custom exceptions may override the methods of System.Exception, so those are called through slots. This gives every exception the platform's own methods under
 * their slots; an emitted class that overrides one shadows it.
 */
import { ApexException } from '../values/exceptions.ts';
import type { LibraryClass, LibraryFunction } from './define.ts';
import { erasedTypeName } from './signature.ts';
import type { MemberSignature } from './signature.ts';

export function installExceptionSlots(exceptionClass: LibraryClass): void {
  for (const [key, implementation] of exceptionClass.members) {
    Object.defineProperty(ApexException.prototype, slotOf(exceptionClass.signatures.get(key)!), { value: asMethod(implementation), writable: true, configurable: true });
  }
}

/** As the compiler's slotName forms it. */
function slotOf(signature: MemberSignature): string {
  return `${signature.name}$${signature.parameters.map(({ type }) => erasedTypeName(type)).join('$')}`.toLowerCase();
}

function asMethod(implementation: LibraryFunction): (...values: unknown[]) => unknown {
  const call = implementation as (self: unknown, ...values: unknown[]) => unknown;
  return function (this: ApexException, ...values: unknown[]): unknown {
    return call(this, ...values);
  };
}
