// The port of the monitoring service this replaces: the monitoring interface alone, where its clients look for it.
import type { IncomingMessage } from 'node:http';
import { listenOn, type OpenPort, type PortPlace } from '#core/listening.ts';
import type { App } from '../route-context.ts';

/** Opens a plain or TLS server with a handler of requests. */
export type ServerMaker = (
  handler: Parameters<App['routing']> extends readonly [infer Request, infer Reply]
    ? (request: Request, reply: Reply) => void
    : never,
) => App['server'];

const isMonitoring = ({ url = '' }: IncomingMessage): boolean => /^\/ws\/monitoring([/?]|$)/.test(url);

/** Hands requests below `/ws/monitoring` to the app; there is nothing else. Errors: those of listening. */
export async function openMonitoringPort(app: App, make: ServerMaker, place: PortPlace): Promise<OpenPort> {
  const server = make((request, reply) => {
    if (isMonitoring(request)) app.routing(request, reply);
    else
      reply
        .writeHead(404, { 'content-type': 'text/plain; charset=utf-8' })
        .end('/ws/monitoring is here, nothing else\n');
  });
  server.on('upgrade', (request, socket, head) => {
    if (isMonitoring(request)) app.server.emit('upgrade', request, socket, head);
    else socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
  });
  return listenOn(server, place);
}
