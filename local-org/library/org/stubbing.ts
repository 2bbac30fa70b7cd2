/** Test.createStub: calls of a stub as the StubProvider's handleMethodCall sees them. */
import { cast } from '../../values/casting.ts';
import { ApexList } from '../../values/collections/list.ts';
import { TypeException } from '../../values/exceptions.ts';
import { nullArgument } from '../../values/null-pointer.ts';
import { classType, OBJECT, STRING, VOID } from '../../values/runtime-type.ts';
import { context } from '../ports.ts';
import type { StubCall } from '../ports.ts';
import { typeNamed, typeToken } from './Type.ts';
import type { TypeToken } from './Type.ts';

interface StubProvider {
  handlemethodcall$object$string$type$list$list$list(
    stub: object, method: string, returnType: TypeToken | null, types: ApexList, names: ApexList, values: ApexList): unknown;
}

const TYPE_CLASS = classType('System.Type');

/** platform-facts: create-stub-refusals */
export function createStub(token: TypeToken | null, provider: StubProvider | null): object {
  if (token === null || provider === null) throw nullArgument();
  const stub: object | undefined = context().classes.stub(token.type, (call) => answer(stub!, provider, call));
  if (stub === undefined) throw new TypeException(`Cannot create stub for type: ${token.name}`);
  return stub;
}

/** A method without a result has the return type `void.class`, and what the provider answers for it is dropped. platform-facts: stub-void-return-type */
function answer(stub: object, provider: StubProvider, { name, returnType, parameters, values }: StubCall): unknown {
  const result = typeNamed(returnType);
  const types = parameters.map((parameter) => tokenOf(parameter.type));
  const given = provider.handlemethodcall$object$string$type$list$list$list(
    stub, name, result === undefined ? null : typeToken(result), ApexList.of(TYPE_CLASS, types),
    ApexList.of(STRING, parameters.map((parameter) => parameter.name)), ApexList.of(OBJECT, [...values]));
  return result === undefined || result === VOID ? null : cast(given, result);
}

function tokenOf(typeName: string): TypeToken | null {
  const type = typeNamed(typeName);
  return type === undefined ? null : typeToken(type);
}
