// The barest server of many systems: a text to every WebSocket that watches one.
import { once } from 'node:events';
import { type WebSocket, WebSocketServer } from 'ws';

/** A server whose clients watch the system that the end of their address names. */
export interface BareFanOut {
  readonly port: number;
  send(system: string, text: string): void;
  close(): Promise<void>;
}

/** Opens it on a free port of loopback. */
export async function openBareFanOut(): Promise<BareFanOut> {
  const watching = new Map<string, Set<WebSocket>>();
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, backlog: 1024 });
  server.on('connection', (socket, { url = '' }) => {
    const system = url.split('/').at(-1) ?? '';
    const sockets = watching.getOrInsertComputed(system, () => new Set());
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('assertion: no port');
  return {
    port: address.port,
    send(system, text) {
      for (const client of watching.get(system) ?? []) client.send(text);
    },
    close() {
      for (const client of server.clients) client.terminate();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
