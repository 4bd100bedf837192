// TLS in front of a server without: the certificate that is shown can be changed.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { createServer } from 'node:tls';
import type { TlsPem } from '#core/tls.ts';
import type { Owner } from './owner.ts';

/** A way to a server over TLS. */
export interface TlsWay {
  readonly port: number;
  /** Bytes that came through, unsealed. */
  readonly received: number;
  /** Shows another certificate to those that come from now on, and loses those that are there. */
  show(pem: TlsPem): void;
}

/** Makes one to a port of loopback. */
export async function tlsWay(owner: Owner, toPort: number, pem: TlsPem): Promise<TlsWay> {
  const open = new Set<Socket>();
  let received = 0;
  const server = createServer({ cert: pem.cert, key: pem.key }, (client) => {
    const there = connect(toPort, '127.0.0.1');
    for (const socket of [client, there])
      open.add(socket.on('error', () => undefined).once('close', () => void open.delete(socket)));
    client.on('data', (bytes: Buffer) => {
      received += bytes.length;
    });
    client.once('close', () => there.destroy()).pipe(there);
    there.once('close', () => client.destroy()).pipe(client);
  });
  // A client that does not trust the certificate ends the handshake.
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const loseAll = (): void => {
    for (const socket of open) socket.destroy();
  };
  owner.onTestFinished(() => {
    loseAll();
    server.close();
  });
  const address = server.address();
  return {
    port: address !== null && typeof address === 'object' ? address.port : 0,
    get received() {
      return received;
    },
    show(next) {
      server.setSecureContext({ cert: next.cert, key: next.key });
      loseAll();
    },
  };
}
