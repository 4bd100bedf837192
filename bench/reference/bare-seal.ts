// The barest way to keep files safe: a key from a passphrase, and each file copied in sealed pieces, and opened again. It knows
// nothing of moments, parts or hashes, and whoever writes meanwhile spoils the copy.
import { createCipheriv, createDecipheriv, scryptSync } from 'node:crypto';
import { closeSync, openSync, readSync, writeSync } from 'node:fs';

const pieceBytes = 65_536;
const tagBytes = 16;
const cipher = 'chacha20-poly1305';
const options = { authTagLength: tagBytes };

/** A key as age makes it: N = 2¹⁷. */
export const keyOf = (passphrase: string): Buffer =>
  scryptSync(passphrase, 'salt', 32, { N: 2 ** 17, r: 8, p: 1, maxmem: 2 ** 28 });

/** The number of a piece, so that none is opened in the place of another. */
function nonceOf(number: number): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUInt32BE(number, 8);
  return nonce;
}

/** Copies one file to another, piece by piece. */
function copied(from: string, to: string, { bytes, change }: Copying): void {
  const [source, target] = [openSync(from, 'r'), openSync(to, 'w')];
  const piece = Buffer.alloc(bytes);
  try {
    for (let number = 0; ; number += 1) {
      const read = readSync(source, piece);
      if (read === 0) return;
      writeSync(target, change(piece.subarray(0, read), nonceOf(number)));
    }
  } finally {
    closeSync(source);
    closeSync(target);
  }
}

interface Copying {
  readonly bytes: number;
  change(piece: Buffer, nonce: Buffer): Buffer;
}

/** Seals a file into another. */
export function sealFile(from: string, to: string, key: Buffer): void {
  const change = (piece: Buffer, nonce: Buffer): Buffer => {
    const box = createCipheriv(cipher, key, nonce, options);
    return Buffer.concat([box.update(piece), box.final(), box.getAuthTag()]);
  };
  copied(from, to, { bytes: pieceBytes, change });
}

/** Opens what {@link sealFile} made. */
export function openFile(from: string, to: string, key: Buffer): void {
  const change = (piece: Buffer, nonce: Buffer): Buffer => {
    const box = createDecipheriv(cipher, key, nonce, options);
    box.setAuthTag(piece.subarray(piece.length - tagBytes));
    return Buffer.concat([box.update(piece.subarray(0, piece.length - tagBytes)), box.final()]);
  };
  copied(from, to, { bytes: pieceBytes + tagBytes, change });
}
