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
  /** What was not let through, by what it was. */
  readonly refused: Readonly<Record<'connection' | 'publish' | 'subscribe' | 'slow', number>>;
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
}

/** How a message is published. */
export interface PublishOptions {
  /** Whether the broker keeps it for later subscribers. */
  readonly retain?: boolean;
  readonly qos?: 0 | 1 | 2;
}

/** A connection to a broker; subscriptions outlive reconnects. */
export interface MessageLink {
  /** Its address as text, without secrets. */
  readonly name: string;
  readonly isConnected: boolean;
  /** Calls `onMessage` for every message whose topic matches the MQTT filter; the returned function ends it. */
  subscribe(filter: string, onMessage: (message: TopicMessage) => void, options?: SubscribeOptions): () => void;
  /** Resolves when the broker has the message (QoS 1 unless another is asked for; with 0: when it is on its way). Errors: `link.closed`, `link.timeout`. */
  publish(topic: string, payload: Uint8Array | string, options?: PublishOptions): Promise<void>;
  /**
   * Reports connects and disconnects, and why there is no connection (`broker.refused`, `link.unavailable`); the
   * returned function ends it.
   */
  onState(listener: (isConnected: boolean, failure?: SolsteadError) => void): () => void;
  close(): Promise<void>;
}
