// The interface of a connection to a database of documents: it is opened when it is needed, and again after it was lost.

/** A document with the id under which it is there once. */
export interface KeyedDocument {
  readonly id: string;
  /** Values by path: `values.pv_power`. */
  readonly set: Readonly<Record<string, string | number | boolean | Date | null>>;
}

/** How it is opened. */
export interface DocumentOptions {
  /** Of the errors, without a password. */
  readonly name: string;
  readonly host: string;
  readonly port: number;
  /** Empty: nobody signs in. */
  readonly user: string;
  /** Where accounts are kept. */
  readonly accounts: string;
  readonly database: string;
  readonly collection: string;
  /** TLS with a certificate that is checked, by an authority of one's own where PEM is given; absent: no TLS. */
  readonly tls?: { readonly ca?: string | undefined } | undefined;
}

/**
 * A collection of a database. Errors: `link.unavailable` when there is no connection, `link.forbidden`, `output.failed` with what the
 * server says, `output.unfit` for values that it never takes.
 */
export interface DocumentLink {
  /** Resolves when all are durable. What is there already gets the values besides those it has. `collection`: another one of the database. */
  merge(documents: readonly KeyedDocument[], collection?: string): Promise<void>;
  remove(ids: readonly string[]): Promise<void>;
  close(): Promise<void>;
}
