/** The mocks a test gave to Test.setMock; they answer callouts until the test ends. */
import { TypeException } from '../../values/exceptions.ts';
import { nullArgument } from '../../values/null-pointer.ts';
import { context } from '../ports.ts';
import { PerTransaction } from '../transaction.ts';
import { UnsupportedFeature } from '../unsupported.ts';
import type { TypeToken } from './Type.ts';

interface HttpMock {
  respond$httprequest(request: object): unknown;
}

interface Mocks {
  http?: HttpMock;
}

export const mocks = new PerTransaction<Mocks>(() => ({}));

export function setMock(type: TypeToken | null, mock: object | null): void {
  if (type === null || mock === null) throw nullArgument();
  if (!context().test.isRunning) throw new TypeException('Test.setMock can only be called from a test method.');
  if (type.type.name !== 'System.HttpCalloutMock') throw new UnsupportedFeature(`Test.setMock of ${type.name}`, 'HttpCalloutMock is what it mocks.');
  mocks.get().http = mock as HttpMock;
}
