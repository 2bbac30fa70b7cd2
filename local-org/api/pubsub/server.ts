/**
 * Salesforce's Pub/Sub API over gRPC, on two ports of loopback: with TLS (a self-signed certificate) for stock clients, which know no other way, and without for own ones.
 * ManagedSubscribe is refused by name.
 */
import { Server, ServerCredentials } from '@grpc/grpc-js';
import type { ApiHost } from '../host.ts';
import type { Sessions } from '../oauth/sessions.ts';
import type { PubSubAddresses } from './addresses.ts';
import { selfSignedCertificate } from './certificate.ts';
import { PubSubRefusal } from './errors.ts';
import { EventSchemas } from './event-schemas.ts';
import { handlersOf, type OpenStream } from './handlers.ts';
import { SALESFORCE_TIMES, type PubSubParts, type PubSubTimes } from './parts.ts';
import { pubSubService } from './wire.ts';

export interface PubSubOptions {
  readonly host: ApiHost;
  readonly sessions: Sessions;
  /** Of the port with TLS; absent: any free one. The one without is always any free one. */
  readonly port?: number;
  /** Tests shorten them. */
  readonly times?: Partial<PubSubTimes>;
  reportInternalError(error: unknown): void;
}

export interface RunningPubSub {
  readonly addresses: PubSubAddresses;
  close(): void;
}

/** A PublishRequest may have 4 MB. Source: Pub/Sub API Guide, "Pub/Sub API and Event Allocations". */
const LARGEST_MESSAGE_BYTES = 4 * 1024 * 1024;

/** @throws when the port is taken */
export async function startPubSub(options: PubSubOptions): Promise<RunningPubSub> {
  const { host } = options;
  const parts: PubSubParts = {
    host, schemas: new EventSchemas(host), times: { ...SALESFORCE_TIMES, ...options.times }, now: () => performance.now(),
    delivered: (count) => { host.allowances?.use('DailyDeliveredPlatformEvents', count); },
    reportInternalError: (error) => { options.reportInternalError(error); },
  };
  const streams = new Set<OpenStream>();
  const stopListening = host.events.onPublished(() => { for (const stream of streams) stream.deliver(); });
  const server = new Server({ 'grpc.max_receive_message_length': LARGEST_MESSAGE_BYTES });
  server.addService(pubSubService(), handlersOf(parts, options.sessions, { add: (stream) => { streams.add(stream); }, remove: (stream) => { streams.delete(stream); } }));
  const close = (): void => {
    stopListening();
    for (const stream of [...streams]) stream.fail(new PubSubRefusal('unavailable', 'The org is shutting down.'));
    // What is still being sent gets a moment; clients keep their connections open for ever otherwise.
    server.tryShutdown(() => undefined);
    setTimeout(() => { server.forceShutdown(); }, SHUTDOWN_MS).unref();
  };
  try {
    const { key, certificate } = selfSignedCertificate(new Date());
    const secure = ServerCredentials.createSsl(null, [{ private_key: Buffer.from(key), cert_chain: Buffer.from(certificate) }]);
    const tls = await bind(server, options.port ?? 0, secure);
    const plain = await bind(server, 0, ServerCredentials.createInsecure());
    return { addresses: { tls: `127.0.0.1:${String(tls)}`, plain: `127.0.0.1:${String(plain)}` }, close };
  } catch (error) {
    close();
    throw error;
  }
}

const SHUTDOWN_MS = 200;

function bind(server: Server, port: number, credentials: ServerCredentials): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync(`127.0.0.1:${String(port)}`, credentials, (error, bound) => {
      if (error === null) resolve(bound);
      else reject(error);
    });
  });
}
