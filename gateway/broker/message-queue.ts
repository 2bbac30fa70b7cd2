/** A queue in memory: what was handed out and not settled comes back to its head, in its old order. */

export interface QueuedMessage {
  /** Position in the queue for ever; what comes back goes before what came later. */
  readonly position: number;
  /** As it was encoded by the sender. */
  readonly payload: Buffer;
  /** Deliveries that came back. */
  returns: number;
}

export class MessageQueue {
  readonly mostWaiting: number;
  #waiting: QueuedMessage[] = [];
  #nextPosition = 0;
  #rejected = 0;
  #held = 0;

  constructor(mostWaiting: number) {
    this.mostWaiting = mostWaiting;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  /** Messages that consumers have and have not settled. */
  get held(): number {
    return this.#held;
  }

  /** Messages that a consumer refused for good; they are gone. */
  get rejected(): number {
    return this.#rejected;
  }

  get isFull(): boolean {
    return this.#waiting.length >= this.mostWaiting;
  }

  push(payload: Buffer): void {
    this.#waiting.push({ position: this.#nextPosition, payload, returns: 0 });
    this.#nextPosition += 1;
  }

  take(): QueuedMessage | undefined {
    const message = this.#waiting.shift();
    if (message !== undefined) this.#held += 1;
    return message;
  }

  giveBack(messages: readonly QueuedMessage[]): void {
    if (messages.length === 0) return;
    this.#held -= messages.length;
    for (const message of messages) message.returns += 1;
    this.#waiting = [...messages, ...this.#waiting].sort((left, right) => left.position - right.position);
  }

  accept(): void {
    this.#held -= 1;
  }

  reject(): void {
    this.#held -= 1;
    this.#rejected += 1;
  }
}
