// Rows "link": what a driver and a link add to one exchange, over a real pty and over TCP, against a bare write and
// 'data' until the carriage return. The device is a process of its own.
import { once } from 'node:events';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { SerialPort } from 'serialport';
import { parseAddress } from '#core/address.ts';
import { systemClock as clock } from '#core/clock.ts';
import { pi30 } from '#devices/voltronic/pi30.ts';
import { ask, commandOf } from '#drivers/ask.ts';
import { LinkQueue } from '#drivers/link-queue.ts';
import { ptyPair } from '#tools/testkit/pty.ts';
import { spawned } from '#tools/testkit/spawned.ts';
import { makeLink } from '#transport/open-link.ts';
import { goOnAtEvents } from '#transport/poller-turn.ts';
import { type Contest, median, type Side } from './contest.ts';
import type { Place } from './place.ts';
import { bareAsks } from './reference/bare-line.ts';

type Pace = 'at-once' | 'paced';
type Transport = 'pty' | 'TCP';

/** Asks a few times and gives the ms of each. */
type Asks = (count: number) => Promise<readonly number[]>;

/** A device to be asked. */
interface Peer {
  /** Address for ours, path or port for the bare program. */
  readonly address: string;
  readonly at: string;
  /** The wire's own time of each answer so far, ms; none when it answers at once. */
  spans(): readonly number[];
}

const program = fileURLToPath(new URL('child/peer.ts', import.meta.url));
const command = commandOf(pi30, 'QPIGS');
const asksARound = 60;

async function startPeer(place: Place, pace: Pace, transport: Transport): Promise<Peer> {
  const cable = transport === 'pty' ? (place.need('socat'), await ptyPair(place)) : undefined;
  const child = await spawned(place, [process.execPath, program, pace, cable?.far ?? 'tcp']);
  const port = Number(/\d+/.exec(await child.waitForOutput(/ready \d+ end/))?.[0]);
  const spans = (): readonly number[] =>
    [...child.output().matchAll(/span ([\d.]+) end/g)].map(([, span]) => Number(span));
  return cable === undefined
    ? { address: `tcp://127.0.0.1:${port}?baud=2400`, at: String(port), spans }
    : { address: `serial://${cable.near}?baud=2400`, at: cable.near, spans };
}

function solstead(place: Place, { address }: Peer): Asks {
  const queue = new LinkQueue(makeLink(parseAddress(address), { clock }), clock);
  place.onTestFinished(() => queue.close());
  return async (count) => {
    const times: number[] = [];
    for (let asked = 0; asked < count; asked += 1) {
      const startMs = performance.now();
      await queue.turn('live', (link) => ask(link, pi30, command));
      times.push(performance.now() - startMs);
    }
    return times;
  };
}

async function bareStream(place: Place, transport: Transport, { at }: Peer): Promise<Duplex> {
  if (transport === 'TCP') {
    const socket = connect({ host: '127.0.0.1', port: Number(at), noDelay: true });
    place.onTestFinished(() => void socket.destroy());
    await once(socket, 'connect');
    return socket;
  }
  const port = new SerialPort({ path: at, baudRate: 2400, autoOpen: false });
  await new Promise<void>((resolve, reject) => {
    port.open((thrown) => (thrown === null || thrown === undefined ? resolve() : reject(thrown)));
  });
  // Without it this Node never hands over what a bare serialport read.
  if (port.port !== undefined && 'poller' in port.port) goOnAtEvents(port.port.poller);
  place.onTestFinished(() => new Promise((resolve) => port.close(() => resolve())));
  return port;
}

async function bare(place: Place, transport: Transport, peer: Peer): Promise<Asks> {
  const stream = await bareStream(place, transport, peer);
  const request = pi30.wire.request(command.name);
  return (count) => bareAsks(stream, request, count);
}

/** The median of a round's exchanges, and the one of a hundred that takes longest. */
const atOnce =
  (asks: Asks): Side =>
  async () => {
    const times = (await asks(asksARound)).toSorted((left, right) => left - right);
    return [median(times), times[Math.ceil(times.length * 0.99) - 1] ?? Number.NaN];
  };

/** One exchange, without the time the device says it took. */
function beyondWire(asks: Asks, peer: Peer): Side {
  return async () => {
    const before = peer.spans().length;
    const [took = Number.NaN] = await asks(1);
    // Its line about the time comes after its last byte.
    for (let waits = 0; peer.spans().length === before && waits < 200; waits += 1) await sleep(5);
    return [took - (peer.spans().at(-1) ?? Number.NaN)];
  };
}

function contest(pace: Pace, transport: Transport): Contest {
  const name =
    pace === 'paced'
      ? `link ${transport}, 2400 baud: beyond the wire`
      : `link ${transport}, an answer at once: whole exchange`;
  return {
    // A wire that takes no time: all of it is what a command costs beyond the wire.
    figures: (pace === 'paced' ? [name] : [name, `${name}, p99`]).map((one) => ({
      name: one,
      unit: 'ms',
      goal: { of: 'ours', is: 'at most', bound: 2 },
    })),
    async open(place) {
      const mine = await startPeer(place, pace, transport);
      const theirs = await startPeer(place, pace, transport);
      const ours = solstead(place, mine);
      const reference = await bare(place, transport, theirs);
      if (pace === 'paced') return { ours: beyondWire(ours, mine), reference: beyondWire(reference, theirs) };
      await ours(asksARound);
      await reference(asksARound);
      return { ours: atOnce(ours), reference: atOnce(reference) };
    },
  };
}

/** Rows "link". */
export const linkContests: readonly Contest[] = [
  contest('at-once', 'pty'),
  contest('at-once', 'TCP'),
  contest('paced', 'pty'),
  contest('paced', 'TCP'),
];
