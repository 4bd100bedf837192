// MQTT over WebSocket at the port of the web app: the request passes the same checks of host and origin as any other, and the broker
// takes the connection. Whoever is behind it signs in to the broker: no cookie and no token count here.
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';
import type { Connections } from '../connections.ts';
import { mqttPath } from '../guard.ts';
import type { App, MqttDoor } from '../route-context.ts';

/** Registers it; its connections end before the server does. */
export function mqttSocket(app: App, door: MqttDoor | undefined, connections: Connections): void {
  const heads = new WeakMap<IncomingMessage, Buffer>();
  const open = new Set<Duplex>();
  app.server.prependListener('upgrade', (request: IncomingMessage, _socket: Duplex, head: Buffer) => {
    heads.set(request, head);
  });
  app.route({
    method: 'GET',
    url: mqttPath,
    config: { action: 'open', socket: true },
    exposeHeadRoute: false,
    onRequest(request, reply, done) {
      const take = door?.();
      const { raw, ip } = request;
      if (!request.ws || take === undefined) {
        const why = because(request.ws ? 'mqtt.outside' : 'request.no-socket');
        done(new SolsteadError('input.invalid', { at: 'upgrade', why }));
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
  app.addHook('preClose', (done) => {
    for (const socket of open) socket.destroy();
    done();
  });
}
