// A session of an output with an MQTT broker: it says whether it is there, by a last will too, sends what it is given, and takes away
// what the broker keeps of it.
import { parseAddress, withoutPassword } from '#core/address.ts';
import { type Clock, isWithin } from '#core/clock.ts';
import { reasonOf, SolsteadError } from '#core/errors.ts';
import { external } from '#core/message-params.ts';
import type { OutputTested } from '#core/output.ts';
import { because } from '#core/reason.ts';
import { topicMatches } from '#core/topic-filter.ts';
import type { ConnectingLink, OwnPlace, SinkListener, SinkParts } from './output-kind.ts';
import { testedWith } from './tested.ts';

/** What is set of every kind that speaks MQTT. */
export interface BrokerSettings {
  readonly server?: string;
  readonly ca?: string;
  readonly prefix?: string;
}

/** A message that goes out. */
export interface OutMessage {
  readonly topic: string;
  readonly payload: string;
  readonly retain: boolean;
}

/** Messages on their way at once: fewer than wait at most in a link. */
const mostAtOnce = 200;
/** The broker has sent what it keeps when nothing came for so long; and the longest time for all of it, ms. */
const [quietMs, clearMs] = [500, 10_000];
/** Whoever ends waits so long for what is on its way, ms. */
const graceMs = 2000;
/** Most topics that are taken away at once; what a broker says beyond is not of this program. */
const mostKept = 10_000;
/** Longest wait for a test message to come back, ms. */
const backMs = 5000;

const invalid = (
  at: string,
  code: 'output.server' | 'output.password' | 'output.prefix' | 'output.ca',
): SolsteadError => new SolsteadError('input.invalid', { at: `settings.${at}`, why: because(code) });

/** Checks what no schema can say. Errors: `input.invalid`. */
export function checkBroker({ server, ca, prefix }: BrokerSettings): void {
  if (server !== undefined && server !== '') {
    let scheme: string;
    try {
      ({ scheme } = parseAddress(server));
    } catch {
      throw invalid('server', 'output.server');
    }
    if (scheme !== 'mqtt') throw invalid('server', 'output.server');
    // It is shown and logged; the password has a field of its own.
    if (withoutPassword(server) !== server) throw invalid('server', 'output.password');
  }
  if (prefix !== undefined && !isTopicPrefix(prefix)) throw invalid('prefix', 'output.prefix');
  if (ca !== undefined && !isCertificate(ca)) throw invalid('ca', 'output.ca');
}

/**
 * On the broker of the installation a home has its own place: another may be a device's, or another home's, which take commands there. Errors:
 * `input.invalid`.
 */
export function assertOwnPlace(
  {
    server = '',
    prefix,
    topic,
  }: { readonly kind: string; readonly server?: unknown; readonly prefix?: unknown; readonly topic?: unknown },
  site: string,
): void {
  if (server !== '') return;
  const own = `solstead/${site}`;
  for (const [field, place] of Object.entries({ prefix, topic })) {
    if (typeof place !== 'string' || place === own || place.startsWith(`${own}/`)) continue;
    throw new SolsteadError('input.invalid', {
      at: `settings.${field}`,
      why: because('output.own-prefix', { home: external(site) }),
    });
  }
}

/** Whether a text is a certificate in PEM. */
export const isCertificate = (text: string): boolean => text.includes('-----BEGIN CERTIFICATE-----');

/** Whether a text can be the beginning of topics; also of ids made of it. */
export const isTopicPrefix = (text: string): boolean => /^[A-Za-z0-9._-]+(?:\/[A-Za-z0-9._-]+)*$/.test(text);

/** First part of the topics of a home. */
export const prefixOf = ({ prefix }: BrokerSettings, site: string): string => prefix ?? `solstead/${site}`;

/** The beginning of topics at a broker, the same for whoever publishes there, whatever its account. */
export function topicsPlace(settings: BrokerSettings, site: string): OwnPlace {
  const { server = '' } = settings;
  const address = server === '' ? undefined : parseAddress(server);
  const broker = address?.scheme === 'mqtt' ? [address.host.toLowerCase(), address.port] : [];
  return { place: JSON.stringify(['topics', ...broker, prefixOf(settings, site)]), field: 'prefix' };
}

/** Where the session says whether it is there. */
export const statusTopic = (prefix: string): string => `${prefix}/status`;

/** What a session does when it is connected, and to whom it tells. */
export interface SessionListener extends SinkListener {
  onConnected(): void;
}

/** A session with a broker. */
export interface BrokerSession {
  readonly link: ConnectingLink;
  /** Resolves once the broker has all of them; waits no longer than until it is aborted. Errors: `link.*`, `AbortError`. */
  send(messages: readonly OutMessage[], signal?: AbortSignal): Promise<void>;
  /** Sends something besides; what fails is told. */
  sendSoon(messages: readonly OutMessage[]): void;
  /** Resolves when there is a connection. */
  connected(signal: AbortSignal): Promise<void>;
  /** Takes away what the broker keeps below filters and is its own. Errors: `output.failed`, `link.*`. */
  clear(filters: readonly string[], isOwn: (topic: string) => boolean): Promise<void>;
  /** Ends it; with `isSilent` it says nothing more. */
  close(isSilent: boolean): Promise<void>;
}

/** How it is opened. */
export interface SessionParts {
  readonly settings: BrokerSettings;
  readonly parts: SinkParts;
  readonly qos: 0 | 1 | 2;
  readonly listener: SessionListener;
}

/** Opens a session; it connects, and connects again, until it is closed. */
export function openSession({ settings, parts, qos, listener }: SessionParts): BrokerSession {
  const status = statusTopic(prefixOf(settings, parts.home.facts.site.id));
  const link = parts.openBroker({
    server: settings.server === '' ? undefined : settings.server,
    ca: settings.ca,
    clientId: `solstead-${parts.id}`,
    password: parts.secret,
    will: { topic: status, payload: 'offline' },
  });
  return new Session(link, { status, qos, clock: parts.clock, listener });
}

/** After an abort it may still end for so long. */
interface Grace {
  readonly clock: Clock;
  readonly ms: number;
}

/** What comes of it, unless it is aborted before: then whoever ends does not wait for a broker that takes its time. */
export async function untilAborted<T>(work: Promise<T>, signal?: AbortSignal, grace?: Grace): Promise<T> {
  if (signal === undefined) return work;
  const aborted = Promise.withResolvers<never>();
  const abort = (): void => aborted.reject(signal.reason);
  let cancel = (): void => undefined;
  const onAbort = (): void => {
    if (grace === undefined) abort();
    else cancel = grace.clock.after(grace.ms, abort);
  };
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  try {
    return await Promise.race([work, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
    cancel();
  }
}

interface Ways {
  readonly status: string;
  readonly qos: 0 | 1 | 2;
  readonly clock: Clock;
  readonly listener: SessionListener;
}

class Session implements BrokerSession {
  readonly link: ConnectingLink;
  readonly #ways: Ways;
  #connected = Promise.withResolvers<void>();
  #endState: () => void;

  constructor(link: ConnectingLink, ways: Ways) {
    this.link = link;
    this.#ways = ways;
    this.#endState = link.onState((isConnected, failure) => {
      if (isConnected) this.#begin();
      else ways.listener.onState(failure === undefined ? because('output.not-connected') : reasonOf(failure));
    });
    // What fails is told by the state, and tried again.
    link.connect().catch(() => undefined);
    if (link.isConnected) queueMicrotask(() => this.#begin());
  }

  async send(messages: readonly OutMessage[], signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    const { qos, clock } = this.#ways;
    const waiting = messages.values();
    let isOver = false;
    // As one is confirmed the next goes out: who waits for a whole lot waits for the network's own pauses, too.
    const lane = async (): Promise<void> => {
      try {
        while (!isOver && signal?.aborted !== true) {
          const { done, value } = waiting.next();
          if (done === true) return;
          const { topic, payload, retain } = value;
          await this.link.publish(topic, payload, { retain, qos });
        }
      } catch (error) {
        isOver = true;
        throw error;
      }
    };
    const lanes = Array.from({ length: Math.min(mostAtOnce, messages.length) }, lane);
    // What the broker confirms now does not come twice.
    await untilAborted(Promise.all(lanes), signal, { clock, ms: graceMs });
    if (waiting.next().done !== true) signal?.throwIfAborted();
  }

  sendSoon(messages: readonly OutMessage[]): void {
    if (!this.link.isConnected || messages.length === 0) return;
    this.send(messages).catch((error: unknown) => this.#ways.listener.onState(reasonOf(error)));
  }

  async connected(signal: AbortSignal): Promise<void> {
    while (!this.link.isConnected) {
      this.#connected = Promise.withResolvers();
      await untilAborted(this.#connected.promise, signal);
    }
    signal.throwIfAborted();
  }

  async clear(filters: readonly string[], isOwn: (topic: string) => boolean): Promise<void> {
    if (!this.link.isConnected)
      throw new SolsteadError('output.failed', { at: this.link.name, why: because('output.not-connected') });
    const kept = await this.#keptBelow(filters, isOwn);
    await this.send(kept.map((topic) => ({ topic, payload: '', retain: true })));
  }

  async #keptBelow(filters: readonly string[], isOwn: (topic: string) => boolean): Promise<readonly string[]> {
    const { clock, status } = this.#ways;
    const topics = new Set<string>();
    let heardMs = clock.monotonicMs();
    const untilMs = heardMs + 2 * clearMs;
    const ends = filters.map((filter) =>
      this.link.subscribe(filter, ({ topic, retained, payload }) => {
        if (!retained || payload.length === 0) return;
        heardMs = clock.monotonicMs();
        if (topics.size < mostKept && isOwn(topic)) topics.add(topic);
      }),
    );
    // It answers in turn: what was said after the filters is confirmed when they are known. A slow one is not a quiet one.
    const confirmed = this.link.publish(status, 'online', { retain: true });
    const isConfirmed = await Promise.race([
      confirmed.then(
        () => true,
        () => false,
      ),
      clock.sleep(clearMs).then(() => false),
    ]);
    heardMs = clock.monotonicMs();
    while (clock.monotonicMs() < Math.min(heardMs + quietMs, untilMs)) await clock.sleep(quietMs / 5);
    for (const end of ends) end();
    if (!isConfirmed) {
      const why = because('output.silent', { seconds: clearMs / 1000 });
      throw new SolsteadError('output.failed', { at: this.link.name, why });
    }
    // It was just said, and is there even where it was not before.
    if (isOwn(status) && filters.some((filter) => topicMatches(filter, status))) topics.add(status);
    return [...topics];
  }

  async close(isSilent: boolean): Promise<void> {
    const { status, clock } = this.#ways;
    this.#endState();
    if (!isSilent && this.link.isConnected) {
      const late = clock.sleep(1000);
      // A broker that is away hears it by the last will.
      await Promise.race([this.link.publish(status, 'offline', { retain: true }).catch(() => undefined), late]);
    }
    await this.link.close();
  }

  #begin(): void {
    const { listener, status } = this.#ways;
    this.link.publish(status, 'online', { retain: true }).catch((error: unknown) => listener.onState(reasonOf(error)));
    listener.onState(undefined);
    this.#connected.resolve();
    listener.onConnected();
  }
}

/** Connects as an output would, sends a message that nobody keeps, and waits for it to come back. Errors: `output.failed`, `link.*`. */
export async function trySession(
  settings: BrokerSettings,
  parts: SinkParts,
  messages: readonly OutMessage[],
): Promise<OutputTested> {
  const { clock, home } = parts;
  const prefix = prefixOf(settings, home.facts.site.id);
  const topic = `${prefix}/test`;
  const startMs = clock.monotonicMs();
  const link = parts.openBroker({
    server: settings.server === '' ? undefined : settings.server,
    ca: settings.ca,
    clientId: `solstead-t${Math.floor(parts.random() * 1e9)}`,
    password: parts.secret,
  });
  try {
    await link.connect();
    const text = `test ${Math.floor(parts.random() * 1e9)}`;
    const back = Promise.withResolvers<void>();
    const end = link.subscribe(topic, ({ payload }) => {
      if (Buffer.from(payload).toString() === text) back.resolve();
    });
    await link.publish(topic, text);
    const isBack = await isWithin(clock, backMs, back.promise);
    end();
    if (!isBack)
      throw new SolsteadError('output.failed', {
        at: link.name,
        why: because('output.not-back', { prefix: external(prefix) }),
      });
    const samples = messages.map((one) => ({ to: one.topic, content: one.payload }));
    return testedWith(samples, clock.monotonicMs() - startMs);
  } finally {
    await link.close();
  }
}
