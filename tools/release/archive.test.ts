// Packed files come out the same however their bytes arrive.
import { expect, test } from 'vitest';
import { inEvenParts } from './archive.ts';

async function* pieces(all: Buffer, sizes: readonly number[]): AsyncGenerator<Buffer> {
  let at = 0;
  for (let turn = 0; at < all.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    yield all.subarray(at, at + size);
    at += size;
  }
}

test('bytes come on in parts of one size, whatever pieces they came in', async () => {
  const all = Buffer.from(Array.from({ length: 1000 }, (_, index) => index % 251));
  for (const sizes of [[1], [64], [3, 200, 1], [1000], [63, 65]]) {
    const parts: Buffer[] = [];
    for await (const part of inEvenParts(pieces(all, sizes), 64)) parts.push(Buffer.from(part));
    expect(Buffer.concat(parts).equals(all)).toBe(true);
    expect(parts.map(({ length }) => length)).toEqual([...Array.from({ length: 15 }, () => 64), 40]);
  }
});
