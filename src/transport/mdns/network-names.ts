// Services by name in the local network: one socket for each address of this computer, opened with the first that is announced or asked
// for and closed with the last. What comes from outside the network of an address is not looked at, and nobody is heard too often.
import { createSocket, type Socket } from 'node:dgram';
import { networkInterfaces } from 'node:os';
import { BlockList } from 'node:net';
import type { Clock } from '#core/clock.ts';
import { messageOf } from '#core/errors.ts';
import { external } from '#core/message-params.ts';
import type { FoundService, NetworkNames, NetworkService } from '#core/network-names.ts';
import { because, inEnglish } from '#core/reason.ts';
import { askerBounds } from '../answer/asker-bounds.ts';
import { announcement, answerTo, questionFor, readMessage, servicesIn } from './messages.ts';

const group = '224.0.0.251';
const mdnsPort = 5353;
/** Messages of multicast DNS have this time to live (RFC 6762, 11). */
const ttl = 255;
/** An announcement is said twice, so long apart, ms (RFC 6762, 8.3). */
const twiceMs = 1000;
/** What was told of one address, and of all: made-up ones do not crowd out the others. */
const mostOfOne = 8;
/** Each address of a usual network (/24) has its share, whoever sends under how many of them. */
const mostFound = 256 * mostOfOne;

/** Messages of all that are read: a sender may use every address of its network, and a message may be made to be slow to read. */
const ofAll = { atOnce: 400, perSecond: 200 };

/** An address of this computer, and its network. */
interface OwnAddress {
  readonly address: string;
  readonly network: BlockList;
}

/** Where names are looked for. */
export interface NamesOptions {
  readonly clock: Clock;
  /** Told once where nothing can be said or heard. */
  tell(line: string): void;
  /** Addresses of this computer; absent: its IPv4 addresses that are not of itself alone. */
  readonly addresses?: readonly string[] | undefined;
}

function ownAddresses(only: readonly string[] | undefined): readonly OwnAddress[] {
  return Object.values(networkInterfaces())
    .flatMap((list = []) => list)
    .flatMap(({ address, family, internal, cidr }): readonly OwnAddress[] => {
      const bits = Number(cidr?.split('/')[1]);
      if (family !== 'IPv4' || !Number.isInteger(bits) || !(only?.includes(address) ?? !internal)) return [];
      const network = new BlockList();
      network.addSubnet(address, bits, 'ipv4');
      return [{ address, network }];
    });
}

/** One address that is open. */
interface OpenAddress extends OwnAddress {
  readonly socket: Socket;
}

async function opened({ address, network }: OwnAddress): Promise<OpenAddress> {
  const socket = createSocket({ type: 'udp4', reuseAddr: true });
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.bind(mdnsPort, '0.0.0.0', () => {
        socket.off('error', reject);
        resolve();
      });
    });
    socket.addMembership(group, address);
    socket.setMulticastInterface(address);
    socket.setMulticastTTL(ttl);
    socket.setMulticastLoopback(true);
  } catch (error) {
    socket.close();
    throw error;
  }
  socket.on('error', () => undefined);
  return { address, network, socket };
}

const send = (
  { socket }: OpenAddress,
  bytes: Uint8Array,
  to: { readonly port: number; readonly address: string },
): void => socket.send(bytes, to.port, to.address, () => undefined);
const everybody = { port: mdnsPort, address: group };

/** A search that is going on. */
interface Search {
  readonly types: readonly string[];
  readonly found: Map<string, FoundService>;
  /** How many are kept of each address. */
  readonly ofOne: Map<string, number>;
}

class Names implements NetworkNames {
  readonly #options: NamesOptions;
  readonly #services = new Set<NetworkService>();
  readonly #searches = new Set<Search>();
  readonly #bounds;
  #open: Promise<readonly OpenAddress[]> | undefined;
  #isTold = false;

  constructor(options: NamesOptions) {
    this.#options = options;
    this.#bounds = askerBounds(options.clock, ofAll);
  }

  announce(service: NetworkService): { close(): Promise<void> } {
    this.#services.add(service);
    const say = async (isGone: boolean): Promise<void> => {
      for (const one of await this.#addresses())
        if (service.address === '0.0.0.0' || service.address === one.address)
          send(one, announcement(service, one.address, isGone), everybody);
    };
    void say(false);
    const cancel = this.#options.clock.after(twiceMs, () => void say(false));
    return {
      close: async () => {
        cancel();
        if (!this.#services.has(service)) return;
        await say(true);
        this.#services.delete(service);
        await this.#closeIfIdle();
      },
    };
  }

  async browse(types: readonly string[], waitMs: number, signal?: AbortSignal): Promise<readonly FoundService[]> {
    const search: Search = { types, found: new Map(), ofOne: new Map() };
    this.#searches.add(search);
    try {
      const addresses = await this.#addresses();
      const question = questionFor(types);
      for (const one of addresses) send(one, question, everybody);
      const { clock } = this.#options;
      // Some are asleep at the first question.
      if (addresses.length > 0) {
        await clock.sleep(waitMs / 3, { signal });
        for (const one of addresses) send(one, question, everybody);
        await clock.sleep((waitMs * 2) / 3, { signal });
      }
      return [...search.found.values()];
    } finally {
      this.#searches.delete(search);
      await this.#closeIfIdle();
    }
  }

  /** The open addresses; none where there is no network, or it cannot be listened to. */
  #addresses(): Promise<readonly OpenAddress[]> {
    return (this.#open ??= this.#openAll());
  }

  async #openAll(): Promise<readonly OpenAddress[]> {
    const open: OpenAddress[] = [];
    let why: unknown;
    for (const own of ownAddresses(this.#options.addresses)) {
      try {
        open.push(await opened(own));
      } catch (error) {
        why = error;
      }
    }
    for (const one of open) one.socket.on('message', (bytes, from) => this.#hear(one, bytes, from));
    if (open.length === 0 && !this.#isTold) {
      this.#isTold = true;
      const reason =
        why === undefined ? because('mdns.no-network') : because('outside.said', { said: external(messageOf(why)) });
      this.#options.tell(
        `multicast DNS cannot be spoken here, so this computer finds nothing by name and is not found: ${inEnglish(reason)}`,
      );
    }
    return open;
  }

  #hear(
    at: OpenAddress,
    bytes: Uint8Array,
    { address, port }: { readonly address: string; readonly port: number },
  ): void {
    // Every socket hears the group on every network: each answers for its own.
    if (!at.network.check(address, 'ipv4') || !this.#bounds.admits(address)) return;
    const message = readMessage(bytes);
    if (message === undefined) return;
    const own = new Set([...this.#services].map(({ instance }) => instance.toLowerCase()));
    for (const search of this.#searches)
      keep(
        search,
        servicesIn(message, search.types, address).filter(({ instance }) => !own.has(instance.toLowerCase())),
      );
    const isLegacy = port !== mdnsPort;
    const answer = answerTo(message, [...this.#services], { address: at.address, isLegacy });
    if (answer !== undefined) send(at, answer, isLegacy ? { port, address } : everybody);
  }

  async #closeIfIdle(): Promise<void> {
    if (this.#services.size > 0 || this.#searches.size > 0 || this.#open === undefined) return;
    const open = this.#open;
    this.#open = undefined;
    await Promise.all((await open).map(({ socket }) => new Promise<void>((resolve) => socket.close(() => resolve()))));
  }
}

function keep({ found, ofOne }: Search, services: readonly FoundService[]): void {
  for (const service of services) {
    const { type, instance, address } = service;
    const key = JSON.stringify([type, instance, address]);
    const count = ofOne.get(address) ?? 0;
    const isNew = !found.has(key);
    if (isNew && (count >= mostOfOne || found.size >= mostFound)) continue;
    if (isNew) ofOne.set(address, count + 1);
    found.set(key, service);
  }
}

/** Names in the networks of this computer. */
export const networkNames = (options: NamesOptions): NetworkNames => new Names(options);
