// Sections of bytes, compressed in groups: a single column is too short to compress quickly or well.
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { Malformed, type WireReader, WireWriter } from './wire.ts';

/** A group is closed once it is this long: reading one column decompresses no more than its group. */
const groupBytes = 16_384;
/** Most bytes a group may decompress to: an hour of a point each millisecond, as planes. */
const mostGroupBytes = 2 ** 25;
const plainForm = 0;
const zstdForm = 1;
/** Level 1 is as small here as level 3, and quicker than deflate at any level. */
const options = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

interface SectionGroup {
  readonly plainLength: number;
  readonly body: Uint8Array;
  readonly form: number;
}

/** Writes sections one after the other. */
export class SectionWriter {
  readonly #open: WireWriter;
  readonly #groups: SectionGroup[] = [];

  constructor(room: number) {
    this.#open = new WireWriter(Math.min(room, 2 * groupBytes));
  }

  /** Adds what `write` writes as one section; returns its length. */
  section(write: (writer: WireWriter) => void): number {
    const before = this.#open.length;
    write(this.#open);
    const length = this.#open.length - before;
    if (this.#open.length >= groupBytes) this.#close();
    return length;
  }

  #close(): void {
    const plain = this.#open.written;
    if (plain.length === 0) return;
    const body = zstdCompressSync(plain, options);
    const isShorter = body.length < plain.length;
    this.#groups.push({
      plainLength: plain.length,
      body: isShorter ? body : plain.slice(),
      form: isShorter ? zstdForm : plainForm,
    });
    this.#open.clear();
  }

  /** Writes the directory of the groups and then their bytes. */
  end(writer: WireWriter): void {
    this.#close();
    writer.varint(this.#groups.length);
    for (const { plainLength, body, form } of this.#groups) {
      writer.varint(plainLength);
      writer.varint(body.length);
      writer.u8(form);
    }
    for (const { body } of this.#groups) writer.bytes(body);
  }
}

/** The next section of a length, decompressed when the function returned is called. Both throw {@link Malformed}. */
export type Sections = (length: number) => () => Uint8Array;

function opened(body: Uint8Array, { plainLength, form }: Omit<SectionGroup, 'body'>): Uint8Array {
  let plain = body;
  try {
    if (form === zstdForm) plain = new Uint8Array(zstdDecompressSync(body, { maxOutputLength: plainLength + 1 }));
  } catch (thrown) {
    throw new Malformed('it does not decompress', { cause: thrown });
  }
  if (plain.length !== plainLength) throw new Malformed('a group has another length');
  return plain;
}

/** Sections that {@link SectionWriter} wrote, in their order. Throws {@link Malformed}. */
export function compressedSections(reader: WireReader): Sections {
  const directory = Array.from({ length: reader.count(reader.left) }, () => {
    return { plainLength: reader.count(mostGroupBytes), length: reader.varint(), form: reader.u8() };
  });
  const groups = directory.map(({ length, ...rest }) => {
    const body = reader.bytes(length);
    let plain: Uint8Array | undefined;
    return { ...rest, open: () => (plain ??= opened(body, rest)) };
  });
  let [index, at] = [0, 0];
  return (length) => {
    while (at >= (groups[index]?.plainLength ?? Number.POSITIVE_INFINITY)) [index, at] = [index + 1, 0];
    const group = groups[index];
    const from = at;
    at += length;
    if (length === 0) return () => new Uint8Array();
    if (group === undefined || at > group.plainLength) throw new Malformed('a section leaves its group');
    return () => group.open().subarray(from, from + length);
  };
}

/** Sections one after the other, uncompressed. */
export function plainSections(reader: WireReader): Sections {
  return (length) => {
    const bytes = reader.bytes(length);
    return () => bytes;
  };
}
