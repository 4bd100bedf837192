// HTTPS in the place of HTTP; a certificate that is renewed is shown to the next who connects.
import { createServer, type Server } from 'node:https';
import type { RawServerDefault } from 'fastify';
import type { TlsIdentity } from '#core/tls.ts';

/** Time for the handshake, ms. */
const handshakeMs = 10_000;

type Handler = Parameters<typeof createServer>[1];

/** Makes the server that Fastify listens with. */
export function tlsServer(identity: TlsIdentity, requestMs: number): (handler: Handler) => RawServerDefault {
  return (handler) => {
    const server: Server = createServer(
      { ...identity.current(), handshakeTimeout: handshakeMs, requestTimeout: requestMs },
      handler,
    );
    server.once(
      'close',
      identity.onChange((pem) => server.setSecureContext(pem)),
    );
    return server;
  };
}
