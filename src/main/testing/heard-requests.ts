// For tests only: an HTTP server that keeps what it is asked, and answers as it is told.
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Owner } from '#tools/testkit/owner.ts';

/** A request as it came. */
export interface HeardRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** A server on a free port. */
export interface HearingServer {
  readonly url: string;
  readonly heard: readonly HeardRequest[];
  status: number;
  said: string;
}

/** Opens it, closed with the test. */
export async function hearingServer(owner: Owner): Promise<HearingServer> {
  const heard: HeardRequest[] = [];
  const made = { url: '', heard, status: 200, said: '{}' };
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const { method = '', url: path = '', headers } = request;
      heard.push({ method, path, headers, body: Buffer.concat(parts) });
      response
        .writeHead(made.status, { 'content-type': 'application/json', location: 'http://169.254.169.254/' })
        .end(made.said);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  owner.onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  made.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return made;
}
