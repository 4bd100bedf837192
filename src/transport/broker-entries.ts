// What the broker writes into its journal: a heading as JSON, and the bytes of a message behind it.
import { isRecord } from '#core/entries.ts';

/** A subscription of a session that is kept. */
export interface KeptFilter {
  readonly topic: string;
  readonly qos: number;
}

/** One entry. */
export type BrokerEntry =
  /** All filters of a session; none: the session is gone, with what waited for it. */
  | { readonly kind: 'session'; readonly client: string; readonly filters: readonly KeptFilter[] }
  /** Filters that were added to a session or changed, and those that ended. */
  | {
      readonly kind: 'filters';
      readonly client: string;
      readonly add: readonly KeptFilter[];
      readonly end: readonly string[];
    }
  /** A message for some sessions, with the QoS of each; `begun`: it came as QoS 2 of this client, under this id. */
  | {
      readonly kind: 'message';
      readonly number: number;
      readonly to: readonly (readonly [client: string, qos: number])[];
      readonly topic: string;
      readonly begun?: readonly [client: string, id: number] | undefined;
      readonly payload: Uint8Array;
    }
  /** A message came as QoS 2 under this id, and nobody it would have to wait for was there. */
  | { readonly kind: 'begun'; readonly client: string; readonly id: number }
  /** A message of QoS 2 goes out under this id. */
  | { readonly kind: 'sent'; readonly client: string; readonly number: number; readonly id: number }
  /** The other side has it. */
  | { readonly kind: 'released'; readonly client: string; readonly number: number }
  | { readonly kind: 'done'; readonly client: string; readonly number: number }
  /** The message that came as QoS 2 under this id has ended; without an id all of the client have. */
  | { readonly kind: 'ended'; readonly client: string; readonly id?: number | undefined }
  /** What is kept for later subscribers; empty: nothing any more. */
  | {
      readonly kind: 'retained';
      readonly account: string;
      readonly topic: string;
      readonly qos: number;
      readonly payload: Uint8Array;
    }
  /** The last will of a client that is connected. */
  | {
      readonly kind: 'will';
      readonly client: string;
      readonly topic: string;
      readonly qos: number;
      readonly retain: boolean;
      readonly payload: Uint8Array;
    }
  | { readonly kind: 'no-will'; readonly client: string };

/** An entry as bytes: length of the heading, heading, payload. */
export function encodeEntry(entry: BrokerEntry): Buffer {
  const { payload, ...rest } = 'payload' in entry ? entry : { ...entry, payload: undefined };
  const head = Buffer.from(JSON.stringify(rest), 'utf8');
  const bytes = Buffer.allocUnsafe(4 + head.length + (payload?.length ?? 0));
  bytes.writeUInt32LE(head.length, 0);
  head.copy(bytes, 4);
  if (payload !== undefined) bytes.set(payload, 4 + head.length);
  return bytes;
}

/** The entry of bytes that {@link encodeEntry} gave; undefined for anything else. */
export function decodeEntry(bytes: Uint8Array): BrokerEntry | undefined {
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (whole.length < 4) return undefined;
  const length = whole.readUInt32LE(0);
  if (length > whole.length - 4) return undefined;
  let head: unknown;
  try {
    head = JSON.parse(whole.toString('utf8', 4, 4 + length));
  } catch {
    return undefined;
  }
  if (!isRecord(head) || typeof head['kind'] !== 'string') return undefined;
  // Bytes of its own: those of the whole file would be held with it. The check sum of the journal shows that these are ours.
  return { ...head, payload: Uint8Array.prototype.slice.call(whole, 4 + length) } as BrokerEntry;
}
