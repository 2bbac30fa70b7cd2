/**
 * The addresses at which streaming clients find events: `/event/X__e` per event type, `/data/X__ChangeEvent` per object whose changes are captured, `/data/ChangeEvents`
 * and the channels of the project for several of them.
 */
import type { ObjectSchema, OrgSchema } from '../schema/schema.ts';

export interface Topic {
  readonly name: string;
  /** API names of the event types that are sent here. */
  readonly eventNames: readonly string[];
  /** By event type: enriched fields the channel asks for; `undefined`: whatever some channel asks for. */
  readonly enriched: ReadonlyMap<string, ReadonlySet<string>> | undefined;
}

export class Topics {
  /** By folded name. */
  readonly #topics = new Map<string, Topic>();
  readonly #byEvent = new Map<string, Topic[]>();

  constructor(schema: OrgSchema) {
    const selected = new Set([...schema.eventChannels.values()].flatMap(({ members }) => members.map(({ eventName }) => eventName)));
    for (const object of schema.objects.values()) {
      if (object.kind === 'event' && (object.changesOf === undefined || selected.has(object.apiName))) this.#add(ownTopic(object));
    }
    for (const { name, kind, members } of schema.eventChannels.values()) {
      this.#add({
        name: `/${kind}/${name}`, eventNames: members.map(({ eventName }) => eventName), enriched: new Map(members.map(({ eventName, enrichedFields }) => [eventName, new Set(enrichedFields)])),
      });
    }
  }

  /** `undefined` when there is no such topic. */
  find(name: string): Topic | undefined {
    return this.#topics.get(name.toLowerCase());
  }

  /** Everywhere an event of the type is sent to. */
  ofEvent(eventName: string): readonly Topic[] {
    return this.#byEvent.get(eventName) ?? [];
  }

  #add(topic: Topic): void {
    this.#topics.set(topic.name.toLowerCase(), topic);
    for (const eventName of topic.eventNames) this.#byEvent.set(eventName, [...(this.#byEvent.get(eventName) ?? []), topic]);
  }
}

function ownTopic({ apiName, changesOf }: ObjectSchema): Topic {
  return { name: `/${changesOf === undefined ? 'event' : 'data'}/${apiName}`, eventNames: [apiName], enriched: undefined };
}
