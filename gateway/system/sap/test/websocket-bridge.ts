/** A WebSocket in front of a broker that listens on a port of TCP, as SAP Event Mesh has one: who may pass is decided when the connection is upgraded. */
import { createServer, STATUS_CODES, type IncomingMessage } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { createWebSocketStream, WebSocketServer, type WebSocket } from 'ws';

export interface WebSocketBridge {
  readonly url: string;
  readonly port: number;
  /** What asked to be upgraded, in its order. */
  readonly upgrades: readonly IncomingMessage[];
  breakConnections(): void;
  close(): void;
}

/** @param admit answers undefined, or the status the upgrade is refused with */
export async function startWebSocketBridge(targetPort: number, admit: (request: IncomingMessage) => number | undefined = () => undefined, protocol = 'amqp'): Promise<WebSocketBridge> {
  const upgrades: IncomingMessage[] = [];
  const sockets = new WebSocketServer({ noServer: true, handleProtocols: (offered) => (offered.has(protocol) ? protocol : false) });
  const server = createServer();
  server.on('upgrade', (request, socket, head) => {
    upgrades.push(request);
    const status = admit(request);
    if (status !== undefined) {
      socket.end(`HTTP/1.1 ${String(status)} ${STATUS_CODES[status] ?? ''}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (opened) => { join(opened, targetPort); });
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const { port } = server.address() as AddressInfo;
  const breakConnections = (): void => { for (const opened of sockets.clients) opened.terminate(); };
  return {
    url: `ws://127.0.0.1:${String(port)}/protocols/${protocol}`, port, upgrades, breakConnections,
    close: () => {
      breakConnections();
      server.close();
      server.closeAllConnections();
    },
  };
}

function join(opened: WebSocket, targetPort: number): void {
  const [near, far] = [createWebSocketStream(opened), connect(targetPort, '127.0.0.1')];
  near.on('error', () => undefined).on('close', () => { far.destroy(); });
  far.on('error', () => undefined).on('close', () => { opened.terminate(); });
  near.pipe(far);
  far.pipe(near);
}
