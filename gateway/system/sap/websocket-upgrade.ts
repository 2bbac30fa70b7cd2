/** The library of a protocol makes a WebSocket itself and keeps it to itself; this hears why a server refused to upgrade to it. */
import type { WebSocket } from 'ws';

/** @returns why the upgrade was refused, for people; `undefined` while it was not */
export function watchUpgrade(socket: WebSocket): () => string | undefined {
  let status: number | undefined;
  socket.on('unexpected-response', (_request, { statusCode }) => {
    status = statusCode;
    socket.terminate();
  });
  return () => (status === undefined ? undefined : `the upgrade is refused (${String(status)}); check ${whatToCheck(status)}`);
}

function whatToCheck(status: number): string {
  if (status === 401 || status === 403) return 'client id, secret and scope';
  return status === 404 ? 'the path of the address' : 'the address, and whether the broker is well';
}
