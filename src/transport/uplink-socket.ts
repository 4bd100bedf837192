// The socket of an uplink to its far side: WebSocket over TLS, with the account in the header of the handshake, so that nothing is said
// before it is let in. A wrong account, a server that is no far side and a name that is not found each say so.
import { isIP } from 'node:net';
import { WebSocket } from 'ws';
import { isSolsteadError, SolsteadError, systemCode } from '#core/errors.ts';
import { type FrameSocket, frameSocket } from '#core/frame-socket.ts';
import { external } from '#core/message-params.ts';
import { because, type Reason, said } from '#core/reason.ts';
import type { Secret } from '#core/secrets.ts';
import { ownForm, type UplinkForm } from '#core/uplink.ts';
import { deviceLookup, isMetadata } from './metadata-hosts.ts';
import { openReason } from './port-failure.ts';

/** Where to, and who we are. */
export interface UplinkTarget {
  readonly address: string;
  readonly clientId: string;
  readonly secret: Secret;
  readonly form: UplinkForm;
  /** Who signed the far side's certificate, PEM; absent: the authorities this program knows. */
  readonly ca?: string;
}

/** Longest time for the handshake, ms. */
const handshakeMs = 15_000;
/** No message of the far side is longer. */
const mostBytes = 1024 * 1024;

/** Why there is no connection; `EPROTO` is OpenSSL's for an answer that is not TLS. */
function awayReason(error: Error): Reason {
  const code = systemCode(error);
  if (code === undefined) return because('outside.said', { said: external(error.message) });
  return code === 'EPROTO' ? because('uplink.no-tls') : (openReason(code) ?? said(error));
}

function failure(at: string, error: Error): SolsteadError {
  // A name that leads to where a rented computer asks for its own keys.
  if (isSolsteadError(error)) return error;
  const status = /Unexpected server response: (\d{3})/.exec(error.message)?.[1];
  if (status === '401' || status === '403')
    return new SolsteadError('uplink.failed', { at, why: because('uplink.refused') });
  if (status !== undefined)
    return new SolsteadError('uplink.failed', { at, why: because('uplink.answered', { status: Number(status) }) });
  if (error.message.includes('subprotocol'))
    return new SolsteadError('uplink.failed', { at, why: because('uplink.not-own-form') });
  const code = systemCode(error);
  // Of OpenSSL, and of Node's comparison of names.
  if (code !== undefined && /CERT|SIGNATURE|ISSUER/.test(code))
    return new SolsteadError('uplink.failed', {
      at,
      why: because('uplink.certificate', { said: external(error.message) }),
    });
  return new SolsteadError('link.unavailable', {
    at,
    why: awayReason(error),
    help: because('help.uplink-away'),
    cause: error,
  });
}

/** Opens it. Errors: `uplink.failed`, `link.unavailable`, `link.forbidden`. */
export function openUplinkSocket(target: UplinkTarget, signal: AbortSignal): Promise<FrameSocket> {
  const { address, clientId, secret, form, ca } = target;
  const { hostname, origin } = new URL(address);
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  if (isMetadata(host)) throw new SolsteadError('link.forbidden', { at: origin, why: because('host.metadata') });
  const account = Buffer.from(`${clientId}:${secret.reveal()}`).toString('base64');
  const socket = new WebSocket(address, form === 'solstead' ? [ownForm] : [], {
    headers: { authorization: `Basic ${account}` },
    handshakeTimeout: handshakeMs,
    maxPayload: mostBytes,
    perMessageDeflate: form === 'solstead' ? { threshold: 1024 } : false,
    followRedirects: false,
    lookup: deviceLookup(),
    minVersion: 'TLSv1.2',
    ...(isIP(host) === 0 ? { servername: host } : {}),
    ...(ca === undefined ? {} : { ca }),
  });
  const frames = frameSocket(socket);
  return new Promise((resolve, reject) => {
    const onAbort = (): void => socket.terminate();
    signal.addEventListener('abort', onAbort, { once: true });
    socket.once('open', () => {
      signal.removeEventListener('abort', onAbort);
      resolve(frames);
    });
    socket.once('error', (error) => reject(failure(origin, error)));
    socket.once('close', () =>
      reject(new SolsteadError('link.unavailable', { at: origin, why: because('uplink.silent') })),
    );
  });
}
