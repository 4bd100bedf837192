// MQTT over WebSocket: the handshake of a request that a web server was asked to upgrade, and the connection as a stream of bytes, as if
// it had come over TCP. Packets may be split over frames, and share one, as they like. Source: MQTT 3.1.1, section 6.
import type { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { createWebSocketStream, WebSocketServer } from 'ws';
import type { Clock } from '#core/clock.ts';
import { besideBound } from './beside-bound.ts';
import type { BrokerVisit } from './broker-sessions.ts';

/** A request to upgrade, with what came behind its head. */
export interface MqttUpgrade extends BrokerVisit {
  readonly request: IncomingMessage;
  readonly socket: Duplex;
  readonly head: Buffer;
}

/** What is bounded, the second before anybody is known. */
export interface WebSocketBounds {
  readonly clock: Pick<Clock, 'monotonicMs'>;
  /** Bytes of a frame, and of all frames of one message. */
  readonly messageBytes: number;
  /** Bytes of all that is sent before an account is named. */
  readonly firstBytes: number;
}

/** Names of the protocol, by which versions of it are asked for; the second is that of MQTT 3.1. */
const protocols = ['mqtt', 'mqttv3.1'] as const;
/** Clients that ask for no keep-alive and vanish are found by the system's own, ms. */
const probeMs = 60_000;
/** Head and mask of a frame, and some that are empty. */
const frameBytes = 1024;

const isOffered = ({ headers }: IncomingMessage): boolean =>
  (headers['sec-websocket-protocol'] ?? '').split(',').some((one) => protocols.some((known) => known === one.trim()));

/** Ends a connection that sends more than a stranger may: all of a message is held until its end. What comes back ends the count. */
export function boundStranger(socket: Duplex, most: number): () => void {
  let bytes = 0;
  const count = (part: Buffer): void => {
    bytes += part.length;
    if (bytes > most) socket.destroy();
  };
  socket.on('data', count);
  return () => void socket.off('data', count);
}

/** Upgrades requests; each becomes a stream that is given to `take`. */
export function makeWebSocketWay(
  take: (stream: Duplex, visit: BrokerVisit) => void,
  { clock, messageBytes, firstBytes }: WebSocketBounds,
): (upgrade: MqttUpgrade) => void {
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: messageBytes,
    handleProtocols: (offered) => protocols.find((known) => offered.has(known)) ?? false,
  });
  return ({ request, socket, head, address, entered }) => {
    // Without it a page could not be told from a client of MQTT. Source: MQTT 3.1.1, MQTT-6.0.0-3.
    if (!isOffered(request)) {
      const text = 'This is MQTT over WebSocket: ask for the subprotocol "mqtt".\n';
      const answer = ['HTTP/1.1 400 Bad Request', 'connection: close', 'content-type: text/plain'];
      socket.end(`${[...answer, `content-length: ${text.length}`].join('\r\n')}\r\n\r\n${text}`);
      return;
    }
    if (socket instanceof Socket) socket.setNoDelay(true).setKeepAlive(true, probeMs);
    server.handleUpgrade(request, socket, head, (opened) => {
      const known = boundStranger(socket, firstBytes + frameBytes);
      // A client that sends text is ended. Source: MQTT 3.1.1, MQTT-6.0.0-1.
      const isTooMuch = besideBound(clock);
      const passOver = (): void => {
        if (isTooMuch()) opened.terminate();
      };
      opened.on('ping', passOver).on('pong', passOver);
      opened.on('message', (data, isBinary) => {
        if (!isBinary) opened.terminate();
        else if (Buffer.isBuffer(data) && data.length === 0) passOver();
      });
      take(createWebSocketStream(opened), {
        address,
        entered(account) {
          known();
          entered?.(account);
        },
      });
    });
  };
}
