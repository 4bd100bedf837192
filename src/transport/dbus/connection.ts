// A connection to a D-Bus message bus over its unix socket: calls with answers, and signals. Only what BlueZ needs; nothing is
// served. Source: D-Bus Specification 0.43, "Authentication Protocol", "Message Bus Specification".
import { connect, type Socket } from 'node:net';
import type { Clock } from '#core/clock.ts';
import { makeMessageReader, type DbusCall, type DbusMessage, type MessageReader, writeCall } from './messages.ts';
import { type DbusValue, textOf } from './values.ts';

/** The bus refused a call. */
export class DbusRefusal extends Error {
  /** Name of the error, such as `org.bluez.Error.NotReady`. */
  readonly error: string;

  constructor(error: string, said: string) {
    super(said);
    this.error = error;
  }
}

/** An answer did not come in time. */
export class DbusSilence extends Error {}

/** A connection. */
export interface DbusConnection {
  /** Errors: {@link DbusRefusal}, {@link DbusSilence}, those of the socket. */
  call(call: DbusCall, waitMs?: number): Promise<readonly DbusValue[]>;
  close(): void;
}

/** Who hears the bus. */
export interface DbusListener {
  onSignal(message: DbusMessage): void;
  /** It ended, not by {@link DbusConnection.close}. */
  onClosed(thrown: unknown): void;
}

/** Where the bus is of which every Linux knows. Source: "System message bus". */
export const systemBusPath = '/var/run/dbus/system_bus_socket';
/** Longest wait for an answer unless the call says otherwise, ms. */
const usualMs = 10_000;
/** Longest line while signing in, bytes. */
const mostLine = 1024;
const busName = 'org.freedesktop.DBus';

/** Calls of the bus itself. */
export const busCall = (member: string, signature = '', body: readonly DbusValue[] = []): DbusCall => ({
  destination: busName,
  path: '/org/freedesktop/DBus',
  interface: busName,
  member,
  signature,
  body,
});

/** Path of the socket in an address such as `unix:path=/run/dbus/system_bus_socket`; undefined for other transports. */
export function socketOf(address: string): string | undefined {
  for (const one of address.split(';')) {
    const path = /^unix:(?:.*,)?path=([^,]+)/.exec(one)?.[1];
    if (path !== undefined) return decodeURIComponent(path);
  }
  return undefined;
}

/** Signs in and says hello. Errors: those of the socket, {@link DbusRefusal}, {@link DbusSilence}. */
export async function openDbus(path: string, listener: DbusListener, clock: Clock): Promise<DbusConnection> {
  const socket = connect(path);
  const connection = new Connection(socket, listener, clock);
  try {
    await connection.signIn();
    await connection.call(busCall('Hello'));
    return connection;
  } catch (thrown) {
    connection.close();
    throw thrown;
  }
}

interface Waiting {
  resolve(body: readonly DbusValue[]): void;
  reject(thrown: unknown): void;
  cancel(): void;
}

class Connection implements DbusConnection {
  readonly #socket: Socket;
  readonly #listener: DbusListener;
  readonly #clock: Clock;
  readonly #waiting = new Map<number, Waiting>();
  readonly #reader: MessageReader = makeMessageReader();
  readonly #signedIn = Promise.withResolvers<void>();
  #line: string | undefined = '';
  #serial = 0;
  #isClosed = false;

  constructor(socket: Socket, listener: DbusListener, clock: Clock) {
    this.#socket = socket;
    this.#listener = listener;
    this.#clock = clock;
    // Whoever awaits it hears; nobody does when the socket fails later.
    this.#signedIn.promise.catch(() => undefined);
    let loss: unknown = new Error('the bus hung up');
    socket.on('error', (thrown) => {
      loss = thrown;
    });
    socket.on('close', () => this.#end(loss));
    socket.on('data', (bytes: Buffer) => this.#receive(bytes));
  }

  async signIn(): Promise<void> {
    const user = process.getuid?.() ?? 0;
    this.#socket.write(`\0AUTH EXTERNAL ${Buffer.from(String(user)).toString('hex')}\r\n`);
    const cancel = this.#clock.after(usualMs, () => this.#signedIn.reject(new DbusSilence('no answer to AUTH')));
    await this.#signedIn.promise.finally(cancel);
  }

  call(call: DbusCall, waitMs = usualMs): Promise<readonly DbusValue[]> {
    const { promise, resolve, reject } = Promise.withResolvers<readonly DbusValue[]>();
    if (this.#isClosed) {
      reject(new Error('the connection is closed'));
      return promise;
    }
    this.#serial += 1;
    const serial = this.#serial;
    const cancel = this.#clock.after(waitMs, () => {
      this.#waiting.delete(serial);
      reject(new DbusSilence(`no answer to ${call.member}`));
    });
    this.#waiting.set(serial, { resolve, reject, cancel });
    this.#socket.write(writeCall(call, serial));
    return promise;
  }

  close(): void {
    this.#isClosed = true;
    this.#socket.destroy();
    this.#fail(new Error('the connection was closed'));
  }

  #receive(bytes: Buffer): void {
    if (this.#isClosed) return;
    try {
      const rest = this.#line === undefined ? bytes : this.#takeLine(bytes);
      if (rest === undefined) return;
      for (const message of this.#reader.push(rest)) {
        // A listener may have closed it.
        if (this.#isClosed) return;
        this.#take(message);
      }
    } catch (thrown) {
      // Bytes that are no messages: nothing that follows can be trusted.
      this.#socket.destroy();
      this.#end(thrown);
    }
  }

  /** Reads the answers to AUTH; what comes behind the line that ends signing in is messages. */
  #takeLine(bytes: Buffer): Buffer | undefined {
    const end = bytes.indexOf('\n');
    this.#line += bytes.toString('latin1', 0, end < 0 ? bytes.length : end);
    if ((this.#line?.length ?? 0) > mostLine) throw new Error('no message bus');
    if (end < 0) return undefined;
    const line = this.#line?.trim() ?? '';
    this.#line = undefined;
    if (!line.startsWith('OK '))
      throw new DbusRefusal('org.freedesktop.DBus.Error.AuthFailed', 'signing in was refused');
    this.#socket.write('BEGIN\r\n');
    this.#signedIn.resolve();
    return bytes.subarray(end + 1);
  }

  #take(message: DbusMessage): void {
    if (message.kind === 'signal') {
      this.#listener.onSignal(message);
      return;
    }
    const waiting = message.replyTo === undefined ? undefined : this.#waiting.get(message.replyTo);
    if (waiting === undefined || message.replyTo === undefined) return;
    this.#waiting.delete(message.replyTo);
    waiting.cancel();
    if (message.kind === 'return') waiting.resolve(message.body);
    else waiting.reject(new DbusRefusal(message.error ?? '', (textOf(message.body[0]) ?? '').slice(0, 200)));
  }

  #fail(thrown: unknown): void {
    this.#signedIn.reject(thrown);
    for (const { reject, cancel } of this.#waiting.values()) {
      cancel();
      reject(thrown);
    }
    this.#waiting.clear();
  }

  #end(thrown: unknown): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#fail(thrown);
    this.#listener.onClosed(thrown);
  }
}
