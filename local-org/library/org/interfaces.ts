/** Interfaces that user classes implement for the platform to call, and those through which the platform hands its contexts in. */
import { defineInterface } from '../define.ts';
import type { LibraryClass } from '../define.ts';

export const ORG_INTERFACES: readonly LibraryClass[] = [
  defineInterface('System.Callable', ['Object call(String action, Map<String, Object> arguments)']),
  defineInterface('System.HttpCalloutMock', ['System.HttpResponse respond(System.HttpRequest request)']),
  defineInterface('System.StubProvider', [
    'Object handleMethodCall(Object stub, String method, System.Type returnType, List<System.Type> parameterTypes, List<String> parameterNames, List<Object> values)',
  ]),
  defineInterface('System.Queueable', ['void execute(System.QueueableContext context)']),
  defineInterface('System.QueueableContext', ['Id getJobId()']),
  defineInterface('System.Finalizer', ['void execute(System.FinalizerContext context)']),
  defineInterface('System.FinalizerContext', ['Id getAsyncApexJobId()', 'String getRequestId()', 'System.ParentJobResult getResult()', 'System.Exception getException()']),
  defineInterface('System.Schedulable', ['void execute(System.SchedulableContext context)']),
  defineInterface('System.SchedulableContext', ['Id getTriggerId()']),
  defineInterface('Database.Batchable<T>', [
    'Database.QueryLocator start(Database.BatchableContext context)',
    'void execute(Database.BatchableContext context, List<T> scope)',
    'void finish(Database.BatchableContext context)',
  ]),
  defineInterface('Database.BatchableContext', ['Id getJobId()', 'Id getChildJobId()']),
  defineInterface('Database.Stateful', []),
  defineInterface('Database.AllowsCallouts', []),
  defineInterface('Database.RaisesPlatformEvents', []),
  defineInterface('eventbus.EventPublishSuccessCallback', ['void onSuccess(eventbus.SuccessResult result)']),
  defineInterface('eventbus.EventPublishFailureCallback', ['void onFailure(eventbus.FailureResult result)']),
  defineInterface('eventbus.SuccessResult', ['List<String> getEventUuids()']),
  defineInterface('eventbus.FailureResult', ['List<String> getEventUuids()']),
];
