/** Refusals of the Pub/Sub API: a gRPC status, and in the trailers Salesforce's own code and the id of the call. Source: Pub/Sub API Guide, "Handle Errors". */
import { randomUUID } from 'node:crypto';
import { Metadata, status, type ServiceError } from '@grpc/grpc-js';

const PREFIX = 'sfdc.platform.eventbus.grpc.';

export type RefusalKind =
  | 'headersInvalid' | 'authentication' | 'unavailable' | 'internal' | 'unimplemented'
  | 'topicEmpty' | 'topicNotFound' | 'topicPermission' | 'schemaEmpty' | 'schemaUnknown'
  | 'cannotSubscribe' | 'countInvalid' | 'topicMismatch' | 'replayIdMissing' | 'replayIdCorrupted'
  | 'publishTopicEmpty' | 'publishTopicMismatch' | 'publishCountInvalid' | 'publishIdle';

interface Kind {
  readonly status: status;
  /** Behind the prefix; `undefined` where the guide has none. */
  readonly code: string | undefined;
}

/** The codes are the guide's; which status goes with each it shows for some only. platform-facts: pubsub-error-status */
const KINDS: Readonly<Record<RefusalKind, Kind>> = {
  headersInvalid: { status: status.UNAUTHENTICATED, code: 'service.auth.headers.invalid' },
  authentication: { status: status.UNAUTHENTICATED, code: 'service.auth.error' },
  unavailable: { status: status.UNAVAILABLE, code: 'service.unavailable' },
  internal: { status: status.INTERNAL, code: 'subscription.internal.error' },
  topicEmpty: { status: status.INVALID_ARGUMENT, code: 'topic.validation.empty' },
  topicNotFound: { status: status.NOT_FOUND, code: 'topic.not.found' },
  topicPermission: { status: status.PERMISSION_DENIED, code: 'topic.meta.permission' },
  schemaEmpty: { status: status.INVALID_ARGUMENT, code: 'schema.validation.failed' },
  schemaUnknown: { status: status.NOT_FOUND, code: 'schema.meta.permission' },
  cannotSubscribe: { status: status.PERMISSION_DENIED, code: 'subscription.topic.cannot.subscribe' },
  countInvalid: { status: status.INVALID_ARGUMENT, code: 'subscription.fetch.requested.events.invalid' },
  topicMismatch: { status: status.INVALID_ARGUMENT, code: 'subscription.fetch.topic.mismatch' },
  replayIdMissing: { status: status.INVALID_ARGUMENT, code: 'subscription.fetch.replayid.validation.failed' },
  replayIdCorrupted: { status: status.INVALID_ARGUMENT, code: 'subscription.fetch.replayid.corrupted' },
  publishTopicEmpty: { status: status.INVALID_ARGUMENT, code: 'publish.topic.validation.empty' },
  publishTopicMismatch: { status: status.INVALID_ARGUMENT, code: 'publish.topic.mismatch' },
  publishCountInvalid: { status: status.INVALID_ARGUMENT, code: 'publish.event.count.invalid' },
  publishIdle: { status: status.DEADLINE_EXCEEDED, code: 'publish.stream.sweeper.timeout' },
  unimplemented: { status: status.UNIMPLEMENTED, code: undefined },
};

export class PubSubRefusal extends Error {
  override readonly name = 'PubSubRefusal';
  readonly kind: RefusalKind;

  constructor(kind: RefusalKind, message: string) {
    super(message);
    this.kind = kind;
  }
}

/** What the caller of an RPC gets. The id is at the end of the message and in the trailers. */
export function serviceError({ kind, message }: PubSubRefusal, rpcId: string): ServiceError {
  const { status: code, code: errorCode } = KINDS[kind];
  const metadata = new Metadata();
  if (errorCode !== undefined) metadata.set('error-code', `${PREFIX}${errorCode}`);
  metadata.set('rpc-id', rpcId);
  const details = `${message} rpcId: ${rpcId}`;
  return Object.assign(new Error(details), { code, details, metadata });
}

export const newRpcId = (): string => randomUUID();
