/** The Pub/Sub API over gRPC. */
import path from 'node:path';
import { credentials, loadPackageDefinition, Metadata, status, type Client, type ClientDuplexStream, type ServiceError } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { messageOf } from '../../../shared/failures.ts';
import type { OrgApi } from '../org-api.ts';
import { StreamEnded, type EventStream, type PubSubTransport, type StreamAnswer, type StreamEnd, type StreamStart } from './transport.ts';

export interface PubSubEndpoint {
  /** `host:port` */
  readonly address: string;
  readonly isSecure: boolean;
}

/** Looked up for each new connection: a local org has another port after a restart. */
export type FindEndpoint = () => Promise<PubSubEndpoint>;

type Session = Pick<OrgApi, 'session'>;

interface FetchResponse {
  readonly events?: readonly { readonly event: { readonly id: string; readonly schemaId: string; readonly payload: Buffer }; readonly replayId: Buffer }[];
  readonly latestReplayId: Buffer;
}

interface PubSubClient extends Client {
  Subscribe(metadata: Metadata): ClientDuplexStream<object, FetchResponse>;
  GetSchema(request: { readonly schemaId: string }, metadata: Metadata, callback: (error: ServiceError | null, answer: { readonly schemaJson: string } | undefined) => void): void;
}

type PubSubClientClass = new (address: string, channel: ReturnType<typeof credentials.createInsecure>) => PubSubClient;

/** Codes that mean the place in the stream is of no use any more. Source: Pub/Sub API Guide, "Retry Long-Lived RPC Calls After an Error Occurs". */
const POSITION_GONE = ['subscription.fetch.replayid.corrupted', 'subscription.fetch.replayid.validation.failed', 'subscription.fetch.replay.repeated'];
/** What waiting does not mend by itself. */
const REFUSED: ReadonlySet<status> = new Set([status.INVALID_ARGUMENT, status.NOT_FOUND, status.PERMISSION_DENIED, status.UNIMPLEMENTED, status.FAILED_PRECONDITION]);

export class GrpcTransport implements PubSubTransport {
  readonly #findEndpoint: FindEndpoint;
  readonly #org: Session;
  readonly #Client: PubSubClientClass;
  #open: { readonly key: string; readonly client: PubSubClient } | undefined;

  constructor(org: Session, findEndpoint: FindEndpoint) {
    this.#org = org;
    this.#findEndpoint = findEndpoint;
    const loaded = loadPackageDefinition(loadSync(path.join(import.meta.dirname, '../../../../config/pubsub_api.proto'), { enums: String })) as unknown as { eventbus: { v1: { PubSub: PubSubClientClass } } };
    this.#Client = loaded.eventbus.v1.PubSub;
  }

  async subscribe(topic: string, start: StreamStart): Promise<EventStream> {
    const { client, metadata } = await this.#connect();
    const from = start === 'latest' ? { replayPreset: 'LATEST' } : { replayPreset: 'CUSTOM', replayId: Buffer.from(start.after, 'hex') };
    return new GrpcStream(client.Subscribe(metadata), { topicName: topic, ...from });
  }

  async schema(schemaId: string): Promise<string> {
    const { client, metadata } = await this.#connect();
    return new Promise((resolve, reject) => {
      client.GetSchema({ schemaId }, metadata, (error, answer) => {
        if (error !== null) reject(endedBy(error));
        else resolve(answer?.schemaJson ?? '');
      });
    });
  }

  close(): void {
    this.#open?.client.close();
    this.#open = undefined;
  }

  /** A channel connects again by itself; another endpoint needs another one. */
  async #connect(): Promise<{ readonly client: PubSubClient; readonly metadata: Metadata }> {
    const [{ address, isSecure }, session] = await Promise.all([this.#findEndpoint(), this.#org.session()]).catch((error: unknown) => {
      throw error instanceof StreamEnded ? error : new StreamEnded('lost', messageOf(error));
    });
    const key = `${String(isSecure)} ${address}`;
    if (this.#open?.key !== key) {
      this.close();
      this.#open = { key, client: new this.#Client(address, isSecure ? credentials.createSsl() : credentials.createInsecure()) };
    }
    const metadata = new Metadata();
    metadata.set('accesstoken', session.token);
    metadata.set('instanceurl', session.url);
    metadata.set('tenantid', session.organizationId);
    return { client: this.#open.client, metadata };
  }
}

class GrpcStream implements EventStream {
  readonly #call: ClientDuplexStream<object, FetchResponse>;
  #first: object | undefined;
  readonly #answers: StreamAnswer[] = [];
  #ended: StreamEnded | undefined;
  #wake: (() => void) | undefined;

  constructor(call: ClientDuplexStream<object, FetchResponse>, first: object) {
    this.#call = call;
    this.#first = first;
    call.on('data', (answer: FetchResponse) => {
      this.#answers.push({
        events: (answer.events ?? []).map(({ event, replayId }) => ({ replayId: replayId.toString('hex'), id: event.id, schemaId: event.schemaId, payload: event.payload })),
        latestReplayId: answer.latestReplayId.toString('hex'),
      });
      this.#wake?.();
    });
    call.on('error', (error: ServiceError) => { this.#end(endedBy(error)); });
    call.on('end', () => { this.#end(new StreamEnded('lost', 'The org ended the stream.')); });
  }

  request(count: number): void {
    // Only the first request says where to begin.
    this.#call.write({ ...this.#first, numRequested: count });
    this.#first = undefined;
  }

  async next(): Promise<StreamAnswer> {
    for (;;) {
      const answer = this.#answers.shift();
      if (answer !== undefined) return answer;
      if (this.#ended !== undefined) throw this.#ended;
      await new Promise<void>((resolve) => { this.#wake = resolve; });
    }
  }

  cancel(): void {
    this.#call.cancel();
  }

  /** The error of a stream comes beside its end, in either order: what says more counts. */
  #end(ended: StreamEnded): void {
    if (this.#ended === undefined || this.#ended.reason === 'lost') this.#ended = ended;
    this.#wake?.();
  }
}

function endedBy(error: ServiceError): StreamEnded {
  const code = String(error.metadata?.get('error-code')[0] ?? '');
  return new StreamEnded(reasonOf(error, code), `${error.details || error.message}${code === '' ? '' : ` (${code})`}`);
}

function reasonOf(error: ServiceError, code: string): StreamEnd {
  // A proxy may take the trailers away: the message says it too.
  if (POSITION_GONE.some((each) => code.endsWith(each)) || /replay ?id validation failed/i.test(error.details)) return 'position-gone';
  if (error.code === status.UNAUTHENTICATED) return 'session';
  return REFUSED.has(error.code) ? 'refused' : 'lost';
}
