/** `lightning/messageService` inside of one document: components on different pages, in utilities and dialogs talk over deployed channels. */
import { MessageContext } from '../../shell/message-context.ts';
import type { MessageScope } from '../../shell/message-context.ts';
import { openPages } from '../../shell/shell.ts';

export { MessageContext };
export const APPLICATION_SCOPE = Object.freeze({ scope: 'APPLICATION' });

interface Channel {
  readonly messageChannel: string;
}
interface Subscription {
  readonly channel: string;
  readonly context: MessageScope;
  readonly listener: (message: unknown) => void;
  readonly hearsEverywhere: boolean;
}

const subscriptions = new Set<Subscription>();
const released = new WeakSet<MessageScope>();

export function subscribe(context: MessageScope, channel: Channel, listener: (message: unknown) => void, options?: { readonly scope?: unknown }): Subscription {
  requireContext(context, 'subscribe');
  if (typeof listener !== 'function') throw new TypeError('subscribe needs a function that receives the messages.');
  const subscription = { channel: nameOf(channel, 'subscribe'), context, listener, hearsEverywhere: options?.scope === APPLICATION_SCOPE };
  subscriptions.add(subscription);
  return subscription;
}

export function unsubscribe(subscription: Subscription | undefined | null): void {
  if (subscription !== undefined && subscription !== null) subscriptions.delete(subscription);
}

export function publish(context: MessageScope, channel: Channel, message?: unknown): void {
  requireContext(context, 'publish');
  const name = nameOf(channel, 'publish');
  // What travels is data: a receiver cannot reach into the sender.
  const text = message === undefined ? undefined : JSON.stringify(message);
  for (const subscription of [...subscriptions]) {
    if (subscription.channel === name && isHeard(subscription)) subscription.listener(text === undefined ? undefined : JSON.parse(text));
  }
}

/** For services that are no components: they stand on no page. */
export function createMessageContext(): MessageScope {
  return { pageId: undefined };
}

export function releaseMessageContext(context: MessageScope): void {
  released.add(context);
  for (const subscription of [...subscriptions]) if (subscription.context === context) subscriptions.delete(subscription);
}

/** platform-facts: message-service-scope. Unless it asked for the whole application, a component hears only while its page is seen. */
function isHeard({ hearsEverywhere, context }: Subscription): boolean {
  return hearsEverywhere || context.pageId === undefined || context.pageId === openPages().activeId;
}

function requireContext(context: MessageScope | undefined, what: string): void {
  if (context === undefined || released.has(context)) throw new Error(`${what} needs a message context that is in use: wire MessageContext, or call createMessageContext.`);
}

function nameOf(channel: Channel | undefined, what: string): string {
  if (channel?.messageChannel === undefined) throw new TypeError(`${what} needs a channel imported from @salesforce/messageChannel.`);
  return channel.messageChannel;
}

