/** `lightning/empApi` over the org's CometD endpoint. */
import { listen, onStreamError, unlisten } from '../../shared-stream.ts';
import type { EventMessage, Listener } from '../../cometd.ts';

interface Subscription {
  readonly id: string;
  readonly channel: string;
}
interface UnsubscribeResponse {
  readonly id: string;
  readonly channel: '/meta/unsubscribe';
  readonly subscription: string;
  readonly successful: boolean;
}

const active = new Map<string, Listener>();

export async function subscribe(channel: string, replayId: number, onMessage: (message: EventMessage) => void): Promise<Subscription> {
  const listener = await listen(channel, replayId, onMessage);
  active.set(listener.id, listener);
  return { id: listener.id, channel };
}

export async function unsubscribe(subscription: Subscription, callback?: (response: UnsubscribeResponse) => void): Promise<UnsubscribeResponse> {
  const listener = active.get(subscription.id);
  active.delete(subscription.id);
  const isDone = listener !== undefined && (await unlisten(listener));
  const response: UnsubscribeResponse = { id: subscription.id, channel: '/meta/unsubscribe', subscription: subscription.channel, successful: isDone };
  callback?.(response);
  return response;
}

export function onError(listener: (error: unknown) => void): void {
  onStreamError(listener);
}

export function isEmpEnabled(): Promise<boolean> {
  return Promise.resolve(true);
}

/** The console logs nothing either way: the network panel of the browser shows every message. */
export function setDebugFlag(_isOn: boolean): void {}
