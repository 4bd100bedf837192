// The outputs of the homes of an installation: their records, and those that run. A home gives every batch to each of its outputs as one
// more of its consumers; one without outputs gives it to nobody.
import { randomBytes } from 'node:crypto';
import type { Clock } from '#core/clock.ts';
import type { GivenStatistics } from '#core/statistics.ts';
import type { Consumer, SiteFacts } from '#core/consumer.ts';
import { isSolsteadError, reasonOf, SolsteadError } from '#core/errors.ts';
import type { Lease } from '#core/lease.ts';
import { limitedLog } from '#core/limited-log.ts';
import { type InTurn, makeTurns } from '#core/in-turn.ts';
import { external } from '#core/message-params.ts';
import {
  isMeterKind,
  type OutputChange,
  type OutputDesk,
  type OutputFigures,
  type OutputRecord,
  type OutputRemoved,
  type OutputSettings,
  type OutputStore,
  type OutputTested,
  type OutputTrial,
  type OutputView,
  type OwnOutputKind,
} from '#core/output.ts';
import type { Random } from '#core/random.ts';
import { because, inEnglish, type Reason } from '#core/reason.ts';
import { makeSecret, type Secret, type SecretStore } from '#core/secrets.ts';
import type { SpoolPlace } from '#core/spool.ts';
import { hourMs, minuteMs } from '#core/time.ts';
import { assertOwnPlace } from './broker-session.ts';
import { HomeOutputs, secretFields } from './home-outputs.ts';
import { devicesNamed } from './filter-words.ts';
import { assertWaits, checkedFilter, type OutputKinds, setKind } from './kinds.ts';
import { assertDevices, devicesOfSettings } from './named-devices.ts';
import { namesOf } from './names.ts';
import { conditionOf, whyNot } from './only-when.ts';
import { assertAlone, assertNotElsewhere, type Placed } from './own-place.ts';
import type { Openers, OutputHome, OwnPlace } from './output-kind.ts';
import { makeSieve } from './sieve.ts';

/** What a desk of outputs is made of. */
export interface OutputDeskParts {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: { info(fields: object, message: string): void; warn(fields: object, message: string): void };
  readonly store: OutputStore;
  readonly secrets: SecretStore;
  readonly spools: SpoolPlace;
  /** What there is; absent: the kinds of Solstead's own. */
  readonly kinds?: OutputKinds | undefined;
  /** How its outputs reach what is outside. */
  readonly openers: Openers;
  /** Longest wait until what an output left at its server is taken away, s: others of its home wait for their turn meanwhile. Absent: 30. */
  readonly clearS?: number | undefined;
  /** What an output may see of a home. */
  homeOf(facts: SiteFacts): OutputHome;
}

/** The desk, and the consumers it gives to sites. */
export interface OpenOutputDesk extends OutputDesk {
  /** Outputs that have not reached their server for long, or lost something. */
  issues(): readonly Reason[];
  /** As {@link OutputDesk.add}, under an id that whoever keeps the records has given it. */
  add(site: string, change: OutputChange, id?: string): Promise<OutputView>;
  /** Tries what waits of a site once more, for so long, ms. */
  drain(site: string, mostMs: number): Promise<void>;
  /** The consumer of a site that is being opened; outputs that cannot be read are told. */
  consumer(facts: SiteFacts, lease: Lease): Promise<Consumer>;
}

/** More are a mistake. */
const mostOutputs = 50;
/** So long after its server was lost it is an issue of the home, ms. */
const awayMs = 30 * minuteMs;
/** Longest wait until what an output left at its server is taken away, s. */
const usualClearS = 30;
/** So long it is told that something was lost, ms. */
const lostMs = 24 * hourMs;

interface Home {
  readonly outputs: HomeOutputs;
  /** A turn for each home: the server of one holds up no other. */
  readonly inTurn: InTurn;
  readonly records: Map<string, OutputRecord>;
}

/** Opens it. */
export function openOutputDesk(parts: OutputDeskParts): OpenOutputDesk {
  return new Desk(parts);
}

/** Whom the secrets of settings are for, and how that is known to be it; settings of another version are for nobody. */
function secretFor(given: OutputRecord['settings'], kinds: OutputKinds): string {
  const { server, tls, ca }: Readonly<Record<string, unknown>> = { ...given };
  // Without TLS, or with another who signs, somebody between could be the server.
  const proof = [tls === true, ca ?? ''];
  try {
    const { kind, settings } = setKind(given, kinds);
    if (kind.secretFor !== undefined) return JSON.stringify([settings.kind, kind.secretFor(settings as never), proof]);
  } catch (error) {
    if (!isSolsteadError(error)) throw error;
  }
  return JSON.stringify([given.kind, server ?? '', proof]);
}

/** A kept password belongs to its server, account and certificate: with another one it is asked for again. Errors: `input.invalid`. */
function assertSameServer(
  { outputs }: Pick<Home, 'outputs'>,
  before: Pick<OutputRecord, 'id' | 'settings'>,
  change: Pick<OutputChange, 'settings' | 'secret' | 'clientKey'>,
): void {
  for (const field of secretFields) {
    const isKept = change[field] === undefined && outputs.hasSecret(before.id, field);
    const { kinds } = outputs;
    if (!isKept || secretFor(change.settings, kinds) === secretFor(before.settings, kinds)) continue;
    throw new SolsteadError('input.invalid', { at: field, why: because('secret.again') });
  }
}

class Desk implements OpenOutputDesk {
  readonly #parts: OutputDeskParts;
  readonly #homes = new Map<string, Home>();
  readonly #tell;
  readonly #note;

  constructor(parts: OutputDeskParts) {
    this.#parts = parts;
    this.#tell = limitedLog(parts.clock, (line) => parts.log.warn({}, line));
    this.#note = limitedLog(parts.clock, (line) => parts.log.info({}, line));
  }

  async consumer(facts: SiteFacts, lease: Lease): Promise<Consumer> {
    const { id } = facts.site;
    // The uplink and the home itself go on without them.
    const records = await this.#parts.store.ofSite(id).catch((error: unknown): readonly OutputRecord[] => {
      this.#tell(id, `the outputs of ${id} cannot be read: ${inEnglish(reasonOf(error))}`);
      return [];
    });
    const { clock, random, openers, secrets, spools, kinds, clearS = usualClearS } = this.#parts;
    const made = { clock, random, openers, secrets, spools, kinds, clearS, tell: this.#tell, note: this.#note };
    const outputs = new HomeOutputs(made, this.#parts.homeOf(facts), lease);
    const home: Home = {
      outputs,
      inTurn: makeTurns(),
      records: new Map(records.map((record) => [record.id, record])),
    };
    this.#homes.set(id, home);
    for (const record of records) await home.inTurn(() => outputs.begin(record));
    return {
      name: 'outputs',
      wants: { events: ['device-placed', 'device-changed', 'device-removed'] },
      take: (batch) => outputs.each((output) => output.take(batch)),
      event: (event) => outputs.each((output) => output.event(event)),
      flush: () => outputs.flush(),
      close: async () => {
        this.#homes.delete(id);
        await home.inTurn(() => outputs.close());
      },
    };
  }

  issues(): readonly Reason[] {
    const nowMs = this.#parts.clock.nowMs();
    return [...this.#homes.values()].flatMap((home) =>
      [...home.records.values()].flatMap((record): readonly Reason[] => {
        const { state, sinceMs, waiting, trouble, refused, refusal } = home.outputs.state(record);
        const name = external(record.name);
        // One that has had nothing to send yet has not been away.
        const isAway = (state === 'failing' || (state === 'starting' && waiting > 0)) && nowMs - sinceMs > awayMs;
        const away = isAway
          ? [
              because(isMeterKind(record.settings.kind) ? 'output.silent-meter' : 'output.away', {
                name,
                reason: trouble?.reason ?? because('output.not-connected'),
              }),
            ]
          : [];
        const lost = home.outputs.lost(record.id);
        const isNew = lost !== undefined && lost.count > 0 && nowMs - lost.atMs < lostMs;
        const gone = isNew ? [because('output.lost', { name, count: lost.count })] : [];
        const isUnfit = refusal !== undefined && nowMs - refusal.atMs < lostMs;
        const unfit = isUnfit ? [because('output.unfit', { name, count: refused, reason: refusal.reason })] : [];
        return [...away, ...gone, ...unfit];
      }),
    );
  }

  async list(site: string): Promise<readonly OutputView[]> {
    const home = this.#homeOf(site);
    return [...home.records.values()].map((record) => this.#view(home, record));
  }

  async add(site: string, change: OutputChange, id = randomBytes(5).toString('hex')): Promise<OutputView> {
    const home = this.#homeOf(site);
    const record = recordFrom(id, home, change);
    return home.inTurn(async () => {
      if (home.records.size >= mostOutputs)
        throw new SolsteadError('input.invalid', { at: 'outputs', why: because('output.many', { most: mostOutputs }) });
      this.#assertAlone(record, home);
      await this.#keep(home, record, change);
      await home.outputs.begin(record);
      return this.#view(home, record);
    });
  }

  async change(site: string, id: string, change: OutputChange): Promise<OutputView> {
    const home = this.#homeOf(site);
    this.#recordOf(home, id);
    const record = recordFrom(id, home, change);
    return home.inTurn(async () => {
      assertSameServer(home, this.#recordOf(home, id), change);
      this.#assertAlone(record, home);
      // What is at another place, or under other names, is taken away from there.
      await home.outputs.clearFor(record);
      await home.outputs.end(id);
      try {
        await this.#keep(home, record, change);
      } finally {
        // A change that could not be kept leaves it as it was, and that goes on.
        await home.outputs.begin(this.#recordOf(home, id));
      }
      return this.#view(home, record);
    });
  }

  async remove(site: string, id: string): Promise<OutputRemoved> {
    const home = this.#homeOf(site);
    this.#recordOf(home, id);
    return home.inTurn(async () => {
      const record = this.#recordOf(home, id);
      const leftovers = await home.outputs.remove(record);
      try {
        await this.#parts.store.remove(id);
      } catch (error) {
        await home.outputs.begin(record);
        throw error;
      }
      home.records.delete(id);
      await home.outputs.forget(id);
      return leftovers === undefined ? {} : { leftovers };
    });
  }

  async test(site: string, trial: OutputTrial): Promise<OutputTested> {
    const home = this.#homeOf(site);
    const { id, settings: given, filter = {}, secret, clientKey } = trial;
    const { kind, settings } = setKind(given, this.#parts.kinds);
    assertOwnPlace(settings, site);
    if (id !== undefined) assertSameServer(home, this.#recordOf(home, id), trial);
    const kept = id === undefined ? undefined : await home.outputs.secretsOf(id);
    const own = {
      secret: secret === undefined ? kept?.secret : secretFrom(secret),
      clientKey: clientKey === undefined ? kept?.clientKey : secretFrom(clientKey),
    };
    assertInHome({ kind, settings, filter }, home, id);
    const { wants } = makeSieve(checkedFilter(filter, kind, devicesFor(home, id)));
    const names = namesOf(filter.names);
    const tested = await kind.test(
      settings as never,
      home.outputs.sinkParts({ id: id ?? 'test', name: 'test', ...own, wants, names }),
    );
    const { clock } = this.#parts;
    const note =
      filter.onlyWhen === undefined
        ? undefined
        : whyNot(conditionOf(filter.onlyWhen), { clock, home: home.outputs.home });
    return tested.note !== undefined || note === undefined ? tested : { ...tested, note };
  }

  async giveStatistics(...[site, ask, rowsOf]: Parameters<OpenOutputDesk['giveStatistics']>): Promise<GivenStatistics> {
    const { statisticsTo } = await import('./home-assistant/give.ts');
    const { clock } = this.#parts;
    return statisticsTo(ask, { site, rowsOf, clock }).catch((error: unknown) => {
      // It is not this Solstead that does not know somebody.
      if (!isSolsteadError(error, 'access.credentials')) throw error;
      const { at, reason = because('statistics.token') } = error;
      throw new SolsteadError('output.failed', { at, why: reason, cause: error });
    });
  }

  async drain(site: string, mostMs: number): Promise<void> {
    await this.#homes.get(site)?.outputs.drain(mostMs);
  }

  figures(site: string): readonly OutputFigures[] {
    const home = this.#homes.get(site);
    if (home === undefined) return [];
    return [...home.records.values()].map((record) => {
      const { state, sent, waiting, bytes, dropped, refused } = home.outputs.state(record);
      return { id: record.id, kind: record.settings.kind, state, sent, waiting, bytes, dropped, refused };
    });
  }

  ownKinds(): readonly OwnOutputKind[] {
    return this.#parts.kinds?.own ?? [];
  }

  /** Topics at a broker outside are shared by all homes; files and groups of a gateway are not. Errors: `input.invalid`. */
  #assertAlone({ id, settings }: Pick<OutputRecord, 'id' | 'settings'>, home: Home): void {
    const own = placeOf(settings, home);
    assertAlone(own, placesBeside(home, id));
    if (own?.field !== 'prefix') return;
    for (const other of this.#homes.values()) if (other !== home) assertNotElsewhere(own, placesBeside(other, id));
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

  #view(home: Home, record: OutputRecord): OutputView {
    const { id, name, settings, filter, isOn } = record;
    const [hasSecret, hasClientKey] = [home.outputs.hasSecret(id, 'secret'), home.outputs.hasSecret(id, 'clientKey')];
    return { id, name, settings, filter, isOn, hasSecret, hasClientKey, state: home.outputs.state(record) };
  }

  /** Keeps a record and its secrets, or neither: those of a server are for no other. */
  async #keep({ outputs, records }: Home, record: OutputRecord, change: OutputChange): Promise<void> {
    const before = await outputs.secretsOf(record.id);
    try {
      await outputs.keepSecrets(record.id, change);
      await this.#parts.store.save(record);
    } catch (error) {
      const changed = secretFields.filter((field) => change[field] !== undefined);
      const again = changed.map((field) => [field, before[field]?.reveal() ?? ''] as const);
      await outputs.keepSecrets(record.id, Object.fromEntries(again));
      throw error;
    }
    records.set(record.id, record);
  }
}

const secretFrom = (text: string): Secret | undefined => (text === '' ? undefined : makeSecret(text));

const deviceIds = ({ outputs: { home } }: Home): readonly string[] =>
  home.facts.devices().map(({ record }) => record.id);

/** The place of an output with these settings; undefined: it needs none of its own. Errors: `input.invalid`. */
function placeOf(given: OutputSettings, { outputs: { kinds, home } }: Home): OwnPlace | undefined {
  const { kind, settings } = setKind(given, kinds);
  return kind.alone?.(settings as never, home.facts.site.id);
}

/** The places of the other outputs of a home. */
const placesBeside = (home: Home, id: string | undefined): readonly Placed[] =>
  [...home.records.values()]
    .filter((record) => record.id !== id)
    .flatMap(({ name, settings }) => {
      try {
        return [{ name, place: placeOf(settings, home) }];
      } catch (error) {
        // One of a kind that is gone, or of an earlier version, does not run.
        if (isSolsteadError(error)) return [];
        throw error;
      }
    });

/** What the filter of an output may name: a device that was removed may come back, and is no slip of the pen where it was named before. */
const devicesFor = (home: Home, id: string | undefined): readonly string[] => [
  ...deviceIds(home),
  ...devicesNamed(home.records.get(id ?? '')?.filter ?? {}),
];

/** Devices that its settings name, and the bound of what waits. Errors: `input.invalid`. */
function assertInHome(
  of: ReturnType<typeof setKind> & Pick<OutputRecord, 'filter'>,
  home: Home,
  id: string | undefined,
): void {
  assertWaits(of.filter, of);
  const known = home.outputs.home.facts.devices().map(({ record }) => record);
  const before = namedBefore(home, id);
  assertDevices(of, { ids: [...known.map((one) => one.id), ...before], names: known.map(({ name }) => name) });
}

/** Devices that the settings of an output name which is there; of a kind or a version that is gone none. */
function namedBefore({ records, outputs }: Home, id = ''): readonly string[] {
  const record = records.get(id);
  if (record === undefined) return [];
  try {
    return devicesOfSettings(setKind(record.settings, outputs.kinds)).map(({ device }) => device);
  } catch (error) {
    if (isSolsteadError(error)) return [];
    throw error;
  }
}

/** Errors: `input.invalid`. */
function recordFrom(id: string, home: Home, { name, settings: given, filter = {}, isOn }: OutputChange): OutputRecord {
  const { settings, kind } = setKind(given, home.outputs.kinds);
  const site = home.outputs.home.facts.site.id;
  assertOwnPlace(settings, site);
  const checked = checkedFilter(filter, kind, devicesFor(home, id));
  assertInHome({ kind, settings, filter }, home, id);
  return { id, site, name: name.trim(), settings, filter: checked, isOn };
}
