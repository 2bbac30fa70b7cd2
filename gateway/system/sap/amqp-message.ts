/** What an AMQP message says: a CloudEvent in one of its two modes. */
import type { Message } from 'rhea';
import { readDoorbell, readDoorbellText, type Doorbell } from './doorbell.ts';

/**
 * Structured mode (the body is the event), or binary mode (application properties `cloudEvents:…` or `cloudEvents_…`, the body is the data).
 * @returns `undefined` for an event of another type
 * @throws Refusal GW-DOORBELL
 */
export function readMessage({ body, content_type: contentType, application_properties: properties }: Message): Doorbell | undefined {
  const attributes = Object.fromEntries(Object.entries((properties ?? {}) as Record<string, unknown>).flatMap(([name, value]) => {
    const attribute = /^cloudEvents[:_](.+)$/.exec(name)?.[1];
    return attribute === undefined ? [] : [[attribute, value instanceof Date ? value.toISOString() : value]];
  }));
  const isBinary = contentType?.toString().startsWith('application/cloudevents') !== true && Object.keys(attributes).length > 0;
  const content = contentOf(body);
  if (typeof content === 'string') return readDoorbellText(content, isBinary ? attributes : undefined);
  return readDoorbell(isBinary ? { ...attributes, data: content } : content);
}

function contentOf(body: unknown): unknown {
  if (Buffer.isBuffer(body)) return body.toString('utf8');
  const content = (body as { readonly content?: unknown } | undefined | null)?.content;
  return Buffer.isBuffer(content) ? content.toString('utf8') : body;
}
