/** System.Test. Static resources as data are not supported. */
import { ApexObject, describePlatformClass } from '../../values/apex-object.ts';
import { ApexList } from '../../values/collections/list.ts';
import { ID } from '../../values/runtime-type.ts';
import { defineClass } from '../define.ts';
import { context } from '../ports.ts';
import { setMock } from './mocks.ts';
import { jobs } from './System.ts';
import { clearPageMessages, setCurrentPage } from './PageReference.ts';
import { createStub } from './stubbing.ts';

/** What Test.getEventBus() gives: delivers the events published so far to their triggers. */
class TestBroker extends ApexObject {}
describePlatformClass(TestBroker, 'eventbus.TestBroker');

const broker = new TestBroker();

export const TEST = defineClass('System.Test', {
  'static Boolean isRunningTest()': () => context().test.isRunning,
  'static void startTest()': () => context().test.startTest(),
  'static void stopTest()': () => context().test.stopTest(),
  'static void setMock(System.Type type, Object mock)': setMock,
  'static Object createStub(System.Type type, System.StubProvider provider)': createStub,
  'static void setCurrentPage(Object page)': setCurrentPage,
  'static void setCurrentPageReference(Object page)': setCurrentPage,
  'static void clearApexPageMessages()': clearPageMessages,
  'static eventbus.TestBroker getEventBus()': () => broker,
  'static void enableChangeDataCapture()': () => context().test.enableChangeDataCapture(),
  'static List<Id> getFlexQueueOrder()': () => ApexList.of(ID, [...jobs('Test.getFlexQueueOrder').flexQueue()]),
});

export const TEST_BROKER = defineClass('eventbus.TestBroker', {
  'void deliver()': () => context().test.deliverEvents(),
  'void fail()': () => context().test.failEvents(),
}, { instances: TestBroker });
