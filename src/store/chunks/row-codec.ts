// A block of a roll-up: the rows of one device's series in one block of a tier, compressed together.
import { type BlockName, boundCrc, classed } from './chunk-codec.ts';
import { rowCount, type RowList, rowFields } from './row-list.ts';
import { readSummaries, writeSummaries } from './summary-codec.ts';
import { Malformed, packed, unpacked, WireReader, WireWriter } from './wire.ts';

/** Rows in order of their slots, by the number of the series. */
export type Rows = ReadonlyMap<number, RowList>;

const version = 1;
const crcEnd = 5;
/** Rows of a series in a block of any tier. */
const mostRows = 64;
const mostBlock = 2 ** 26;

/** How rows of a tier map to time: `slot` times `widthMs` is the start of a row, `firstSlot` the block's first. */
export interface RowGrid {
  readonly widthMs: number;
  readonly firstSlot: number;
}

/** A block; series without rows are left out. */
export function encodeRows(rows: Rows, { widthMs, firstSlot }: RowGrid): Uint8Array {
  const own = new WireWriter(1024);
  const whole = new WireWriter(2048);
  let before = 0;
  for (const [series, list] of rows) {
    if (list.length === 0) continue;
    own.clear();
    own.varint(rowCount(list));
    let slot = firstSlot;
    for (let at = 0; at < list.length; at += rowFields) {
      const next = list[at] ?? 0;
      own.varint(next - slot);
      slot = next;
    }
    writeSummaries(own, list, widthMs);
    whole.signed(series - before);
    before = series;
    whole.varint(own.length);
    whole.bytes(own.written);
  }
  const { body, isPacked } = packed(whole.written);
  const block = new WireWriter(body.length + 16);
  block.u8(version);
  block.u32(0);
  block.u8(isPacked ? 1 : 0);
  block.varint(whole.length);
  block.bytes(body);
  const bytes = block.taken();
  new DataView(bytes.buffer).setUint32(1, boundCrc(bytes.subarray(crcEnd), firstSlot), true);
  return bytes;
}

function readRows(bytes: Uint8Array, { widthMs, firstSlot }: RowGrid): RowList {
  const reader = new WireReader(bytes);
  const rows = new Float64Array(rowFields * reader.count(mostRows));
  let slot = firstSlot;
  for (let at = 0; at < rows.length; at += rowFields) rows[at] = slot += reader.count(mostRows);
  readSummaries(reader, rows, widthMs);
  return rows;
}

function openBlock(bytes: Uint8Array, firstSlot: number): Uint8Array {
  const reader = new WireReader(bytes);
  const found = reader.u8();
  if (found !== version) throw new Malformed(`its version is ${found}, known is ${version}`);
  if (reader.u32() !== boundCrc(bytes.subarray(crcEnd), firstSlot)) throw new Malformed('the checksum does not match');
  const isPacked = reader.u8() === 1;
  const length = reader.count(mostBlock);
  const rest = reader.bytes(reader.left);
  return isPacked ? unpacked(rest, length) : rest;
}

/** What is read of a block, and how it is named in errors. */
export interface RowsWanted {
  readonly name: BlockName;
  /** Absent: all series. */
  readonly wanted?: ReadonlySet<number>;
  /** Gives the checked and unpacked bytes of a body, made by `open` unless they are known. Absent: `open` alone. */
  readonly known?: (open: () => Uint8Array) => Uint8Array;
}

/** The rows of a block, of all its series or only of the requested ones. Errors: `store.corrupt`, naming the block. */
export function decodeRows(body: Uint8Array, grid: RowGrid & RowsWanted): Rows {
  return classed(grid.name, () => {
    const open = (): Uint8Array => openBlock(body, grid.firstSlot);
    const reader = new WireReader(grid.known?.(open) ?? open());
    const rows = new Map<number, RowList>();
    let series = 0;
    while (reader.left > 0) {
      series += reader.signed();
      const bytes = reader.bytes(reader.varint());
      if (grid.wanted?.has(series) ?? true) rows.set(series, readRows(bytes, grid));
    }
    return rows;
  });
}
