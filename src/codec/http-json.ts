// Devices that answer HTTP with JSON, as a wire format: a command is a name, its request a path; the answer is the body.
import { external } from '#core/message-params.ts';
import { because, type Reason } from '#core/reason.ts';
import { printable, toLatin1 } from '#core/bytes.ts';
import type { Frame, Framer } from '#core/framer.ts';
import { httpRequestBytes, type HttpRequest, longestHead, readHttpHead, refusedPassword } from '#core/http-exchange.ts';
import type { Answer, WireFormat } from './wire.ts';
import { isJsonObject, type JsonObject } from './shelly-rpc.ts';

/** How one family of devices is asked over HTTP. */
export interface HttpJsonFormat {
  readonly id: string;
  readonly title: string;
  /** Largest body, bytes. */
  readonly maxBody: number;
  /** Whether an answer may be a list: it is read as an object whose `items` it is. */
  readonly takesLists?: boolean;
  /** Whether what a write is answered with counts for nothing beside its status: it may be empty. */
  readonly acksByStatus?: boolean;
  /** What goes out for a command. */
  request(command: string): HttpRequest;
  /** Whether a command changes the device: its answer is an acknowledgement. */
  isWrite?(command: string): boolean;
  /** Why a body is a refusal, in the device's words; undefined if it is an answer. */
  refusal?(body: JsonObject, command: string): string | undefined;
}

const refusals: Readonly<Record<number, Reason>> = {
  401: because('refused.account'),
  403: because('refused.not-read'),
  404: because('refused.no-page'),
};

/** The JSON object of a body; a list, where one is taken, as its `items`. Undefined if it holds none. */
export function readBody(body: Uint8Array, { takesLists = false } = {}): JsonObject | undefined {
  try {
    const parsed: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
    if (takesLists && Array.isArray(parsed)) return { items: parsed };
    return isJsonObject(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** What of a format decides which bodies are answers. */
type Taking = Pick<HttpJsonFormat, 'takesLists' | 'acksByStatus'>;

/** Busy, in trouble, or no HTTP at all: the same question may be answered a little later. */
const isTrouble = (status: number): boolean => status < 200 || status >= 500 || status === 429;

/** Whether a response says something: a page has to be JSON, a refusal need not. */
const isUsable = (status: number, body: Uint8Array, taking: Taking): boolean =>
  !isTrouble(status) && (status >= 300 || taking.acksByStatus === true || readBody(body, taking) !== undefined);

function answerTo(format: HttpJsonFormat, frame: Uint8Array, command: string): Answer {
  const head = readHttpHead(frame);
  if (head === undefined) return { kind: 'foreign', why: because('frame.no-http') };
  const { status, bodyAt, type } = head;
  const body = frame.subarray(bodyAt);
  if (isTrouble(status)) return { kind: 'foreign', why: because('frame.http-status', { status }) };
  if (status >= 300 && status < 400) return { kind: 'refused', why: because('refused.redirect', { status }) };
  if (status === 401 && type === refusedPassword) return { kind: 'refused', why: because('refused.password') };
  if (status >= 400) return { kind: 'refused', why: refusals[status] ?? because('frame.http-status', { status }) };
  const json = readBody(body, format);
  if (json === undefined && format.acksByStatus === true && format.isWrite?.(command) === true) return { kind: 'ack' };
  if (json === undefined)
    return { kind: 'foreign', why: because('frame.no-json', { said: external(printable(body, 40)) }) };
  const why = format.refusal?.(json, command);
  if (why !== undefined) return { kind: 'refused', why: because('outside.said', { said: external(why) }) };
  return format.isWrite?.(command) === true ? { kind: 'ack' } : { kind: 'payload', payload: body };
}

class HttpFramer implements Framer {
  readonly #most: number;
  readonly #taking: Taking;
  #held = new Uint8Array(0);

  constructor(most: number, taking: Taking) {
    this.#most = most;
    this.#taking = taking;
  }

  get pending(): number {
    return this.#held.length;
  }

  push(bytes: Uint8Array): readonly Frame[] {
    const joined = new Uint8Array(this.#held.length + bytes.length);
    joined.set(this.#held);
    joined.set(bytes, this.#held.length);
    this.#held = joined;
    const frames: Frame[] = [];
    for (let frame = this.#take(); frame !== undefined; frame = this.#take()) frames.push(frame);
    return frames;
  }

  reset(): void {
    this.#held = new Uint8Array(0);
  }

  #take(): Frame | undefined {
    const held = this.#held;
    if (held.length === 0) return undefined;
    const head = readHttpHead(held);
    if (head === undefined) {
      const maybeHead = held.length < longestHead && !held.includes(0x0a) && 'HTTP '.startsWith(start(held));
      if (maybeHead) return undefined;
      return this.#cut(this.#nextHead(held), 'malformed');
    }
    const whole = head.bodyAt + head.length;
    if (whole > this.#most) return this.#cut(head.bodyAt, 'malformed');
    if (held.length < whole) return undefined;
    const isGood = isUsable(head.status, held.subarray(head.bodyAt, whole), this.#taking);
    return this.#cut(whole, isGood ? undefined : 'malformed');
  }

  /** Where the next response may begin. */
  #nextHead(held: Uint8Array): number {
    const at = toLatin1(held).indexOf('HTTP ', 1);
    return at < 0 ? held.length : at;
  }

  #cut(length: number, fault: Frame['fault']): Frame {
    const bytes = this.#held.slice(0, length);
    this.#held = this.#held.slice(length);
    return { bytes, ...(fault === undefined ? {} : { fault }) };
  }
}

const start = (held: Uint8Array): string => toLatin1(held.subarray(0, 5));

/** The wire format of a family. */
export function httpJsonWire(format: HttpJsonFormat): WireFormat {
  const { id, title, maxBody } = format;
  const maxFrame = maxBody + longestHead;
  return {
    id,
    title,
    maxFrame,
    request: (command) => httpRequestBytes(format.request(command)),
    framer: () => new HttpFramer(maxFrame, format),
    answer: (frame, command) => answerTo(format, frame, command),
  };
}
