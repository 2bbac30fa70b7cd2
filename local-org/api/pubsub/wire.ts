/** The messages of Salesforce's `pubsub_api.proto` as the server sees them, and the service itself. */
import path from 'node:path';
import { loadPackageDefinition, type ServiceClientConstructor, type ServiceDefinition } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';

export interface TopicRequest { readonly topicName: string }
export interface TopicInfo {
  readonly topicName: string;
  readonly tenantGuid: string;
  readonly canPublish: boolean;
  readonly canSubscribe: boolean;
  readonly schemaId: string;
  readonly rpcId: string;
}

export interface SchemaRequest { readonly schemaId: string }
export interface SchemaInfo { readonly schemaJson: string; readonly schemaId: string; readonly rpcId: string }

export interface ProducerEvent { readonly id: string; readonly schemaId: string; readonly payload: Buffer }
export interface ConsumerEvent { readonly event: ProducerEvent; readonly replayId: Buffer }

export type ReplayPreset = 'LATEST' | 'EARLIEST' | 'CUSTOM';
export interface FetchRequest { readonly topicName: string; readonly replayPreset: ReplayPreset; readonly replayId: Buffer; readonly numRequested: number }
export interface FetchResponse { readonly events: readonly ConsumerEvent[]; readonly latestReplayId: Buffer; readonly rpcId: string; readonly pendingNumRequested: number }

export interface PublishRequest { readonly topicName: string; readonly events: readonly ProducerEvent[] }
export interface PublishResult {
  readonly replayId?: Buffer;
  readonly error?: { readonly code: 'UNKNOWN' | 'PUBLISH' | 'COMMIT'; readonly msg: string };
  readonly correlationKey: string;
}
export interface PublishResponse { readonly results: readonly PublishResult[]; readonly schemaId: string; readonly rpcId: string }

const PROTO = path.join(import.meta.dirname, '../../../config/pubsub_api.proto');

interface LoadedPackage { readonly eventbus: { readonly v1: { readonly PubSub: ServiceClientConstructor } } }

/** Reads the definition from its file: some 20 ms, so whoever does not serve it does not ask. */
export function pubSubService(): ServiceDefinition {
  const loaded = loadPackageDefinition(loadSync(PROTO, { defaults: true, arrays: true, enums: String, longs: Number }));
  return (loaded as unknown as LoadedPackage).eventbus.v1.PubSub.service;
}

const REPLAY_ID_BYTES = 8;

/** Big endian, as the clients that take them apart expect. platform-facts: pubsub-replay-id */
export function replayIdOf(position: number): Buffer {
  const bytes = Buffer.alloc(REPLAY_ID_BYTES);
  bytes.writeBigUInt64BE(BigInt(position));
  return bytes;
}

/** `undefined` for bytes that are no replay id of this org. */
export function positionOf(replayId: Buffer): number | undefined {
  if (replayId.length !== REPLAY_ID_BYTES) return undefined;
  const position = replayId.readBigUInt64BE();
  return position > BigInt(Number.MAX_SAFE_INTEGER) ? undefined : Number(position);
}
