// A web service far away that fails now and then, and tells each value that it took.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Random } from '#core/random.ts';

/** Such a service. */
export interface FarServer {
  readonly url: string;
  readonly requests: number;
  readonly failed: number;
  close(): Promise<void>;
}

interface Sent {
  readonly device: string;
  readonly time: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** The name of a value. */
export const valueName = (device: string, atMs: number, metric: string): string => `${device} ${atMs} ${metric}`;

/** Starts one; of its requests so many go wrong: busy, lost before they were taken, or lost with the answer. */
export async function farServer({
  random,
  faultRate,
  onTaken,
}: {
  readonly random: Random;
  readonly faultRate: number;
  /** Called with the name of each value, again where it comes again. */
  onTaken(name: string): void;
}): Promise<FarServer> {
  let [requests, failed] = [0, 0];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => void parts.push(part));
    request.on('end', () => {
      requests += 1;
      const isBad = random() < faultRate;
      const how = random();
      if (isBad) failed += 1;
      if (isBad && how < 1 / 3) return response.writeHead(503).end();
      if (isBad && how < 2 / 3) return request.socket.destroy();
      const batches = JSON.parse(Buffer.concat(parts).toString()) as readonly Sent[];
      for (const { device, time, values } of batches)
        for (const metric of Object.keys(values)) onTaken(valueName(device, Date.parse(time), metric));
      if (isBad) return request.socket.destroy();
      return response.writeHead(204).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    url: `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`,
    get requests() {
      return requests;
    },
    get failed() {
      return failed;
    },
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => void server.close(() => resolve()));
    },
  };
}
