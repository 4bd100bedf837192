// The interface of a wire format: how one family of devices is asked and answers, in bytes. Pure.
import type { Reason } from '#core/reason.ts';
import type { Framer } from '#core/framer.ts';

/** What a good frame means as the answer to a request. */
export type Answer =
  | { readonly kind: 'payload'; readonly payload: Uint8Array }
  | { readonly kind: 'ack' }
  | { readonly kind: 'refused'; readonly why: Reason }
  /** Not an answer to this request: an echo, a late answer to another one. */
  | { readonly kind: 'foreign'; readonly why: Reason };

/** What tells answers apart that do not say which question they are to. */
export interface InOrder {
  /** Who answers: the same text for the same device on a line. */
  readonly device: string;
  /** Questions without effect whose answers differ in form from that to this command; the likeliest to be answered first. */
  guards(command: string): readonly string[];
}

/** One wire format. */
export interface WireFormat {
  readonly id: string;
  readonly title: string;
  /** Largest frame in bytes; what a framer holds back stays under it. */
  readonly maxFrame: number;
  /** An answer does not tell which question it is to: a late one may pass for another's. */
  readonly isNameless?: true;
  /** The same, of devices that answer in the order in which they are asked. */
  readonly inOrder?: InOrder;
  /** The bytes that ask for a command, checksum included. */
  request(command: string): Uint8Array;
  framer(): Framer;
  /** Reads a good frame as the answer to `command`. */
  answer(frame: Uint8Array, command: string): Answer;
  /** Where somebody else has to read what is in a payload: what tables then decode; undefined: it is no answer. */
  meaning?(payload: Uint8Array, command: string): Promise<Uint8Array | undefined>;
}

/** A report that came without being asked for. */
export interface Reported {
  /** Name of the report, as the definition lists it. */
  readonly report: string;
  readonly payload: Uint8Array;
}

/** The wire format of devices that report on their own. */
export interface ReportFormat extends Pick<WireFormat, 'id' | 'title' | 'maxFrame' | 'framer'> {
  /** What a good frame reports; undefined if it is nothing of that kind. */
  read(frame: Uint8Array): Reported | undefined;
}
