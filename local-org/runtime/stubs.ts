/** What Test.createStub makes: an object of a user class whose instance methods all ask a StubProvider. No constructor or initialiser of the class runs. */
import type { MethodInfo, TypeInfo } from '../compiler/4-emit/emitted.ts';
import type { StubCall } from '../library/ports.ts';
import { ApexObject } from '../values/apex-object.ts';
import { ApexException } from '../values/exceptions.ts';
import { classType } from '../values/runtime-type.ts';
import type { Program } from './program.ts';

/** Frameworks tell stubs from the real thing by this ending. platform-facts: stub-class-name */
const STUB_SUFFIX = '__sfdc_ApexStub';

type Answer = (call: StubCall) => unknown;

/** `undefined`: nothing that Apex may stub (an enum, a class the program does not have). */
export function makeStub(program: Program, qualifiedName: string, answer: Answer): object | undefined {
  const type = program.typeOf(qualifiedName);
  if (type === undefined || type.kind === 'enum') return undefined;
  const base = type.kind === 'class' ? program.classOf(type.qualifiedName) : ApexObject;
  if (base === undefined || base.prototype instanceof ApexException) return undefined;
  const stub = Object.create(base.prototype as object) as object;
  define(stub, '$type', classType(`${type.qualifiedName}${STUB_SUFFIX}`));
  define(stub, '$supertypes', new Set(type.supertypes));
  for (const [slot, method] of stubbedMethods(program, type)) define(stub, slot, (...values: unknown[]) => answer({ ...method, values }));
  if (type.kind === 'class') fillFields(stub as ApexObject, base as new () => ApexObject);
  return stub;
}

function define(stub: object, name: string, value: unknown): void {
  Object.defineProperty(stub, name, { value, configurable: true, writable: true });
}

/** Fields are there and null. */
function fillFields(stub: ApexObject, base: new () => ApexObject): void {
  Object.assign(stub, new base());
}

type StubbedMethod = Omit<StubCall, 'values'>;

/** Instance methods that are not private, nearest declaration first, those of superclasses and interfaces included. */
function stubbedMethods(program: Program, type: TypeInfo): ReadonlyMap<string, StubbedMethod> {
  const methods = new Map<string, StubbedMethod>();
  for (const name of type.supertypes) {
    for (const method of program.typeOf(name)?.methods ?? []) {
      if (!method.isStatic && !isPrivate(method) && !methods.has(method.slot)) methods.set(method.slot, described(method));
    }
  }
  return methods;
}

/** Private methods have a name of their own; see methodName in 4-emit/names.ts. */
const isPrivate = (method: MethodInfo): boolean => method.slot.includes('$in$');

function described({ name, returnType, parameters }: MethodInfo): StubbedMethod {
  return { name, returnType, parameters };
}
