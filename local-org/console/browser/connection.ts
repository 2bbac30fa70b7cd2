/** Is the org there? Every request reports how it went; while the org is away this module asks for it until it answers. */

export type ConnectionState = 'connected' | 'lost' | 'expired';

const PROBE_MILLISECONDS = 1500;
const listeners = new Set<(state: ConnectionState) => void>();
let current: ConnectionState = 'connected';
let probeTimer: ReturnType<typeof setTimeout> | undefined;

export function connectionState(): ConnectionState {
  return current;
}

/** Returns the function that ends the notice. */
export function onConnection(listener: (state: ConnectionState) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** `fetch` that notices a lost org and an ended session. Rejects like fetch does. */
export async function request(url: string, init: RequestInit): Promise<Response> {
  try {
    const response = await fetch(url, { ...init, credentials: 'same-origin' });
    enter(response.status === 401 || response.headers.get('x-console-session') === 'other' ? 'expired' : 'connected');
    return response;
  } catch (error) {
    // Ending one's own request says nothing about the org.
    if (init.signal?.aborted !== true) enter('lost');
    throw error;
  }
}

/** Resolves when the org answers again; at once when it does. */
export function connected(): Promise<void> {
  if (current === 'connected') return Promise.resolve();
  return new Promise((resolve) => {
    const end = onConnection((state) => {
      if (state !== 'connected') return;
      end();
      resolve();
    });
  });
}

function enter(state: ConnectionState): void {
  if (state === 'lost' && probeTimer === undefined) {
    probeTimer = setTimeout(() => {
      void probe();
    }, PROBE_MILLISECONDS);
  }
  if (state === current) return;
  current = state;
  for (const listener of [...listeners]) listener(state);
}

async function probe(): Promise<void> {
  probeTimer = undefined;
  try {
    await request('/console/ping', { cache: 'no-store' });
  } catch {
    // Still away: enter('lost') has set the next probe.
  }
}
