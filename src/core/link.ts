// The interface of one link that carries bytes. Transports implement it; drivers own what is sent over it.
import type { Framer } from './framer.ts';

/** What to wait for after a request. */
export interface Expectation {
  /** A fresh framer of the device's family. */
  readonly framer: Framer;
  /** Whether a good frame is the answer to this request; others (an echo, a late answer) are skipped. */
  accepts(frame: Uint8Array): boolean;
  /** Longest time until the first byte, after the request has left, ms. */
  readonly responseMs: number;
  /** Longest silence inside an answer, ms; what the line's speed needs is added by the link. */
  readonly silenceMs?: number;
  /** Largest answer, bytes; bounds the whole wait. */
  readonly maxBytes: number;
  readonly signal?: AbortSignal | undefined;
  /** Called right before the first byte of the request goes out; what it throws ends the exchange, and nothing was sent. */
  readonly onSend?: (() => void) | undefined;
}

/** Counters of one link since it was made. */
export interface LinkCounters {
  readonly opened: number;
  readonly lost: number;
  readonly bytesSent: number;
  readonly bytesReceived: number;
}

/**
 * One link: moves bytes and knows no device. It stays open, reads by event, and opens again when asked after the device
 * vanished and returned.
 */
export interface Link {
  /** Its address as text, without secrets. */
  readonly name: string;
  readonly isOpen: boolean;
  readonly counters: LinkCounters;
  /** Opens the link; does nothing when open. Errors: `link.unavailable`, `link.forbidden`. */
  open(): Promise<void>;
  /** Closes it and fails an exchange under way with `link.closed`. Does nothing when closed. */
  close(): Promise<void>;
  /**
   * Drops what arrived before, sends, and resolves with the first accepted frame. One exchange at a time.
   * Errors: `link.timeout` (nothing came), `frame.checksum` or `frame.malformed` (only faulty frames or a partial one
   * came), `link.closed` (the device vanished).
   */
  sendAndReceive(request: Uint8Array, expectation: Expectation): Promise<Uint8Array>;
  /**
   * Sees every byte that arrives, for devices that speak unasked and for logs; the returned function stops it. Of a device that tells what
   * it shows into a link that keeps it, nothing at all says that it is worth asking.
   */
  listen(onBytes: (bytes: Uint8Array) => void): () => void;
}
