// The barest web server of the same kind: a route of Fastify that answers the same bytes, ready as a text.
import { fastify } from 'fastify';

/** A server that answers `/` with a JSON text. */
export interface BareAnswer {
  readonly port: number;
  close(): Promise<void>;
}

/** Opens it on a free port of loopback. */
export async function openBareAnswer(text: string): Promise<BareAnswer> {
  const app = fastify();
  app.get('/', (_request, reply) => reply.type('application/json; charset=utf-8').send(text));
  await app.listen({ host: '127.0.0.1', port: 0 });
  const address = app.server.address();
  if (address === null || typeof address === 'string') throw new TypeError('assertion: no port');
  return { port: address.port, close: () => app.close() };
}
