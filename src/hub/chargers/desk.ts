// The charges of the homes of an installation: followed as chargers speak, kept at every change, and who may charge.
import type { ChargeTransaction } from '#core/charge-points.ts';
import type { ChargeQuery, ChargeSession, ChargeSettings, ChargeStore } from '#core/charging.ts';
import type { Clock } from '#core/clock.ts';
import type { Consumer, SiteFacts } from '#core/consumer.ts';
import { parseAddress } from '#core/address.ts';
import { isSolsteadError, messageOf, SolsteadError, reasonOf } from '#core/errors.ts';
import { type InTurn, makeTurns } from '#core/in-turn.ts';
import type { Lease } from '#core/lease.ts';
import { foreign, limitedLog } from '#core/limited-log.ts';
import { inEnglish } from '#core/reason.ts';
import type { Batch } from '#core/reading.ts';
import { dayMs, minuteMs } from '#core/time.ts';
import { isWorthKeeping, makeDayBound } from './kept-charges.ts';
import { type SocketSight, socketStep } from './socket-charges.ts';
import { type ChargerSaid, sessionAfter, type SessionStep, type ToldTransaction, withTransaction } from './sessions.ts';

/** What a desk is made of. */
export interface ChargeDeskParts {
  readonly clock: Clock;
  readonly store: ChargeStore;
  readonly log: { warn(fields: object, message: string): void };
}

/** Charges. Errors of all that name a site: `site.unknown`, `store.*`. */
export interface ChargeDesk {
  consumer(facts: SiteFacts, lease: Pick<Lease, 'check'>): Promise<Consumer>;
  list(site: string, query: ChargeQuery): Promise<readonly ChargeSession[]>;
  /** Those under way, as they are now. */
  open(site: string): readonly ChargeSession[];
  settings(site: string): ChargeSettings;
  saveSettings(site: string, settings: ChargeSettings): Promise<void>;
  /** Follows the sockets of every home that cars are charged at. */
  followSockets(look: (site: string) => readonly SocketSight[]): void;
  /** A charge point told of a transaction. */
  transaction(place: ChargePointPlace, told: ToldTransaction): void;
  /** Whether a card may begin a charge at a charge point. */
  accepts(identity: string, tag: string): boolean;
}

/** A connector of a charge point. */
export interface ChargePointPlace {
  readonly identity: string;
  readonly connector: number;
}

interface Home {
  readonly facts: SiteFacts;
  readonly lease: Pick<Lease, 'check'>;
  readonly open: Map<string, ChargeSession>;
  /** When each was saved last, on the monotonic clock, ms. */
  readonly savedMs: Map<string, number>;
  /** Transactions that began, by device and number, for those that end while no charge is known. */
  readonly begins: Map<string, ChargeTransaction>;
  /** Charges that ended lately, the newest last: what is told late of their transactions is told of them. */
  readonly ended: Map<string, ChargeSession>;
  readonly hasRoom: (session: ChargeSession) => boolean;
  settings: ChargeSettings;
  saving: Promise<void>;
  readonly inTurn: InTurn;
}

const usualSettings: ChargeSettings = { tags: [], isOpen: true };
/** A charge under way is saved so often: what is lost with a crash the counter makes good. */
const everyMs = minuteMs;
const mostBegins = 100;
/** Sockets are looked at so often, ms. */
const socketsMs = 10_000;
const mostEnded = 200;
/** What a charger kept for so long is told at last, ms. */
const endedMs = 30 * dayMs;

const valueIn = ({ metric, value }: Batch, wanted: string): number | undefined => {
  const found = value[metric.findIndex((one) => one === wanted)];
  return typeof found === 'number' ? found : undefined;
};

const saidIn = (batch: Batch): ChargerSaid => {
  const plugged = valueIn(batch, 'charger.plugged');
  return {
    atMs: batch.atMs,
    isPlugged: plugged === undefined ? undefined : plugged !== 0,
    counterWh: valueIn(batch, 'charger.energy'),
    powerW: valueIn(batch, 'charger.power'),
    soc: valueIn(batch, 'car.soc'),
  };
};

function dropOldest(all: Map<string, unknown>, most: number): void {
  const oldest = all.keys().next().value;
  if (all.size > most && oldest !== undefined) all.delete(oldest);
}

class Desk implements ChargeDesk {
  readonly #parts: ChargeDeskParts;
  readonly #homes = new Map<string, Home>();
  readonly #tell;
  #sockets: (site: string) => readonly SocketSight[] = () => [];

  constructor(parts: ChargeDeskParts) {
    this.#parts = parts;
    this.#tell = limitedLog(parts.clock, (line) => parts.log.warn({}, line));
  }

  async consumer(facts: SiteFacts, lease: Pick<Lease, 'check'>): Promise<Consumer> {
    const { id } = facts.site;
    const { store, clock } = this.#parts;
    const late = { fromMs: clock.nowMs() - endedMs, toMs: clock.nowMs(), limit: mostEnded };
    const [open, kept, settings] = await Promise.all([
      this.#orNothing(id, () => store.open(id)),
      this.#orNothing(id, () => store.list(id, late)),
      this.#orNothing(id, () => store.settings(id)),
    ]);
    const home: Home = {
      facts,
      lease,
      open: new Map(open?.map((one) => [one.device, one])),
      savedMs: new Map(),
      begins: new Map(),
      ended: new Map(kept?.toReversed().flatMap((one) => (one.endMs === undefined ? [] : [[one.id, one]]))),
      hasRoom: makeDayBound(clock),
      settings: settings ?? usualSettings,
      saving: Promise.resolve(),
      inTurn: makeTurns(),
    };
    this.#homes.set(id, home);
    const stop = clock.every(socketsMs, () => this.#lookAtSockets(home));
    return {
      name: 'charging',
      wants: { metrics: ['charger.*', 'car.soc'] },
      take: (batch) => this.#take(home, batch),
      flush: () => home.saving,
      close: async () => {
        stop();
        for (const session of home.open.values()) this.#save(home, session);
        await home.saving;
        this.#homes.delete(id);
      },
    };
  }

  async list(site: string, query: ChargeQuery): Promise<readonly ChargeSession[]> {
    const { open } = this.#homeOf(site);
    const kept = await this.#parts.store.list(site, query);
    // What is under way is newer than what is kept of it.
    return kept.map(
      (one) => (one.endMs === undefined && open.get(one.device)?.id === one.id ? open.get(one.device) : one) ?? one,
    );
  }

  open(site: string): readonly ChargeSession[] {
    return [...this.#homeOf(site).open.values()];
  }

  settings(site: string): ChargeSettings {
    return this.#homeOf(site).settings;
  }

  async saveSettings(site: string, settings: ChargeSettings): Promise<void> {
    const home = this.#homeOf(site);
    await home.inTurn(async () => {
      home.lease.check();
      await this.#parts.store.saveSettings(site, settings);
      home.settings = settings;
    });
  }

  followSockets(look: (site: string) => readonly SocketSight[]): void {
    this.#sockets = look;
  }

  transaction(place: ChargePointPlace, told: ToldTransaction): void {
    const { transaction, startMs, startWh, tag } = told;
    for (const home of this.#homes.values())
      for (const device of this.#devicesAt(home, place)) {
        const key = `${device} ${transaction}`;
        if (startMs !== undefined && startWh !== undefined) {
          home.begins.set(key, { transaction, startMs, startWh, tag });
          dropOldest(home.begins, mostBegins);
        }
        const ended = [...home.ended.values()].filter((one) => one.device === device);
        const at = { site: home.facts.site.id, device, begins: home.begins.get(key), ended };
        if (told.stopMs !== undefined) home.begins.delete(key);
        this.#keep(home, device, { step: withTransaction(home.open.get(device), told, at), isNews: true });
      }
  }

  accepts(identity: string, tag: string): boolean {
    const homes = [...this.#homes.values()].filter((home) => this.#devicesAt(home, { identity }).length > 0);
    return homes.some(({ settings: { isOpen, tags } }) => isOpen || tags.some((one) => one.tag === tag));
  }

  #homeOf(site: string): Home {
    const home = this.#homes.get(site);
    if (home === undefined) throw new SolsteadError('site.unknown', { at: site });
    return home;
  }

  /** The devices of a home that are this charge point, or this connector of it. */
  #devicesAt({ facts }: Home, { identity, connector }: Partial<ChargePointPlace>): readonly string[] {
    return facts.devices().flatMap(({ record: { id, address: text } }) => {
      if (!text.startsWith('ocpp://')) return [];
      const address = parseAddress(text);
      if (address.scheme !== 'ocpp' || address.identity !== identity) return [];
      return connector === undefined || (address.connector ?? 1) === connector ? [id] : [];
    });
  }

  #take(home: Home, batch: Batch): void {
    const { device } = batch;
    if (home.facts.device(device)?.kind !== 'charger') return;
    const before = home.open.get(device);
    const step = sessionAfter(before, saidIn(batch), { site: home.facts.site.id, device });
    this.#keep(home, device, { step, isNews: before === undefined });
  }

  #lookAtSockets(home: Home): void {
    const { id: site } = home.facts.site;
    const atMs = this.#parts.clock.nowMs();
    const kindOf = (device: string) => home.facts.device(device)?.kind;
    const sockets = this.#sockets(site).filter(({ device }) => kindOf(device) !== 'charger');
    // One that is not among them any more charges nobody: its charge ends as any other.
    const left = [...home.open.keys()].filter(
      (device) => ![undefined, 'charger'].includes(kindOf(device)) && !sockets.some((one) => one.device === device),
    );
    for (const { device, takesW } of [...sockets, ...left.map((one): SocketSight => ({ device: one }))]) {
      const before = home.open.get(device);
      const step = socketStep(before, { atMs, takesW }, { site, device });
      this.#keep(home, device, { step, isNews: before === undefined });
    }
  }

  #keep(home: Home, device: string, { step, isNews }: { readonly step: SessionStep; readonly isNews: boolean }): void {
    const { open, ended, impossibleWh } = step;
    if (impossibleWh !== undefined) {
      const { id } = home.facts.site;
      const kwh = Math.round(impossibleWh / 1000);
      this.#tell(
        `impossible ${id} ${device}`,
        `${device} of ${id} tells of ${kwh} kWh that no charger gives in that time: they are not counted`,
      );
    }
    if (ended !== undefined) {
      home.open.delete(device);
      home.savedMs.delete(device);
      home.ended.delete(ended.id);
      home.ended.set(ended.id, ended);
      dropOldest(home.ended, mostEnded);
      this.#save(home, ended);
    }
    if (open === undefined) return;
    home.open.set(device, open);
    if (!isWorthKeeping(open)) return;
    const nowMs = this.#parts.clock.monotonicMs();
    if (!isNews && nowMs - (home.savedMs.get(device) ?? Number.NEGATIVE_INFINITY) < everyMs) return;
    home.savedMs.set(device, nowMs);
    this.#save(home, open);
  }

  /** One after another, so that an older state never comes last. */
  #save(home: Home, session: ChargeSession): void {
    if (!isWorthKeeping(session)) return;
    if (!home.hasRoom(session)) {
      const { site, device } = session;
      return this.#tell(
        `many ${site} ${device}`,
        `${device} of ${site} tells of more charges in a day than there can be: no more of them are kept`,
      );
    }
    home.saving = home.saving.then(async () => {
      try {
        home.lease.check();
        await this.#parts.store.save(session);
      } catch (error) {
        this.#trouble(session.site, error);
      }
    });
  }

  #trouble(site: string, error: unknown): void {
    // In a chain of saves that goes on: what one of them met ends neither the others nor the process.
    const why = isSolsteadError(error)
      ? inEnglish(reasonOf(error))
      : `a mistake of this program: ${foreign(messageOf(error))}`;
    this.#tell(site, `the charges of ${site} are not kept: ${why}`);
  }

  async #orNothing<Value>(site: string, read: () => Promise<Value>): Promise<Value | undefined> {
    try {
      return await read();
    } catch (error) {
      this.#trouble(site, error);
      return undefined;
    }
  }
}

/** Opens it. */
export const openChargeDesk = (parts: ChargeDeskParts): ChargeDesk => new Desk(parts);
