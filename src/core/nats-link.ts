// The interface of a connection to a NATS server: it is opened when it is needed, and again after it was lost.

/** A message to a subject. */
export interface SubjectMessage {
  /** Without spaces and wildcards. */
  readonly subject: string;
  readonly payload: string;
  /** The same when it is sent again: a stream keeps one of them. */
  readonly id: string;
  /** When it was so, ISO 8601 in UTC: told beside a payload that does not say it. */
  readonly time?: string;
}

/** As whom it signs in; the secret is given apart. */
export type NatsAccount =
  | { readonly by: 'none' | 'token' | 'credentials' | 'nkey' }
  | { readonly by: 'basic'; readonly user: string };

/** What counts as delivered: what a stream keeps, what the server itself took, or the first where there is such a stream. */
export type NatsDelivery = 'auto' | 'stream' | 'core';

/** How it is opened. */
export interface NatsOptions {
  /** Servers of one cluster: the first that lets us in is taken. */
  readonly servers: readonly { readonly host: string; readonly port: number }[];
  /** TLS with a certificate that is checked, by an authority of one's own where PEM is given; absent: no TLS. */
  readonly tls?: { readonly ca?: string | undefined; readonly cert?: string | undefined } | undefined;
  readonly account: NatsAccount;
  readonly delivery: NatsDelivery;
  /** All subjects that are ever sent to, with wildcards. */
  readonly subjects: string;
}

/** What was sent. */
export interface Published {
  readonly messages: readonly SubjectMessage[];
  /** Names of the streams that keep some of them. */
  readonly streams: readonly string[];
}

/**
 * A connection to one server of a cluster. Errors: `link.unavailable` when there is none, `link.forbidden`, `output.failed` with what the
 * server says, `output.refused` for messages that it does not take as they are.
 */
export interface NatsLink {
  /**
   * Sends messages in their order, and resolves when they are delivered. `compose` makes them, given the most bytes that a payload may have
   * there; what it throws ends it.
   */
  publish(compose: (mostBytes: number) => readonly SubjectMessage[]): Promise<Published>;
  close(): Promise<void>;
}
