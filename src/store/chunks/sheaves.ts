// Sections of bytes compressed together: a column alone is too short for the compressor to be quick or to find much.
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { Malformed, type WireReader, WireWriter } from './wire.ts';

/** A sheaf is closed from here on: reading one column opens no more than its sheaf. */
const sheafBytes = 16_384;
/** Most a sheaf may open to: an hour of a point each millisecond, as planes. */
const mostSheaf = 2 ** 25;
const plainForm = 0;
const zstdForm = 1;
/** Level 1 is as small here as level 3, and quicker than deflate at any level. */
const options = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

interface Sheaf {
  readonly plainLength: number;
  readonly body: Uint8Array;
  readonly form: number;
}

/** Takes sections one after the other. */
export class SheafWriter {
  readonly #open: WireWriter;
  readonly #sheaves: Sheaf[] = [];

  constructor(room: number) {
    this.#open = new WireWriter(Math.min(room, 2 * sheafBytes));
  }

  /** Adds what `write` writes as one section; answers its length. */
  section(write: (writer: WireWriter) => void): number {
    const before = this.#open.length;
    write(this.#open);
    const length = this.#open.length - before;
    if (this.#open.length >= sheafBytes) this.#close();
    return length;
  }

  #close(): void {
    const plain = this.#open.written;
    if (plain.length === 0) return;
    const body = zstdCompressSync(plain, options);
    const isShorter = body.length < plain.length;
    this.#sheaves.push({
      plainLength: plain.length,
      body: isShorter ? body : plain.slice(),
      form: isShorter ? zstdForm : plainForm,
    });
    this.#open.clear();
  }

  /** Writes the directory of the sheaves and then their bytes. */
  end(writer: WireWriter): void {
    this.#close();
    writer.varint(this.#sheaves.length);
    for (const { plainLength, body, form } of this.#sheaves) {
      writer.varint(plainLength);
      writer.varint(body.length);
      writer.u8(form);
    }
    for (const { body } of this.#sheaves) writer.bytes(body);
  }
}

/** The next section of a length; its bytes are had when asked for. Throws {@link Malformed}, the answer too. */
export type Sections = (length: number) => () => Uint8Array;

function opened(body: Uint8Array, { plainLength, form }: Omit<Sheaf, 'body'>): Uint8Array {
  let plain = body;
  try {
    if (form === zstdForm) plain = new Uint8Array(zstdDecompressSync(body, { maxOutputLength: plainLength + 1 }));
  } catch (thrown) {
    throw new Malformed('it does not open', { cause: thrown });
  }
  if (plain.length !== plainLength) throw new Malformed('a sheaf has another length');
  return plain;
}

/** Sections that {@link SheafWriter} wrote, in their order. Throws {@link Malformed}. */
export function sheafSections(reader: WireReader): Sections {
  const told = Array.from({ length: reader.count(reader.left) }, () => {
    return { plainLength: reader.count(mostSheaf), length: reader.varint(), form: reader.u8() };
  });
  const sheaves = told.map(({ length, ...rest }) => {
    const body = reader.bytes(length);
    let plain: Uint8Array | undefined;
    return { ...rest, open: () => (plain ??= opened(body, rest)) };
  });
  let [index, at] = [0, 0];
  return (length) => {
    while (at >= (sheaves[index]?.plainLength ?? Number.POSITIVE_INFINITY)) [index, at] = [index + 1, 0];
    const sheaf = sheaves[index];
    const from = at;
    at += length;
    if (length === 0) return () => new Uint8Array();
    if (sheaf === undefined || at > sheaf.plainLength) throw new Malformed('a section leaves its sheaf');
    return () => sheaf.open().subarray(from, from + length);
  };
}

/** Sections that stand one after the other as they are. */
export function plainSections(reader: WireReader): Sections {
  return (length) => {
    const bytes = reader.bytes(length);
    return () => bytes;
  };
}
