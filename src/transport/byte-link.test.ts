import { fc } from '#tools/testkit/property.ts';
import { expect, test } from 'vitest';
import { concatBytes, fromLatin1, toLatin1 } from '#core/bytes.ts';
import { type Clock, systemClock } from '#core/clock.ts';
import { SolsteadError } from '#core/errors.ts';
import type { Framer } from '#core/framer.ts';
import type { Link } from '#core/link.ts';
import { makeByteLink, type Port, type PortEvents, type Transport } from './byte-link.ts';
import { silenceMsOf } from './exchange.ts';
import { expectCode } from './testing/bench.ts';
import { expectAnswer, lineFrame, lineFramer } from './testing/line-framer.ts';

const question = lineFrame('Q');

/** A link whose far end sends these pieces, one a microtask, for every request. */
async function linkTo(pieces: readonly Uint8Array[], changes: Partial<Transport & Port> = {}): Promise<Link> {
  const open = async (events: PortEvents): Promise<Port> => ({
    write: async () => {
      for (const piece of pieces) queueMicrotask(() => events.onBytes(piece));
    },
    close: async () => undefined,
    ...changes,
  });
  const clock = changes.byteMs === undefined ? systemClock : jumpingClock;
  const link = makeByteLink({ name: 'test', byteMs: 0.01, silenceMs: 1, padded: false, open, ...changes }, clock);
  await link.open();
  return link;
}

/** Timers that fire in the next turn, in the order of their times. */
const jumpingClock: Clock = { ...systemClock, after: (ms, run) => systemClock.after(ms / 1000, run) };

const chunks = (bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] => {
  const edges = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).toSorted((a, b) => a - b), bytes.length];
  return edges.slice(1).map((edge, index) => bytes.subarray(edges[index], edge));
};

test('gives the same frame in any chunking, behind any noise', async () => {
  const noise = fc.uint8Array({ maxLength: 20 }).map((bytes) => bytes.filter((byte) => byte !== 0x3c));
  const text = fc.string({ maxLength: 60 }).map((tail) => `A${tail.replaceAll(/[^ -~]/g, '')}`);
  const property = fc.asyncProperty(noise, text, fc.array(fc.nat(), { maxLength: 12 }), async (before, sent, cuts) => {
    const frame = lineFrame(sent);
    const link = await linkTo(chunks(concatBytes(before, frame), cuts));
    expect(toLatin1(await link.sendAndReceive(question, expectAnswer()))).toBe(toLatin1(frame));
  });
  await fc.assert(property, { numRuns: 200 });
});

test('ends with a classed error on hostile bytes', async () => {
  const hostile = fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 6 });
  const property = fc.asyncProperty(hostile, fc.boolean(), async (pieces, padded) => {
    const link = await linkTo(pieces, { padded, byteMs: 0.01 });
    const outcome = await link
      .sendAndReceive(question, expectAnswer({ responseMs: 2 }))
      .catch((thrown: unknown) => thrown);
    expect(outcome).toBeInstanceOf(SolsteadError);
    expect(['link.timeout', 'frame.malformed', 'frame.checksum']).toContain((outcome as SolsteadError).code);
  });
  await fc.assert(property, { numRuns: 100 });
});

test('drops the filling of a report behind a frame, and only that', async () => {
  // Frames of three bytes of any value: filling taken for data would shift every later frame.
  const report = Uint8Array.of(7, 0, 0, 0, 0, 0, 0, 0);
  const next = Uint8Array.of(0, 0, 9, 0, 0, 0, 0, 0);
  const accepts = (frame: Uint8Array): boolean => frame[2] === 9;
  const padded = await linkTo([report, next], { padded: true });
  const framer = triples();
  expect([...(await padded.sendAndReceive(question, expectAnswer({ framer, accepts })))]).toEqual([0, 0, 9]);
  const plain = await linkTo([report, next]);
  const failure = plain.sendAndReceive(
    question,
    expectAnswer({ framer: triples(), accepts, responseMs: 5, silenceMs: 5 }),
  );
  await expectCode(failure, 'frame.malformed');
});

function triples(): Framer {
  let held: number[] = [];
  return {
    push: (bytes) => {
      held.push(...bytes);
      const frames = [];
      while (held.length >= 3) frames.push({ bytes: Uint8Array.from(held.splice(0, 3)) });
      return frames;
    },
    reset: () => {
      held = [];
    },
    get pending() {
      return held.length;
    },
  };
}

test('drains what the system holds before it sends', async () => {
  const steps: string[] = [];
  const link = await linkTo([], {
    drain: async () => void steps.push('drain'),
    write: async () => void steps.push('write'),
  });
  await expectCode(link.sendAndReceive(question, expectAnswer({ responseMs: 5 })), 'link.timeout');
  expect(steps).toEqual(['drain', 'write']);
});

test('passes over what the system hands over in the turn of the request', async () => {
  let handOver = (): void => undefined;
  const open = async (events: PortEvents): Promise<Port> => {
    handOver = () => events.onBytes(lineFrame('A stale'));
    return { write: async () => void setImmediate(() => events.onBytes(lineFrame('A'))), close: async () => undefined };
  };
  const link = makeByteLink({ name: 'test', byteMs: 0, silenceMs: 1, padded: false, open }, systemClock);
  await link.open();
  setImmediate(handOver);
  expect(toLatin1(await link.sendAndReceive(question, expectAnswer()))).toBe(toLatin1(lineFrame('A')));
});

test('starts with an empty framer, whatever it held', async () => {
  const framer = lineFramer();
  framer.push(fromLatin1('<A half'));
  const link = await linkTo([lineFrame('A')]);
  expect(toLatin1(await link.sendAndReceive(question, expectAnswer({ framer })))).toBe(toLatin1(lineFrame('A')));
});

test('fails at once when the request cannot be written', async () => {
  const link = await linkTo([], { write: () => Promise.reject(new Error('EIO')) });
  await expectCode(link.sendAndReceive(question, expectAnswer()), 'link.closed');
});

test('does not hang on a write that never ends', async () => {
  const link = await linkTo([], { write: () => new Promise(() => undefined) });
  await expectCode(link.sendAndReceive(question, expectAnswer({ responseMs: 10 })), 'link.timeout');
});

test('looks once more for what came while this process was busy', async () => {
  let arrive = (): void => undefined;
  const open = async (events: PortEvents): Promise<Port> => {
    arrive = () => events.onBytes(lineFrame('A'));
    return { write: async () => undefined, close: async () => undefined };
  };
  const link = makeByteLink({ name: 'test', byteMs: 0, silenceMs: 1, padded: false, open }, systemClock);
  await link.open();
  const answer = link.sendAndReceive(question, expectAnswer({ responseMs: 20 }));
  await systemClock.sleep(5);
  // The timer is due when this ends, the bytes are handed over in the same turn behind it.
  const busyUntilMs = systemClock.monotonicMs() + 40;
  while (systemClock.monotonicMs() < busyUntilMs);
  setImmediate(arrive);
  expect(toLatin1(await answer)).toBe(toLatin1(lineFrame('A')));
});

test('lets a framer that throws end its exchange only', async () => {
  const link = await linkTo([fromLatin1('x')]);
  const throwing: Framer = {
    ...lineFramer(),
    push: () => {
      throw new TypeError('assertion: test');
    },
  };
  await expect(link.sendAndReceive(question, expectAnswer({ framer: throwing }))).rejects.toThrow('assertion: test');
  await expectCode(link.sendAndReceive(question, expectAnswer({ responseMs: 5 })), 'frame.malformed');
});

test('leaves a slow line the time its bytes need', () => {
  const line = { name: 'test', silenceMs: 80, padded: false };
  const { silenceMs: _, ...plain } = expectAnswer();
  expect(silenceMsOf({ ...line, byteMs: 1 }, plain)).toBe(80);
  expect(silenceMsOf({ ...line, byteMs: 10 }, plain)).toBe(300);
  expect(silenceMsOf({ ...line, byteMs: 10 }, { ...plain, silenceMs: 50 })).toBe(90);
});

test('counts the time to answer from the end of the request on the wire', async () => {
  const waits: number[] = [];
  const clock: Clock = { ...systemClock, after: (ms, run) => (waits.push(ms), systemClock.after(0, run)) };
  const open = async (): Promise<Port> => ({ write: async () => undefined, close: async () => undefined });
  const link = makeByteLink({ name: 'test', byteMs: 4, silenceMs: 80, padded: false, open }, clock);
  await link.open();
  await expectCode(
    link.sendAndReceive(new Uint8Array(10), expectAnswer({ responseMs: 500, maxBytes: 100 })),
    'link.timeout',
  );
  expect(waits).toEqual([540, 540 + 800 + 216 + 10, 10]);
});

test('a device that sends without end loses its link, and is not listened to for half a minute', async () => {
  let nowMs = 0;
  const clock: Clock = { ...systemClock, monotonicMs: () => nowMs };
  const ports: PortEvents[] = [];
  let closed = 0;
  const open = async (events: PortEvents): Promise<Port> => {
    ports.push(events);
    return { write: async () => undefined, close: async () => void (closed += 1) };
  };
  const link = makeByteLink({ name: 'test', byteMs: 1, silenceMs: 1, padded: false, floodBytes: 1000, open }, clock);
  await link.open();
  // As much as it may, for a long time.
  for (let second = 0; second < 20; second += 1) {
    ports[0]?.onBytes(new Uint8Array(900));
    nowMs += 1000;
  }
  expect(link.isOpen).toBe(true);
  ports[0]?.onBytes(new Uint8Array(0), 3000);
  expect(link).toMatchObject({ isOpen: false, counters: { lost: 1 } });
  expect(closed).toBe(1);
  expect((await expectCode(link.open(), 'link.unavailable')).why).toContain('sends without end');
  nowMs += 30_000;
  await link.open();
  expect(link.isOpen).toBe(true);
});

test('says right before the first byte that it goes out; what is kept back then has not been sent', async () => {
  const written: string[] = [];
  const link = await linkTo([], { write: async (bytes) => void written.push(toLatin1(bytes)) });
  const onSend = (): never => {
    throw new SolsteadError('command.expired', { at: 'test' });
  };
  await expectCode(link.sendAndReceive(question, { ...expectAnswer(), onSend }), 'command.expired');
  expect([written, link.counters.bytesSent]).toEqual([[], 0]);
  const told = () => void written.push('told');
  await expectCode(link.sendAndReceive(question, { ...expectAnswer({ responseMs: 5 }), onSend: told }), 'link.timeout');
  expect(written).toEqual(['told', toLatin1(question)]);
});
