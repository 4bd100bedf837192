// What a dialect is: how a family of devices speaks over MQTT. Most are a table (`topic-dialect.ts`); one whose messages are frames of
// their own, such as RPC, is written out.
import type { Reason } from '#core/reason.ts';
import type { Quality } from '#core/reading.ts';
import type { WireFormat } from '#codec/wire.ts';
import type { StoredMinutes } from './stored-minutes.ts';

/** A device's state, or parts of it, as objects in objects. */
export type MessageState = Readonly<Record<string, unknown>>;

/** What one MQTT message says. */
export type MessageContent =
  | {
      readonly kind: 'state';
      /** The device's state, whole or in parts; null clears what it stands for. */
      readonly state: MessageState;
      /** Where the device stamps it, epoch ms. */
      readonly atMs?: number;
      /** What the device says of its own values; `good` if absent. */
      readonly quality?: Quality;
      /** What it says it changes itself, so that it holds until it says otherwise: a relay, not a power. */
      readonly holds?: true;
    }
  | { readonly kind: 'online'; readonly online: boolean; readonly state?: MessageState }
  | {
      readonly kind: 'response';
      /** Which question it answers; absent where the device does not say: the oldest. */
      readonly id?: number;
      readonly state?: MessageState;
      /** What it answered, as it is. */
      readonly result?: unknown;
      readonly refused?: Reason;
      /** It was not refused, but the device cannot say whether it was done. */
      readonly isUnclear?: true;
      /** It is away: nothing was sent to it. */
      readonly isAway?: true;
    }
  /** Of when something of its state is, told on a topic of its own: what the broker kept of it has a time by that. */
  | { readonly kind: 'stamp'; readonly of: string; readonly atMs: number }
  /** It, or one that says it is it, is not let in: what it says else is as it was. */
  | { readonly kind: 'turned-away'; readonly why: Reason }
  | { readonly kind: 'other' }
  | { readonly kind: 'malformed'; readonly why: Reason };

/** A message to be published. */
export interface OutMessage {
  readonly topic: string;
  readonly payload: string;
}

/** Where a message goes, and where its answer is wanted. */
export interface MessageAddress {
  readonly prefix: string;
  readonly replyTo: string;
  readonly id: number;
}

/** A device that showed itself: the prefix of its topics, and what it is. */
export interface Sighting {
  readonly prefix: string;
  readonly definition: string;
}

/** A second way to a device, taken while nothing comes over MQTT: it is asked over HTTP. Pure. */
export interface MessageFallback {
  /** Where its state says at which address of the home it is; the first that is there. */
  readonly hosts: readonly string[];
  /** What in its state says who it is: another device may have the address one day. */
  readonly identity: string;
  /** How it is asked; a writer's command goes out as it is. */
  readonly wire: WireFormat;
  readonly question: string;
  /** Whether a writer's command can go this way only; absent: none. */
  readonly isOnlyWay?: (command: string) => boolean;
  /** How it takes its password; by digest if absent. */
  readonly passwordBy?: 'basic';
  /** The state an answer holds. */
  read(payload: Uint8Array): MessageState;
  /** What an answer says besides a state, as it is; absent: nothing. */
  readonly result?: (payload: Uint8Array) => unknown;
  readonly responseMs: number;
  readonly everySeconds: number;
}

/** How a family of devices speaks over MQTT. Pure. */
export interface MessageDialect {
  readonly id: string;
  readonly title: string;
  /** Topic filters that carry what a device with this prefix says; `replyTo` is our own topic for answers. */
  filters(prefix: string, replyTo: string): readonly string[];
  read(prefix: string, topic: string, payload: Uint8Array): MessageContent;
  /** Asks for the whole state; absent: it cannot be asked. */
  readonly askState?: (to: MessageAddress) => readonly OutMessage[];
  /** A writer's command as a message. */
  request(to: MessageAddress, command: string): OutMessage;
  /**
   * How it answers: with the id of the question; with the next answer it gives; or not at all, so that only what it shows tells whether a
   * command was taken.
   */
  readonly answers: 'by-id' | 'in-order' | 'none';
  /** What it has to be told so that it goes on speaking. */
  readonly keepAlive?: { readonly everySeconds: number; readonly message: (prefix: string) => OutMessage };
  /** Messages that come within this time of one another are one report, ms; 0 if each stands for itself. */
  readonly gatherMs: number;
  /** After this time without any change in all it says it repeats itself instead of measuring, seconds; absent: it never does. */
  readonly repeatsAfterSeconds?: number;
  /** Absent: MQTT is the only way. */
  readonly fallback?: MessageFallback;
  /** What it stores by itself, so that gaps are filled; absent: nothing. */
  readonly stored?: StoredMinutes;
  /** Longest time until it answers, ms; some seconds if absent. */
  readonly replyMs?: number;
  /** Where its messages are; the broker of the home if absent. */
  readonly over?: 'charge-points';
  /** Filters under which devices of this family show themselves. */
  readonly discovery: readonly string[];
  /** The device a message on a discovery filter belongs to. */
  discover(topic: string, payload: Uint8Array): Sighting | undefined;
}
