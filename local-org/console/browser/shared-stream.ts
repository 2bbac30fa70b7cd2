/**
 * One event stream for all windows of a browser. A browser opens six connections to a host, and a long poll holds one for ever: the seventh window
 * of a shop would starve. The window that holds the lock keeps the stream and passes events on; when it closes, the next one takes over from the
 * last event each window has seen. "Only new events" is a place in the stream too, found out before anything else, so that a window which has
 * seen none yet misses nothing when the stream changes hands.
 */
import { listen as listenHere, onStreamError as onErrorHere, unlisten as unlistenHere } from './cometd.ts';
import type { EventMessage, Listener } from './cometd.ts';
import { request } from './connection.ts';
import { page, requestHeaders } from './page.ts';

type Message =
  | { readonly kind: 'want'; readonly window: string; readonly channel: string; readonly from: number }
  | { readonly kind: 'drop'; readonly window: string; readonly channel: string }
  | { readonly kind: 'gone'; readonly window: string }
  | { readonly kind: 'leader' }
  | { readonly kind: 'ready'; readonly channel: string }
  | { readonly kind: 'refused'; readonly window: string; readonly channel: string; readonly reason: string }
  | { readonly kind: 'event'; readonly message: EventMessage }
  | { readonly kind: 'error'; readonly reason: string };

interface Led {
  readonly windows: Set<string>;
  listener: Promise<Listener>;
  /** The stream brings what comes after it: where it was asked to start, then the newest event passed on. */
  position: number;
}
interface Waiting {
  resolve(): void;
  reject(error: Error): void;
}

/** Windows of another session hold another stream. */
const NAME = `console-stream:${page.requestToken}`;
const NEW_EVENTS_ONLY = -1;
const self_ = crypto.randomUUID();

const listeners = new Set<Listener>();
const errorListeners = new Set<(error: unknown) => void>();
const waiting = new Map<string, Waiting[]>();
/** Where this window stands, by channel: where its first listener asked to start, then the newest event it has seen. */
const positions = new Map<string, number>();
/** What this window leads; `undefined` while another one does. */
let led: Map<string, Led> | undefined;
let bus: BroadcastChannel | undefined;
let nextId = 0;

/** Rejects with the server's answer when the channel cannot be subscribed. */
export async function listen(channel: string, replayId: number, onMessage: Listener['onMessage']): Promise<Listener> {
  join();
  const listener: Listener = { id: String(++nextId), channel, onMessage };
  const isFirstOfChannel = !isHeard(channel);
  listeners.add(listener);
  if (!isFirstOfChannel && !waiting.has(channel)) return listener;
  try {
    await new Promise<void>((resolve, reject) => {
      waiting.set(channel, [...(waiting.get(channel) ?? []), { resolve, reject }]);
      if (isFirstOfChannel) void start(channel, replayId);
    });
  } catch (error) {
    listeners.delete(listener);
    if (!isHeard(channel)) positions.delete(channel);
    throw error;
  }
  return listener;
}

function isHeard(channel: string): boolean {
  return [...listeners].some((listener) => listener.channel === channel);
}

async function start(channel: string, replayId: number): Promise<void> {
  try {
    const from = replayId === NEW_EVENTS_ONLY ? await newestEvent() : replayId;
    if (!isHeard(channel)) return settle(channel, (one) => one.resolve());
    positions.set(channel, from);
    send({ kind: 'want', window: self_, channel, from });
  } catch (error) {
    settle(channel, (one) => one.reject(error instanceof Error ? error : new Error(String(error))));
  }
}

async function newestEvent(): Promise<number> {
  const response = await request('/console/newest-event', { headers: requestHeaders, cache: 'no-store' });
  if (!response.ok) throw new Error(`/console/newest-event answered ${response.status}: ${await response.text()}`);
  return ((await response.json()) as { readonly replayId: number }).replayId;
}

/** From now on the listener hears nothing. */
export function unlisten(listener: Listener): Promise<boolean> {
  listeners.delete(listener);
  if (!isHeard(listener.channel)) {
    positions.delete(listener.channel);
    send({ kind: 'drop', window: self_, channel: listener.channel });
  }
  return Promise.resolve(true);
}

export function onStreamError(listener: (error: unknown) => void): void {
  errorListeners.add(listener);
}

function join(): void {
  if (bus !== undefined) return;
  bus = new BroadcastChannel(NAME);
  bus.addEventListener('message', (event) => handle((event as MessageEvent<Message>).data));
  addEventListener('pagehide', () => send({ kind: 'gone', window: self_ }));
  // Held until the window closes.
  void navigator.locks.request(NAME, () => {
    lead();
    return new Promise<never>(() => undefined);
  });
}

function lead(): void {
  led = new Map();
  onErrorHere((error) => send({ kind: 'error', reason: error instanceof Error ? error.message : String(error) }));
  send({ kind: 'leader' });
}

/** To the other windows, and to this one. */
function send(message: Message): void {
  bus?.postMessage(message);
  handle(message);
}

const HANDLERS: { readonly [Kind in Message['kind']]: (message: Extract<Message, { kind: Kind }>) => void } = {
  want: ({ window, channel, from }) => {
    if (led !== undefined) void serve(led, window, channel, from);
  },
  drop: ({ window, channel }) => forget(window, channel),
  gone: ({ window }) => {
    for (const channel of led?.keys() ?? []) forget(window, channel);
  },
  /** The one before may have gone without having served what was wanted. */
  leader: () => {
    for (const [channel, from] of positions) send({ kind: 'want', window: self_, channel, from });
  },
  ready: ({ channel }) => settle(channel, (one) => one.resolve()),
  refused: ({ window, channel, reason }) => {
    if (window === self_) settle(channel, (one) => one.reject(new Error(reason)));
  },
  event: ({ message }) => deliver(message),
  error: ({ reason }) => {
    // Only the leader's own requests notice that the org is away: the others look for themselves.
    if (led === undefined) request('/console/ping', { cache: 'no-store' }).catch(() => undefined);
    for (const listener of errorListeners) listener(new Error(reason));
  },
};

function handle(message: Message): void {
  (HANDLERS[message.kind] as (message: Message) => void)(message);
}

async function serve(channels: Map<string, Led>, window: string, channel: string, from: number): Promise<void> {
  let one = channels.get(channel);
  if (one === undefined) {
    one = { windows: new Set(), position: from, listener: subscribe(channel, from) };
    channels.set(channel, one);
  } else if (from < one.position) {
    // This window has missed something: what the others have seen already, they leave out.
    const earlier = one.listener;
    one.position = from;
    one.listener = earlier.then((listener) => unlistenHere(listener)).then(() => subscribe(channel, from));
  }
  one.windows.add(window);
  try {
    await one.listener;
    send({ kind: 'ready', channel });
  } catch (error) {
    channels.delete(channel);
    send({ kind: 'refused', window, channel, reason: error instanceof Error ? error.message : String(error) });
  }
}

function subscribe(channel: string, from: number): Promise<Listener> {
  return listenHere(channel, from, (message) => {
    const one = led?.get(channel);
    if (one !== undefined) one.position = message.data.event.replayId;
    send({ kind: 'event', message });
  });
}

function forget(window: string, channel: string): void {
  const one = led?.get(channel);
  if (one === undefined || !one.windows.delete(window) || one.windows.size > 0) return;
  led?.delete(channel);
  void one.listener.then((listener) => unlistenHere(listener), () => undefined);
}

function settle(channel: string, answer: (one: Waiting) => void): void {
  const answered = waiting.get(channel) ?? [];
  waiting.delete(channel);
  for (const one of answered) answer(one);
}

function deliver(message: EventMessage): void {
  const { channel } = message;
  const { replayId } = message.data.event;
  const position = positions.get(channel);
  // Without a position it is being asked for: the stream is then wanted from the answer on, and brings this again if it came later.
  if (position === undefined || replayId <= position) return;
  positions.set(channel, replayId);
  for (const listener of [...listeners]) if (listener.channel === channel) listener.onMessage(message);
}
