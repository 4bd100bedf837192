// The frames of ESPHome's native API, in the clear and sealed: bytes that come in any pieces become messages.
// Source: [esphome-api] "Protocol details".
import { concatBytes, toUtf8 } from '#core/bytes.ts';
import { external } from '#core/message-params.ts';
import { because, type Reason } from '#core/reason.ts';
import { beginNoise, type NoiseChannel, type NoiseHandshake } from './noise.ts';
import { readVarint, varint } from './protobuf.ts';

/** One message: what it is, and its fields. */
export interface NodeMessage {
  readonly type: number;
  readonly body: Uint8Array;
}

/** What a node says that no connection can go on with; with `help` a person has to change something. */
export class NodeFault extends Error {
  readonly why: Reason;
  readonly help: Reason | undefined;

  constructor(why: Reason, help?: Reason) {
    super(why.code);
    this.why = why;
    this.help = help;
  }
}

/** One connection's frames. */
export interface NodeFrames {
  /** What is sent before anything is heard. */
  begin(): Uint8Array;
  /** Messages can be sent. */
  readonly isReady: boolean;
  /** What comes of these bytes: messages, and what has to be sent for the connection to go on. Errors: {@link NodeFault}. */
  take(bytes: Uint8Array): { readonly messages: readonly NodeMessage[]; readonly reply: Uint8Array };
  pack(message: NodeMessage): Uint8Array;
}

/** Longest message that is read, bytes: more than any but the pictures of a camera. */
const longestMessage = 32_768;
/** Longest frame of a handshake, bytes. */
const longestHandshake = 256;
const nothing: Uint8Array = new Uint8Array(0);
/** First byte of a frame in the clear, and of a sealed one. */
const [clear, sealed] = [0, 1];

/** Bytes that are no whole frame yet, bounded. */
class Held {
  #bytes: Uint8Array = nothing;

  get bytes(): Uint8Array {
    return this.#bytes;
  }

  add(bytes: Uint8Array): void {
    this.#bytes = concatBytes(this.#bytes, bytes);
  }

  /** Without a copy: a block may be cut at each third byte. */
  cut(end: number): void {
    this.#bytes = this.#bytes.subarray(end);
  }
}

const tooLong = (): NodeFault => new NodeFault(because('esphome.too-long', { most: longestMessage }));
const noNode = (): NodeFault => new NodeFault(because('esphome.no-node'), because('help.esphome-away'));

/** The first frame in the clear of what is held, and where it ends; undefined: it is not whole. */
function clearFrame(bytes: Uint8Array): { readonly message: NodeMessage; readonly end: number } | undefined {
  const [first] = bytes;
  if (first === undefined) return undefined;
  if (first === sealed) throw new NodeFault(because('esphome.no-key'), because('help.esphome-key'));
  if (first !== clear) throw noNode();
  const size = readVarint(bytes, 1);
  const type = size === undefined ? undefined : readVarint(bytes, size.end);
  // Both numbers have three bytes at the most.
  if (size === undefined || type === undefined) {
    if (bytes.length > 7) throw noNode();
    return undefined;
  }
  if (size.value > longestMessage) throw tooLong();
  const end = type.end + size.value;
  return bytes.length < end ? undefined : { message: { type: type.value, body: bytes.slice(type.end, end) }, end };
}

/** Frames in the clear. */
export function clearFrames(): NodeFrames {
  const held = new Held();
  return {
    isReady: true,
    begin: () => nothing,
    take(bytes) {
      held.add(bytes);
      const messages: NodeMessage[] = [];
      for (let frame = clearFrame(held.bytes); frame !== undefined; frame = clearFrame(held.bytes)) {
        messages.push(frame.message);
        held.cut(frame.end);
      }
      return { messages, reply: nothing };
    },
    pack: ({ type, body }) => concatBytes(Uint8Array.of(clear), varint(body.length), varint(type), body),
  };
}

const lengthBytes = (length: number): Uint8Array => Uint8Array.of(length >> 8, length & 0xff);
const sealedFrame = (body: Uint8Array): Uint8Array =>
  concatBytes(Uint8Array.of(sealed), lengthBytes(body.length), body);

/** What both sides have said before the handshake: a word, and the length of a greeting that is empty. */
const prologue = concatBytes(toUtf8('NoiseAPIInit'), Uint8Array.of(0, 0));
/** What a node answers to a handshake with another key. */
const wrongKeyWords = 'Handshake MAC failure';
/** The only kind of sealing there is. */
const chosen = 1;
const accepted = 0;
/** Type and length before the fields of a sealed message. */
const innerHead = 4;
/** Characters of a node's own words that are told. */
const mostWords = 60;

const wrongKey = (): NodeFault => new NodeFault(because('esphome.wrong-key'), because('help.esphome-key'));

type SealedState =
  | { readonly name: 'greeting' }
  | { readonly name: 'handshake'; readonly handshake: NoiseHandshake }
  | { readonly name: 'ready'; readonly channel: NoiseChannel };

/** Sealed frames with the key of a node. */
class SealedFrames implements NodeFrames {
  readonly #psk: Uint8Array;
  readonly #held = new Held();
  #state: SealedState = { name: 'greeting' };

  constructor(psk: Uint8Array) {
    this.#psk = psk;
  }

  get isReady(): boolean {
    return this.#state.name === 'ready';
  }

  begin(): Uint8Array {
    return sealedFrame(nothing);
  }

  take(bytes: Uint8Array): ReturnType<NodeFrames['take']> {
    this.#held.add(bytes);
    const messages: NodeMessage[] = [];
    let reply: Uint8Array = nothing;
    for (let frame = this.#cut(); frame !== undefined; frame = this.#cut()) {
      const { state, message, answer } = this.#step(frame);
      this.#state = state;
      if (message !== undefined) messages.push(message);
      reply = concatBytes(reply, answer ?? nothing);
    }
    return { messages, reply };
  }

  pack({ type, body }: NodeMessage): Uint8Array {
    const state = this.#state;
    if (state.name !== 'ready') throw new TypeError('assertion: a message before the handshake is done');
    return sealedFrame(state.channel.outward.seal(concatBytes(lengthBytes(type), lengthBytes(body.length), body)));
  }

  #cut(): Uint8Array | undefined {
    const { bytes } = this.#held;
    const [first, high = 0, low = 0] = bytes;
    if (first === undefined) return undefined;
    // A node without a key says so in the clear, and hangs up.
    if (first === clear) throw new NodeFault(because('esphome.not-sealed'), because('help.esphome-not-sealed'));
    if (first !== sealed) throw noNode();
    const length = high * 256 + low;
    if (bytes.length >= 3 && length > (this.isReady ? longestMessage : longestHandshake)) throw tooLong();
    if (bytes.length < 3 || bytes.length < 3 + length) return undefined;
    this.#held.cut(3 + length);
    return bytes.slice(3, 3 + length);
  }

  #step(frame: Uint8Array): { state: SealedState; message?: NodeMessage; answer?: Uint8Array } {
    const state = this.#state;
    switch (state.name) {
      case 'greeting': {
        // Behind it stand the name and the address of the node, which nothing seals: they are not believed.
        if (frame[0] !== chosen) throw new NodeFault(because('esphome.no-node'), because('help.esphome-away'));
        const handshake = beginNoise({ psk: this.#psk, prologue });
        const answer = sealedFrame(concatBytes(Uint8Array.of(accepted), handshake.first));
        return { state: { name: 'handshake', handshake }, answer };
      }
      case 'handshake': {
        if (frame[0] !== accepted) throw refusal(frame.subarray(1));
        const channel = state.handshake.finish(frame.subarray(1));
        if (channel === undefined) throw wrongKey();
        return { state: { name: 'ready', channel } };
      }
      case 'ready':
        return { state, message: opened(state.channel, frame) };
    }
  }
}

/** Why a node ended the handshake, in its words. */
function refusal(words: Uint8Array): NodeFault {
  const said = new TextDecoder().decode(words.subarray(0, mostWords)).replaceAll(/[^ -~]/g, ' ');
  return said === wrongKeyWords ? wrongKey() : new NodeFault(because('esphome.refused', { said: external(said) }));
}

function opened({ inward }: NoiseChannel, frame: Uint8Array): NodeMessage {
  const plain = inward.open(frame);
  // The length inside is not needed: what was sealed has one.
  if (plain === undefined || plain.length < innerHead) throw new NodeFault(because('esphome.changed'));
  const [high = 0, low = 0] = plain;
  return { type: high * 256 + low, body: plain.slice(innerHead) };
}

/** Sealed frames with the key of a node, 32 bytes. */
export function sealedFrames(psk: Uint8Array): NodeFrames {
  return new SealedFrames(psk);
}

/** The key in what a person entered, 32 bytes as base64; undefined: it is a password. */
export function keyIn(text: string): Uint8Array | undefined {
  const plain = text.trim();
  return /^[A-Za-z\d+/]{43}=$/.test(plain) ? Uint8Array.from(Buffer.from(plain, 'base64')) : undefined;
}
