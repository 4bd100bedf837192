// What outputs of answers stand on in this process: its screen, its disk, brokers, servers and sockets. Each is loaded when an output
// wants it: a table on the screen loads none.
import { hostname } from 'node:os';
import { parseAddress } from '#core/address.ts';
import { systemClock as clock } from '#core/clock.ts';
import { SolsteadError } from '#core/errors.ts';
import { systemRandom } from '#core/random.ts';
import { because, said } from '#core/reason.ts';
import type { Secret } from '#core/secrets.ts';
import type { AnswerParts, Screen } from '#outputs/answers/answer-sink.ts';
import type { ConnectingLink, SessionOptions } from '#outputs/output-kind.ts';
import { writeOut } from './process-outputs.ts';

/** Earlier files that are kept beside one. */
const earlier = 10;
/** Longest text of a datagram, bytes: what IPv4 carries. */
const mostDatagram = 65_507;

/** The standard output. */
const screen: Screen = {
  write: writeOut,
  isTerminal: process.stdout.isTTY,
};

async function openBroker({ server, clientId, password, ca, will }: SessionOptions): Promise<ConnectingLink> {
  const { makeMqttLink } = await import('#transport/mqtt-link.ts');
  const address = parseAddress(server ?? 'mqtt://localhost:1883');
  if (address.scheme !== 'mqtt')
    throw new SolsteadError('input.invalid', { at: 'server', why: because('output.server') });
  return makeMqttLink(address, {
    clock,
    random: systemRandom,
    clientId,
    forgets: true,
    tls: { ca },
    ...(will === undefined ? {} : { will }),
    ...(password === undefined ? {} : { password }),
  });
}

async function onDisk(path: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    throw new SolsteadError('output.failed', { at: path, why: said(error), cause: error });
  }
}

async function sendDatagram({ host, port }: { readonly host: string; readonly port: number }, text: string) {
  const at = `udp://${host}:${port}`;
  const bytes = Buffer.from(text);
  if (bytes.length > mostDatagram)
    throw new SolsteadError('output.failed', { at, why: because('answers.long', { most: mostDatagram }) });
  const [{ createSocket }, { lookup }] = await Promise.all([import('node:dgram'), import('node:dns/promises')]);
  try {
    const { address, family } = await lookup(host);
    const socket = createSocket(family === 6 ? 'udp6' : 'udp4');
    try {
      await new Promise<void>((resolve, reject) => {
        socket.once('error', reject);
        socket.send(bytes, port, address, (error) => (error === null ? resolve() : reject(error)));
      });
    } finally {
      socket.close();
    }
  } catch (error) {
    throw new SolsteadError('output.failed', { at, why: said(error), cause: error });
  }
}

/** Its driver goes on to connect after it was closed: within the wait it hears why there was no connection, and has ended. */
const waits = (waitMs: number | undefined) =>
  waitMs === undefined ? undefined : { connectMs: waitMs * 0.8, answerMs: waitMs };

/** Makes them; `keepsFiles` as {@link AnswerParts} has it. */
export function answerParts(given: {
  readonly secret?: Secret | undefined;
  readonly keepsFiles: boolean;
  /** Longest wait for a server; absent: what is usual. */
  readonly waitMs?: number;
}): AnswerParts {
  return {
    clock,
    random: systemRandom,
    hostName: hostname().split('.')[0] ?? 'localhost',
    screen,
    openBroker,
    openHttp: async (server) => (await import('#transport/http-client.ts')).openHttpClient(server, clock),
    openPostgres: async (options, password) =>
      (await import('#transport/postgres-link.ts')).makePostgresLink(options, { clock, password }),
    openMongo: async (options, password) =>
      (await import('#transport/mongo-link.ts')).makeMongoLink(options, { password, waits: waits(given.waitMs) }),
    writeFile: async (path, text) => {
      const { writeShown } = await import('#store/shown-file.ts');
      await onDisk(path, () => writeShown(path, text, { earlier }));
    },
    removeFile: async (path) => {
      const { removeShown } = await import('#store/shown-file.ts');
      await onDisk(path, () => removeShown(path, { earlier }));
    },
    sendDatagram,
    ...given,
  };
}
