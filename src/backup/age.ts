// The age format, version 1, with a passphrase: a head with the key of the file, wrapped by scrypt, and the content in chunks of
// 64 KiB of ChaCha20-Poly1305, numbered, the last one marked. So a file that is cut, reordered or changed does not open, and the
// program `age` opens it without Solstead. Source: https://github.com/C2SP/C2SP/blob/main/age.md
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hkdfSync,
  randomBytes,
  scrypt,
  timingSafeEqual,
} from 'node:crypto';
import { SolsteadError } from '#core/errors.ts';
import { because, type Reason } from '#core/reason.ts';
import { type ExactReader, exactReader } from './exact-reader.ts';

const versionLine = 'age-encryption.org/v1';
const scryptLabel = 'age-encryption.org/v1/scrypt';
const cipher = 'chacha20-poly1305';
const chunkBytes = 65_536;
const tagBytes = 16;
const keyBytes = 16;
const saltBytes = 16;
const nonceBytes = 16;
/** The whole head is shorter: an answer to somebody who sends a head without an end. */
const mostHeadBytes = 4096;
/** scrypt with N = 2¹⁷ takes 128 MiB for a moment, as OWASP asks for; `age` itself uses 18. */
const standardWorkFactor = 17;
const mostWorkFactor = 18;

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64').replaceAll('=', '');

function bad(at: string, why: Reason): SolsteadError {
  return new SolsteadError('backup.damaged', { at, why });
}

/** A key of 32 bytes from a passphrase; off the event loop. */
function stretch(passphrase: string, salt: Uint8Array, workFactor: number): Promise<Buffer> {
  const [N, r] = [2 ** workFactor, 8];
  const full = Buffer.concat([Buffer.from(scryptLabel), salt]);
  return new Promise((resolve, reject) => {
    const done = (error: Error | null, key: Buffer): void => (error === null ? resolve(key) : reject(error));
    // The same words typed on another keyboard may be composed otherwise.
    scrypt(passphrase.normalize('NFC'), full, 32, { N, r, p: 1, maxmem: 2 * 128 * N * r }, done);
  });
}

const derived = (key: Uint8Array, salt: Uint8Array, label: string): Buffer =>
  Buffer.from(hkdfSync('sha256', key, salt, label, 32));

interface Sealing {
  readonly key: Uint8Array;
  readonly nonce: Uint8Array;
}

function seal({ key, nonce }: Sealing, plain: Uint8Array): Buffer {
  const box = createCipheriv(cipher, key, nonce, { authTagLength: tagBytes });
  return Buffer.concat([box.update(plain), box.final(), box.getAuthTag()]);
}

/** Undefined if it was not sealed with this key. */
function unseal({ key, nonce }: Sealing, sealed: Uint8Array): Buffer | undefined {
  if (sealed.length < tagBytes) return undefined;
  const box = createDecipheriv(cipher, key, nonce, { authTagLength: tagBytes });
  box.setAuthTag(sealed.subarray(sealed.length - tagBytes));
  const plain = box.update(sealed.subarray(0, sealed.length - tagBytes));
  try {
    box.final();
    return plain;
  } catch {
    // Another key, or other bytes.
    return undefined;
  }
}

/** The number of a chunk in 11 bytes, and whether it is the last. */
function chunkNonce(number: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUIntBE(number, 5, 6);
  nonce[11] = isLast ? 1 : 0;
  return nonce;
}

const noNonce = Buffer.alloc(12);

async function headFor(fileKey: Buffer, passphrase: string, workFactor: number): Promise<Buffer> {
  const salt = randomBytes(saltBytes);
  const key = await stretch(passphrase, salt, workFactor);
  const body = base64(seal({ key, nonce: noNonce }, fileKey));
  const head = `${versionLine}\n-> scrypt ${base64(salt)} ${workFactor}\n${body}\n---`;
  const mac = createHmac('sha256', derived(fileKey, new Uint8Array(), 'header'))
    .update(head)
    .digest();
  return Buffer.from(`${head} ${base64(mac)}\n`);
}

/** Options of {@link encrypted}. */
export interface EncryptOptions {
  readonly passphrase: string;
  /** scrypt's N as a power of two; for tests. */
  readonly workFactor?: number;
}

/** Encrypts a stream. */
export async function* encrypted(
  plain: AsyncIterable<Uint8Array>,
  { passphrase, workFactor = standardWorkFactor }: EncryptOptions,
): AsyncGenerator<Buffer> {
  const fileKey = randomBytes(keyBytes);
  yield await headFor(fileKey, passphrase, workFactor);
  const nonce = randomBytes(nonceBytes);
  yield nonce;
  const key = derived(fileKey, nonce, 'payload');
  const reader = exactReader(plain);
  try {
    for (let number = 0, isLast = false; !isLast; number += 1) {
      const chunk = await reader.read(chunkBytes);
      isLast = chunk.length < chunkBytes || (await reader.isAtEnd());
      yield seal({ key, nonce: chunkNonce(number, isLast) }, chunk);
    }
  } finally {
    await reader.end();
  }
}

/** Whether a file begins as an age file does. */
export const isAge = (start: Uint8Array): boolean =>
  Buffer.from(start.subarray(0, versionLine.length)).toString('latin1') === versionLine;

interface Head {
  /** The head up to and with `---`, which the code authenticates. */
  readonly text: string;
  readonly mac: Buffer;
  readonly salt: Buffer;
  readonly workFactor: number;
  readonly wrapped: Buffer;
}

async function readLine(reader: ExactReader, at: string, room: number): Promise<string> {
  const bytes: number[] = [];
  for (;;) {
    const [byte] = await reader.read(1);
    if (byte === undefined) throw bad(at, because('backup.cut'));
    if (byte === 0x0a) return Buffer.from(bytes).toString('latin1');
    bytes.push(byte);
    if (bytes.length > room) throw bad(at, because('backup.not-one'));
  }
}

async function readHead(reader: ExactReader, at: string): Promise<Head> {
  const lines: string[] = [];
  for (let room = mostHeadBytes; !lines.at(-1)?.startsWith('--- '); ) {
    const line = await readLine(reader, at, room);
    room -= line.length + 1;
    lines.push(line);
  }
  if (lines[0] !== versionLine) throw bad(at, because('backup.not-one'));
  const [, salt, factor] = /^-> scrypt ([A-Za-z0-9+/]{22}) ([1-9]\d?)$/.exec(lines[1] ?? '') ?? [];
  // A file has one stanza of scrypt or others, never both.
  if (salt === undefined || factor === undefined || lines.length !== 4)
    throw bad(at, because('backup.sealed-otherwise'));
  const workFactor = Number(factor);
  if (workFactor > mostWorkFactor)
    throw bad(at, because('backup.work-factor', { found: workFactor, most: mostWorkFactor }));
  const [, mac] = /^--- ([A-Za-z0-9+/]{43})$/.exec(lines[3] ?? '') ?? [];
  if (mac === undefined || !/^[A-Za-z0-9+/]{43}$/.test(lines[2] ?? '')) throw bad(at, because('backup.not-one'));
  const wrapped = Buffer.from(lines[2] ?? '', 'base64');
  const text = `${lines.slice(0, 3).join('\n')}\n---`;
  return { text, mac: Buffer.from(mac, 'base64'), salt: Buffer.from(salt, 'base64'), workFactor, wrapped };
}

async function fileKeyOf(
  { text, mac, salt, workFactor, wrapped }: Head,
  passphrase: string,
  at: string,
): Promise<Buffer> {
  const key = await stretch(passphrase, salt, workFactor);
  const fileKey = unseal({ key, nonce: noNonce }, wrapped);
  const why = because('backup.passphrase');
  if (fileKey?.length !== keyBytes) throw new SolsteadError('backup.passphrase', { at, why });
  const own = createHmac('sha256', derived(fileKey, new Uint8Array(), 'header'))
    .update(text)
    .digest();
  if (!timingSafeEqual(own, mac)) throw bad(at, because('backup.part', { part: 'head' }));
  return fileKey;
}

/**
 * Decrypts a stream; `at` names it in errors. What it has given is as it was written, even if the rest is not. Errors:
 * `backup.passphrase`, `backup.damaged`.
 */
export async function* decrypted(
  sealed: AsyncIterable<Uint8Array>,
  { passphrase, at }: { readonly passphrase: string; readonly at: string },
): AsyncGenerator<Buffer> {
  const reader = exactReader(sealed);
  try {
    const fileKey = await fileKeyOf(await readHead(reader, at), passphrase, at);
    const nonce = await reader.read(nonceBytes);
    if (nonce.length < nonceBytes) throw bad(at, because('backup.cut'));
    const key = derived(fileKey, nonce, 'payload');
    for (let number = 0, isLast = false; !isLast; number += 1) {
      const chunk = await reader.read(chunkBytes + tagBytes);
      isLast = await reader.isAtEnd();
      const plain = unseal({ key, nonce: chunkNonce(number, isLast) }, chunk);
      if (plain !== undefined) yield plain;
      // A chunk that opens as one in the middle is followed by others: they are missing.
      else if (isLast && unseal({ key, nonce: chunkNonce(number, false) }, chunk) !== undefined)
        throw bad(at, because('backup.cut'));
      else throw bad(at, because('backup.changed', { at: number * chunkBytes }));
    }
  } finally {
    await reader.end();
  }
}
