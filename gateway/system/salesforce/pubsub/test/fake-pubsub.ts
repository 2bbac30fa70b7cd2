/** A Pub/Sub API in memory with a stream of numbers. */
import avro from 'avsc';
import { StreamEnded, type EventStream, type PubSubTransport, type StreamAnswer, type StreamEnd, type StreamStart } from '../transport.ts';

const SCHEMA = { type: 'record', name: 'Number__e', namespace: 'com.sforce.eventbus', fields: [{ name: 'CreatedDate', type: 'long' }, { name: 'CreatedById', type: 'string' }, { name: 'Number__c', type: ['null', 'double'], default: null }] };
const TYPE = avro.Type.forSchema(SCHEMA as never, { wrapUnions: 'never' } as never);
const HEXADECIMAL = 16;
const MOST_REQUESTED = 100;

export const place = (position: number): string => position.toString(HEXADECIMAL).padStart(16, '0');

interface Stored { readonly position: number; readonly payload: Buffer }

export class FakePubSub implements PubSubTransport {
  readonly #events: Stored[] = [];
  readonly #streams = new Set<FakeStream>();
  #latest = 0;
  #gone = 0;
  /** How many subscriptions were begun. */
  subscriptions = 0;

  get latest(): number {
    return this.#latest;
  }

  publish(number: number): void {
    this.#store(TYPE.toBuffer({ CreatedDate: 0, CreatedById: 'me', Number__c: number }));
  }

  publishUnreadable(): void {
    this.#store(Buffer.from([0xff]));
  }

  /** What was kept is no longer. */
  forgetAll(): void {
    this.#events.length = 0;
    this.#gone = this.#latest;
  }

  endAll(reason: StreamEnd): void {
    for (const stream of this.#streams) stream.end(new StreamEnded(reason, 'as the test wants it'));
  }

  keepAlive(): void {
    for (const stream of this.#streams) stream.keepAlive();
  }

  /** A sender that does not know what arrived sends again. */
  repeat(): void {
    for (const stream of this.#streams) stream.repeat();
  }

  subscribe(_topic: string, start: StreamStart): Promise<EventStream> {
    this.subscriptions += 1;
    const position = start === 'latest' ? this.#latest : Number.parseInt(start.after, HEXADECIMAL);
    if (position < this.#gone) return Promise.reject(new StreamEnded('position-gone', 'too old'));
    const stream = new FakeStream(position, (after, most) => this.#events.filter((event) => event.position > after).slice(0, most), () => this.#latest, () => { this.#streams.delete(stream); });
    this.#streams.add(stream);
    return Promise.resolve(stream);
  }

  schema(): Promise<string> {
    return Promise.resolve(JSON.stringify(SCHEMA));
  }

  close(): void {
    this.endAll('lost');
  }

  #store(payload: Buffer): void {
    this.#latest += 1;
    this.#events.push({ position: this.#latest, payload });
    for (const stream of this.#streams) stream.deliver();
  }
}

class FakeStream implements EventStream {
  #position: number;
  #requested = 0;
  readonly #answers: StreamAnswer[] = [];
  #ended: StreamEnded | undefined;
  #wake: (() => void) | undefined;
  #last: StreamAnswer | undefined;
  readonly #read: (after: number, most: number) => readonly Stored[];
  readonly #latest: () => number;
  readonly #over: () => void;

  constructor(position: number, read: (after: number, most: number) => readonly Stored[], latest: () => number, over: () => void) {
    this.#position = position;
    this.#read = read;
    this.#latest = latest;
    this.#over = over;
  }

  request(count: number): void {
    this.#requested = Math.min(MOST_REQUESTED, this.#requested + count);
    this.deliver();
  }

  deliver(): void {
    const events = this.#read(this.#position, this.#requested);
    if (events.length === 0 || this.#ended !== undefined) return;
    this.#requested -= events.length;
    this.#position = events.at(-1)!.position;
    this.#answer({ events: events.map(({ position, payload }) => ({ replayId: place(position), id: `id-${String(position)}`, schemaId: 's', payload })), latestReplayId: place(this.#position) });
  }

  keepAlive(): void {
    this.deliver();
    if (this.#requested === 0) return;
    this.#position = this.#latest();
    this.#answer({ events: [], latestReplayId: place(this.#position) });
  }

  repeat(): void {
    if (this.#last !== undefined) this.#answer({ ...this.#last, latestReplayId: place(this.#position) });
  }

  async next(): Promise<StreamAnswer> {
    for (;;) {
      if (this.#ended !== undefined) throw this.#ended;
      const answer = this.#answers.shift();
      if (answer !== undefined) return answer;
      await new Promise<void>((resolve) => { this.#wake = resolve; });
    }
  }

  cancel(): void {
    this.end(new StreamEnded('lost', 'cancelled'));
  }

  end(ended: StreamEnded): void {
    this.#ended ??= ended;
    this.#over();
    this.#wake?.();
  }

  #answer(answer: StreamAnswer): void {
    if (answer.events.length > 0) this.#last = answer;
    this.#answers.push(answer);
    this.#wake?.();
  }
}
