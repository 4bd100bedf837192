// The outputs of the homes of an installation: their records, and those that run. A home gives every batch to each of its outputs as one
// more of its consumers; one without outputs gives it to nobody.
import { randomBytes } from 'node:crypto';
import type { Clock } from '#core/clock.ts';
import type { Consumer, SiteFacts } from '#core/consumer.ts';
import { reasonOf, SolsteadError } from '#core/errors.ts';
import type { Lease } from '#core/lease.ts';
import { limitedLog } from '#core/limited-log.ts';
import { type InTurn, makeTurns } from '#core/in-turn.ts';
import { external } from '#core/message-params.ts';
import type {
  OutputChange,
  OutputDesk,
  OutputFigures,
  OutputRecord,
  OutputRemoved,
  OutputState,
  OutputStore,
  OutputTested,
  OutputTrial,
  OutputView,
} from '#core/output.ts';
import type { Random } from '#core/random.ts';
import { because, inEnglish, type Reason } from '#core/reason.ts';
import { makeSecret, type Secret, type SecretStore } from '#core/secrets.ts';
import type { SpoolPlace } from '#core/spool.ts';
import { hourMs, minuteMs } from '#core/time.ts';
import { checkedFilter, setKind } from './kinds.ts';
import { newestSpool } from './newest-spool.ts';
import type { OutputHome, SinkParts } from './output-kind.ts';
import { RunningOutput } from './running-output.ts';
import { makeSieve } from './sieve.ts';

/** What a desk of outputs is made of. */
export interface OutputDeskParts extends Pick<SinkParts, 'openBroker'> {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: { info(fields: object, message: string): void; warn(fields: object, message: string): void };
  readonly store: OutputStore;
  readonly secrets: SecretStore;
  readonly spools: SpoolPlace;
  /** Longest wait until what an output left at its server is taken away, s: others of its home wait for their turn meanwhile. Absent: 30. */
  readonly clearS?: number | undefined;
  /** What an output may see of a home. */
  homeOf(facts: SiteFacts): OutputHome;
}

/** The desk, and the consumers it gives to sites. */
export interface OpenOutputDesk extends OutputDesk {
  /** Outputs that have not reached their server for long, or lost something. */
  issues(): readonly Reason[];
  /** The consumer of a site that is being opened; outputs that cannot be read are told. */
  consumer(facts: SiteFacts, lease: Lease): Promise<Consumer>;
}

/** What one output may keep for a server that is away: days of a house with some devices. */
const bound = { bytes: 512 * 1024 * 1024, batches: 5_000_000 } as const;
/** More are a mistake. */
const mostOutputs = 50;
/** So long after its server was lost it is an issue of the home, ms. */
const awayMs = 30 * minuteMs;
/** Longest wait until what an output left at its server is taken away, s. */
const usualClearS = 30;
/** So long it is told that something was lost, ms. */
const lostMs = 24 * hourMs;

const refOf = (id: string): string => `output.${id}`;
const spoolOf = (id: string): string => `output-${id}`;

interface Running {
  readonly record: OutputRecord;
  readonly output: RunningOutput;
  readonly traces: string;
}

interface Home {
  readonly home: OutputHome;
  /** A turn for each home: the server of one holds up no other. */
  readonly inTurn: InTurn;
  readonly lease: Lease;
  readonly records: Map<string, OutputRecord>;
  readonly running: Map<string, Running>;
  /** Those that have a secret, and those that could not be started, with why. */
  readonly secrets: Set<string>;
  readonly broken: Map<string, { readonly atMs: number; readonly reason: Reason }>;
  /** Batches that were lost when it was last looked, and when that grew, epoch ms. */
  readonly lost: Map<string, { readonly count: number; readonly atMs: number }>;
}

/** Opens it. */
export function openOutputDesk(parts: OutputDeskParts): OpenOutputDesk {
  return new Desk(parts);
}

const serverOf = (settings: OutputRecord['settings']): unknown => ('server' in settings ? settings.server : '') ?? '';

/** A kept password belongs to its server and account: at another one it is asked for again. Errors: `input.invalid`. */
function assertSameServer(
  { secrets }: Pick<Home, 'secrets'>,
  before: Pick<OutputRecord, 'id' | 'settings'>,
  { settings, secret }: { readonly settings: OutputRecord['settings']; readonly secret?: string | undefined },
): void {
  if (secret !== undefined || !secrets.has(before.id) || serverOf(settings) === serverOf(before.settings)) return;
  throw new SolsteadError('input.invalid', { at: 'secret', why: because('secret.again') });
}

class Desk implements OpenOutputDesk {
  readonly #parts: OutputDeskParts;
  readonly #homes = new Map<string, Home>();
  readonly #tell;

  constructor(parts: OutputDeskParts) {
    this.#parts = parts;
    this.#tell = limitedLog(parts.clock, (line) => parts.log.warn({}, line));
  }

  async consumer(facts: SiteFacts, lease: Lease): Promise<Consumer> {
    const { id } = facts.site;
    // The uplink and the home itself go on without them.
    const records = await this.#parts.store.ofSite(id).catch((error: unknown): readonly OutputRecord[] => {
      this.#tell(id, `the outputs of ${id} cannot be read: ${inEnglish(reasonOf(error))}`);
      return [];
    });
    const home: Home = {
      home: this.#parts.homeOf(facts),
      inTurn: makeTurns(),
      lease,
      records: new Map(records.map((record) => [record.id, record])),
      running: new Map(),
      secrets: new Set(),
      broken: new Map(),
      lost: new Map(),
    };
    this.#homes.set(id, home);
    for (const record of records) await home.inTurn(() => this.#begin(home, record));
    const each = (act: (output: RunningOutput) => void): void => {
      // Each fails alone.
      for (const { record, output } of home.running.values()) {
        try {
          act(output);
        } catch (error) {
          this.#tell(record.id, `output ${record.name}: ${inEnglish(reasonOf(error))}`);
        }
      }
    };
    return {
      name: 'outputs',
      wants: { events: ['device-placed', 'device-changed', 'device-removed'] },
      take: (batch) => each((output) => output.take(batch)),
      event: (event) => each((output) => output.event(event)),
      flush: async () => void (await Promise.all([...home.running.values()].map(({ output }) => output.flush()))),
      close: async () => {
        this.#homes.delete(id);
        await home.inTurn(async () => {
          await Promise.all([...home.running.values()].map((one) => this.#close(one)));
          home.running.clear();
        });
      },
    };
  }

  issues(): readonly Reason[] {
    const nowMs = this.#parts.clock.nowMs();
    return [...this.#homes.values()].flatMap((home) =>
      [...home.records.values()].flatMap((record): readonly Reason[] => {
        const { state, sinceMs, trouble } = this.#stateOf(home, record);
        const name = external(record.name);
        const isAway = (state === 'failing' || state === 'starting') && nowMs - sinceMs > awayMs;
        const away = isAway
          ? [because('output.away', { name, reason: trouble?.reason ?? because('output.not-connected') })]
          : [];
        const lost = home.lost.get(record.id);
        const isNew = lost !== undefined && lost.count > 0 && nowMs - lost.atMs < lostMs;
        return isNew ? [...away, because('output.lost', { name, count: lost.count })] : away;
      }),
    );
  }

  async list(site: string): Promise<readonly OutputView[]> {
    const home = this.#homeOf(site);
    return [...home.records.values()].map((record) => this.#view(home, record));
  }

  async add(site: string, change: OutputChange): Promise<OutputView> {
    const home = this.#homeOf(site);
    if (home.records.size >= mostOutputs)
      throw new SolsteadError('input.invalid', { at: 'outputs', why: because('output.many', { most: mostOutputs }) });
    const record = recordFrom(randomBytes(5).toString('hex'), site, change);
    return home.inTurn(async () => {
      await this.#keep(home, record, change.secret);
      await this.#begin(home, record);
      return this.#view(home, record);
    });
  }

  async change(site: string, id: string, change: OutputChange): Promise<OutputView> {
    const home = this.#homeOf(site);
    this.#recordOf(home, id);
    const record = recordFrom(id, site, change);
    return home.inTurn(async () => {
      assertSameServer(home, this.#recordOf(home, id), change);
      const before = home.running.get(id);
      const { kind, settings } = setKind(record.settings);
      // What is at another place, or under other names, is taken away from there.
      if (before !== undefined && before.traces !== kind.traces(settings as never, home.home))
        await this.#clear(before).catch((error: unknown) => this.#tellTrouble(record, reasonOf(error)));
      await this.#end(home, id);
      await this.#keep(home, record, change.secret);
      await this.#begin(home, record);
      return this.#view(home, record);
    });
  }

  async remove(site: string, id: string): Promise<OutputRemoved> {
    const home = this.#homeOf(site);
    this.#recordOf(home, id);
    return home.inTurn(async () => {
      const record = this.#recordOf(home, id);
      const running = home.running.get(id) ?? (await this.#toClear(home, record));
      const leftovers = await (running === undefined ? undefined : this.#clear(running))?.then(
        () => undefined,
        (error: unknown) => because('output.leftovers', { reason: reasonOf(error) }),
      );
      if (running !== undefined) home.running.set(id, running);
      await this.#end(home, id);
      const { store, secrets, spools } = this.#parts;
      await store.remove(id);
      home.records.delete(id);
      home.broken.delete(id);
      home.lost.delete(id);
      home.secrets.delete(id);
      await secrets.remove(refOf(id));
      await spools.remove({ consumer: spoolOf(id), lease: home.lease });
      return leftovers === undefined ? {} : { leftovers };
    });
  }

  async test(site: string, { id, settings: given, filter = {}, secret }: OutputTrial): Promise<OutputTested> {
    const home = this.#homeOf(site);
    const { kind, settings } = setKind(given);
    if (id !== undefined) assertSameServer(home, this.#recordOf(home, id), { settings: given, secret });
    const kept = id === undefined ? undefined : await this.#parts.secrets.read(refOf(id));
    const own = secret === undefined ? kept : secretFrom(secret);
    const sieve = makeSieve(checkedFilter(filter));
    return kind.test(
      settings as never,
      this.#sinkParts(home, { id: id ?? 'test', name: 'test', secret: own, wants: sieve.wants }),
    );
  }

  figures(site: string): readonly OutputFigures[] {
    const home = this.#homes.get(site);
    if (home === undefined) return [];
    return [...home.records.values()].map((record) => {
      const { state, sent, waiting, bytes, dropped } = this.#stateOf(home, record);
      return { id: record.id, kind: record.settings.kind, state, sent, waiting, bytes, dropped };
    });
  }

  #homeOf(site: string): Home {
    const home = this.#homes.get(site);
    if (home === undefined) throw new SolsteadError('site.unknown', { at: site });
    return home;
  }

  #recordOf(home: Home, id: string): OutputRecord {
    const record = home.records.get(id);
    if (record === undefined) throw new SolsteadError('output.unknown', { at: id });
    return record;
  }

  #stateOf(home: Home, { id, isOn }: OutputRecord): OutputState {
    const running = home.running.get(id);
    if (running !== undefined && isOn) {
      const state = running.output.state();
      const before = home.lost.get(id);
      if (before === undefined || before.count !== state.dropped)
        home.lost.set(id, { count: state.dropped, atMs: before === undefined ? 0 : this.#parts.clock.nowMs() });
      return state;
    }
    const trouble = home.broken.get(id);
    const none = { sent: 0, waiting: 0, bytes: 0, dropped: 0 };
    return trouble === undefined
      ? { state: 'off', sinceMs: 0, ...none }
      : { state: 'failing', sinceMs: trouble.atMs, ...none, trouble };
  }

  #view(home: Home, record: OutputRecord): OutputView {
    const { id, name, settings, filter, isOn } = record;
    return { id, name, settings, filter, isOn, hasSecret: home.secrets.has(id), state: this.#stateOf(home, record) };
  }

  /** Keeps a record and its secret. */
  async #keep(home: Home, record: OutputRecord, secret: string | undefined): Promise<void> {
    const { secrets, store } = this.#parts;
    if (secret === '') await secrets.remove(refOf(record.id));
    else if (secret !== undefined) await secrets.save(refOf(record.id), secret);
    await store.save(record);
    home.records.set(record.id, record);
  }

  #sinkParts(home: Home, of: Pick<SinkParts, 'id' | 'name' | 'secret' | 'wants'>): SinkParts {
    const { clock, random, openBroker } = this.#parts;
    return { clock, random, openBroker, home: home.home, ...of };
  }

  /** Starts an output that is on. What is wrong with it is told with it, and harms no other. */
  async #begin(home: Home, record: OutputRecord): Promise<void> {
    const { id, isOn } = record;
    home.broken.delete(id);
    const secret = await this.#parts.secrets.read(refOf(id));
    if (secret === undefined) home.secrets.delete(id);
    else home.secrets.add(id);
    if (!isOn) return;
    try {
      home.running.set(id, await this.#started(home, record, secret));
    } catch (error) {
      home.broken.set(id, { atMs: this.#parts.clock.nowMs(), reason: reasonOf(error) });
      this.#tellTrouble(record, reasonOf(error));
    }
  }

  async #started(home: Home, record: OutputRecord, secret: Secret | undefined): Promise<Running> {
    const { id } = record;
    const { clock, random, spools } = this.#parts;
    const { kind, settings } = setKind(record.settings);
    const sieve = makeSieve(checkedFilter(record.filter));
    const owner = { consumer: spoolOf(id), lease: home.lease };
    const isNewest = kind.keeps(settings as never) === 'newest';
    if (isNewest) await spools.remove(owner);
    const spool = isNewest ? newestSpool() : await spools.open(owner, bound);
    const output = new RunningOutput({
      clock,
      random,
      sieve,
      spool,
      open: (listener) =>
        kind.open(
          settings as never,
          this.#sinkParts(home, { id, name: record.name, secret, wants: sieve.wants }),
          listener,
        ),
      onTrouble: (reason) => this.#tellTrouble(record, reason),
    });
    return { record, output, traces: kind.traces(settings as never, home.home) };
  }

  /** One that is off, started for a moment to take away what it left. */
  async #toClear(home: Home, record: OutputRecord): Promise<Running | undefined> {
    const secret = await this.#parts.secrets.read(refOf(record.id));
    const running = await this.#started(home, record, secret).catch(() => undefined);
    const { clock } = this.#parts;
    const untilMs = clock.monotonicMs() + 5000;
    while (running?.output.state().state === 'starting' && clock.monotonicMs() < untilMs) await clock.sleep(50);
    return running;
  }

  /** Takes away what it left, as long as its server has patience for that. Errors: `output.failed`, `link.*`. */
  async #clear({ record, output }: Running): Promise<void> {
    const { clock, clearS = usualClearS } = this.#parts;
    const why = because('output.silent', { seconds: clearS });
    const done = new AbortController();
    const late = clock.sleep(clearS * 1000, { signal: done.signal }).then(() => {
      throw new SolsteadError('output.failed', { at: record.name, why });
    });
    await Promise.race([output.clear(), late]).finally(() => done.abort());
  }

  async #end(home: Home, id: string): Promise<void> {
    const running = home.running.get(id);
    home.running.delete(id);
    if (running !== undefined) await this.#close(running);
  }

  async #close({ record, output }: Running): Promise<void> {
    await output.close().catch((error: unknown) => this.#tellTrouble(record, reasonOf(error)));
  }

  #tellTrouble({ id, name }: OutputRecord, reason: Reason | undefined): void {
    if (reason === undefined) this.#tell(`${id} works`, `output ${name}: its server is reached`);
    else this.#tell(`${id} ${reason.code}`, `output ${name}: ${inEnglish(reason)}; it is tried again`);
  }
}

const secretFrom = (text: string): Secret | undefined => (text === '' ? undefined : makeSecret(text));

/** Errors: `input.invalid`. */
function recordFrom(id: string, site: string, { name, settings, filter = {}, isOn }: OutputChange): OutputRecord {
  const set = setKind(settings).settings;
  return { id, site, name: name.trim(), settings: set, filter: checkedFilter(filter), isOn };
}
