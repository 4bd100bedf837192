// A place that backups go to. Each kind puts a file there under a name that no list shows as a backup until all of it has
// arrived, and compares what arrived with what was sent.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { SolsteadError } from '#core/errors.ts';
import { because, type Reason, said } from '#core/reason.ts';

/** A file on this computer that is sent. */
export interface LocalFile {
  readonly path: string;
  readonly bytes: number;
}

/** A file at a place. */
export interface FarFile {
  readonly name: string;
  readonly bytes: number;
}

/** A place. Errors of all: `backup.place`. */
export interface BackupPlace {
  /** In words, without secrets. */
  readonly at: string;
  list(): Promise<readonly FarFile[]>;
  /** Resolves when all of it is there, as it was sent. */
  put(name: string, file: LocalFile, onSent?: (bytes: number) => void): Promise<void>;
  get(name: string): Promise<AsyncIterable<Uint8Array>>;
  remove(name: string): Promise<void>;
  close(): Promise<void>;
}

/** The error of a place. */
export const placeError = (at: string, why: Reason, cause?: unknown): SolsteadError =>
  new SolsteadError('backup.place', { at, why, ...(cause === undefined ? {} : { cause }) });

/** Runs something; what is not ours becomes the error of the place. */
export async function atPlace<T>(at: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof SolsteadError) throw error;
    throw placeError(at, said(error), error);
  }
}

/** The name a file has until it has arrived. */
export const partName = (name: string): string => `.${name}.part`;

/** SHA-256 of a stream, hex. */
async function hashOf(stream: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash('sha256');
  for await (const bytes of stream) hash.update(bytes);
  return hash.digest('hex');
}

/** Reads back what arrived and compares it. Errors: `backup.place`. */
export async function assertArrived(at: string, file: LocalFile, far: AsyncIterable<Uint8Array>): Promise<void> {
  const [sent, arrived] = [await hashOf(createReadStream(file.path)), await hashOf(far)];
  if (sent !== arrived) throw placeError(at, because('backup.not-arrived', { sent: file.bytes }));
}

/** Bytes of a file in pieces, each told once it was taken. */
export async function* told(
  { path }: LocalFile,
  onSent: ((bytes: number) => void) | undefined,
): AsyncGenerator<Uint8Array> {
  let sent = 0;
  const chunks: AsyncIterable<Uint8Array> = createReadStream(path, { highWaterMark: 2 ** 18 });
  for await (const bytes of chunks) {
    yield bytes;
    onSent?.((sent += bytes.length));
  }
}
