/** What publishing needs to know of an event type, worked out once per definition. */
import type { ObjectSchema, OrgSchema } from '../schema/schema.ts';
import type { RecordShape } from '../values/sobject.ts';

export interface EventField {
  readonly apiName: string;
  readonly slot: string;
  readonly isRequired: boolean;
  /** JSON value of a field nobody set. */
  readonly fallback: unknown;
}

export interface EventDefinition {
  readonly apiName: string;
  readonly behavior: 'PublishAfterCommit' | 'PublishImmediately';
  /** The fields of the payload. */
  readonly fields: readonly EventField[];
  /** Fields whose text has a maximum length. */
  readonly limited: readonly { readonly apiName: string; readonly slot: string; readonly label: string; readonly length: number }[];
}

/** The event types of a schema by the shape of their records. */
export class EventDefinitions {
  readonly #schema: OrgSchema;
  readonly #known = new Map<RecordShape, EventDefinition | undefined>();

  constructor(schema: OrgSchema) {
    this.#schema = schema;
  }

  /** `undefined` when records of the shape are no events. */
  of(shape: RecordShape): EventDefinition | undefined {
    const known = this.#known.get(shape);
    if (known !== undefined || this.#known.has(shape)) return known;
    const object = this.#schema.objects.get(shape.apiName.toLowerCase());
    const definition = object?.kind === 'event' && object.isWriteable ? definitionOf(object) : undefined;
    this.#known.set(shape, definition);
    return definition;
  }
}

function definitionOf(object: ObjectSchema): EventDefinition {
  const slot = (apiName: string): string => `$${apiName.toLowerCase()}`;
  return {
    apiName: object.apiName,
    behavior: object.publishBehavior ?? 'PublishAfterCommit',
    fields: object.fields.filter((field) => field.isCustom).map((field) => ({
      apiName: field.apiName, slot: slot(field.apiName),
      isRequired: !field.isNillable && field.type !== 'boolean' && field.defaultValue === undefined,
      fallback: field.defaultValue ?? (field.type === 'boolean' ? false : null),
    })),
    limited: object.fields.filter((field) => field.length > 0).map((field) => ({ apiName: field.apiName, slot: slot(field.apiName), label: field.label, length: field.length })),
  };
}
