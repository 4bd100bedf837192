// A TSM file of InfluxDB 1: blocks, then an index of them by series, then where the index begins.
// Source: influxdata/influxdb 1.x, tsdb/engine/tsm1/DESIGN.md, "TSM files".
import type { FileHandle } from 'node:fs/promises';
import { ByteReader, damaged } from './byte-reader.ts';
import { openPlain } from './plain-file.ts';
import { blockPoints } from './tsm-block.ts';
import type { KeyedPoints } from './wal-entries.ts';

const [magic, headBytes, footBytes, checkBytes] = [0x16d116d1, 5, 8, 4] as const;
/** An index is a small part of its file of at most 2 GB, and a block some kB. What is read lies outside of the heap, which its thread bounds. */
const [mostIndex, mostBlock] = [128 * 1024 * 1024, 16 * 1024 * 1024] as const;

async function bytesAt(file: FileHandle, at: number, count: number): Promise<Uint8Array | undefined> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(count), 0, count, at);
  return bytesRead === count ? buffer : undefined;
}

/** Where a block is. */
interface Place {
  readonly at: number;
  readonly bytes: number;
}

/** The series of an index with their blocks; `isMeant` says of which. */
function* seriesIn(reader: ByteReader, isMeant: (key: string) => boolean) {
  while (reader.left > 0) {
    const key = Buffer.from(reader.bytes(reader.u16())).toString('utf8');
    reader.u8();
    const count = reader.u16();
    const entries = reader.bytes(count * 28);
    if (!isMeant(key)) continue;
    const places = new ByteReader(entries, key);
    yield {
      key,
      blocks: Array.from({ length: count }, (): Place => {
        places.bytes(16);
        return { at: Number(places.u64()), bytes: places.u32() };
      }),
    };
  }
}

/** Reads the numbers of the series that are meant, block by block. Errors: `input.invalid`, what the system throws. */
export async function* tsmPoints(path: string, isMeant: (key: string) => boolean): AsyncGenerator<KeyedPoints> {
  const file = await openPlain(path);
  try {
    const { size } = await file.stat();
    const head = await bytesAt(file, 0, headBytes);
    const foot = await bytesAt(file, Math.max(0, size - footBytes), footBytes);
    if (head === undefined || foot === undefined || new ByteReader(head, path).u32() !== magic) throw damaged(path);
    const at = Number(new ByteReader(foot, path).u64());
    const length = size - footBytes - at;
    if (at < headBytes || length < 0 || length > mostIndex) throw damaged(path);
    const index = await bytesAt(file, at, length);
    if (index === undefined) throw damaged(path);
    for (const { key, blocks } of seriesIn(new ByteReader(index, path), isMeant))
      for (const { at: from, bytes } of blocks) {
        if (bytes <= checkBytes || bytes > mostBlock || from + bytes > at) throw damaged(path);
        const block = await bytesAt(file, from + checkBytes, bytes - checkBytes);
        const points = block === undefined ? undefined : blockPoints(block, path);
        if (points !== undefined) yield { key, ...points };
      }
  } finally {
    await file.close();
  }
}
