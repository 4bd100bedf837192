// Packed files that come out the same from the same files: sorted, of nobody, and of one moment.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { basename, dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { constants, createZstdCompress } from 'node:zlib';

/** Options of GNU tar by which only names, rights and contents count. `atS`: the time of all files, epoch seconds. */
const sameTar = (atS: number): string[] => [
  '--sort=name',
  '--format=ustar',
  '--owner=0',
  '--group=0',
  '--numeric-owner',
  `--mtime=@${atS}`,
];

const partBytes = 1024 * 1024;

/** The same bytes in parts of one size: what zstd writes depends on how much it is given first, and a pipe gives what it has. */
export async function* inEvenParts(pieces: AsyncIterable<Buffer>, bytes = partBytes): AsyncGenerator<Buffer> {
  let kept: Buffer[] = [];
  let length = 0;
  for await (const piece of pieces) {
    kept.push(piece);
    length += piece.length;
    if (length < bytes) continue;
    const all = Buffer.concat(kept);
    let at = 0;
    for (; at + bytes <= all.length; at += bytes) yield all.subarray(at, at + bytes);
    kept = [all.subarray(at)];
    length = all.length - at;
  }
  if (length > 0) yield Buffer.concat(kept);
}

/** Packs a folder, under its own name, into a `.tar.zst`. */
export async function packFolder(folder: string, target: string, atS: number): Promise<void> {
  const tar = spawn('tar', [...sameTar(atS), '-C', dirname(folder), '-cf', '-', basename(folder)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve, reject) => {
    tar.once('error', reject);
    tar.once('close', (code) => (code === 0 ? resolve() : reject(new Error(`tar ended with ${code}`))));
  });
  const packed = createZstdCompress({
    params: {
      [constants.ZSTD_c_compressionLevel]: 12,
      // Node and the app share little: a large window costs memory of who unpacks, and gains nothing.
      [constants.ZSTD_c_windowLog]: 23,
      [constants.ZSTD_c_checksumFlag]: 1,
    },
  });
  await Promise.all([pipeline(inEvenParts(tar.stdout), packed, createWriteStream(target)), ended]);
}

/** SHA-256 of a file in hex. */
export async function sumOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
