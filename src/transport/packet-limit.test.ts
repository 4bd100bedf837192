import { once } from 'node:events';
import { expect, test, vi } from 'vitest';
import { systemClock } from '#core/clock.ts';
import { limitPackets } from './packet-limit.ts';
import { streamPair } from './stream-pair.ts';

const limits = { bytes: 100, firstBytes: 100 };

/** A PUBLISH of so many bytes behind its header of two. */
const packet = (bytes: number): Buffer => Buffer.concat([Buffer.from([0x30, bytes]), Buffer.alloc(bytes)]);

test('packets within the limit pass as they are; a longer one ends the stream where it begins', async () => {
  const [near, far] = streamPair();
  const limited = limitPackets(near, limits);
  const heard: Buffer[] = [];
  limited.on('data', (bytes: Buffer) => heard.push(bytes));
  far.write(packet(100));
  far.write(packet(3));
  await vi.waitFor(() => expect(Buffer.concat(heard)).toEqual(Buffer.concat([packet(100), packet(3)])), 20_000);
  const failed = once(limited, 'error') as Promise<Error[]>;
  far.write(packet(101));
  expect((await failed)[0]?.message).toContain('more than 100 bytes');
});

test('the first packet has a limit of its own', async () => {
  const [near, far] = streamPair();
  const limited = limitPackets(near, { bytes: 100, firstBytes: 20 });
  const heard: Buffer[] = [];
  limited.on('data', (bytes: Buffer) => heard.push(bytes));
  far.write(Buffer.concat([packet(20), packet(100)]));
  await vi.waitFor(() => expect(Buffer.concat(heard).length).toBe(124), 20_000);
  const [other, stranger] = streamPair();
  const failed = once(limitPackets(other, { bytes: 100, firstBytes: 20 }).resume(), 'error') as Promise<Error[]>;
  stranger.write(packet(21));
  expect((await failed)[0]?.message).toContain('more than 20 bytes');
});

test('who does not read holds the other side up, and no memory', async () => {
  const [near, far] = streamPair();
  const limited = limitPackets(near, limits);
  const most = 10 * limited.readableHighWaterMark;
  let sent = 0;
  for (let isFree = true; isFree && sent < most; sent += 102) {
    isFree = far.write(packet(100));
    if (!isFree) await Promise.race([once(far, 'drain').then(() => (isFree = true)), systemClock.sleep(200)]);
  }
  expect(limited.readableLength).toBeGreaterThan(0);
  expect(sent).toBeLessThan(most);
  limited.destroy();
});

test('a reader that asks once gets all pieces that came at once', async () => {
  const [near, far] = streamPair();
  const limited = limitPackets(near, limits);
  let heard = Buffer.alloc(0);
  limited.on('readable', () => {
    const bytes: unknown = limited.read(null as never);
    if (Buffer.isBuffer(bytes)) heard = Buffer.concat([heard, bytes]);
  });
  far.cork();
  for (const byte of packet(50)) far.write(Buffer.of(byte));
  far.uncork();
  await vi.waitFor(() => expect(heard).toEqual(packet(50)), 20_000);
  expect(limited.read()).toBeNull();
});
