// An emulated Solar-Assistant unit with its web server and its WebSocket on one port of this computer: a channel of Phoenix which is joined
// once, then says what changed. Written from the maker's description and the tests of its own client ([solar-assistant]).
import type { IncomingMessage } from 'node:http';
import { WebSocket, WebSocketServer } from 'ws';
import type { Clock } from '#core/clock.ts';
import type { ReadPlant } from './emulator.ts';
import { createFaults, type Faults } from './faults.ts';
import { behindBasic } from './http-password.ts';
import { startHttpServer } from './http-server.ts';
import { createSolarAssistantHttp } from './solar-assistant-http.ts';

/** How a unit is served. */
export interface UnitOptions {
  readonly read: ReadPlant;
  readonly clock: Clock;
  /** Port; 0, the default, takes a free one. */
  readonly port?: number;
  /** Of its web page. */
  readonly password: string;
  /** An older build: a web server without a WebSocket. */
  readonly isOld?: boolean;
}

/** A unit that can be reached. */
export interface Unit {
  /** `solar-assistant://127.0.0.1:port`. */
  readonly address: string;
  readonly faults: Faults;
  /** Requests to its web server. */
  readonly requests: readonly string[];
  /** Handshakes that were let in, and that were not. */
  readonly seen: { joined: number; refused: number; heartbeats: number };
  /** Ends every WebSocket, as a restart of the unit does. */
  drop(): void;
  close(): Promise<void>;
}

interface Row {
  readonly topic: string;
  readonly value: unknown;
}

/** `inverter_1/*` and its like, where `*` is anything. */
function matcher(filter: string): RegExp {
  const parts = filter.split('*').map((part) => part.replaceAll(/[$()+.?[\\\]^{|}]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join('.*')}$`);
}

const usual =
  /^(?:total\/.*|battery_.*\/(?:voltage|state_of_charge|power|temperature)|inverter_.*\/(?:pv_power|load_power|grid_power|device_mode|temperature))$/;

/** One client of the unit. */
class Client {
  readonly #socket: WebSocket;
  readonly #rows: (path: string) => readonly Row[];
  readonly #set: (topic: string, value: string) => string | undefined;
  readonly #told = new Map<string, unknown>();
  #joinRef: unknown;
  #filters: readonly RegExp[] | undefined;

  constructor(
    socket: WebSocket,
    { rows, set }: { rows(path: string): readonly Row[]; set(topic: string, value: string): string | undefined },
  ) {
    this.#socket = socket;
    this.#rows = rows;
    this.#set = set;
  }

  /** The event that came. */
  take(text: string): string {
    const [joinRef, ref, topic, event, payload] = JSON.parse(text) as [unknown, unknown, string, string, never];
    const reply = (status: string, response: unknown): void =>
      this.#send([joinRef, ref, topic, 'phx_reply', { status, response }]);
    if (topic === 'phoenix' && event === 'heartbeat') reply('ok', {});
    else if (topic !== 'metrics') reply('error', { reason: 'unmatched topic' });
    else if (event === 'phx_join') {
      reply('ok', {});
      this.#join(joinRef, payload);
    } else if (this.#filters === undefined) reply('error', { reason: 'not joined' });
    else if (event === 'set') this.#setting(payload);
    return event;
  }

  /** What changed since it was told last. */
  tell(): void {
    if (this.#filters === undefined) return;
    const changed = this.#wanted().filter(({ topic, value }) => this.#told.get(topic) !== value);
    for (const { topic, value } of changed) this.#told.set(topic, value);
    if (changed.length > 0) this.#push('data', { metrics: changed.map(({ topic, value }) => ({ topic, value })) });
  }

  #wanted(): readonly Row[] {
    return this.#rows('/api/v1/metrics').filter(({ topic }) => this.#filters?.some((filter) => filter.test(topic)));
  }

  #join(joinRef: unknown, { topics }: { readonly topics?: readonly { readonly topic: string }[] }): void {
    this.#joinRef = joinRef;
    this.#filters = topics?.map(({ topic }) => matcher(topic)) ?? [usual];
    const rows = this.#wanted();
    this.#push('definition', { definitions: rows.map(({ value: _value, ...row }) => row) });
    this.#push('system', { metrics: this.#rows('/api/v1/system') });
    // A push has what changed since: what is there already stands in the list of its web server.
    for (const { topic, value } of rows) this.#told.set(topic, value);
  }

  #setting({ topic, value }: { readonly topic: string; readonly value: string }): void {
    const refusal = this.#set(topic, value);
    this.#push(
      'set_result',
      refusal === undefined ? { topic, result: 'ok' } : { topic, result: 'error', message: refusal },
    );
    this.tell();
  }

  #push(event: string, payload: unknown): void {
    this.#send([this.#joinRef, null, 'metrics', event, payload]);
  }

  #send(frame: readonly unknown[]): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(frame));
  }
}

/** Serves an emulated unit; resolves when it listens. Errors: `port.taken`. */
export async function startSolarAssistantUnit(options: UnitOptions): Promise<Unit> {
  const { read, clock, password, port = 0, isOld = false } = options;
  const unit = createSolarAssistantHttp(read);
  const faults = createFaults();
  const clients = new Map<WebSocket, Client>();
  const seen = { joined: 0, refused: 0, heartbeats: 0 };
  const sockets = new WebSocketServer({ noServer: true });
  const rows = (path: string): readonly Row[] => JSON.parse(unit.respond('GET', path, '').body) as Row[];
  const set = (topic: string, value: string): string | undefined => {
    const { status, body } = unit.respond('POST', '/api/v1/metrics', JSON.stringify({ topic, value }));
    return status === 200 ? undefined : (JSON.parse(body) as { error: string }).error;
  };
  const join = (socket: WebSocket): void => {
    seen.joined += 1;
    const client = new Client(socket, { rows, set });
    clients.set(socket, client);
    socket.on('message', (data: Buffer) => {
      if (faults.state.silent) return;
      if (faults.state.garbage !== 'none') return socket.send('\u0000~~noise~~');
      if (client.take(data.toString()) === 'heartbeat') seen.heartbeats += 1;
    });
    socket.on('error', () => undefined);
    socket.on('close', () => clients.delete(socket));
  };
  const refusal = ({ url = '' }: IncomingMessage): 401 | 404 | undefined => {
    const { pathname, searchParams } = new URL(url, 'http://unit');
    if (isOld || pathname !== '/api/websocket') return 404;
    return searchParams.get('password') === password && searchParams.get('vsn') === '2.0.0' ? undefined : 401;
  };
  const server = await startHttpServer({
    emulator: behindBasic(unit, { realm: 'unit', password }),
    clock,
    faults,
    port,
    onUpgrade(request, socket, head) {
      const status = refusal(request);
      if (status !== undefined) {
        seen.refused += 1;
        return void socket.end(`HTTP/1.1 ${status} No\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
      }
      return sockets.handleUpgrade(request, socket, head, join);
    },
  });
  const drop = (): void => {
    for (const socket of clients.keys()) socket.terminate();
  };
  const endTelling = clock.every(1000, () => {
    if (!faults.state.silent) for (const client of clients.values()) client.tell();
  });
  faults.onChange(({ vanished }) => {
    if (vanished) drop();
  });
  return {
    address: server.address.replace('http:', 'solar-assistant:'),
    faults,
    requests: server.requests,
    seen,
    drop,
    async close() {
      endTelling();
      drop();
      await server.close();
    },
  };
}
