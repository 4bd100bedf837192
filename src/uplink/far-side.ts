// The far side: homes with an account connect, show who they are, and send their readings into a home of this installation. Strangers
// get little time and few bytes; an account has one connection, and the newest counts.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Clock } from '#core/clock.ts';
import { reasonOf, SolsteadError } from '#core/errors.ts';
import type { FrameSocket } from '#core/frame-socket.ts';
import { foreign, limitedLog } from '#core/limited-log.ts';
import type { MessageLink } from '#core/message-link.ts';
import { networkOf } from '#core/network-of.ts';
import { because, inEnglish, type Reason } from '#core/reason.ts';
import type { RecordStore, TokenRecord } from '#core/records.ts';
import type { FarDesk, FarHomeView, FarVisit, MadeFarHome, ReceivingHomes } from '#core/uplink.ts';
import { makeFarDevices } from './far-devices.ts';
import { type FarPlace, type FarState, keptState, stateIn } from './far-state.ts';
import { type DocumentedOptions, documentedReceiver } from './documented-receiver.ts';
import { Receiver } from './receiver.ts';
import { receivedAddress, type ReceivedDevices, receivedFrom } from './received-devices.ts';
import type { MessageWatch, Taker } from './taker.ts';
import { credentialsIn, headerCredentials } from './credentials.ts';
import { uplinkCloses, wireBounds } from './wire.ts';

/** What a far side is made of. */
export interface FarSideParts {
  readonly clock: Clock;
  readonly log: { info(fields: object, message: string): void; warn(fields: object, message: string): void };
  readonly tokens: RecordStore['tokens'];
  readonly place: FarPlace;
  readonly homes: ReceivingHomes;
  readonly received: ReceivedDevices;
  /** Finds devices in the messages of a link. */
  watch(link: MessageLink): MessageWatch;
  /** Name of this installation. */
  hub(): string;
}

/** Accounts of one installation. */
const mostAccounts = 500;
/** Connections that have not shown who they are: in all, and from one network. */
const mostStrangers = { all: 64, network: 16 } as const;
/** Connections of one account that have not said hello, beside the one that counts; of more the oldest ends. */
const mostKnown = 4;
/** How long one may stay a stranger, and silent afterwards, ms. */
const [strangerMs, silentMs] = [10_000, 90_000];
const lookMs = 15_000;

interface Connection {
  readonly socket: FrameSocket;
  readonly from: string;
  readonly sinceMs: number;
  readonly taker: Taker;
}

/** A connection that has shown whose it is. */
interface Known {
  readonly socket: FrameSocket;
  readonly taker: Taker;
}

interface Account {
  readonly state: FarState;
  /** All of its connections, also those that have not said hello; the newest last. */
  readonly known: Set<Known>;
  connection?: Connection | undefined;
  trouble?: FarHomeView['trouble'];
}

/** Ends connections. Nothing is taken from them any more, also where the other side does not hang up. */
async function endAll(ended: readonly Known[], code: number, why: string): Promise<void> {
  for (const { socket } of ended) socket.close(code, why);
  await Promise.all(ended.map(({ taker }) => taker.end()));
}

const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');
/** A prefix by which leaked ones are found. */
const makeSecretText = (): string => `sup_${randomBytes(32).toString('base64url')}`;
const siteOf = ({ grants }: TokenRecord): string => grants[0]?.site ?? '';

/** Opens the far side. Errors: `store.failed`. */
export async function openFarSide(parts: FarSideParts): Promise<FarDesk> {
  const side = new FarSide(parts);
  await side.open();
  return side;
}

class FarSide implements FarDesk {
  readonly #parts: FarSideParts;
  readonly #accounts = new Map<string, Account>();
  readonly #strangers = new Map<FrameSocket, string>();
  readonly #tell;
  readonly #say;
  readonly #devices;
  #isClosed = false;
  #last: Promise<unknown> = Promise.resolve();

  constructor(parts: FarSideParts) {
    this.#parts = parts;
    this.#tell = limitedLog(parts.clock, (line) => parts.log.warn({}, line));
    this.#say = limitedLog(parts.clock, (line) => parts.log.info({}, line));
    this.#devices = makeFarDevices(parts.homes, parts.received, (id) => this.#accounts.has(id));
  }

  /** What is kept of the accounts is read, so that their devices are known before their homes connect. */
  async open(): Promise<void> {
    for (const record of await this.#records()) await this.#accountOf(record);
  }

  async homes(): Promise<readonly FarHomeView[]> {
    const records = await this.#records();
    return Promise.all(records.map(async (record) => this.#viewOf(record, await this.#accountOf(record))));
  }

  add({ name, site }: { readonly name: string; readonly site: string }): Promise<MadeFarHome> {
    return this.#inTurn(async () => {
      const { clock, tokens, homes } = this.#parts;
      const invalid = (at: string, why: Reason): SolsteadError => new SolsteadError('input.invalid', { at, why });
      if (name.trim() === '') throw invalid('name', because('uplink.name'));
      if (!homes.hasSite(site)) throw new SolsteadError('site.unknown', { at: site });
      if ((await this.#records()).length >= mostAccounts)
        throw invalid('uplink', because('uplink.many', { most: mostAccounts }));
      const secret = makeSecretText();
      const record: TokenRecord = {
        id: `home-${randomBytes(5).toString('hex')}`,
        name: name.trim(),
        kind: 'uplink',
        tokenHash: hashOf(secret),
        // It may nothing besides: its readings go to this home.
        grants: [{ site, may: { actions: [] } }],
        createdMs: clock.nowMs(),
      };
      await tokens.save(record);
      return { ...this.#viewOf(record, await this.#accountOf(record)), secret };
    });
  }

  rotate(id: string): Promise<MadeFarHome> {
    return this.#inTurn(async () => {
      const record = await this.#known(id);
      const secret = makeSecretText();
      const next = { ...record, tokenHash: hashOf(secret) };
      await this.#parts.tokens.save(next);
      const account = await this.#accountOf(next);
      await endAll([...account.known], uplinkCloses.refused, 'the secret has changed');
      return { ...this.#viewOf(next, account), secret };
    });
  }

  revoke(id: string): Promise<FarHomeView> {
    return this.#inTurn(async () => {
      const record = await this.#known(id);
      await this.#parts.tokens.remove(id);
      const account = await this.#accountOf(record);
      this.#accounts.delete(id);
      await endAll([...account.known], uplinkCloses.refused, 'the account has ended');
      await this.#parts.place.remove(id);
      return this.#viewOf(record, { ...account, connection: undefined });
    });
  }

  accept(socket: FrameSocket, visit: FarVisit): void {
    const network = networkOf(visit.from);
    if (this.#isClosed) return socket.close(uplinkCloses.leaving, 'the server ends');
    this.#makeRoom(network, visit.from);
    this.#strangers.set(socket, network);
    new Visitor(this.#parts.clock, { socket, visit, identify: (given) => this.#identify(given) }, (record) =>
      this.#enter(record, socket, visit),
    ).begin(() => this.#strangers.delete(socket));
  }

  /** Who says who it is needs a moment: of too many it is the oldest who goes, of the network that has the most, and no newcomer. */
  #makeRoom(network: string, from: string): void {
    const byNetwork = Map.groupBy(this.#strangers.keys(), (socket) => this.#strangers.get(socket) ?? '');
    const here = byNetwork.get(network) ?? [];
    const isFull = this.#strangers.size >= mostStrangers.all;
    if (!isFull && here.length < mostStrangers.network) return;
    const busiest = [...byNetwork.values()].reduce((most, one) => (one.length > most.length ? one : most), here);
    const [oldest] = here.length >= mostStrangers.network ? here : busiest;
    if (oldest === undefined) return;
    this.#tell(`many ${network}`, `uplink: too many connections from ${foreign(from)} that do not say who they are`);
    this.#strangers.delete(oldest);
    oldest.close(uplinkCloses.tooMuch, 'too many are open');
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const socket of this.#strangers.keys()) socket.close(uplinkCloses.leaving, 'the server ends');
    await Promise.all(
      [...this.#accounts.values()].map((account) =>
        endAll([...account.known], uplinkCloses.leaving, 'the server ends'),
      ),
    );
  }

  #inTurn<T>(run: () => Promise<T>): Promise<T> {
    const next = this.#last.then(run, run);
    this.#last = next.catch(() => undefined);
    return next;
  }

  async #records(): Promise<readonly TokenRecord[]> {
    return (await this.#parts.tokens.ofInstallation()).filter(({ kind }) => kind === 'uplink');
  }

  async #known(id: string): Promise<TokenRecord> {
    const found = (await this.#records()).find((one) => one.id === id);
    if (found === undefined) throw new SolsteadError('uplink.unknown', { at: id });
    return found;
  }

  async #accountOf({ id }: TokenRecord): Promise<Account> {
    const known = this.#accounts.get(id);
    if (known !== undefined) return known;
    const account: Account = { state: stateIn(await this.#parts.place.load(id)), known: new Set() };
    const other = this.#accounts.get(id);
    if (other !== undefined) return other;
    this.#accounts.set(id, account);
    this.#devices.recall(id, account.state.devices);
    return account;
  }

  #viewOf({ id, name, createdMs, ...record }: TokenRecord, { state, connection, trouble }: Account): FarHomeView {
    return {
      id,
      name,
      site: siteOf({ id, name, createdMs, ...record }),
      createdMs,
      ...(connection === undefined ? {} : { connectedMs: connection.sinceMs, from: connection.from }),
      ...(state.heardMs === undefined ? {} : { heardMs: state.heardMs }),
      devices: state.devices.length,
      ...state.counts,
      ...(trouble === undefined ? {} : { trouble }),
    };
  }

  /** The account of somebody; undefined if there is none, or its secret is another one. */
  async #identify({ clientId, secret }: { readonly clientId: string; readonly secret: string }) {
    const found = (await this.#records()).find(({ id }) => id === clientId);
    const given = Buffer.from(hashOf(secret), 'hex');
    const kept = Buffer.from(found?.tokenHash ?? hashOf(''), 'hex');
    return timingSafeEqual(given, kept) ? found : undefined;
  }

  /** What a home that speaks the documented form needs besides: its messages are heard as those of a broker of its own. */
  #documentedParts(account: string, site: string): Pick<DocumentedOptions, 'link' | 'watch' | 'addFound'> {
    const { homes, received, watch } = this.#parts;
    return {
      link: received.linkOf(account),
      watch,
      async addFound({ protocol, title, topic }) {
        const address = receivedAddress(account, topic);
        const devices = homes.devices(site);
        if (devices.some((known) => known.address === address)) return;
        const own = devices.filter((known) => receivedFrom(known.address)?.account === account).length;
        if (own >= wireBounds.devices)
          throw new SolsteadError('input.invalid', { at: 'devices', why: because('uplink.devices') });
        await homes.addDevice({ site, name: title, definition: protocol, address, topic }, title);
      },
    };
  }

  /** In turn: whose account ends, or gets another secret, while it is let in stays outside. */
  #enter(found: TokenRecord, socket: FrameSocket, visit: FarVisit): Promise<Taker | undefined> {
    return this.#inTurn(async () => {
      const record = (await this.#records()).find(({ id }) => id === found.id);
      if (record !== undefined && record.tokenHash === found.tokenHash) return this.#letIn(record, socket, visit);
      socket.close(uplinkCloses.refused, 'client id or secret is wrong');
      return undefined;
    });
  }

  async #letIn(record: TokenRecord, socket: FrameSocket, { from, isOwnForm }: FarVisit): Promise<Taker | undefined> {
    const { clock, place, received, homes, hub } = this.#parts;
    const site = siteOf(record);
    const account = await this.#accountOf(record);
    if (this.#isClosed || !homes.hasSite(site)) {
      socket.close(uplinkCloses.busy, 'its home is not open');
      return undefined;
    }
    const onTrouble = (reason: Reason): void => {
      account.trouble = { atMs: clock.nowMs(), reason };
      this.#tell(`trouble ${record.id}`, `uplink: of ${foreign(record.name)}: ${inEnglish(reason)}`);
    };
    const options = {
      clock,
      socket,
      state: account.state,
      hub,
      reconcile: this.#devices.reconcilerFor({ account: record.id, site, state: account.state }),
      ...this.#devices.delivererFor({ account: record.id, site }),
      durable: () => homes.durable(site),
      keep: () => place.save(record.id, keptState(account.state)),
      onTrouble,
      newId: () => randomBytes(9).toString('base64url'),
    };
    const endEarlier = (ended: readonly Known[], code: number, why: string): void => {
      for (const one of ended) account.known.delete(one);
      endAll(ended, code, why).catch((error: unknown) => onTrouble(reasonOf(error)));
    };
    let connection: Connection | undefined;
    const entered = (): void => {
      const before = [...account.known].filter((one) => one.socket === account.connection?.socket);
      endEarlier(before, uplinkCloses.replaced, 'another connection has taken its place');
      connection = { socket, from, sinceMs: clock.nowMs(), taker };
      account.connection = connection;
      delete account.trouble;
      const form = isOwnForm ? '' : ', in the documented form';
      this.#say(
        `here ${record.id}`,
        `uplink: the home ${foreign(record.name)} is connected from ${foreign(from)}${form}`,
      );
    };
    const taker: Taker = isOwnForm
      ? new Receiver({ ...options, entered })
      : documentedReceiver({ ...options, ...this.#documentedParts(record.id, site) });
    const known = { socket, taker };
    account.known.add(known);
    const others = [...account.known].filter((one) => one !== known && one.socket !== account.connection?.socket);
    if (others.length >= mostKnown) endEarlier(others.slice(0, 1), uplinkCloses.tooMuch, 'too many of it are open');
    if (!isOwnForm) entered();
    return {
      hear: (text) => taker.hear(text),
      end: async () => {
        account.known.delete(known);
        if (connection !== undefined && account.connection === connection) {
          account.connection = undefined;
          received.away(record.id);
          this.#tell(`away ${record.id}`, `uplink: the home ${foreign(record.name)} is not connected any more`);
        }
        await taker.end().catch((error: unknown) => onTrouble(reasonOf(error)));
      },
    };
  }
}

interface VisitorParts {
  readonly socket: FrameSocket;
  readonly visit: FarVisit;
  identify(given: { readonly clientId: string; readonly secret: string }): Promise<TokenRecord | undefined>;
}

/** A connection, from a stranger to its end. */
class Visitor {
  readonly #clock: Clock;
  readonly #parts: VisitorParts;
  readonly #enter: (record: TokenRecord) => Promise<Taker | undefined>;
  #taker: Taker | undefined;
  /** What came while it was looked up who it is. */
  #early: string[] = [];
  #earlyBytes = 0;
  #isAsked = false;
  #isOver = false;
  #heardMs: number;

  constructor(clock: Clock, parts: VisitorParts, enter: (record: TokenRecord) => Promise<Taker | undefined>) {
    this.#clock = clock;
    this.#parts = parts;
    this.#enter = enter;
    this.#heardMs = clock.monotonicMs();
  }

  begin(known: () => void): void {
    const { socket, visit } = this.#parts;
    const late = this.#clock.after(strangerMs, () => socket.close(uplinkCloses.refused, 'it did not say who it is'));
    const stopLooking = this.#clock.every(lookMs, () => {
      if (this.#clock.monotonicMs() - this.#heardMs > silentMs) socket.terminate();
    });
    socket.listen({
      onText: (text) => this.#hear(text, settled),
      onPong: () => undefined,
      onAlive: () => void (this.#heardMs = this.#clock.monotonicMs()),
      onClosed: () => {
        this.#isOver = true;
        settled();
        stopLooking();
        void this.#taker?.end();
      },
    });
    const settled = (): void => {
      late();
      known();
    };
    const given = headerCredentials(visit.authorization);
    if (given !== undefined) this.#identify(given, settled);
  }

  #hear(text: string, settled: () => void): void {
    if (this.#taker !== undefined) return this.#taker.hear(text);
    this.#earlyBytes += text.length;
    if (this.#earlyBytes > wireBounds.strangerBytes)
      return this.#parts.socket.close(uplinkCloses.tooMuch, 'it said too much before it said who it is');
    if (this.#isAsked) {
      this.#early.push(text);
      return;
    }
    const given = credentialsIn(text);
    if (given === undefined) this.#parts.socket.close(uplinkCloses.refused, 'it has to say who it is first');
    else this.#identify(given, settled);
  }

  #identify(given: { readonly clientId: string; readonly secret: string }, settled: () => void): void {
    const { socket, identify } = this.#parts;
    this.#isAsked = true;
    identify(given)
      .then(async (record) => {
        if (record === undefined) {
          // Whoever is not let in is told the same, and not at once.
          await this.#clock.sleep(1000);
          return socket.close(uplinkCloses.refused, 'client id or secret is wrong');
        }
        settled();
        this.#parts.visit.entered?.();
        const taker = this.#isOver ? undefined : await this.#enter(record);
        if (taker === undefined) return;
        if (this.#isOver) return taker.end();
        this.#taker = taker;
        for (const text of this.#early.splice(0)) taker.hear(text);
      })
      .catch(() => socket.close(uplinkCloses.busy, 'not now'));
  }
}
