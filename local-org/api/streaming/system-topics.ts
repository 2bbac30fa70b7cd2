/** Channels on which the org tells of its own doings: a test run that ended, a debug log that was written. Nothing is retained: who subscribes hears what comes. */

export type SystemTopic = '/systemTopic/TestResult' | '/systemTopic/Logging';

const TOPICS: readonly SystemTopic[] = ['/systemTopic/TestResult', '/systemTopic/Logging'];

export interface SystemMessage {
  readonly topic: SystemTopic;
  /** Only this user hears it. */
  readonly userId: string;
  /** Id of the test run (`707…`) or of the log (`07L…`). */
  readonly id: string;
}

type Listener = (message: SystemMessage) => void;

export class SystemTopics {
  readonly #listeners = new Set<Listener>();

  /** Canonical spelling; `undefined` for a name that is no system topic. */
  static find(name: string): SystemTopic | undefined {
    return TOPICS.find((topic) => topic.toLowerCase() === name.toLowerCase());
  }

  publish(message: SystemMessage): void {
    for (const listener of this.#listeners) listener(message);
  }

  /** Returns the function that ends it. */
  onPublished(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => { this.#listeners.delete(listener); };
  }
}
