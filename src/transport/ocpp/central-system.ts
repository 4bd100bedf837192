// The central system of OCPP 1.6-J: charge points come to it over WebSocket, each under its id and with a password of its own, and become
// devices behind a link of topics. Source: OCPP-J 1.6, section 3; Improved security for OCPP 1.6-J, security profiles 1 and 2.
import type { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { chargePointPattern } from '#core/address.ts';
import { type ChargePoints, chargePointTopic, chargePointTopics } from '#core/charge-points.ts';
import type { Clock } from '#core/clock.ts';
import { messageOf } from '#core/errors.ts';
import { frameSocket } from '#core/frame-socket.ts';
import { foreign, limitedLog } from '#core/limited-log.ts';
import { external } from '#core/message-params.ts';
import { networkOf } from '#core/network-of.ts';
import { because, type Reason } from '#core/reason.ts';
import { makeLoginThrottle } from '../login-throttle.ts';
import { refuseCall } from './calls.ts';
import { ChargePoint } from './charge-point.ts';
import { type Conversation, converse } from './conversation.ts';
import { makeTopics } from './topics.ts';
import { makeWaitingList } from './waiting-list.ts';

/** What the central system needs. */
export interface CentralSystemParts {
  readonly clock: Clock;
  /** A bounded part of the log. */
  warn(line: string): void;
  /** Whether this is its password. Errors: `store.*`. */
  isPassword(identity: string, password: string): Promise<boolean>;
  /** Whether a card may begin a charge there. */
  accepts(identity: string, tag: string): boolean;
}

/** A request to upgrade, with what came behind its head. */
export interface ChargePointVisit {
  readonly request: IncomingMessage;
  readonly socket: Duplex;
  readonly head: Buffer;
  /** Where it comes from. */
  readonly address: string;
  /** It has shown who it is. */
  entered?(): void;
}

/** The central system. */
export interface CentralSystem extends ChargePoints {
  /** Takes a charge point that calls `…/<id>`, or `…/<password>/<id>` where it can give no password otherwise. */
  readonly upgrade: (visit: ChargePointVisit) => void;
  /** Ends the connection of a charge point that is gone, or has another password. */
  end(identity: string): void;
  close(): void;
}

const subprotocol = 'ocpp1.6';
/** Longest message, bytes: a whole day of values in one StopTransaction is below. */
const longestMessage = 256 * 1024;
/** Strangers that may say who they are at once, and how long each may take, ms. */
const lobby = { most: 8, ms: 20_000, longestMessage: 4096, bounds: { burst: 5, perSecond: 0.5, answers: 0 } } as const;
/** The devices of one are told so often why one with its id is not let in, ms. */
const tellDevicesMs = 1000;
const cameFrom = (address: string) => ({ from: external(address) });
const mostChargePoints = 100;
/** What one that is set up may come again: so often at once, and once in so long from then on, ms. */
const comings = { burst: 10, everyMs: 6000 } as const;

interface Caller {
  readonly identity: string;
  readonly password: string | undefined;
}

/** Who calls; undefined: the address names nobody. */
function callerOf({ url = '', headers }: IncomingMessage): Caller | undefined {
  const parts = (url.split('?', 1)[0] ?? '').split('/').filter((part) => part !== '');
  let [identity = '', given = '']: string[] = [];
  try {
    [identity = '', given = ''] = parts.slice(1).toReversed().map(decodeURIComponent);
  } catch {
    return undefined;
  }
  if (parts.length > 3 || !chargePointPattern.test(identity)) return undefined;
  return { identity, password: basicPassword(headers.authorization, identity) ?? (given === '' ? undefined : given) };
}

/** Its id is its name; what is behind the colon is its password, whatever it is made of. */
function basicPassword(authorization: string | undefined, identity: string): string | undefined {
  const [, encoded] = /^Basic ([A-Za-z0-9+/=_-]{1,400})$/i.exec(authorization?.trim() ?? '') ?? [];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString();
  return text.startsWith(`${identity}:`) ? text.slice(identity.length + 1) : undefined;
}

/** What it offers to speak, where that is not what is spoken here. */
function speaksOther({ headers }: IncomingMessage): string | undefined {
  const offered = (headers['sec-websocket-protocol'] ?? '').split(',').map((one) => one.trim());
  if (offered.includes(subprotocol)) return undefined;
  const said = offered.filter((one) => one !== '').join(', ');
  return said === '' ? 'no subprotocol' : foreign(said.slice(0, 60));
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}

/** Takes sockets with messages up to so many bytes. */
const serverOf = (maxPayload: number): WebSocketServer =>
  new WebSocketServer({
    noServer: true,
    clientTracking: true,
    perMessageDeflate: false,
    maxPayload,
    handleProtocols: (offered) => (offered.has(subprotocol) ? subprotocol : false),
  });

class Central implements CentralSystem {
  readonly #parts: CentralSystemParts;
  readonly #tell;
  readonly #topics;
  readonly #waiting;
  readonly #throttle;
  readonly #points = new Map<string, ChargePoint>();
  /** How often each that is set up may come again, and as of when, on the monotonic clock, ms. */
  readonly #comings = new Map<string, { readonly left: number; readonly atMs: number }>();
  /** When the devices of those that are set up were told last, on the monotonic clock, ms. */
  readonly #toldDevicesMs = new Map<string, number>();
  readonly #lobby = new Map<WebSocket, { readonly identity: string; readonly isRefused: boolean }>();
  readonly #server = serverOf(longestMessage);
  readonly #lobbyServer = serverOf(lobby.longestMessage);

  constructor(parts: CentralSystemParts) {
    this.#parts = parts;
    this.#tell = limitedLog(parts.clock, (line) => parts.warn(line));
    this.#topics = makeTopics({
      onAsked: (topic, payload) => this.#asked(topic, payload),
      onFault: (topic, error) => this.#fault(topic, error),
      // Who waited and is set up now comes in at its next call.
      onHeard: () => {
        for (const [socket, { identity, isRefused }] of this.#lobby)
          if (!isRefused && this.#isKnown(identity)) socket.close(1000, 'come again');
      },
    });
    this.#waiting = makeWaitingList(parts.clock);
    this.#throttle = makeLoginThrottle(parts.clock);
  }

  get link(): ChargePoints['link'] {
    return this.#topics.link;
  }

  waiting(): ReturnType<ChargePoints['waiting']> {
    return this.#waiting.list();
  }

  readonly upgrade = (visit: ChargePointVisit): void => {
    const { request, socket, address } = visit;
    socket.on('error', () => undefined);
    // No browser has business here: what it opens it opens for a page that somebody lured it to.
    if (request.headers.origin !== undefined) return refuse(socket, '403 Forbidden');
    const caller = callerOf(request);
    if (caller === undefined) return refuse(socket, '404 Not Found');
    const other = speaksOther(request);
    if (other !== undefined) return this.#turnAway(caller, visit, other);
    this.#admit(caller, visit).catch((error: unknown) => {
      this.#tell(`fault ${networkOf(address)}`, `OCPP: ${foreign(String(error))}`);
      refuse(socket, '503 Service Unavailable');
    });
  };

  /** It speaks something else: it is told so, as OCPP-J wants it, and so are people. */
  #turnAway({ identity }: Caller, visit: ChargePointVisit, speaks: string): void {
    const { address: from } = visit;
    const isKnown = this.#isKnown(identity);
    this.#waiting.put({ identity, from, isRefused: isKnown, speaks });
    if (isKnown)
      this.#tellDevice(identity, because('charger.came-speaking', { ...cameFrom(from), said: external(speaks) }));
    this.#tell(
      `speaks ${networkOf(from)}`,
      `OCPP: ${foreign(identity)} from ${from} offers ${speaks}, and ${subprotocol} is spoken here: set it to OCPP 1.6 (JSON)`,
    );
    if (this.#lobbyServer.clients.size >= 2 * lobby.most) return refuse(visit.socket, '503 Service Unavailable');
    this.#open(this.#lobbyServer, visit, (opened) => opened.terminate());
  }

  /** Whether it comes again too often: two with one id drive each other out for ever, and so does one whose network breaks each connection. */
  #comesTooOften(identity: string): boolean {
    const nowMs = this.#parts.clock.monotonicMs();
    const before = this.#comings.get(identity) ?? { left: comings.burst, atMs: nowMs };
    const left = Math.min(comings.burst, before.left + (nowMs - before.atMs) / comings.everyMs);
    this.#comings.set(identity, { left: Math.max(0, left - 1), atMs: nowMs });
    return left < 1;
  }

  end(identity: string): void {
    this.#comings.delete(identity);
    this.#toldDevicesMs.delete(identity);
    this.#points.get(identity)?.close();
    this.#points.delete(identity);
  }

  close(): void {
    for (const point of this.#points.values()) point.close();
    for (const server of [this.#server, this.#lobbyServer]) {
      for (const client of server.clients) client.terminate();
      server.close();
    }
  }

  #fault(at: string, error: unknown): void {
    this.#tell(`fault ${at}`, `OCPP: a mistake of this program with ${foreign(at)}: ${foreign(messageOf(error))}`);
  }

  /** A charge point is set up while a device listens to it. */
  #isKnown(identity: string): boolean {
    return this.#topics.isHeard(chargePointTopics(identity));
  }

  async #admit(caller: Caller, visit: ChargePointVisit): Promise<void> {
    const { isPassword } = this.#parts;
    const { identity, password } = caller;
    const { socket, address } = visit;
    const check = async (): Promise<true | undefined> =>
      (await isPassword(identity, password ?? '')) ? true : undefined;
    // Who is not set up is looked at for as long as who is: nobody learns from the answer which ids there are.
    const answer =
      password === undefined
        ? undefined
        : await this.#throttle.attempt({ address, username: identity, isGone: () => socket.destroyed }, check);
    const isKnown = this.#isKnown(identity);
    if (answer === true && isKnown && this.#comesTooOften(identity)) {
      const twice = this.#points.get(identity)?.isConnected === true ? ', while it is connected' : '';
      this.#tell(
        `comes ${identity}`,
        `OCPP: ${foreign(identity)} from ${address} comes again and again${twice}: two charge points with one id, or a network that breaks its connections`,
      );
      const often = twice === '' ? 'charger.comes-often' : 'charger.comes-twice';
      this.#tellDevice(identity, because(often, cameFrom(address)));
      return refuse(socket, '503 Service Unavailable');
    }
    if (answer === true && isKnown)
      return this.#open(this.#server, visit, (opened) => {
        visit.entered?.();
        this.#enter(identity, opened);
      });
    this.#waiting.put({ identity, from: address, isRefused: isKnown });
    if (isKnown) this.#tellPassword(caller, address);
    if (answer === 'busy') return refuse(socket, '503 Service Unavailable');
    this.#letWait(caller, visit, isKnown);
  }

  #tellPassword({ identity, password }: Caller, address: string): void {
    const isNone = password === undefined;
    this.#tell(
      `password ${networkOf(address)}`,
      `OCPP: ${foreign(identity)} from ${address} ${isNone ? 'gives no password' : 'gives a wrong password'}`,
    );
    const code = isNone ? 'charger.came-without-password' : 'charger.came-with-other-password';
    this.#tellDevice(identity, because(code, cameFrom(address)));
  }

  /** Tells the devices of a charge point why one with its id is not let in: once a second at most, as strangers knock as often as they like. */
  #tellDevice(identity: string, why: Reason): void {
    const nowMs = this.#parts.clock.monotonicMs();
    if (nowMs - (this.#toldDevicesMs.get(identity) ?? Number.NEGATIVE_INFINITY) < tellDevicesMs) return;
    this.#toldDevicesMs.set(identity, nowMs);
    for (const index of this.#points.get(identity)?.indices ?? [1])
      this.#topics.tell(`${chargePointTopic(identity, index)}/turned-away`, { why });
  }

  /** A stranger, or one without its password, may say who it is, and no more. */
  #letWait({ identity }: Caller, visit: ChargePointVisit, isRefused: boolean): void {
    const { clock } = this.#parts;
    const { address, socket } = visit;
    if (this.#lobby.size >= lobby.most) return refuse(socket, '503 Service Unavailable');
    this.#open(this.#lobbyServer, visit, (opened) => {
      this.#lobby.set(opened, { identity, isRefused });
      const cancel = clock.after(lobby.ms, () => opened.terminate());
      const at = { now: () => ({ nowMs: clock.nowMs(), connectedMs: 0 }) };
      converse({
        clock,
        socket: frameSocket(opened),
        at: identity,
        onCall: (action, payload) =>
          refuseCall(action, payload, {
            ...at,
            booted: ({ maker, model }) =>
              this.#waiting.put({
                identity,
                from: address,
                isRefused,
                ...(maker === undefined ? {} : { maker: maker.slice(0, 60) }),
                ...(model === undefined ? {} : { model: model.slice(0, 60) }),
              }),
          }),
        onEnd: () => {
          cancel();
          this.#lobby.delete(opened);
        },
        onFlood: () => undefined,
        onFault: (error) => this.#fault(identity, error),
        bounds: lobby.bounds,
      });
    });
  }

  #open(
    server: WebSocketServer,
    { request, socket, head }: ChargePointVisit,
    opened: (socket: WebSocket) => void,
  ): void {
    if (socket.destroyed) return;
    if (socket instanceof Socket) socket.setNoDelay(true).setKeepAlive(true, 60_000);
    server.handleUpgrade(request, socket, head, (webSocket) => {
      if (webSocket.protocol !== subprotocol) {
        webSocket.close(1002, `the subprotocol ${subprotocol} is needed`);
        webSocket.on('error', () => undefined);
        return;
      }
      opened(webSocket);
    });
  }

  #enter(identity: string, opened: WebSocket): void {
    const { clock } = this.#parts;
    // It may have been removed while its password was checked.
    const point = this.#isKnown(identity) ? this.#pointOf(identity) : undefined;
    if (point === undefined) return opened.terminate();
    this.#waiting.drop(identity);
    const conversation: Conversation = converse({
      clock,
      socket: frameSocket(opened),
      at: identity,
      onCall: (action, payload) => point.answer(action, payload),
      onEnd: () => point.ended(conversation),
      onFlood: () => this.#tell(`flood ${identity}`, `OCPP: ${foreign(identity)} says too much, and was ended`),
      onFault: (error) => this.#fault(identity, error),
    });
    point.begin(conversation);
  }

  #pointOf(identity: string): ChargePoint | undefined {
    const known = this.#points.get(identity);
    if (known !== undefined) return known;
    if (this.#points.size >= mostChargePoints) return undefined;
    const point = new ChargePoint({
      clock: this.#parts.clock,
      identity,
      tell: (topic, message) => this.#topics.tell(topic, message),
      accepts: (tag) => this.#parts.accepts(identity, tag),
      warn: (line) => this.#tell(`point ${identity}`, line),
    });
    this.#points.set(identity, point);
    return point;
  }

  #asked(topic: string, payload: string): void {
    const [, id = '', connector = '', what = ''] = topic.split('/');
    const identity = decodeURIComponent(id);
    if (!this.#isKnown(identity)) return;
    this.#pointOf(identity)?.asked(Number(connector), what, payload);
  }
}

/** Opens it. */
export const openCentralSystem = (parts: CentralSystemParts): CentralSystem => new Central(parts);
