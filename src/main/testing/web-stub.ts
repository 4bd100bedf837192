// For tests only: a web service that keeps what it is sent, and answers as it is told.
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { Owner } from '#tools/testkit/owner.ts';

/** A request as it came. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What is answered; `undefined`: nothing, ever. */
export interface Told {
  readonly status: number;
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Such a service; on a port if one is given. */
export async function webService(owner: Owner, answer: (asked: Asked) => Told | undefined, atPort = 0) {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => void parts.push(part));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const one = { method, path: url, headers, body: Buffer.concat(parts).toString() };
      const told = answer(one);
      asked.push(one);
      if (told !== undefined) response.writeHead(told.status, told.headers ?? {}).end(told.text ?? '');
    });
  });
  await new Promise<void>((resolve) => void server.listen(atPort, '127.0.0.1', resolve));
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise<void>((resolve) => void server.close(() => resolve()));
  };
  owner.onTestFinished(close);
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  return { url: `http://127.0.0.1:${port}`, port, asked, close };
}
