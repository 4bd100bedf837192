// What connections to databases of somebody's own have in common: opened when one is needed, one statement after another, left after a
// time-out, bounded in what a server may say. What differs is the driver. Nothing of the environment of this process takes part in it: no
// password, file or socket that belongs to whoever runs it.
import { Socket } from 'node:net';
import { type Clock, isWithin } from '#core/clock.ts';
import { isSolsteadError, SolsteadError } from '#core/errors.ts';
import { makeTurns } from '#core/in-turn.ts';
import { because } from '#core/reason.ts';
import type { Secret } from '#core/secrets.ts';
import type { SqlLink, SqlOptions, SqlOutcome, SqlQuery, SqlRow, SqlValue } from '#core/sql-link.ts';
import { assertDeviceHost, deviceLookup } from './metadata-hosts.ts';

/** What it needs besides. */
export interface SqlLinkParts {
  readonly clock: Clock;
  readonly password?: Secret | undefined;
  /** Longest wait for a connection, and for an answer, ms; absent: 10 s and 30 s. */
  readonly waits?: { readonly connectMs: number; readonly answerMs: number } | undefined;
}

/** Waits where none are given. */
export const usualWaits = { connectMs: 10_000, answerMs: 30_000 } as const;
/** Most bytes that a server may say to one statement; what this program asks is answered by some hundred. */
const mostBytes = 1024 * 1024;
const watchMs = 500;
/** How long a driver may take to tell of a loss, ms. */
const graceMs = 200;
/** Longest text of a server that is told. */
export const mostSaid = 500;

/** Resolves names as for devices, each time. */
export class GuardedSocket extends Socket {
  override connect(...given: unknown[]): this {
    const [port, host] = given;
    if (typeof port !== 'number' || typeof host !== 'string')
      throw new TypeError('assertion: a connection has a port and a host');
    return super.connect({ port, host, lookup: deviceLookup() });
  }
}

/** A connection of a driver that is let in. */
export interface Dialled {
  ask(text: string, values: readonly SqlValue[]): Promise<readonly SqlRow[]>;
  /** Says goodbye. */
  end(): Promise<void>;
}

/** How a driver connects, and what its errors mean. */
export interface SqlDriver {
  /** `onLost` is called when the connection ends by itself. */
  dial(socket: GuardedSocket, onLost: () => void): Promise<Dialled>;
  failure(thrown: unknown): SolsteadError;
}

interface Connection {
  readonly socket: Socket;
  dialled?: Dialled;
  /** Bytes that were read when the newest statement began. */
  beganBytes: number;
  isLost: boolean;
  /** Who waits for something on it. */
  onLost?: (() => void) | undefined;
  stop(): void;
}

interface Bounded {
  readonly connection: Connection;
  readonly ms: number;
}

/** A link over a driver. Errors: `link.forbidden`. */
export function makeSqlLink(
  options: SqlOptions,
  parts: Pick<SqlLinkParts, 'clock' | 'waits'>,
  driver: SqlDriver,
): SqlLink {
  assertDeviceHost(options.name, options.host);
  return new OneConnection(options, parts, driver);
}

class OneConnection implements SqlLink {
  readonly name: string;
  readonly query: SqlQuery = (text, values = []) =>
    this.#inTurn(async () => this.#ask(await this.#opened(), text, values));
  readonly #options: SqlOptions;
  readonly #clock: Clock;
  readonly #waits: NonNullable<SqlLinkParts['waits']>;
  readonly #driver: SqlDriver;
  readonly #inTurn = makeTurns();
  #connection: Connection | undefined;
  /** One that is not let in yet. */
  #dialling: Connection | undefined;
  #isClosed = false;

  constructor(
    options: SqlOptions,
    { clock, waits = usualWaits }: Pick<SqlLinkParts, 'clock' | 'waits'>,
    driver: SqlDriver,
  ) {
    this.name = options.name;
    this.#options = options;
    this.#clock = clock;
    this.#waits = waits;
    this.#driver = driver;
  }

  transaction<Result>(run: (query: SqlQuery) => Promise<SqlOutcome<Result>>): Promise<Result> {
    return this.#inTurn(async () => {
      const connection = await this.#opened();
      const query: SqlQuery = (text, values = []) => this.#ask(connection, text, values);
      await query('BEGIN');
      try {
        const { result, keeps } = await run(query);
        await query(keeps ? 'COMMIT' : 'ROLLBACK');
        return result;
      } catch (error) {
        if (!connection.isLost) await query('ROLLBACK').catch(() => this.#lose(connection));
        throw error;
      }
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const connection = this.#connection;
    if (this.#dialling !== undefined) this.#lose(this.#dialling);
    if (connection === undefined) return;
    // Says goodbye, and waits no longer for a server that hangs.
    const goodbye = connection.dialled?.end().catch(() => undefined);
    if (goodbye !== undefined) await isWithin(this.#clock, 500, goodbye);
    this.#lose(connection);
  }

  async #opened(): Promise<Connection> {
    if (this.#isClosed) throw this.#gone();
    if (this.#connection !== undefined && !this.#connection.isLost) return this.#connection;
    const connection = await this.#connect();
    try {
      await this.#options.prepare?.((text, values = []) => this.#ask(connection, text, values));
    } catch (error) {
      this.#lose(connection);
      throw error;
    }
    return connection;
  }

  async #connect(): Promise<Connection> {
    const socket = new GuardedSocket();
    const connection: Connection = { socket, beganBytes: 0, isLost: false, stop: () => undefined };
    // Whoever closes the link ends one that is being made, too.
    this.#connection = connection;
    connection.stop = this.#clock.every(watchMs, () => {
      if (socket.bytesRead - connection.beganBytes > mostBytes) this.#lose(connection);
    });
    this.#dialling = connection;
    try {
      const dialled = this.#driver.dial(socket, () => this.#lose(connection));
      connection.dialled = await this.#inTime(dialled, { connection, ms: this.#waits.connectMs });
    } catch (thrown) {
      this.#lose(connection);
      throw this.#failure(thrown);
    } finally {
      this.#dialling = undefined;
    }
    return connection;
  }

  async #ask(connection: Connection, text: string, values: readonly SqlValue[]): Promise<readonly SqlRow[]> {
    if (connection.isLost || this.#isClosed || connection.dialled === undefined) throw this.#gone();
    connection.beganBytes = connection.socket.bytesRead;
    try {
      const answer = connection.dialled.ask(text, values);
      return await this.#inTime(answer, { connection, ms: this.#waits.answerMs });
    } catch (thrown) {
      const failure = this.#failure(thrown);
      // After a time-out nobody knows what an answer is the answer to.
      if (isSolsteadError(failure, 'link.unavailable')) this.#lose(connection);
      throw failure;
    }
  }

  /** Drivers watch some parts of an exchange and not others, and tell not of each loss: whatever goes on, it has an end. */
  async #inTime<Result>(work: Promise<Result>, { connection, ms }: Bounded): Promise<Result> {
    const { promise: late, reject } = Promise.withResolvers<never>();
    const stops = [
      this.#clock.after(ms, () => {
        reject(new SolsteadError('link.unavailable', { at: this.name, why: because('host.silent') }));
        this.#lose(connection);
      }),
    ];
    // The driver says better why it was lost, if it does.
    connection.onLost = () => void stops.push(this.#clock.after(graceMs, () => reject(this.#gone())));
    try {
      return await Promise.race([work, late]);
    } finally {
      for (const stop of stops) stop();
      connection.onLost = undefined;
    }
  }

  #lose(connection: Connection): void {
    if (connection.isLost) return;
    connection.isLost = true;
    connection.onLost?.();
    connection.stop();
    connection.socket.destroy();
    if (this.#connection === connection) this.#connection = undefined;
  }

  #gone(): SolsteadError {
    return new SolsteadError('link.unavailable', { at: this.name, why: because('server.unreachable') });
  }

  #failure(thrown: unknown): SolsteadError {
    return thrown instanceof SolsteadError ? thrown : this.#driver.failure(thrown);
  }
}

/** A host that hung up, or said something else, before it had let us in. */
export const otherServer = (at: string, protocol: string, cause: unknown): SolsteadError =>
  new SolsteadError('link.unavailable', { at, why: because('host.other-server', { protocol }), cause });
