// Devices that come to the port of the web app: MQTT over WebSocket, Shellies that open one themselves, and charge points over OCPP. The request passes the same
// checks of host and origin as any other, and the broker takes the connection. Whoever is behind it signs in to the broker: no cookie and
// no token count here.
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { SolsteadError } from '#core/errors.ts';
import { because, type Reason } from '#core/reason.ts';
import type { Connections } from '../connections.ts';
import { chargerPath, mqttPath, shellyPath } from '../guard.ts';
import type { App, MqttVisit, ServerOptions } from '../route-context.ts';

/** Longest prefix of a device's topics. Source: Shelly API, Mqtt. */
const longestPrefix = 300;

/** Who takes a connection, or why nobody does. */
type Taker = (request: FastifyRequest) => ((visit: MqttVisit) => void) | Reason;

function textsOf({ params }: FastifyRequest): Readonly<Record<string, unknown>> {
  return typeof params === 'object' && params !== null ? { ...params } : {};
}

/** Registers them; their connections end before the server does. */
export function brokerSockets(
  app: App,
  { mqttDoor, shellyDoor, chargerDoor }: Pick<ServerOptions, 'mqttDoor' | 'shellyDoor' | 'chargerDoor'>,
  connections: Connections,
): void {
  const heads = new WeakMap<IncomingMessage, Buffer>();
  const open = new Set<Duplex>();
  app.server.prependListener('upgrade', (request: IncomingMessage, _socket: Duplex, head: Buffer) => {
    heads.set(request, head);
  });
  const way = (url: string, takerOf: Taker): void => {
    app.route({
      method: 'GET',
      url,
      config: { action: 'open', socket: true },
      exposeHeadRoute: false,
      onRequest(request, reply, done) {
        const { raw, ip } = request;
        const take = request.ws ? takerOf(request) : because('request.no-socket');
        if (typeof take !== 'function') {
          done(new SolsteadError('input.invalid', { at: 'upgrade', why: take }));
          return;
        }
        reply.hijack();
        const { socket } = raw;
        open.add(socket);
        socket.once('close', () => open.delete(socket));
        take({
          request: raw,
          socket,
          head: heads.get(raw) ?? Buffer.alloc(0),
          address: ip,
          entered: () => connections.entered(socket),
        });
      },
      handler: () => {
        throw new TypeError('assertion: every request was answered before');
      },
    });
  };
  way(mqttPath, () => mqttDoor?.() ?? because('mqtt.outside'));
  const shelly: Taker = (request) => {
    const take = shellyDoor?.();
    if (take === undefined) return because('mqtt.outside');
    // No browser has business there: what it opens it opens for a page that somebody lured it to.
    if (request.headers.origin !== undefined) return because('access.other-site');
    const { username, password, '*': rest } = textsOf(request);
    const prefix = typeof rest === 'string' && rest !== '' ? rest.slice(0, longestPrefix) : undefined;
    return (visit) => take(visit, { username: String(username), password: String(password), prefix });
  };
  way(`${shellyPath}:username/:password`, shelly);
  way(`${shellyPath}:username/:password/*`, shelly);
  way(`${chargerPath}:id`, () => chargerDoor?.() ?? because('charger.no-central'));
  way(`${chargerPath}:password/:id`, () => chargerDoor?.() ?? because('charger.no-central'));
  app.addHook('preClose', (done) => {
    for (const socket of open) socket.destroy();
    done();
  });
}
