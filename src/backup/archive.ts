// A backup as a file: a manifest, the files of the home, its records and its history in pieces, and at the end a trailer with
// counts and hashes of all of it; as a tar archive, compressed by zstd and encrypted in the age format.
import { createHash, type Hash } from 'node:crypto';
import { pipeline, Readable } from 'node:stream';
import { constants, createZstdCompress, createZstdDecompress } from 'node:zlib';
import { entriesOf } from '#core/entries.ts';
import { isSolsteadError, SolsteadError } from '#core/errors.ts';
import { external } from '#core/message-params.ts';
import { because, type Reason } from '#core/reason.ts';
import { decrypted, encrypted, isAge } from './age.ts';
import { type ExactReader, exactReader } from './exact-reader.ts';
import { type Manifest, readManifest, readTrailer, type Trailer } from './manifest.ts';
import { groupOf, type Group, groupRules } from './names.ts';
import { readTarFile, tarEnd, type TarFile, tarFile } from './tar.ts';

/** One file of the home, or one piece of a store. */
export interface Part {
  readonly group: Group;
  /** Its name in the group. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Counts and hashes of what goes by. */
function tally() {
  const groups = new Map<Group, { count: number; bytes: number; readonly hash: Hash }>();
  return {
    add(group: Group, { name, bytes }: TarFile): void {
      const own = groups.getOrInsertComputed(group, () => ({ count: 0, bytes: 0, hash: createHash('sha256') }));
      own.count += 1;
      own.bytes += bytes.length;
      own.hash.update(`${name}\n${bytes.length}\n`).update(bytes);
    },
    count: (group: Group): number => groups.get(group)?.count ?? 0,
    trailer: (): Trailer => ({
      parts: Object.fromEntries(
        [...groups].map(([group, { count, bytes, hash }]) => [group, { count, bytes, sha256: hash.digest('hex') }]),
      ),
    }),
  };
}

const jsonFile = (name: string, content: unknown): TarFile => ({
  name,
  bytes: Buffer.from(`${JSON.stringify(content, undefined, 2)}\n`),
});

async function* archived(manifest: Manifest, parts: AsyncIterable<Part>): AsyncGenerator<Uint8Array> {
  const { madeMs } = manifest;
  const seen = tally();
  const first = jsonFile('manifest.json', manifest);
  seen.add('manifest', first);
  yield* tarFile(first, madeMs);
  for await (const { group, name, bytes } of parts) {
    const file = { name: `${group}/${name}`, bytes };
    seen.add(group, file);
    yield* tarFile(file, madeMs);
  }
  yield* tarFile(jsonFile('trailer.json', seen.trailer()), madeMs);
  yield tarEnd();
}

/** Passes a stream through a compressor or its opposite; what either throws comes out at the end. */
function through(
  source: AsyncIterable<Uint8Array>,
  codec: ReturnType<typeof createZstdCompress>,
): AsyncIterable<Buffer> {
  const from = Readable.from(source, { objectMode: false });
  // Told to whoever reads the codec.
  pipeline(from, codec, () => undefined);
  return codec;
}

/** Writes a backup; without a passphrase it is not encrypted. */
export function writeBackup(
  { manifest, parts }: { readonly manifest: Manifest; readonly parts: AsyncIterable<Part> },
  seal: { readonly passphrase: string; readonly workFactor?: number } | undefined,
): AsyncIterable<Uint8Array> {
  const { ZSTD_c_checksumFlag: checksum } = constants;
  const packed = through(archived(manifest, parts), createZstdCompress({ params: { [checksum]: 1 } }));
  return seal === undefined ? packed : encrypted(packed, seal);
}

/** A file may swell to so many times its size, beside the first bytes: columns of one value are small. */
const mostRatio = 1000;
const freeBytes = 64 * 2 ** 20;
/** A window of 8 MiB: what is written here takes 2. */
const windowLog = 23;

/** Options of reading. */
export interface ReadOptions {
  /** Names the file in errors. */
  readonly at: string;
  readonly passphrase?: string | undefined;
}

async function* counted(source: AsyncIterable<Uint8Array>, count: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  for await (const bytes of source) {
    count(bytes.length);
    yield bytes;
  }
}

const damaged = (at: string, why: Reason): SolsteadError => new SolsteadError('backup.damaged', { at, why });

/** What a failed decompression means. */
function classed(at: string, thrown: unknown): unknown {
  if (isSolsteadError(thrown)) return thrown;
  const isCodec = thrown instanceof Error && 'code' in thrown && /^(ZSTD_|Z_|ERR_ZLIB)/.test(String(thrown.code));
  return isCodec ? damaged(at, because('backup.not-one')) : thrown;
}

/** The archive inside a file. Errors: `backup.*`. */
async function* unpacked(
  source: AsyncIterable<Uint8Array>,
  { at, passphrase }: ReadOptions,
): AsyncGenerator<Uint8Array> {
  let [taken, given] = [0, 0];
  const opened = await opening(source, { at, passphrase });
  const { ZSTD_d_windowLogMax: window } = constants;
  const codec = createZstdDecompress({ params: { [window]: windowLog } });
  try {
    for await (const bytes of through(
      counted(opened, (count) => (taken += count)),
      codec,
    )) {
      given += bytes.length;
      if (given > freeBytes + taken * mostRatio) throw damaged(at, because('backup.swells', { ratio: mostRatio }));
      yield bytes;
    }
  } catch (thrown) {
    throw classed(at, thrown);
  } finally {
    codec.destroy();
  }
}

/** The stream without its encryption, by how it begins. */
async function opening(
  source: AsyncIterable<Uint8Array>,
  { at, passphrase }: ReadOptions,
): Promise<AsyncIterable<Uint8Array>> {
  const reader = exactReader(source);
  const start = await reader.read(startBytes);
  const whole = (async function* () {
    try {
      yield start;
      for (let bytes = await reader.read(stepBytes); bytes.length > 0; bytes = await reader.read(stepBytes))
        yield bytes;
    } finally {
      await reader.end();
    }
  })();
  if (isAge(start)) {
    if (passphrase !== undefined) return decrypted(whole, { passphrase, at });
    await reader.end();
    throw new SolsteadError('backup.passphrase', { at, why: because('backup.needs-passphrase') });
  }
  if (start.subarray(0, zstdMagic.length).equals(zstdMagic)) return whole;
  await reader.end();
  throw damaged(at, because(start.length === 0 ? 'backup.cut' : 'backup.not-one'));
}

const startBytes = 64;
const stepBytes = 65_536;
/** How a frame of zstd begins: RFC 8878, section 3.1.1. */
const zstdMagic = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);

/** A backup that is being read. */
export interface ReadBackup {
  readonly manifest: Manifest;
  /** Its parts in order; the last one is followed by the check of all of them. Errors: `backup.damaged`. */
  readonly parts: AsyncIterable<Part>;
  /** Ends the reading before its end. */
  end(): Promise<void>;
}

interface Archive {
  readonly reader: ExactReader;
  readonly seen: ReturnType<typeof tally>;
  readonly at: string;
}

async function nextFile({ reader, at }: Archive): Promise<TarFile> {
  const file = await readTarFile(reader, { at, mostBytes: (name) => groupRules[groupOf(name, at)].mostBytes });
  if (file === undefined) throw damaged(at, because('backup.cut'));
  return file;
}

async function* partsOf(archive: Archive): AsyncGenerator<Part> {
  const { seen, reader, at } = archive;
  let order = 0;
  for (;;) {
    const file = await nextFile(archive);
    const group = groupOf(file.name, at);
    const rule = groupRules[group];
    if (group === 'manifest' || rule.order < order)
      throw damaged(at, because('backup.order', { part: external(file.name) }));
    ({ order } = rule);
    if (group === 'trailer') {
      compare(readTrailer(file.bytes, at), seen.trailer(), at);
      const isOver = (await readTarFile(reader, { at, mostBytes: () => 0 })) === undefined;
      const isWhole = (await reader.read(512)).length === 512;
      if (!isOver || !isWhole || !(await reader.isAtEnd()))
        throw damaged(at, because('backup.order', { part: 'trailer' }));
      return;
    }
    seen.add(group, file);
    if (seen.count(group) > rule.most) throw damaged(at, because('backup.too-many', { most: rule.most }));
    yield { group, name: file.name.slice(group.length + 1), bytes: file.bytes };
  }
}

/** Names the first part that is not what was written. */
function compare(written: Trailer, found: Trailer, at: string): void {
  for (const [group, { count }] of entriesOf({ ...found.parts, ...written.parts })) {
    const own = found.parts[group];
    if (own?.count !== count)
      throw damaged(at, because('backup.counts', { part: external(group), known: count, found: own?.count ?? 0 }));
    if (own.sha256 !== written.parts[group]?.sha256)
      throw damaged(at, because('backup.part', { part: external(group) }));
  }
}

/**
 * Begins to read a backup: what it is, and then its parts. Nothing that it says is believed before its hashes are compared, at the
 * end. Errors: `backup.damaged`, `backup.passphrase`, `backup.newer`.
 */
export async function readBackup(source: AsyncIterable<Uint8Array>, options: ReadOptions): Promise<ReadBackup> {
  const { at } = options;
  const archive: Archive = { reader: exactReader(unpacked(source, options)), seen: tally(), at };
  try {
    const first = await nextFile(archive);
    if (first.name !== 'manifest.json') throw damaged(at, because('backup.order', { part: external(first.name) }));
    const manifest = readManifest(first.bytes, at);
    archive.seen.add('manifest', first);
    return { manifest, parts: partsOf(archive), end: () => archive.reader.end() };
  } catch (thrown) {
    await archive.reader.end();
    throw thrown;
  }
}
