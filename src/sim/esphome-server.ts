// Serves an emulated ESPHome node on a socket of this computer: its native API in the clear, with a key, or with the password of an old
// node. What changes is told once a second. Written from [esphome-api].
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import type { Clock } from '#core/clock.ts';
import { SolsteadError, systemCode } from '#core/errors.ts';
import { because } from '#core/reason.ts';
import { createFaults, type Faults } from './faults.ts';
import { type Came, clearWire, type NodeWire, type Part, sealedWire } from './esphome-wire.ts';
import type { EmulatedNode, EmulatedThing } from './esphome-node.ts';

/** How a node is served. */
export interface NodeServerOptions {
  readonly node: EmulatedNode;
  readonly clock: Clock;
  /** Port; 0, the default, takes a free one. */
  readonly port?: number;
  /** 32 bytes as base64; absent: it speaks in the clear. */
  readonly key?: string;
  /** Of an old node. */
  readonly password?: string;
  /** Newer nodes leave the ids of their things out, and know no passwords. */
  readonly isNew?: boolean;
  readonly faults?: Faults;
}

/** A node that can be reached. */
export interface NodeServer {
  /** `esphome://127.0.0.1:port`. */
  readonly address: string;
  readonly faults: Faults;
  /** Numbers of the messages that came, in their order. */
  readonly came: readonly number[];
  /** What is asked of whoever is connected, as a node does now and then: whether it is there, and what time it is. */
  question(): void;
  close(): Promise<void>;
}

const loopback = '127.0.0.1';

/** Numbers of the messages that list, tell and set, and of the fields that differ; as they stand in api.proto. */
const numbers: Readonly<
  Record<EmulatedThing['kind'], readonly [lists: number, tells: number, sets: number, aside: number]>
> = {
  binary_sensor: [12, 21, 0, 9],
  sensor: [16, 25, 0, 13],
  switch: [17, 26, 33, 8],
  text_sensor: [18, 27, 0, 7],
  number: [49, 50, 51, 10],
  select: [52, 53, 54, 8],
};

const keyOf = (index: number): number => 0x9a00_0001 + index * 0x11;

function listing(thing: EmulatedThing, index: number, isNew: boolean): readonly Part[] {
  const { kind, name, unit = '', deviceClass = '', category = 0, options = [] } = thing;
  const id = name.toLowerCase().replaceAll(' ', '_');
  const parts: Part[] = [
    ...(isNew ? [] : [{ no: 1, text: id }]),
    { no: 2, fixed: keyOf(index) },
    { no: 3, text: name },
    ...(isNew ? [] : [{ no: 4, text: `node${kind}${id}` }]),
    { no: numbers[kind][3], uint: category },
  ];
  if (kind === 'sensor')
    parts.push({ no: 6, text: unit }, { no: 7, uint: 2 }, { no: 9, text: deviceClass }, { no: 10, uint: 1 });
  if (kind === 'number') parts.push({ no: 6, float: 0 }, { no: 7, float: 1 }, { no: 8, float: 0.05 });
  if (kind === 'select') parts.push(...options.map((text) => ({ no: 6, text })));
  return parts;
}

function telling(index: number, value: ReturnType<EmulatedThing['show']>): readonly Part[] {
  const key: Part = { no: 1, fixed: keyOf(index) };
  if (value === undefined) return [key, { no: 2, float: Number.NaN }, { no: 3, uint: 1 }];
  if (typeof value === 'number') return [key, { no: 2, float: value }];
  return typeof value === 'string' ? [key, { no: 2, text: value }] : [key, { no: 2, uint: Number(value) }];
}

/** One client of the node. */
class Client {
  readonly #wire: NodeWire;
  readonly #socket: Socket;
  readonly #options: NodeServerOptions;
  #mayAsk: boolean;
  #told: Map<number, unknown> | undefined;

  constructor(socket: Socket, options: NodeServerOptions) {
    this.#socket = socket;
    this.#options = options;
    this.#mayAsk = options.password === undefined;
    const { node, key } = options;
    const mac = node.mac.replaceAll(':', '').toLowerCase();
    this.#wire =
      key === undefined
        ? clearWire(socket)
        : sealedWire(socket, { name: node.name, mac, key: Buffer.from(key, 'base64') });
  }

  take(bytes: Buffer): readonly number[] {
    const messages = this.#wire.take(bytes);
    for (const message of messages) this.#answer(message);
    return messages.map(({ type }) => type);
  }

  question(): void {
    this.#wire.send(7);
    this.#wire.send(36);
  }

  /** Tells what has changed since it was told last. */
  tell(): void {
    const told = this.#told;
    if (told === undefined || this.#socket.destroyed) return;
    const { node } = this.#options;
    const home = node.read();
    for (const [index, thing] of node.things.entries()) {
      const value = thing.show(home);
      if (told.has(index) && told.get(index) === value) continue;
      told.set(index, value);
      this.#wire.send(numbers[thing.kind][1], telling(index, value));
    }
  }

  #answer(message: Came): void {
    const { node, password, isNew = false } = this.#options;
    switch (message.type) {
      case 1:
        return this.#wire.send(2, [
          { no: 1, uint: 1 },
          { no: 2, uint: isNew ? 14 : 9 },
          { no: 3, text: isNew ? '2026.8.0' : 'washing-machine (esphome v2024.6.1)' },
          { no: 4, text: node.name },
        ]);
      case 3: {
        if (isNew) return undefined;
        this.#mayAsk ||= message.text.get(1) === password;
        return this.#wire.send(4, this.#mayAsk ? [] : [{ no: 1, uint: 1 }]);
      }
      case 5:
        this.#wire.send(6);
        return void this.#socket.end();
      case 7:
        return this.#wire.send(8);
      case 9:
        return this.#wire.send(10, [
          { no: 1, uint: Number(password !== undefined) },
          { no: 2, text: node.name },
          { no: 3, text: node.mac },
          { no: 4, text: isNew ? '2026.8.0' : '2024.6.1' },
          { no: 6, text: 'esp32dev' },
          { no: 12, text: 'Espressif' },
          { no: 13, text: node.friendlyName },
        ]);
      default:
        // Who has not signed in is told nothing more.
        return this.#mayAsk ? this.#serve(message) : void this.#socket.end();
    }
  }

  #serve({ type, uint, float, text }: Came): void {
    const { node, isNew = false } = this.#options;
    if (type === 11) {
      for (const [index, thing] of node.things.entries())
        this.#wire.send(numbers[thing.kind][0], listing(thing, index, isNew));
      this.#wire.send(19);
    }
    if (type === 20) {
      this.#told = new Map();
      this.tell();
    }
    for (const [index, thing] of node.things.entries()) {
      if (numbers[thing.kind][2] !== type || uint.get(1) !== keyOf(index)) continue;
      thing.set?.(thing.kind === 'switch' ? uint.get(2) === 1 : (text.get(2) ?? float.get(2) ?? 0));
      this.tell();
    }
  }
}

/** Serves an emulated node; resolves when it listens. Errors: `port.taken`. */
export async function startNodeServer(options: NodeServerOptions): Promise<NodeServer> {
  const { clock, port = 0, faults = createFaults() } = options;
  const clients = new Map<Socket, Client>();
  const came: number[] = [];
  const server = createServer((socket) => {
    if (faults.state.vanished) return void socket.resetAndDestroy();
    const client = new Client(socket, options);
    clients.set(socket, client);
    socket.on('data', (bytes: Buffer) => {
      if (faults.state.silent) return;
      if (faults.state.garbage !== 'none') return void socket.write('\u0000\u00ff~~noise~~');
      came.push(...client.take(bytes));
    });
    socket.on('error', () => undefined);
    socket.on('close', () => clients.delete(socket));
  });
  const endTelling = clock.every(1000, () => {
    if (!faults.state.silent) for (const client of clients.values()) client.tell();
  });
  faults.onChange(({ vanished }) => {
    if (vanished) for (const socket of clients.keys()) socket.destroy();
  });
  server.listen(port, loopback);
  try {
    await once(server, 'listening');
  } catch (error) {
    endTelling();
    if (systemCode(error) !== 'EADDRINUSE') throw error;
    throw new SolsteadError('port.taken', { at: `${loopback}:${port}`, why: because('emulate.tcp-port') });
  }
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new TypeError('assertion: the server has no port');
  return {
    address: `esphome://${loopback}:${bound.port}`,
    faults,
    came,
    question() {
      for (const client of clients.values()) client.question();
    },
    async close() {
      endTelling();
      const closed = once(server, 'close');
      server.close();
      for (const socket of clients.keys()) socket.destroy();
      await closed;
    },
  };
}
