// The MQTT broker of a house: the built-in one, or one outside that the house only connects to.
import { because, inEnglish, type Reason } from '#core/reason.ts';
import type { Logger } from 'pino';
import { type LinkAddress, parseAddress } from '#core/address.ts';
import type { Clock } from '#core/clock.ts';
import { isSolsteadError, reasonOf, SolsteadError } from '#core/errors.ts';
import { type Journal, noJournal } from '#core/journal.ts';
import { limitedLog } from '#core/limited-log.ts';
import type { MessageCounts, MessageLink } from '#core/message-link.ts';
import { external } from '#core/message-params.ts';
import { systemRandom } from '#core/random.ts';
import type { RecordStore } from '#core/records.ts';
import { minuteMs } from '#core/time.ts';
import type { TlsIdentity } from '#core/tls.ts';
import type { Secret } from '#core/secrets.ts';
import { type BrokerAccounts, makeBrokerAccounts } from '#hub/broker-accounts.ts';
import { setAside } from '#store/aside.ts';
import { openJournalFile } from '#store/journal-file.ts';
import { type Broker, type BrokerOptions, startBroker } from '#transport/broker.ts';
import type { MqttUpgrade } from '#transport/broker-websocket.ts';
import type { ShellyAccount } from '#transport/shelly-socket.ts';
import type { BrokerStateFigures } from '#transport/broker-state.ts';
import { makeMqttLink, type MqttTls } from '#transport/mqtt-link.ts';

interface BuiltInPlace {
  readonly host: string;
  readonly port: number;
  /** Also over TLS, on a port of its own. */
  readonly tls?: { readonly port: number; readonly identity: TlsIdentity };
}

interface OutsidePlace {
  readonly url: string;
  readonly password?: Secret | undefined;
  /** What `mqtts://` needs besides. */
  readonly tls?: MqttTls | undefined;
}

/** Where the broker of a house is. */
export type BrokerPlace =
  /** The built-in one, and where it listens. */
  | BuiltInPlace
  /** One outside: `mqtt://name@host:1883`; its password. */
  | OutsidePlace;

/** A broker the house is connected to. */
export interface HouseBroker {
  readonly link: MessageLink;
  /** Port of the built-in broker; undefined if an outside one is used. */
  readonly port: number | undefined;
  /** Its port for MQTT over TLS, if it has one. */
  readonly tlsPort?: number | undefined;
  /** How many clients the built-in one has. */
  clients?(): number;
  /** Messages of the built-in one, or of the connection to the one outside. */
  counts(): MessageCounts;
  /** What the built-in one keeps. */
  kept?(): BrokerStateFigures;
  /** Takes clients of the built-in one that come to the web server. */
  upgrade?(upgrade: MqttUpgrade): void;
  /** Takes a Shelly that came there, with the account that its address names. */
  upgradeShelly?(upgrade: MqttUpgrade, account: ShellyAccount): void;
  /** Accounts of the built-in one. */
  readonly accounts?: BrokerAccounts;
  /** Why there is no connection to an outside one, or what was wrong with the journal of the built-in one; undefined: nothing. */
  issue(): Reason | undefined;
  close(): Promise<void>;
}

/** What a broker of a house needs. */
export interface BrokerContext {
  readonly clock: Clock;
  readonly log: Logger;
  readonly records: RecordStore;
  /** Where the built-in one keeps what waits for its clients; absent: that ends with the process. */
  readonly journal?: string | undefined;
}

/** The broker knows no flags: if it cannot listen, the error names the flag that helps. */
function nameTheFlag(error: unknown, tlsPort: number | undefined): never {
  if (!isSolsteadError(error, 'port.taken', 'input.usage')) throw error;
  const { code, at, reason: why = because('port.in-use') } = error;
  const help =
    why.code === 'port.no-address'
      ? because('help.host')
      : why.code === 'port.forbidden'
        ? because('help.high-mqtt-port')
        : because(tlsPort !== undefined && (at ?? '').endsWith(`:${tlsPort}`) ? 'help.mqtts-port' : 'help.mqtt-port');
  throw new SolsteadError(code, { at, why, help, cause: error });
}

/** What the journal of a broker needs. */
export interface JournalContext {
  readonly clock: Clock;
  readonly log: Pick<Logger, 'warn' | 'error'>;
  /** Told what was wrong with it when it was opened. */
  damaged?(reason: Reason): void;
}

/** The journal of a broker in a file. One that cannot be used is set aside: a home does not stand still for what its broker kept. */
export function journalAt(path: string, context: JournalContext): NonNullable<BrokerOptions['openJournal']> {
  const { clock, log } = context;
  const damaged = (reason: Reason): void => {
    log.error({ at: path, why: inEnglish(reason) }, 'the journal of the broker');
    context.damaged?.(reason);
  };
  const file = external(path);
  return async (content) => {
    const open = (): Promise<Journal> =>
      openJournalFile({ path, clock, heading: 'solbrk1\n', warn: (line) => log.warn(line), damaged, ...content });
    try {
      return await open();
    } catch (error) {
      if (!isSolsteadError(error, 'store.failed')) throw error;
      const { reason: why = because('store.damaged') } = error;
      const aside = await setAside(path, 'moved', clock.nowMs());
      const journal = aside === undefined ? undefined : await open().catch(() => undefined);
      damaged(
        journal === undefined || aside === undefined
          ? because('journal.none', { file, why })
          : because('journal.set-aside', { file, why, aside: external(aside) }),
      );
      return journal ?? noJournal;
    }
  };
}

async function builtIn({ host, port, tls }: BuiltInPlace, context: BrokerContext): Promise<HouseBroker> {
  const { clock, log, records } = context;
  const running: { broker?: Broker } = {};
  const accounts = makeBrokerAccounts(records, {
    ended: (username) => running.broker?.end(username),
    nowMs: () => clock.nowMs(),
  });
  const checks = { authenticate: accounts.check, recall: accounts.recall };
  const secure = tls === undefined ? {} : { tls: { ...tls, wantsCertificates: () => accounts.wantsCertificates() } };
  const found: Reason[] = [];
  const damaged = (reason: Reason): void => void found.push(reason);
  const kept =
    context.journal === undefined ? {} : { openJournal: journalAt(context.journal, { clock, log, damaged }) };
  const broker = await startBroker({ host, port, clock, log, ...checks, ...secure, ...kept }).catch((error: unknown) =>
    nameTheFlag(error, tls?.port),
  );
  running.broker = broker;
  return {
    link: broker.link(),
    port: broker.port,
    tlsPort: broker.tlsPort,
    accounts,
    upgrade: (upgrade) => broker.upgrade(upgrade),
    upgradeShelly: (upgrade, account) => broker.upgradeShelly(upgrade, account),
    clients: () => broker.connectedClients,
    counts: () => broker.counts(),
    kept: () => broker.figures(),
    issue: () => found[0],
    close: () => broker.close(),
  };
}

/** Tells that a broker is away, and that it is back. */
interface StateTeller {
  take(isConnected: boolean, failure: SolsteadError | undefined): void;
  close(): void;
}

/** Of one that flaps a pair of lines a minute is told, and how often it was away; one that stays away is always told. */
function tellState(broker: string, clock: Clock, log: Logger): StateTeller {
  let sinceMs = Number.NEGATIVE_INFINITY;
  let times = 0;
  let why: Reason | undefined;
  let [isAway, isTold] = [false, false];
  let stop: (() => void) | undefined;
  const say = (): void => {
    isTold = true;
    sinceMs = clock.monotonicMs();
    const reason = why === undefined ? {} : { why: inEnglish(why) };
    log.warn({ broker, times, ...reason }, 'the MQTT broker cannot be reached; it is tried again');
    times = 0;
  };
  const sayLater = (waitMs: number): void => {
    stop ??= clock.after(waitMs, () => {
      stop = undefined;
      if (isAway && !isTold) say();
    });
  };
  return {
    take(isConnected, failure) {
      if (!isConnected) {
        why = failure === undefined ? undefined : reasonOf(failure);
        if (!isAway) times += 1;
        isAway = true;
        const waitMs = sinceMs + minuteMs - clock.monotonicMs();
        if (isTold) return;
        if (waitMs > 0) sayLater(waitMs);
        else say();
        return;
      }
      if (isTold) log.info({ broker }, 'the MQTT broker is reached again');
      [isAway, isTold] = [false, false];
    },
    close: () => stop?.(),
  };
}

/** The address of a broker that a flag names. Errors: `input.usage` for one of something else, `address.invalid`. */
export function brokerAddress(url: string, flag: string): Extract<LinkAddress, { scheme: 'mqtt' }> {
  // Anything but MQTT is told what this flag takes, and not what every other address may be.
  const address = /^mqtts?:\/\//.test(url) ? parseAddress(url) : undefined;
  if (address?.scheme !== 'mqtt') throw new SolsteadError('input.usage', { at: flag, why: because('broker.address') });
  return address;
}

function outside({ url, password, tls }: OutsidePlace, { clock, log }: BrokerContext): HouseBroker {
  const address = brokerAddress(url, '--mqtt-broker');
  const word = password === undefined ? {} : { password };
  const denied = limitedLog(clock, (line) => log.warn(line));
  const link = makeMqttLink(address, {
    tls,
    clock,
    random: systemRandom,
    clientId: `solstead-${address.username ?? 'home'}`,
    // Asked for again with every connection.
    log: { warn: (line) => denied(line, line) },
    ...word,
  });
  const tell = tellState(link.name, clock, log);
  let failure: SolsteadError | undefined;
  const end = link.onState((isConnected, why) => {
    failure = isConnected ? undefined : (why ?? failure);
    tell.take(isConnected, failure);
  });
  // An unreachable broker must not keep the house from starting: the link goes on trying and its devices say why.
  link.connect().catch(() => undefined);
  const issue = (): Reason | undefined =>
    link.isConnected ? undefined : failure === undefined ? because('broker.no-connection') : reasonOf(failure);
  const close = async (): Promise<void> => {
    end();
    tell.close();
    await link.close();
  };
  return { link, port: undefined, counts: () => link.counts(), issue, close };
}

/** Opens the broker of a house. Errors: `port.taken`, `address.invalid`, `input.usage`. */
export async function openBroker(place: BrokerPlace, context: BrokerContext): Promise<HouseBroker> {
  return 'url' in place ? outside(place, context) : builtIn(place, context);
}
