// Ports at which a home answers programs and devices of its network: what asks is hostile until it is read. The rooms above say what is
// answered; transport opens the ports and holds the bounds.
import type { OpenPort, PortPlace } from './listening.ts';

/** A port, and whose it is: who has it already gets it once more, for a test of what runs, without listening twice. */
export interface OwnedPlace extends PortPlace {
  readonly owner: string;
}

/** A request of HTTP. */
export interface WebAsked {
  readonly method: string;
  /** Path and query as they were sent. */
  readonly target: string;
  /** Bounded; a longer one is refused before it comes here. */
  readonly body: string;
}

/** What is answered. */
export interface WebAnswered {
  readonly status: number;
  /** JSON. */
  readonly body: string;
}

/** Who answers at a port of HTTP. */
export interface WebAnswerer {
  web(asked: WebAsked, from: string): WebAnswered;
  /** A text that came over a WebSocket at `/rpc`; nothing: it is not answered. */
  text(text: string, from: string): string | undefined;
}

/** What a connection is answered: some bytes, and whether it is ended with them. */
export interface StreamAnswered {
  readonly bytes: Uint8Array;
  readonly isEnd: boolean;
}

/** One connection of a stream of bytes; it keeps what is not whole. */
export type StreamAnswerer = (bytes: Uint8Array) => StreamAnswered;

/** A group of receivers in the network. */
export interface GroupPlace {
  /** Multicast address, and the port that its members listen on. */
  readonly group: string;
  readonly port: number;
  /** Address of this computer that is sent from; it decides which network. */
  readonly from: string;
  /** Routers that are passed, plus one. */
  readonly ttl: number;
}

/** Sends to a group until it is closed. */
export interface GroupSender {
  /** Errors: those of the system, as `link.unavailable`. */
  send(bytes: Uint8Array): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens ports that answer. Each answers addresses of local networks alone, so many requests a second of each, and no long ones. Errors of
 * all: `port.taken`, `input.usage` (an address or port that cannot be listened on).
 */
export interface Ports {
  web(place: OwnedPlace, answerer: WebAnswerer): Promise<OpenPort>;
  /** Answers datagrams; nothing: silence. */
  datagrams(place: OwnedPlace, answer: (bytes: Uint8Array, from: string) => Uint8Array | undefined): Promise<OpenPort>;
  streams(place: OwnedPlace, open: (from: string) => StreamAnswerer): Promise<OpenPort>;
  group(place: GroupPlace): Promise<GroupSender>;
}
