/** Who looks at the org while tills sell: a screen of the console (CometD by long polling, as empApi does) and a client of the Pub/Sub API. */
import { AvroDecoder } from '../../gateway/system/salesforce/pubsub/avro-decoder.ts';
import { endpointOf } from '../../gateway/system/salesforce/pubsub/endpoints.ts';
import { GrpcTransport } from '../../gateway/system/salesforce/pubsub/grpc-transport.ts';

const CHANNEL = '/event/Availability_Changed__e';
const PAGE = 100;

/** What was seen of a position: when, and when the org wrote it. */
export type Seen = (position: string, seenAtMs: number, writtenAtMs: number) => void;

export interface Screen {
  close(): Promise<void>;
}

interface Session { readonly url: string; readonly token: string; readonly organizationId: string }
type Message = Readonly<Record<string, unknown>> & { readonly channel: string; readonly clientId?: string; readonly successful?: boolean; readonly data?: { readonly payload: Readonly<Record<string, unknown>> } };

export async function cometdScreen({ url, token }: Session, seen: Seen): Promise<Screen> {
  const ask = async (message: object): Promise<readonly Message[]> => {
    const answer = await fetch(`${url}/cometd/67.0`, { method: 'POST', headers: { authorization: `OAuth ${token}`, 'content-type': 'application/json' }, body: JSON.stringify([message]) });
    return (await answer.json()) as readonly Message[];
  };
  const clientId = (await ask({ channel: '/meta/handshake', version: '1.0', supportedConnectionTypes: ['long-polling'] }))[0]?.clientId;
  await ask({ channel: '/meta/subscribe', clientId, subscription: CHANNEL, ext: { replay: { [CHANNEL]: -1 } } });
  let isOpen = true;
  const polling = (async (): Promise<void> => {
    while (isOpen) {
      const messages = await ask({ channel: '/meta/connect', clientId, connectionType: 'long-polling' });
      const now = Date.now();
      for (const { channel, data } of messages) if (channel === CHANNEL) seen(positionOf(data!.payload), now, Date.parse(String(data!.payload['CreatedDate'])));
      if (messages.at(-1)?.successful === false) throw new Error(`The screen was cut off: ${JSON.stringify(messages.at(-1))}`);
    }
  })();
  return {
    close: async () => {
      isOpen = false;
      await ask({ channel: '/meta/disconnect', clientId });
      await polling.catch(() => undefined);
    },
  };
}

export async function pubSubScreen(session: Session, seen: Seen): Promise<Screen> {
  const org = { session: () => Promise.resolve(session) };
  const transport = new GrpcTransport(org, endpointOf(org));
  const decoder = new AvroDecoder((schemaId) => transport.schema(schemaId));
  const stream = await transport.subscribe(CHANNEL, 'latest');
  stream.request(PAGE);
  let isOpen = true;
  const reading = (async (): Promise<void> => {
    while (isOpen) {
      const { events } = await stream.next();
      if (events.length > 0) stream.request(events.length);
      const now = Date.now();
      for (const raw of events) {
        const { values, happenedAtMs } = await decoder.decode(raw);
        seen(positionOf(values), now, happenedAtMs);
      }
    }
  })();
  return {
    close: async () => {
      isOpen = false;
      stream.cancel();
      await reading.catch(() => undefined);
      transport.close();
    },
  };
}

const positionOf = (values: Readonly<Record<string, unknown>>): string => `${String(values['SKU__c'])}|${String(values['Location_Code__c'])}`;
