// The side of a Noise handshake that answers, as a node has it: the objects of the specification (CipherState, SymmetricState) one by one.
// Written from The Noise Protocol Framework, revision 34, section 5; shares nothing with the link that begins.
import crypto from 'node:crypto';

type Bytes = Uint8Array;
const join = (...parts: readonly Bytes[]): Bytes => Uint8Array.from(Buffer.concat(parts));
const tag = 16;

/** CipherState with ChaChaPoly. */
export class CipherState {
  readonly #key: Bytes;
  #n = 0;

  constructor(key: Bytes) {
    this.#key = key;
  }

  #nonce(): Buffer {
    const nonce = Buffer.alloc(12);
    nonce.writeUInt32LE(this.#n, 4);
    this.#n += 1;
    return nonce;
  }

  encryptWithAd(ad: Bytes, plain: Bytes): Bytes {
    const made = crypto.createCipheriv('chacha20-poly1305', this.#key, this.#nonce(), { authTagLength: tag });
    made.setAAD(ad, { plaintextLength: plain.length });
    const body = made.update(plain);
    made.final();
    return join(body, made.getAuthTag());
  }

  /** Throws where the tag does not fit. */
  decryptWithAd(ad: Bytes, text: Bytes): Bytes {
    const made = crypto.createDecipheriv('chacha20-poly1305', this.#key, this.#nonce(), { authTagLength: tag });
    made.setAAD(ad, { plaintextLength: text.length - tag });
    made.setAuthTag(text.subarray(text.length - tag));
    const body = made.update(text.subarray(0, text.length - tag));
    made.final();
    return Uint8Array.from(body);
  }
}

class SymmetricState {
  h: Bytes;
  #ck: Bytes;
  #cipher: CipherState | undefined;

  constructor(name: string) {
    this.h = crypto.hash('sha256', name, 'buffer');
    this.#ck = this.h;
  }

  #expand(input: Bytes, count: 2 | 3): readonly Bytes[] {
    const mac = (key: Bytes, data: Bytes): Bytes => crypto.createHmac('sha256', key).update(data).digest();
    const temp = mac(this.#ck, input);
    const made: Bytes[] = [];
    for (let n = 1; n <= count; n += 1) made.push(mac(temp, join(made.at(-1) ?? new Uint8Array(), Uint8Array.of(n))));
    return made;
  }

  mixHash(data: Bytes): void {
    this.h = crypto.hash('sha256', join(this.h, data), 'buffer');
  }

  mixKey(input: Bytes): void {
    const [ck, key] = this.#expand(input, 2);
    this.#ck = ck ?? new Uint8Array();
    this.#cipher = new CipherState(key ?? new Uint8Array());
  }

  mixKeyAndHash(input: Bytes): void {
    const [ck, h, key] = this.#expand(input, 3);
    this.#ck = ck ?? new Uint8Array();
    this.mixHash(h ?? new Uint8Array());
    this.#cipher = new CipherState(key ?? new Uint8Array());
  }

  encryptAndHash(plain: Bytes): Bytes {
    const text = this.#cipher?.encryptWithAd(this.h, plain) ?? plain;
    this.mixHash(text);
    return text;
  }

  decryptAndHash(text: Bytes): Bytes {
    const plain = this.#cipher?.decryptWithAd(this.h, text) ?? text;
    this.mixHash(text);
    return plain;
  }

  split(): readonly [CipherState, CipherState] {
    const [first, second] = this.#expand(new Uint8Array(), 2);
    return [new CipherState(first ?? new Uint8Array()), new CipherState(second ?? new Uint8Array())];
  }
}

/** What comes of a handshake: the message that answers, and how to read and write from then on. */
export interface Answered {
  readonly message: Bytes;
  /** What the first message carried. */
  readonly payload: Bytes;
  readonly reads: CipherState;
  readonly writes: CipherState;
}

/** Answers a first message. Throws where the other side has another key. */
export function answerNoise(
  first: Bytes,
  {
    psk,
    prologue,
    payload = new Uint8Array(),
    ephemeral,
  }: { readonly psk: Bytes; readonly prologue: Bytes; readonly payload?: Bytes; readonly ephemeral?: crypto.KeyObject },
): Answered {
  const state = new SymmetricState('Noise_NNpsk0_25519_ChaChaPoly_SHA256');
  state.mixHash(prologue);
  state.mixKeyAndHash(psk);
  const re = first.subarray(0, 32);
  state.mixHash(re);
  state.mixKey(re);
  const carried = state.decryptAndHash(first.subarray(32));
  const secret = ephemeral ?? crypto.generateKeyPairSync('x25519').privateKey;
  const { x = '' } = crypto.createPublicKey(secret).export({ format: 'jwk' });
  const own = Uint8Array.from(Buffer.from(x, 'base64url'));
  state.mixHash(own);
  state.mixKey(own);
  const jwk = { kty: 'OKP', crv: 'X25519', x: Buffer.from(re).toString('base64url') };
  const publicKey = crypto.createPublicKey({ key: jwk, format: 'jwk' });
  state.mixKey(crypto.diffieHellman({ privateKey: secret, publicKey }));
  const message = join(own, state.encryptAndHash(payload));
  const [reads, writes] = state.split();
  return { message, payload: carried, reads, writes };
}
