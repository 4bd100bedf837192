import { once } from 'node:events';
import { expect, test, vi } from 'vitest';
import { systemClock } from '#core/clock.ts';
import { limitPackets } from './packet-limit.ts';
import { streamPair } from './stream-pair.ts';

/** A PUBLISH of so many bytes behind its header of two. */
const packet = (bytes: number): Buffer => Buffer.concat([Buffer.from([0x30, bytes]), Buffer.alloc(bytes)]);

test('packets within the limit pass as they are; a longer one ends the stream where it begins', async () => {
  const [near, far] = streamPair();
  const limited = limitPackets(near, 100);
  const heard: Buffer[] = [];
  limited.on('data', (bytes: Buffer) => heard.push(bytes));
  far.write(packet(100));
  far.write(packet(3));
  await vi.waitFor(() => expect(Buffer.concat(heard)).toEqual(Buffer.concat([packet(100), packet(3)])));
  const failed = once(limited, 'error') as Promise<Error[]>;
  far.write(packet(101));
  expect((await failed)[0]?.message).toContain('more than 100 bytes');
});

test('who does not read holds the other side up, and no memory', async () => {
  const [near, far] = streamPair();
  const limited = limitPackets(near, 100);
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
