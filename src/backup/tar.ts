// A tar archive (POSIX ustar) of small files, written and read as a stream. Files have their size in front, so that a reader
// knows what it is about to hold. Source: POSIX.1-2017, pax, "ustar Interchange Format".
import { SolsteadError } from '#core/errors.ts';
import { external } from '#core/message-params.ts';
import { because } from '#core/reason.ts';
import type { ExactReader } from './exact-reader.ts';

const blockBytes = 512;
const longestName = 100;

/** A file of an archive. */
export interface TarFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const octal = (value: number, width: number): string => `${value.toString(8).padStart(width - 1, '0')}\0`;

/** Sum over a header with its own field as spaces. */
function sumOf(header: Uint8Array): number {
  return header.reduce((sum, byte, at) => sum + (at >= 148 && at < 156 ? 0x20 : byte), 0);
}

function headerOf({ name, bytes }: TarFile, atMs: number): Buffer {
  const nameBytes = Buffer.from(name);
  if (nameBytes.length > longestName) throw new TypeError(`assertion: ${name} is no name for an archive`);
  const header = Buffer.alloc(blockBytes);
  nameBytes.copy(header);
  header.write(octal(0o600, 8), 100, 'latin1');
  header.write(octal(0, 8), 108, 'latin1');
  header.write(octal(0, 8), 116, 'latin1');
  header.write(octal(bytes.length, 12), 124, 'latin1');
  header.write(octal(Math.max(0, Math.floor(atMs / 1000)), 12), 136, 'latin1');
  header.write('0', 156, 'latin1');
  header.write('ustar\u000000', 257, 'latin1');
  header.write(`${sumOf(header).toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return header;
}

/** A file as it stands in an archive: header, content, padding. */
export function* tarFile(file: TarFile, atMs: number): Generator<Uint8Array> {
  yield headerOf(file, atMs);
  if (file.bytes.length > 0) yield file.bytes;
  const rest = file.bytes.length % blockBytes;
  if (rest > 0) yield Buffer.alloc(blockBytes - rest);
}

/** The end of an archive. */
export const tarEnd = (): Uint8Array => Buffer.alloc(2 * blockBytes);

const textOf = (header: Buffer, from: number, to: number): string =>
  header.subarray(from, to).toString('utf8').replace(/\0.*$/s, '');

function readHeader(header: Buffer, at: string): { readonly name: string; readonly size: number } {
  const size = textOf(header, 124, 136).trim();
  const sum = Number.parseInt(textOf(header, 148, 156).trim(), 8);
  const isPlain = header[156] === 0x30 && textOf(header, 257, 263) === 'ustar' && textOf(header, 345, 500) === '';
  if (!isPlain || sum !== sumOf(header) || !/^[0-7]{1,11}$/.test(size))
    throw new SolsteadError('backup.damaged', { at, why: because('backup.not-one') });
  return { name: textOf(header, 0, longestName), size: Number.parseInt(size, 8) };
}

/** Bounds of reading. */
export interface TarBounds {
  /** Names the archive in errors. */
  readonly at: string;
  /** The most bytes a file of this name may have; throws if no file has such a name. */
  mostBytes(name: string): number;
}

/** The next file of an archive; undefined at its end. Errors: `backup.damaged`. */
export async function readTarFile(reader: ExactReader, { at, mostBytes }: TarBounds): Promise<TarFile | undefined> {
  const cut = (): SolsteadError => new SolsteadError('backup.damaged', { at, why: because('backup.cut') });
  const header = await reader.read(blockBytes);
  if (header.length < blockBytes) throw cut();
  if (header.every((byte) => byte === 0)) return undefined;
  const { name, size } = readHeader(header, at);
  const most = mostBytes(name);
  if (size > most) {
    const why = because('backup.too-large', { part: external(name), bytes: size, most });
    throw new SolsteadError('backup.damaged', { at, why });
  }
  const bytes = await reader.read(size);
  const padding = (blockBytes - (size % blockBytes)) % blockBytes;
  if (bytes.length < size || (await reader.read(padding)).length < padding) throw cut();
  return { name, bytes };
}
