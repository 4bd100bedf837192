import { expect, test } from 'vitest';
import { fakeClock } from '#tools/testkit/fake-clock.ts';
import { makePaces } from './broker-pace.ts';
import { limitPackets } from './packet-limit.ts';
import { streamPair } from './stream-pair.ts';

const bounds = { packets: 10, packetsPerSecond: 100, bytes: 1000, bytesPerSecond: 1000 };
const limits = { bytes: 2000, firstBytes: 2000 };

/** PINGREQ: a packet without a body. */
const pings = (count: number): Buffer => Buffer.concat(Array.from({ length: count }, () => Buffer.from([0xc0, 0])));

function paced(beginPace: ReturnType<typeof makePaces>) {
  const [near, far] = streamPair();
  const pace = beginPace();
  const limited = limitPackets(near, limits, pace);
  let packets = 0;
  limited.on('data', (bytes: Buffer) => (packets += bytes.length / 2));
  return { far, pace, limited, packets: () => packets };
}

test('who says too much at once waits; nothing is lost, and the order stays', async () => {
  const clock = fakeClock();
  const waited: (string | undefined)[] = [];
  const one = paced(makePaces(bounds, clock, (account) => void waited.push(account)));
  one.pace.entered('alice');
  one.far.write(pings(25));
  await clock.advance(0);
  // The one that is one too many passes; those behind it wait.
  expect(one.packets()).toBe(11);
  one.far.write(pings(5));
  await clock.advance(19);
  expect(one.packets()).toBe(11);
  for (let steps = 0; steps < 20; steps += 1) await clock.advance(20);
  expect(one.packets()).toBe(30);
  expect(new Set(waited)).toEqual(new Set(['alice']));
});

test('connections of one account share what it may say, also one after the other; another account has its own', async () => {
  const clock = fakeClock();
  const beginPace = makePaces(bounds, clock, () => undefined);
  const first = paced(beginPace);
  first.pace.entered('alice');
  first.far.write(pings(10));
  await clock.advance(0);
  expect(first.packets()).toBe(10);
  first.limited.destroy();
  const [second, other] = [paced(beginPace), paced(beginPace)];
  second.pace.entered('alice');
  other.pace.entered('bob');
  for (const { far } of [second, other]) far.write(pings(10));
  await clock.advance(0);
  expect([second.packets(), other.packets()]).toEqual([1, 10]);
});

test('bytes count as packets do', () => {
  const clock = fakeClock();
  const pace = makePaces(bounds, clock, () => undefined)();
  expect(pace.spend(1000)).toBe(0);
  expect(pace.spend(500)).toBe(500);
});

test('a stream that ends while it waits leaves no timer', async () => {
  const clock = fakeClock();
  const one = paced(makePaces(bounds, clock, () => undefined));
  one.far.write(pings(25));
  await clock.advance(0);
  expect(clock.pending).toBe(1);
  one.limited.destroy();
  await clock.advance(0);
  expect(clock.pending).toBe(0);
});

test.for(['ends', 'is gone'] as const)('what was said before a sender %s is heard, in its turn', async (how) => {
  const clock = fakeClock();
  const one = paced(makePaces(bounds, clock, () => undefined));
  const ended: string[] = [];
  for (const event of ['end', 'close', 'error']) one.limited.on(event, () => ended.push(event));
  one.far.write(pings(25));
  await clock.advance(0);
  expect(one.packets()).toBe(11);
  if (how === 'is gone') one.far.destroy();
  else {
    // The end stands right behind what still waits on the other side.
    one.far.write(pings(15));
    one.far.end();
  }
  await clock.advance(0);
  expect(ended).toEqual([]);
  for (let steps = 0; steps < 40; steps += 1) await clock.advance(20);
  expect(one.packets()).toBe(how === 'is gone' ? 25 : 40);
  expect(ended).toEqual(how === 'is gone' ? ['end', 'close'] : ['end']);
  expect(clock.pending).toBe(0);
});
