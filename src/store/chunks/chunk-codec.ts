// A chunk: the points of one device in one hour. It holds parts, each later than the one before, that are complete in
// themselves: version, checksum, a directory with the summary of every column, then the columns, compressed together.
import { said } from '#core/reason.ts';
import { crc32 } from 'node:zlib';
import { isSolsteadError, SolsteadError } from '#core/errors.ts';
import { dayMs, hourMs } from '#core/time.ts';
import { readNumbers, writeNumbers } from './numbers.ts';
import { joined, noPoints, type Points, settled } from './points.ts';
import { plainSections, type Sections, SectionWriter, compressedSections } from './compressed-sections.ts';
import { chosenTimestamps, readTimestamps, shareTimestamps, writeTimestamps } from './timestamps.ts';
import { field, rowFields, rowOfAll, summaryAt } from './row-list.ts';
import type { Summary } from './summary.ts';
import { readSummaries, writeSummaries } from './summary-codec.ts';
import { Malformed, packed, unpacked, WireReader, WireWriter } from './wire.ts';

/** Points of one series, by the number of the series. */
export type Columns = ReadonlyMap<number, Points>;

const version = 2;
/** Parts whose columns are compressed one by one. */
const singleVersion = 1;
const crcEnd = 5;
const packedFlag = 1;
const bitmapFlag = 2;
const qualityFlag = 4;
/** A directory is small; one that claims to be larger is not one. */
const mostDirectory = 2 ** 24;

function isAllGood(quality: Uint8Array): boolean {
  for (let index = 0; index < quality.length; index += 1) if (quality[index] !== 0) return false;
  return true;
}

function writeColumns(
  directory: WireWriter,
  columns: Columns,
  {
    uses,
    baseMs,
    sections,
  }: Pick<ReturnType<typeof shareTimestamps>, 'uses'> & {
    readonly baseMs: number;
    readonly sections: SectionWriter;
  },
): void {
  directory.varint(columns.size);
  let before = 0;
  for (const [index, [series, points]] of [...columns].entries()) {
    const { list = 0, bitmap } = uses[index] ?? {};
    const hasQuality = !isAllGood(points.quality);
    directory.signed(series - before);
    before = series;
    directory.varint(list);
    directory.u8((bitmap === undefined ? 0 : bitmapFlag) | (hasQuality ? qualityFlag : 0));
    if (bitmap !== undefined) directory.varint(sections.section((writer) => writer.bytes(bitmap)));
    if (hasQuality) {
      directory.u8(0);
      directory.varint(sections.section((writer) => writer.bytes(points.quality)));
    }
    let form = 0;
    const length = sections.section((writer) => (form = writeNumbers(writer, points.value)));
    directory.u8(form);
    directory.varint(length);
    if (points.atMs.length === 0) throw new TypeError('assertion: a column without points');
    writeSummaries(directory, rowOfAll(points, baseMs), 1);
  }
}

/** A checksum that is only valid at one place in time: moved elsewhere, the bytes would give wrong times. */
export function boundCrc(bytes: Uint8Array, index: number): number {
  return crc32(bytes, crc32(`${index}`));
}

/**
 * One part of the chunk of an hour, counted from the epoch. Every column has a point and lies within the hour; in a part for
 * {@link decodeDay} within a day from there.
 */
export function encodePart(columns: Columns, hour: number): Uint8Array {
  const baseMs = hour * hourMs;
  const { lists, uses } = shareTimestamps([...columns.values()].map(({ atMs }) => atMs));
  const directory = new WireWriter(64 * columns.size + 64);
  const sections = new SectionWriter(3 * columns.size * (lists[0]?.length ?? 0) + 64);
  directory.varint(lists.length);
  for (const list of lists) {
    directory.varint(list.length);
    directory.varint((list[0] ?? 0) - baseMs);
    directory.u8(0);
    directory.varint(sections.section((writer) => writeTimestamps(writer, list)));
  }
  writeColumns(directory, columns, { uses, baseMs, sections });
  const packedDirectory = packed(directory.written);
  const part = new WireWriter(8192);
  part.u8(version);
  part.u32(0);
  part.u8(packedDirectory.isPacked ? packedFlag : 0);
  part.varint(directory.length);
  part.varint(packedDirectory.body.length);
  part.bytes(packedDirectory.body);
  sections.end(part);
  const bytes = part.taken();
  new DataView(bytes.buffer).setUint32(1, boundCrc(bytes.subarray(crcEnd), hour), true);
  return bytes;
}

/** The parts of a chunk in one body. */
export function joinParts(parts: readonly Uint8Array[]): Uint8Array {
  const writer = new WireWriter(parts.reduce((sum, { length }) => sum + length + 4, 0));
  for (const part of parts) {
    writer.u32(part.length);
    writer.bytes(part);
  }
  return writer.taken();
}

/** A column in the directory of a part. */
export interface ColumnEntry {
  readonly summary: Summary;
  /** Decodes the column. Errors: `store.corrupt`. */
  points(): Points;
}

/** Columns of a part, by the number of their series. */
export type Part = ReadonlyMap<number, ColumnEntry>;

interface TimestampList {
  readonly count: number;
  readonly read: () => Float64Array;
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** Most points of an hour: one each millisecond. */
const mostPoints = hourMs;

function readLists(
  directory: WireReader,
  sections: Sections,
  { baseMs, spanMs }: { readonly baseMs: number; readonly spanMs: number },
): readonly TimestampList[] {
  const entries = Array.from({ length: directory.count(mostPoints) }, () => {
    const count = directory.count(mostPoints);
    const firstMs = baseMs + directory.count(spanMs - 1);
    return { count, firstMs, isPacked: directory.u8() === packedFlag, length: directory.varint() };
  });
  return entries.map(({ length, ...list }) => {
    const bytes = sections(length);
    const read = once(() => readTimestamps(bytes(), { ...list, endMs: baseMs + spanMs }));
    return { count: list.count, read };
  });
}

interface DirectoryEntry {
  readonly series: number;
  readonly list: number;
  readonly flags: number;
  readonly bitmapLength: number;
  readonly qualityForm: number;
  readonly qualityLength: number;
  readonly form: number;
  readonly length: number;
  readonly summary: Summary;
}

function readDirectory(directory: WireReader, baseMs: number): readonly DirectoryEntry[] {
  let series = 0;
  return Array.from({ length: directory.count(mostDirectory) }, (): DirectoryEntry => {
    series += directory.signed();
    const list = directory.varint();
    const flags = directory.u8();
    const bitmapLength = (flags & bitmapFlag) === 0 ? 0 : directory.varint();
    const qualityForm = (flags & qualityFlag) === 0 ? 0 : directory.u8();
    const qualityLength = (flags & qualityFlag) === 0 ? 0 : directory.varint();
    const [form, length] = [directory.u8(), directory.varint()];
    const row = new Float64Array(rowFields);
    row[field.slot] = baseMs;
    readSummaries(directory, row, 1);
    const summary = summaryAt(row, 0);
    return { series, list, flags, bitmapLength, qualityForm, qualityLength, form, length, summary };
  });
}

function entryOf(
  entry: DirectoryEntry,
  sections: Sections,
  { lists, name }: { readonly lists: readonly TimestampList[]; readonly name: BlockName },
): ColumnEntry {
  const { flags, qualityForm, form, summary } = entry;
  const bitmap = (flags & bitmapFlag) === 0 ? undefined : sections(entry.bitmapLength);
  const quality = (flags & qualityFlag) === 0 ? undefined : sections(entry.qualityLength);
  const numbers = sections(entry.length);
  const list = lists[entry.list];
  if (list === undefined || summary.count > list.count) throw new Malformed('a column without time stamps');
  const decode = (): Points => {
    const atMs = chosenTimestamps(list.read(), bitmap?.());
    if (atMs.length !== summary.count) throw new Malformed('a column has another length');
    const stored = quality?.();
    const qualities = stored === undefined || qualityForm === 0 ? stored?.slice() : unpacked(stored, atMs.length);
    if (qualities !== undefined && qualities.length !== atMs.length) throw new Malformed('qualities are missing');
    return {
      atMs,
      value: readNumbers({ body: numbers(), form }, atMs.length),
      quality: qualities ?? new Uint8Array(atMs.length),
    };
  };
  return { summary, points: () => classed(name, decode) };
}

/** The time of a part, and its name in errors. */
interface PartPlace {
  readonly baseMs: number;
  readonly spanMs: number;
  readonly name: BlockName;
}

function readPart(bytes: Uint8Array, { baseMs, spanMs, name }: PartPlace): Part {
  const reader = new WireReader(bytes);
  const found = reader.u8();
  if (found !== version && found !== singleVersion) throw new Malformed(`its version is ${found}, known is ${version}`);
  if (reader.u32() !== boundCrc(bytes.subarray(crcEnd), baseMs / hourMs))
    throw new Malformed('the checksum does not match');
  const isPacked = reader.u8() === packedFlag;
  const plainLength = reader.count(mostDirectory);
  const body = reader.bytes(reader.varint());
  const directory = new WireReader(isPacked ? unpacked(body, plainLength) : body);
  // The directory holds the lengths, the columns follow in its order.
  const sections = found === singleVersion ? plainSections(reader) : compressedSections(reader);
  const lists = readLists(directory, sections, { baseMs, spanMs });
  const columns = readDirectory(directory, baseMs);
  return new Map(columns.map((entry) => [entry.series, entryOf(entry, sections, { lists, name })]));
}

/** What names a block in errors; a function where blocks are many and errors are few. */
export type BlockName = string | (() => string);

/** Runs a decoder; {@link Malformed} becomes `store.corrupt`, naming the block. */
export function classed<T>(name: BlockName, decode: () => T): T {
  try {
    return decode();
  } catch (thrown) {
    if (!(thrown instanceof Malformed)) throw thrown;
    const at = typeof name === 'string' ? name : name();
    throw new SolsteadError('store.corrupt', { at, why: said(thrown), cause: thrown });
  }
}

/** The chunk, and what is called for parts that cannot be read. */
export interface ChunkPlace {
  readonly hour: number;
  readonly name: BlockName;
  /** Called with the error of a damaged part, which is then left out; absent: damage is thrown. */
  readonly onDamage?: (error: SolsteadError) => void;
}

/** The parts of a chunk; their columns are decoded when asked for. Errors: `store.corrupt`, naming the chunk. */
export function decodeChunk(body: Uint8Array, { hour, name, onDamage }: ChunkPlace): readonly Part[] {
  const reader = new WireReader(body);
  const parts: Part[] = [];
  try {
    while (reader.left > 0) {
      const bytes = classed(name, () => reader.bytes(reader.u32()));
      try {
        parts.push(classed(name, () => readPart(bytes, { baseMs: hour * hourMs, spanMs: hourMs, name })));
      } catch (thrown) {
        report(thrown, onDamage);
      }
    }
  } catch (thrown) {
    report(thrown, onDamage);
  }
  return parts;
}

/** A part whose points lie within the day that begins with its hour. Errors: `store.corrupt`, naming it. */
export function decodeDay(bytes: Uint8Array, { hour, name }: Pick<ChunkPlace, 'hour' | 'name'>): Part {
  return classed(name, () => readPart(bytes, { baseMs: hour * hourMs, spanMs: dayMs, name }));
}

function report(thrown: unknown, onDamage: ChunkPlace['onDamage']): void {
  if (onDamage === undefined || !isSolsteadError(thrown, 'store.corrupt')) throw thrown;
  onDamage(thrown);
}

/** All points of a series in a chunk. Errors: `store.corrupt`. */
export function chunkPoints(parts: readonly Part[], series: number): Points {
  const found = parts.flatMap((part) => part.get(series)?.points() ?? []);
  return found.length < 2 ? (found[0] ?? noPoints) : settled(joined(found));
}
