/** Which objects' changes become events, worked out once per schema. */
import { changeEventName } from '../schema/change-events.ts';
import type { OrgSchema } from '../schema/schema.ts';

export interface CapturedObject {
  /** `Account` */
  readonly entityName: string;
  /** `AccountChangeEvent` */
  readonly eventName: string;
  /** The fields an event may carry, with the slots of the changed record. */
  readonly fields: readonly { readonly apiName: string; readonly folded: string; readonly slot: string }[];
  /** Folded names of fields that some channel wants with every change. */
  readonly enriched: ReadonlySet<string>;
}

/** By folded object name. */
export type CapturedObjects = ReadonlyMap<string, CapturedObject>;

/** What the org's channels select. */
export function capturedObjects(schema: OrgSchema): CapturedObjects {
  const members = [...schema.eventChannels.values()].filter(({ kind }) => kind === 'data').flatMap((channel) => channel.members);
  const selected = Map.groupBy(members, ({ eventName }) => eventName.toLowerCase());
  return everyObject(schema, (eventName) => selected.get(eventName.toLowerCase())?.flatMap(({ enrichedFields }) => enrichedFields));
}

/** Every object that has a change event: what tests see after Test.enableChangeDataCapture(). */
export function capturableObjects(schema: OrgSchema): CapturedObjects {
  return everyObject(schema, () => []);
}

function everyObject(schema: OrgSchema, enrichedOf: (eventName: string) => readonly string[] | undefined): CapturedObjects {
  const captured = new Map<string, CapturedObject>();
  for (const event of schema.objects.values()) {
    if (event.changesOf === undefined) continue;
    const eventName = changeEventName(event.changesOf);
    const enriched = enrichedOf(eventName);
    if (enriched === undefined) continue;
    const object = schema.objects.get(event.changesOf.toLowerCase())!;
    const fields = event.fields.filter((field) => field.type !== 'id' && object.fieldsByName.has(field.apiName.toLowerCase()));
    captured.set(event.changesOf.toLowerCase(), {
      entityName: object.apiName, eventName, enriched: new Set(enriched.map((name) => name.toLowerCase())),
      fields: fields.map(({ apiName }) => ({ apiName, folded: apiName.toLowerCase(), slot: `$${apiName.toLowerCase()}` })),
    });
  }
  return captured;
}
