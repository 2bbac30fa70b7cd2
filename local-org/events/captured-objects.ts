/** Which objects' changes become events, worked out once per schema. */
import type { TableLayout } from '../data/store/columns.ts';
import type { SqlValue } from '../data/store/connection.ts';
import { changeEventName } from '../schema/change-events.ts';
import type { OrgSchema } from '../schema/schema.ts';
import { storedEventValue } from './stored-event-value.ts';

/** A field an event may carry, with its place in the stored row. */
export interface CarriedField {
  readonly apiName: string;
  readonly folded: string;
  readonly place: number;
  /** Does some channel want it with every change? */
  readonly isEnriched: boolean;
  valueOf(stored: SqlValue): unknown;
}

export class CapturedObject {
  /** `Account` */
  readonly entityName: string;
  /** `AccountChangeEvent` */
  readonly eventName: string;
  readonly #fields: readonly string[];
  /** Folded names of fields that some channel wants with every change. */
  readonly #enriched: ReadonlySet<string>;
  #carried: { readonly layout: TableLayout; readonly fields: readonly CarriedField[] } | undefined;

  /** @param fields API names of what an event may carry */
  constructor(entityName: string, eventName: string, fields: readonly string[], enriched: readonly string[]) {
    this.entityName = entityName;
    this.eventName = eventName;
    this.#fields = fields;
    this.#enriched = new Set(enriched.map((name) => name.toLowerCase()));
  }

  /** Fields that are computed when they are read are in no event. */
  carried(layout: TableLayout): readonly CarriedField[] {
    if (this.#carried?.layout !== layout) this.#carried = { layout, fields: this.#carriedIn(layout) };
    return this.#carried.fields;
  }

  #carriedIn(layout: TableLayout): CarriedField[] {
    const places = new Map(layout.columns.map((column, place) => [column.folded, place]));
    return this.#fields.flatMap((apiName): CarriedField[] => {
      const folded = apiName.toLowerCase();
      const place = places.get(folded);
      if (place === undefined) return [];
      return [{ apiName, folded, place, isEnriched: this.#enriched.has(folded), valueOf: storedEventValue(layout, layout.columns[place]!) }];
    });
  }
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
    captured.set(event.changesOf.toLowerCase(), new CapturedObject(object.apiName, eventName, fields.map(({ apiName }) => apiName), enriched));
  }
  return captured;
}
