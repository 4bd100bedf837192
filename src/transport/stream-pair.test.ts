import { once } from 'node:events';
import { expect, test } from 'vitest';
import { streamPair } from './stream-pair.ts';

test('gives a gathered write as one chunk to a reader that reads once an event', async () => {
  const [near, far] = streamPair();
  const chunks: string[] = [];
  far.on('readable', () => {
    const chunk: unknown = far.read();
    if (chunk instanceof Buffer) chunks.push(chunk.toString());
  });
  near.cork();
  for (const piece of ['1', '22', '333']) near.write(piece);
  near.uncork();
  await expect.poll(() => chunks).toEqual(['122333']);
  near.write('4');
  await expect.poll(() => chunks).toEqual(['122333', '4']);
});

test('holds a writer back until the other side reads', async () => {
  const [near, far] = streamPair();
  let written = 0;
  for (let piece = 0; piece < 4; piece += 1) near.write(Buffer.alloc(far.readableHighWaterMark), () => (written += 1));
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(written).toBe(0);
  far.resume();
  await expect.poll(() => written).toBe(4);
});

test('ends and closes with its other end', async () => {
  const [near, far] = streamPair();
  far.resume();
  near.end();
  await once(far, 'end');
  expect(far.readableEnded).toBe(true);
  const [left, right] = streamPair();
  left.destroy();
  await once(right, 'close');
  expect(right.destroyed).toBe(true);
});
