// A program for the kill tests: the built-in broker over a journal, with accounts for everybody. Argument: what {@link ChildOptions} says,
// as JSON.
import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import { pino } from 'pino';
import { systemClock as clock } from '#core/clock.ts';
import type { TlsPem } from '#core/tls.ts';
import { startBroker } from '#transport/broker.ts';
import { journalAt } from '../house-broker.ts';

/** What the program is told. */
export interface ChildOptions {
  /** Path of the journal. */
  readonly journal: string;
  readonly port: number;
  /** Also over TLS, with PEM of these files. */
  readonly tls?: { readonly port: number; readonly cert: string; readonly key: string };
  /** Also over WebSocket, on a port of its own. */
  readonly socketPort?: number;
  /** What everybody may use; absent: `home/#`. */
  readonly topics?: readonly string[];
}

const { journal, port, tls, socketPort, topics = ['home/#'] } = JSON.parse(process.argv[2] ?? '{}') as ChildOptions;
const log = pino({ level: 'warn' });

function identityOf({ cert, key }: { readonly cert: string; readonly key: string }) {
  const pem: TlsPem = { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') };
  return { current: () => pem, onChange: () => () => undefined };
}

const broker = await startBroker({
  host: '127.0.0.1',
  port,
  clock,
  log,
  ...(tls === undefined ? {} : { tls: { port: tls.port, identity: identityOf(tls) } }),
  authenticate: async () => ({ topics }),
  openJournal: journalAt(journal, { clock, log }),
});
if (socketPort !== undefined) {
  const server = createServer().on('upgrade', (request, socket, head) =>
    broker.upgrade({ request, socket, head, address: request.socket.remoteAddress ?? '' }),
  );
  await new Promise<void>((resolve) => void server.listen(socketPort, '127.0.0.1', resolve));
}
console.log(`listening on ${broker.port}`);
