import { describe, expect, it } from 'vitest';
import { OpenedBlocks } from './opened-blocks.ts';

const block = (index: number, body: readonly number[]) =>
  ({ tier: 'fiveMinutes', device: 1, index, body: Uint8Array.from(body) }) as const;
const bytes = (length: number) => new Uint8Array(length).fill(7);

describe('opened blocks', () => {
  it('unpacks the same bytes once', () => {
    const known = new OpenedBlocks();
    let opened = 0;
    const open = () => bytes((opened += 1));
    expect(known.of(block(1, [1, 2, 3]), open)).toHaveLength(1);
    expect(known.of(block(1, [1, 2, 3]), open)).toHaveLength(1);
    expect(known.of(block(2, [1, 2, 3]), open)).toHaveLength(2);
    expect(opened).toBe(2);
  });

  it('never answers a block that changed from what it was', () => {
    const known = new OpenedBlocks();
    known.of(block(1, [1, 2, 3]), () => bytes(1));
    expect(known.of(block(1, [1, 2, 4]), () => bytes(2))).toHaveLength(2);
    expect(known.of(block(1, [1, 2, 4]), () => bytes(3))).toHaveLength(2);
    expect(known.of(block(1, [1, 2]), () => bytes(4))).toHaveLength(4);
  });

  it('keeps nothing of a damaged block, nor of what it was before', () => {
    const known = new OpenedBlocks();
    const damaged = () => {
      throw new Error('the checksum does not match');
    };
    known.of(block(1, [1]), () => bytes(1));
    expect(() => known.of(block(1, [2]), damaged)).toThrow('checksum');
    expect(known.size).toBe(0);
    expect(known.of(block(1, [2]), () => bytes(3))).toHaveLength(3);
  });

  it('is bounded: what was not used for longest goes first', () => {
    const known = new OpenedBlocks(3000);
    let opened = 0;
    const open = () => {
      opened += 1;
      return bytes(1000);
    };
    for (const index of [1, 2, 1, 3, 1]) known.of(block(index, [index]), open);
    expect(opened).toBe(3);
    known.of(block(2, [2]), open);
    expect(opened).toBe(4);
    expect(known.size).toBeLessThanOrEqual(3000);
    known.of(block(9, [9]), () => bytes(5000));
    expect(known.size).toBeLessThanOrEqual(3000);
  });
});
