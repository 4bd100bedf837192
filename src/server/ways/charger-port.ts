// A port of its own for charge points over OCPP, for those that are given a port and no path, and for firewalls between them and the web app.
// What comes there passes the same checks as at the main port, over TLS where that has TLS.
import type { IncomingMessage } from 'node:http';
import { listenOn, type OpenPort, type PortPlace } from '#core/listening.ts';
import { chargerPath } from '../guard.ts';
import type { App } from '../route-context.ts';
import type { ServerMaker } from './monitoring-port.ts';

/** At its own port the path may be the id alone. */
const pathOf = ({ url = '/' }: IncomingMessage): string =>
  url.startsWith(chargerPath) ? url : `${chargerPath}${url.replace(/^\/+/, '')}`;

/** Hands what comes there to the app as a charge point, whatever it asks for; there is nothing else. Errors: those of listening. */
export async function openChargerPort(app: App, make: ServerMaker, place: PortPlace): Promise<OpenPort> {
  const server = make((_request, reply) => {
    reply
      .writeHead(426, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' })
      .end('Charge points come here, over OCPP 1.6 (a WebSocket).\n');
  });
  server.on('upgrade', (request, socket, head) => {
    request.url = pathOf(request);
    app.server.emit('upgrade', request, socket, head);
  });
  return listenOn(server, place);
}
