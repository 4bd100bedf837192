// A piece of a dump: a heading as JSON, and bodies of bytes behind it whose lengths the heading says.
import { isRecord } from '#core/entries.ts';
import { SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';

/** A heading: what the bodies are. */
export type Heading = Readonly<Record<string, unknown>>;

/** A piece as it was read. */
export interface Piece {
  readonly heading: Heading;
  readonly bodies: readonly Uint8Array[];
}

const lengthBytes = 4;

/** Puts heading and bodies into one array of bytes. */
export function encodePiece(heading: Heading, bodies: readonly Uint8Array[] = []): Uint8Array {
  const text = Buffer.from(JSON.stringify({ ...heading, lengths: bodies.map(({ length }) => length) }));
  const length = Buffer.alloc(lengthBytes);
  length.writeUInt32BE(text.length);
  return Buffer.concat([length, text, ...bodies]);
}

/** What is wrong with a piece of this name. */
export const brokenPiece = (at: string): SolsteadError =>
  new SolsteadError('backup.damaged', { at, why: because('document.broken') });

function isLengths(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((one) => Number.isSafeInteger(one) && one >= 0);
}

function headingOf(bytes: Uint8Array, at: string): { readonly heading: Heading; readonly end: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = bytes.length < lengthBytes ? Number.POSITIVE_INFINITY : lengthBytes + view.getUint32(0);
  if (end > bytes.length) throw brokenPiece(at);
  try {
    const heading: unknown = JSON.parse(
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(lengthBytes, end)),
    );
    if (isRecord(heading)) return { heading, end };
  } catch {
    // Told below.
  }
  throw brokenPiece(at);
}

/** Takes a piece apart. Errors: `backup.damaged`. */
export function decodePiece(bytes: Uint8Array, at: string): Piece {
  const { heading, end } = headingOf(bytes, at);
  const { lengths } = heading;
  if (!isLengths(lengths) || lengths.reduce((sum, one) => sum + one, end) !== bytes.length) throw brokenPiece(at);
  let from = end;
  const bodies = lengths.map((length) => bytes.subarray(from, (from += length)));
  return { heading, bodies };
}
