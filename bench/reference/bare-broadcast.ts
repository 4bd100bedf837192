// The barest live server: a text to every WebSocket, at once.
import { once } from 'node:events';
import { WebSocketServer } from 'ws';

/** A server that broadcasts. */
export interface BareBroadcast {
  readonly port: number;
  send(text: string): void;
  close(): Promise<void>;
}

/** Opens it on a free port of loopback. */
export async function openBareBroadcast(): Promise<BareBroadcast> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('assertion: no port');
  return {
    port: address.port,
    send(text) {
      for (const client of server.clients) client.send(text);
    },
    close() {
      for (const client of server.clients) client.terminate();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
