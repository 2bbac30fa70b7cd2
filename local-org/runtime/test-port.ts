import type { TestPort } from '../library/ports.ts';
import { TypeException } from '../values/exceptions.ts';

function onlyInTests(method: string): never {
  throw new TypeException(`${method} can only be called from a test method.`);
}

/** Outside of tests. platform-facts: test-methods-outside-tests. */
export const NO_TEST: TestPort = {
  isRunning: false,
  startTest: () => onlyInTests('Test.startTest'),
  stopTest: () => onlyInTests('Test.stopTest'),
  deliverEvents: () => onlyInTests('Test.getEventBus().deliver'),
  failEvents: () => onlyInTests('Test.getEventBus().fail'),
  enableChangeDataCapture: () => onlyInTests('Test.enableChangeDataCapture'),
  runAs: () => onlyInTests('System.runAs'),
};
