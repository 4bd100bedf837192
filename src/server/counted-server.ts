// The server that Fastify listens with, over HTTP or HTTPS; its connections are counted from the first byte. A certificate that is
// renewed is shown to the next who connects.
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Socket } from 'node:net';
import type { RawServerDefault } from 'fastify';
import { type TlsIdentity, tlsServerOptions } from '#core/tls.ts';

/** Time for the handshake, ms. */
const handshakeMs = 10_000;
/** Time for the head of a request, ms: it is small, and comes at once. */
const headMs = 10_000;
/** How often requests are looked for that took too long, ms. */
const checkMs = 2000;
/** How long a connection is kept for the next request, ms: longer than proxies keep theirs. */
const keepAliveMs = 72_000;

type Handler = Parameters<typeof createServer>[1];

/** What {@link countedServer} needs. */
export interface CountedServerOptions {
  /** Time a client may take to send its request. */
  readonly requestMs: number;
  /** Takes a new connection. */
  readonly admit: (socket: Socket) => void;
  /** A handshake failed: from where, and why. */
  readonly onHandshakeFailure: (from: string, reason: string) => void;
}

/**
 * A connection may break off at any time. The server itself listens for that until a request is upgraded: after it, and where the upgrade
 * is refused, nobody would, and the process would end.
 */
const mayBreak = (socket: Socket): void => void socket.on('error', () => undefined);

/** Makes the server; without an identity it speaks plain HTTP. */
export function countedServer(
  identity: TlsIdentity | undefined,
  { requestMs, admit, onHandshakeFailure }: CountedServerOptions,
): (handler: Handler) => RawServerDefault {
  const times = {
    requestTimeout: requestMs,
    headersTimeout: headMs,
    connectionsCheckingInterval: checkMs,
    keepAliveTimeout: keepAliveMs,
  };
  return (handler) => {
    if (identity === undefined) return createServer(times, handler).on('connection', admit).on('connection', mayBreak);
    const secure = createTlsServer(
      { ...tlsServerOptions, ...identity.current(), ...times, handshakeTimeout: handshakeMs },
      handler,
    );
    secure.once(
      'close',
      identity.onChange((pem) => secure.setSecureContext({ ...tlsServerOptions, ...pem })),
    );
    secure.on('tlsClientError', (error: NodeJS.ErrnoException, socket) =>
      onHandshakeFailure(socket.remoteAddress ?? 'somewhere', error.code ?? error.message),
    );
    return secure.on('connection', admit).on('secureConnection', mayBreak);
  };
}
