// The interface of a connection to a database that takes SQL: it is opened when it is needed, and again after it was lost.

/** What a statement may be given, in the order of its places: `$1`, `$2`, or `?` of MariaDB, which takes no lists. */
export type SqlValue = string | number | null | readonly (string | number | null)[];

/** A row of an answer. */
export type SqlRow = Readonly<Record<string, unknown>>;

/**
 * Executes one statement. Errors: `link.unavailable` when there is no connection: then it was executed or was not; `link.forbidden`,
 * `output.failed` with what the server says, `output.unfit` for values that it never takes.
 */
export type SqlQuery = (text: string, values?: readonly SqlValue[]) => Promise<readonly SqlRow[]>;

/** What a transaction came to. */
export interface SqlOutcome<Result> {
  readonly result: Result;
  /** Whether anything stays of it. */
  readonly keeps: boolean;
}

/** A connection to a database. */
export interface SqlLink {
  /** The server and its database, without a password. */
  readonly name: string;
  readonly query: SqlQuery;
  /** Several statements as one, with no other between them: of what fails nothing stays. Errors: those of {@link SqlQuery}. */
  transaction<Result>(run: (query: SqlQuery) => Promise<SqlOutcome<Result>>): Promise<Result>;
  close(): Promise<void>;
}

/** How it is opened. */
export interface SqlOptions {
  /** Of the errors, without a password. */
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
  /** TLS with a certificate that is checked, by an authority of one's own where PEM is given; absent: no TLS. */
  readonly tls?: { readonly ca?: string | undefined } | undefined;
  /** Called with each connection before anything else is executed on it; what it rejects with closes the connection. */
  prepare?(query: SqlQuery): Promise<void>;
}
