// The uplinks of the homes of an installation: settings, the spool behind each, and the connection. A home with an uplink gives it every
// batch as one more of its consumers; one without gives it nothing.
import { randomBytes } from 'node:crypto';
import type { Clock } from '#core/clock.ts';
import type { Consumer, SiteFacts } from '#core/consumer.ts';
import { isRecord } from '#core/entries.ts';
import { isSolsteadError, reasonOf, SolsteadError } from '#core/errors.ts';
import type { Lease } from '#core/lease.ts';
import { limitedLog } from '#core/limited-log.ts';
import type { Random } from '#core/random.ts';
import type { Batch } from '#core/reading.ts';
import { because, inEnglish, type Reason } from '#core/reason.ts';
import { dayMs, minuteMs } from '#core/time.ts';
import type { Secret, SecretStore } from '#core/secrets.ts';
import { makeSecret } from '#core/secrets.ts';
import type { Spool, SpoolPlace } from '#core/spool.ts';
import {
  receivedScheme,
  type UplinkChange,
  type UplinkDesk,
  type UplinkFilter,
  type UplinkSettings,
  type UplinkState,
  type UplinkTest,
  type UplinkView,
} from '#core/uplink.ts';
import { UplinkClient } from './client.ts';
import type { UplinkClientOptions } from './client-options.ts';
import { checkedSettings, settingsIn } from './settings.ts';
import { tryUplink } from './try-uplink.ts';
import type { DownCommand } from './wire.ts';

/** What is sent, at work. */
export interface UplinkSieve {
  wants(device: string): boolean;
  take(batch: Batch): Batch | undefined;
  forget(device: string): void;
}

/** An uplink that flags, the environment or a file give. */
export interface GivenUplink {
  readonly settings: UplinkSettings;
  readonly secret: Secret;
}

/** What a desk of uplinks is made of. */
export interface UplinkDeskParts extends Pick<UplinkClientOptions, 'software' | 'open'> {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: { info(fields: object, message: string): void; warn(fields: object, message: string): void };
  readonly spools: SpoolPlace;
  readonly secrets: SecretStore;
  /** Keeps the settings of all homes. Errors: `store.failed`. */
  readonly place: { load(): Promise<unknown>; save(content: unknown): Promise<void> };
  /** Whether a filter means devices and metrics that there are. Errors: `input.invalid`. */
  checkFilter(filter: UplinkFilter, devices: readonly string[]): void;
  /** Makes a filter work. */
  makeSieve(filter: UplinkFilter): UplinkSieve;
  /** Given by flags or the environment: for the first home, and not changed here. */
  readonly given?: GivenUplink | undefined;
  /** What the homes are asked for. */
  readonly homes: {
    devices(facts: SiteFacts, mayCommand: boolean): ReturnType<UplinkClientOptions['devices']>;
    /** What its own history got last, which the spool may lack if the process was killed. Errors: `store.*`. */
    recent(site: string): Promise<readonly Batch[]>;
    command(
      site: string,
      asked: { readonly command: DownCommand; readonly leftMs: number; readonly mayCommand: boolean },
    ): ReturnType<UplinkClientOptions['command']>;
  };
}

/** The desk, and the consumers it gives to sites. */
export interface OpenUplinkDesk extends UplinkDesk {
  /** How the connection of a home is doing; undefined: it has none. */
  stateOf(site: string): UplinkState | undefined;
  /** Why a home has not sent for a long while, if one has not. */
  issue(): Reason | undefined;
  /** The consumer of a site that is being opened. Errors: `store.failed`. */
  consumer(facts: SiteFacts, lease: Lease): Promise<Consumer>;
}

/** What one home that is away for weeks may keep. */
const bound = { bytes: 512 * 1024 * 1024, batches: 5_000_000 } as const;

/** So long after the connection was lost, or refused, it is an issue of the home, ms. */
const [awayMs, refusedMs] = [dayMs, 10 * minuteMs];

const refOf = (site: string): string => `uplink.${site.slice(-57)}`;

interface Home {
  readonly facts: SiteFacts;
  readonly lease: Lease;
  spool?: Spool | undefined;
  freshFrom: number;
  client?: UplinkClient | undefined;
  settings?: UplinkSettings | undefined;
  sieve?: UplinkSieve | undefined;
  hasSecret: boolean;
}

/** Opens it. Errors: `store.failed`. */
export async function openUplinkDesk(parts: UplinkDeskParts): Promise<OpenUplinkDesk> {
  const kept = await parts.place.load();
  const all = isRecord(kept) && isRecord(kept['homes']) ? Object.entries(kept['homes']) : [];
  const settings = all.flatMap(([site, found]) => {
    const one = settingsIn(found);
    return one === undefined ? [] : [[site, one] as const];
  });
  return new Desk(parts, new Map(settings));
}

class Desk implements OpenUplinkDesk {
  readonly #parts: UplinkDeskParts;
  readonly #settings: Map<string, UplinkSettings>;
  readonly #homes = new Map<string, Home>();
  readonly #start = randomBytes(9).toString('base64url');
  readonly #tell;
  /** The home that the flags are for. */
  #givenTo: string | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(parts: UplinkDeskParts, settings: Map<string, UplinkSettings>) {
    this.#parts = parts;
    this.#settings = settings;
    this.#tell = limitedLog(parts.clock, (line) => parts.log.warn({}, line));
  }

  async consumer(facts: SiteFacts, lease: Lease): Promise<Consumer> {
    const { id } = facts.site;
    if (this.#parts.given !== undefined) this.#givenTo ??= id;
    const home: Home = { facts, lease, freshFrom: 0, hasSecret: false };
    this.#homes.set(id, home);
    await this.#inTurn(() => this.#begin(home));
    return {
      name: 'uplink',
      wants: { events: ['device-placed', 'device-changed', 'device-removed'] },
      take: (batch) => {
        if (home.client === undefined) return;
        const sent = this.#sent(facts, batch);
        if (sent !== undefined) home.client.take(sent);
      },
      event: (event) => {
        if (event.kind === 'device-removed') this.#sieveOf(id)?.forget(event.device);
        home.client?.devicesChanged();
      },
      backlog: () => home.spool?.state() ?? { batches: 0, bytes: 0, dropped: 0 },
      flush: async () => home.spool?.flush(),
      close: async () => {
        this.#homes.delete(id);
        await this.#inTurn(() => this.#end(home));
      },
    };
  }

  stateOf(site: string): UplinkState | undefined {
    return this.#homes.get(site)?.client?.state();
  }

  issue(): Reason | undefined {
    const nowMs = this.#parts.clock.nowMs();
    for (const { client } of this.#homes.values()) {
      const { state, sinceMs, trouble } = client?.state() ?? { state: 'connected', sinceMs: 0 };
      // Where the internet is away for a night nobody needs to get up.
      const isLong = nowMs - sinceMs > (state === 'refused' ? refusedMs : awayMs);
      if (state !== 'connected' && isLong)
        return because('uplink.away', { reason: trouble?.reason ?? because('uplink.silent') });
    }
    return undefined;
  }

  async view(site: string): Promise<UplinkView> {
    const home = this.#homeOf(site);
    const { settings, client, hasSecret } = home;
    return {
      ...(settings === undefined ? {} : { settings }),
      hasSecret,
      isGiven: this.#isGiven(site),
      ...(client === undefined ? {} : { state: client.state() }),
    };
  }

  async save(site: string, { settings, secret }: UplinkChange): Promise<UplinkView> {
    const home = this.#homeOf(site);
    this.#assertOwn(site);
    const checked = this.#checked(home, settings);
    await this.#inTurn(async () => {
      const { secrets } = this.#parts;
      if (secret === undefined) await this.#keptFor(site, checked);
      else await secrets.save(refOf(site), secret);
      this.#settings.set(site, checked);
      await this.#keep();
      await home.client?.close();
      home.client = undefined;
      await this.#begin(home);
    });
    return this.view(site);
  }

  async remove(site: string): Promise<void> {
    const home = this.#homeOf(site);
    this.#assertOwn(site);
    await this.#inTurn(async () => {
      this.#settings.delete(site);
      await this.#keep();
      await this.#parts.secrets.remove(refOf(site));
      // What waits is for nobody any more.
      home.spool?.done(home.spool.next - 1);
      await this.#end(home);
      home.settings = undefined;
      home.sieve = undefined;
      home.hasSecret = false;
    });
  }

  async test(site: string, { settings, secret }: UplinkChange): Promise<UplinkTest> {
    const { clock, open } = this.#parts;
    const checked = this.#checked(this.#homeOf(site), settings);
    const own = secret === undefined ? await this.#keptFor(site, checked) : makeSecret(secret);
    return tryUplink({ clock, open, settings: checked, secret: own });
  }

  /** The secret that is kept, which is for its hub and account alone. Errors: `input.invalid`. */
  async #keptFor(site: string, { address, clientId, ca }: UplinkSettings): Promise<Secret> {
    const kept = await this.#parts.secrets.read(refOf(site));
    if (kept === undefined)
      throw new SolsteadError('input.invalid', { at: 'secret', why: because('uplink.no-secret') });
    const before = this.#settings.get(site);
    if (before !== undefined && (before.address !== address || before.clientId !== clientId || before.ca !== ca))
      throw new SolsteadError('input.invalid', { at: 'secret', why: because('secret.again') });
    return kept;
  }

  /** Errors: `input.invalid`. */
  #checked({ facts }: Home, settings: UplinkSettings): UplinkSettings {
    const checked = checkedSettings(settings);
    const devices = facts.devices().map(({ record }) => record.id);
    if (checked.filter !== undefined) this.#parts.checkFilter(checked.filter, devices);
    return checked;
  }

  #isGiven(site: string): boolean {
    return this.#parts.given !== undefined && this.#givenTo === site;
  }

  #sieveOf(site: string): UplinkSieve | undefined {
    return this.#homes.get(site)?.sieve;
  }

  /** What is sent of a batch; undefined for nothing. */
  #sent({ site, device }: SiteFacts, batch: Batch): Batch | undefined {
    // What came from another home is not sent on: two that send to each other would never end.
    if (device(batch.device)?.record.address.startsWith(receivedScheme) === true) return undefined;
    const sieve = this.#sieveOf(site.id);
    return sieve === undefined ? batch : sieve.take(batch);
  }

  async #sentDevices(facts: SiteFacts, mayCommand: boolean): ReturnType<UplinkClientOptions['devices']> {
    const [all, sieve] = [await this.#parts.homes.devices(facts, mayCommand), this.#sieveOf(facts.site.id)];
    return sieve === undefined ? all : all.filter(({ id }) => sieve.wants(id));
  }

  #assertOwn(site: string): void {
    if (this.#isGiven(site))
      throw new SolsteadError('input.invalid', { at: 'uplink', why: because('uplink.set-elsewhere') });
  }

  #homeOf(site: string): Home {
    const home = this.#homes.get(site);
    if (home === undefined) throw new SolsteadError('site.unknown', { at: site });
    return home;
  }

  #inTurn<T>(run: () => Promise<T>): Promise<T> {
    const next = this.#last.then(run, run);
    this.#last = next.catch(() => undefined);
    return next;
  }

  async #keep(): Promise<void> {
    await this.#parts.place.save({ v: 1, homes: Object.fromEntries(this.#settings) });
  }

  async #begin(home: Home): Promise<void> {
    const { facts, lease } = home;
    const { id: site } = facts.site;
    const { clock, random, software, open, spools, secrets, given, homes } = this.#parts;
    const isGiven = this.#isGiven(site);
    const settings = isGiven ? given?.settings : this.#settings.get(site);
    const secret = isGiven ? given?.secret : await secrets.read(refOf(site));
    home.settings = settings;
    home.sieve = settings?.filter === undefined ? undefined : this.#parts.makeSieve(settings.filter);
    home.hasSecret = secret !== undefined;
    if (settings === undefined || secret === undefined) return;
    if (home.spool === undefined) {
      home.spool = await spools.open({ consumer: 'uplink', lease }, bound);
      home.freshFrom = home.spool.next;
      if (home.freshFrom > 1) await this.#addRecent(home.spool, facts);
    }
    home.client = new UplinkClient({
      clock,
      random,
      settings,
      secret,
      spool: home.spool,
      software,
      start: this.#start,
      freshFrom: home.freshFrom,
      open,
      home: () => facts.site.name,
      nowMs: () => clock.nowMs(),
      devices: () => this.#sentDevices(facts, settings.mayCommand),
      command: (command, leftMs) => homes.command(site, { command, leftMs, mayCommand: settings.mayCommand }),
      onState: ({ state, trouble }) =>
        this.#tellState(site, state, trouble === undefined ? '' : inEnglish(trouble.reason)),
    });
  }

  async #addRecent(spool: Spool, facts: SiteFacts): Promise<void> {
    try {
      for (const batch of await this.#parts.homes.recent(facts.site.id)) {
        const sent = this.#sent(facts, batch);
        if (sent !== undefined) spool.add(sent);
      }
    } catch (error) {
      // A history that cannot be read now must not keep the home from sending.
      this.#tell('recent', `uplink: the last minute of history could not be compared: ${inEnglish(reasonOf(error))}`);
    }
  }

  #tellState(site: string, state: string, why: string): void {
    if (state === 'connected') this.#tell(`${site} connected`, `uplink: ${site} is connected`);
    else this.#tell(`${site} ${why}`, `uplink: ${site} is not connected; it is tried again: ${why}`);
  }

  async #end(home: Home): Promise<void> {
    await home.client?.close();
    home.client = undefined;
    const { spool } = home;
    home.spool = undefined;
    await spool?.close().catch((error: unknown) => {
      if (!isSolsteadError(error, 'store.fenced')) this.#tell('spool', `uplink: ${inEnglish(reasonOf(error))}`);
    });
  }
}
