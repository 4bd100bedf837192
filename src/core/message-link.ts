// The interface of a link that carries messages by topic (MQTT), inside the process or over a socket.
import type { SolsteadError } from './errors.ts';

/** One message of a topic. */
export interface TopicMessage {
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly retained: boolean;
}

/** Messages of a connection, or of a broker, since the start. */
export interface MessageCounts {
  readonly received: number;
  readonly sent: number;
  /** What was not let through, by what it was; `fast` was let through later. */
  readonly refused: Readonly<Record<'connection' | 'publish' | 'subscribe' | 'slow' | 'fast', number>>;
  /** Messages of this process that no broker has acknowledged yet. */
  readonly waiting: number;
}

/** How a subscriber takes its messages. */
export interface SubscribeOptions {
  /**
   * Resolves when what the messages so far have said is kept; a broker is told that a message of QoS 1 or 2 has arrived only then.
   * Absent: it has arrived when it was handed over. Errors: it is not kept, and has not arrived.
   */
  kept?(): Promise<void>;
  /** QoS 2: what the broker has at 2 comes once, also over connections that break; absent: 1. A link inside the process has no other. */
  readonly qos?: 1 | 2;
  /** Who ends it closes the link next, however long that takes: the broker keeps the filter, and what comes meanwhile waits in the session. */
  readonly endsWithLink?: true;
}

/** How a message is published. */
export interface PublishOptions {
  /** Whether the broker keeps it for later subscribers. */
  readonly retain?: boolean;
  readonly qos?: 0 | 1 | 2;
  /** Of QoS 2: a number of the sender's own, the same for the same message also after a restart, by which a broker that keeps the session passes it on once. */
  readonly number?: number;
  /**
   * Goes out over the connection there is now, or not at all: after a loss it does not go out once more, and no broker keeps it for somebody
   * who is away (QoS 0). Called right before it does; what it throws keeps the message here.
   */
  readonly onSend?: (() => void) | undefined;
}

/** A connection to a broker; subscriptions outlive reconnects. */
export interface MessageLink {
  /** Its address as text, without secrets. */
  readonly name: string;
  readonly isConnected: boolean;
  /** Calls `onMessage` for every message whose topic matches the MQTT filter; the returned function ends it. */
  subscribe(filter: string, onMessage: (message: TopicMessage) => void, options?: SubscribeOptions): () => void;
  /** Resolves when the broker has the message (QoS 1 unless another is asked for, 0 of one that goes out once; with 0: when it is on its way). Errors: `link.closed`, `link.timeout`; of one that goes out once, `link.closed` when it did not. */
  publish(topic: string, payload: Uint8Array | string, options?: PublishOptions): Promise<void>;
  /**
   * Reports connects and disconnects, and why there is no connection (`broker.refused`, `link.unavailable`); the
   * returned function ends it.
   */
  onState(listener: (isConnected: boolean, failure?: SolsteadError) => void): () => void;
  /** Messages up to this number are done with, durably: the broker may forget them. Absent: the link has no QoS 2. */
  release?(upTo: number): void;
  /** Numbers that were done with before the start. */
  recover?(from: number, to: number): void;
  close(): Promise<void>;
}
