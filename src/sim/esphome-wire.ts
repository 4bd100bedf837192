// The wire of an emulated ESPHome node: the few messages of its native API as bytes, in the clear or sealed. Written from the protocol's
// description and its api.proto ([esphome-api]); shares nothing with the link that reads it.
import { Buffer } from 'node:buffer';
import { answerNoise, type CipherState } from './esphome-noise.ts';

/** One field of a message, as its proto file says it. */
export type Part =
  | { readonly no: number; readonly text: string }
  | { readonly no: number; readonly uint: number }
  | { readonly no: number; readonly float: number }
  | { readonly no: number; readonly fixed: number };

/** A message that came: fields by number, the last of each. */
export interface Came {
  readonly type: number;
  readonly uint: ReadonlyMap<number, number>;
  readonly text: ReadonlyMap<number, string>;
  readonly float: ReadonlyMap<number, number>;
}

function leb128(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) + 128, ...leb128(Math.floor(value / 128))];
}

/** The fields of a message as bytes. */
function fieldsToBytes(parts: readonly Part[]): Buffer {
  return Buffer.concat(
    parts.map((part) => {
      if ('uint' in part) return Buffer.from([...leb128(part.no * 8), ...leb128(part.uint)]);
      if ('text' in part) {
        const text = Buffer.from(part.text, 'utf8');
        return Buffer.concat([Buffer.from([...leb128(part.no * 8 + 2), ...leb128(text.length)]), text]);
      }
      const value = Buffer.alloc(4);
      if ('float' in part) value.writeFloatLE(part.float);
      else value.writeUInt32LE(part.fixed);
      return Buffer.concat([Buffer.from(leb128(part.no * 8 + 5)), value]);
    }),
  );
}

/** Reads a number of seven bits a byte from the front of a list. */
function takeLeb128(bytes: number[]): number {
  const byte = bytes.shift() ?? 0;
  return byte < 128 ? byte : byte - 128 + 128 * takeLeb128(bytes);
}

function cameOf(type: number, body: Buffer): Came {
  const uint = new Map<number, number>();
  const text = new Map<number, string>();
  const float = new Map<number, number>();
  const bytes = [...body];
  while (bytes.length > 0) {
    const head = takeLeb128(bytes);
    const no = head >> 3;
    if (head % 8 === 0) uint.set(no, takeLeb128(bytes));
    else if (head % 8 === 2) text.set(no, Buffer.from(bytes.splice(0, takeLeb128(bytes))).toString('utf8'));
    else {
      const four = Buffer.from(bytes.splice(0, 4));
      uint.set(no, four.readUInt32LE());
      float.set(no, four.readFloatLE());
    }
  }
  return { type, uint, text, float };
}

/** One connection as the node sees it. */
export interface NodeWire {
  /** Messages in these bytes; what has to go out at once is sent. */
  take(bytes: Buffer): readonly Came[];
  send(type: number, parts?: readonly Part[]): void;
}

interface Out {
  write(bytes: Uint8Array): void;
  end(): void;
}

/** In the clear: zero, length, type, fields. */
export function clearWire(out: Out): NodeWire {
  let held = Buffer.alloc(0);
  return {
    send(type, parts = []) {
      const body = fieldsToBytes(parts);
      out.write(Buffer.concat([Buffer.from([0, ...leb128(body.length), ...leb128(type)]), body]));
    },
    take(bytes) {
      held = Buffer.concat([held, bytes]);
      const messages: Came[] = [];
      while (held.length >= 3) {
        if (held[0] !== 0) {
          out.write(Buffer.concat([Buffer.from([0]), Buffer.from('Bad indicator byte')]));
          out.end();
          return messages;
        }
        const rest = [...held.subarray(1, 8)];
        const before = rest.length;
        const [length, type] = [takeLeb128(rest), takeLeb128(rest)];
        const from = 1 + before - rest.length;
        if (held.length < from + length) break;
        messages.push(cameOf(type, held.subarray(from, from + length)));
        held = held.subarray(from + length);
      }
      return messages;
    },
  };
}

/** Who the node is, as it says in the greeting. */
interface Greeting {
  readonly name: string;
  readonly mac: string;
  readonly key: Uint8Array;
}

/** Sealed: one, two bytes of length, what is sealed. */
export function sealedWire(out: Out, { name, mac, key }: Greeting): NodeWire {
  let held = Buffer.alloc(0);
  let step = 0;
  let ciphers: { readonly reads: CipherState; readonly writes: CipherState } | undefined;
  const frame = (body: Uint8Array): void => {
    const head = Buffer.alloc(3, 1);
    head.writeUInt16BE(body.length, 1);
    out.write(Buffer.concat([head, body]));
  };
  const refuse = (words: string): void => {
    frame(Buffer.concat([Buffer.from([1]), Buffer.from(words)]));
    out.end();
  };
  const greet = (body: Buffer): void => {
    step += 1;
    if (step === 1) return frame(Buffer.from(`\u0001${name}\0${mac}\0`, 'latin1'));
    try {
      const prologue = Buffer.from('NoiseAPIInit\0\0', 'latin1');
      const answered = answerNoise(body.subarray(1), { psk: key, prologue });
      ciphers = answered;
      return frame(Buffer.concat([Buffer.from([0]), answered.message]));
    } catch {
      return refuse('Handshake MAC failure');
    }
  };
  return {
    send(type, parts = []) {
      const body = fieldsToBytes(parts);
      const head = Buffer.alloc(4);
      head.writeUInt16BE(type, 0);
      head.writeUInt16BE(body.length, 2);
      if (ciphers !== undefined) frame(ciphers.writes.encryptWithAd(Buffer.alloc(0), Buffer.concat([head, body])));
    },
    take(bytes) {
      held = Buffer.concat([held, bytes]);
      const messages: Came[] = [];
      while (held.length >= 3) {
        if (held[0] !== 1) {
          refuse('Bad indicator byte');
          return messages;
        }
        const end = 3 + held.readUInt16BE(1);
        if (held.length < end) break;
        const body = held.subarray(3, end);
        held = held.subarray(end);
        if (ciphers === undefined) greet(body);
        else {
          const plain = Buffer.from(ciphers.reads.decryptWithAd(Buffer.alloc(0), body));
          messages.push(cameOf(plain.readUInt16BE(0), plain.subarray(4)));
        }
      }
      return messages;
    },
  };
}
