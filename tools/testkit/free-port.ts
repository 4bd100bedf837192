// A TCP port nobody listens on. Prefer listening on port 0 where the program under test allows it.
import { once } from 'node:events';
import { createServer } from 'node:net';

/** A port that is free on 127.0.0.1 at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no TCP address for a listening socket');
  return address.port;
}
