// The alerts of one home while it runs: it is looked at every few seconds; what follows – alerts, messages, what is remembered – is kept in
// one step before anything is sent or shown.
import { randomBytes } from 'node:crypto';
import type {
  AlertPreferences,
  AlertRecord,
  AlertSettings,
  AlertStore,
  ChannelRecord,
  DeliveryRecord,
} from '#core/alert.ts';
import type { Clock } from '#core/clock.ts';
import { reasonOf } from '#core/errors.ts';
import { makeTurns } from '#core/in-turn.ts';
import type { Lease } from '#core/lease.ts';
import { inEnglish } from '#core/reason.ts';
import { dayMs } from '#core/time.ts';
import { acknowledged, type AlertEvent, type AlertMemory, emptyMemory, snoozed, step, type Step } from './machine.ts';
import { signalsOf } from './observe.ts';
import { Observer, type WatchedHome } from './observer.ts';
import { escalationSteps, planned } from './recipients.ts';
import { dueReports, type ReportMarks } from './report/schedule.ts';
import { Sender } from './sender.ts';

/** What is kept of a home, as it was read. */
export interface KeptAlerts {
  readonly memory: RunMemory;
  readonly settings: AlertSettings;
  readonly channels: readonly ChannelRecord[];
  readonly people: ReadonlyMap<string, AlertPreferences>;
  readonly waiting: readonly DeliveryRecord[];
}

/** What a run remembers. */
export interface RunMemory extends AlertMemory {
  readonly reports: ReportMarks;
}

/** Nothing yet. */
export const emptyRun: RunMemory = { ...emptyMemory, reports: {} };

/** What it is made of. */
export interface HomeAlertsParts {
  readonly clock: Clock;
  readonly store: AlertStore;
  readonly lease: Lease;
  readonly home: WatchedHome;
  readonly kept: KeptAlerts;
  /** Which accounts may hear of the home, and of the installation. */
  hearers(accounts: readonly string[]): Promise<ReadonlyMap<string, { readonly installation: boolean }>>;
  /** Whether it is the only home of the installation. */
  isAlone(): boolean;
  send(delivery: DeliveryRecord, signal: AbortSignal): Promise<void>;
  /** Shows alerts to those who watch. */
  show(alerts: readonly AlertRecord[]): void;
  onTrouble(message: string): void;
}

/** Time between two looks, ms. */
const everyMs = 5000;
/** How soon what a rule says is taken, ms: what comes together is taken together. */
const soonMs = 200;
const mostEvents = 200;
/** How long alerts and messages are kept, ms, and how often what is older is forgotten. */
const keptMs = 400 * dayMs;

const newId = (): string => randomBytes(8).toString('hex');

/** What is kept of it: the time of the last look changes each time, and alone is not worth a write. */
const textOf = ({ steppedMs: _stepped, ...rest }: RunMemory): string => JSON.stringify({ ...rest, steppedMs: 0 });

/** Running alerts. */
export class HomeAlerts {
  readonly sender: Sender;
  settings: AlertSettings;
  channels: readonly ChannelRecord[];
  readonly people: Map<string, AlertPreferences>;
  /** One change after another. */
  readonly inTurn = makeTurns();
  readonly #parts: HomeAlertsParts;
  readonly #observer: Observer;
  readonly #stop: () => void;
  #memory: RunMemory;
  #keptText: string;
  #events: AlertEvent[] = [];
  #soon: (() => void) | undefined;
  #isLooking = false;
  #isClosed = false;
  #forgotMs = Number.NEGATIVE_INFINITY;

  constructor(parts: HomeAlertsParts) {
    const { kept, clock, home } = parts;
    this.#parts = parts;
    this.#memory = kept.memory;
    this.#keptText = textOf(kept.memory);
    this.settings = kept.settings;
    this.channels = kept.channels;
    this.people = new Map(kept.people);
    this.#observer = new Observer(home);
    this.sender = new Sender({
      clock,
      waiting: kept.waiting,
      send: (delivery, signal) => parts.send(delivery, signal),
      keep: async (delivery) => this.#save({ alerts: [], deliveries: [delivery] }),
      onTrouble: ({ channel }, error) => parts.onTrouble(`channel ${channel}: ${inEnglish(reasonOf(error))}`),
    });
    this.#stop = clock.every(everyMs, () => this.#look());
  }

  /** How many alerts nobody has acknowledged. */
  openCount(seesInstallation: boolean): number {
    return Object.values(this.#memory.open).filter(
      ({ alert }) => alert.state === 'open' && (seesInstallation || alert.isOfInstallation !== true),
    ).length;
  }

  /** Something happened. */
  happen(event: AlertEvent): void {
    if (this.#events.length < mostEvents) this.#events.push(event);
    else this.#parts.onTrouble('more happens than is alerted of');
    this.#soon ??= this.#parts.clock.after(soonMs, () => {
      this.#soon = undefined;
      this.#look();
    });
  }

  /** Undefined if it is over. */
  async acknowledge(id: string, by: string): Promise<AlertRecord | undefined> {
    return this.#act((nowMs) => acknowledged(this.#memory, { id, by, nowMs }));
  }

  /** Undefined if it is over. */
  async snooze(id: string, minutes: number): Promise<AlertRecord | undefined> {
    return this.#act((nowMs) => snoozed(this.#memory, { id, untilMs: nowMs + minutes * 60_000, nowMs }));
  }

  /** Looks now, and resolves when what follows is kept. */
  async flush(): Promise<void> {
    await this.inTurn(() => this.#cycle());
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#stop();
    this.#soon?.();
    await this.inTurn(async () => undefined);
    await this.sender.close();
  }

  #look(): void {
    if (this.#isLooking || this.#isClosed) return;
    this.#isLooking = true;
    void this.inTurn(() => this.#cycle()).finally(() => {
      this.#isLooking = false;
    });
  }

  async #cycle(): Promise<void> {
    const { clock, home, onTrouble } = this.#parts;
    const events = this.#events;
    try {
      const nowMs = clock.nowMs();
      const { settings } = this;
      const seen = signalsOf(await this.#observer.look(nowMs), settings, this.#memory);
      this.#events = [];
      const steps = escalationSteps(this.channels, settings.escalateMinutes);
      const next = step(this.#memory, { site: home.facts.site.id, nowMs, settings, ...seen, events, steps, newId });
      await this.#take(next, nowMs);
      await this.#forget(nowMs);
    } catch (error) {
      // What could not be kept did not happen: the next look finds it again.
      this.#events = [...events, ...this.#events.filter((one) => !events.includes(one))].slice(-mostEvents);
      onTrouble(inEnglish(reasonOf(error)));
    }
    this.sender.wake();
  }

  async #act(act: (nowMs: number) => Step | undefined): Promise<AlertRecord | undefined> {
    return this.inTurn(async () => {
      const nowMs = this.#parts.clock.nowMs();
      const next = act(nowMs);
      if (next === undefined) return undefined;
      await this.#take(next, nowMs);
      return next.alerts[0];
    });
  }

  /** Keeps what follows, then shows and sends it. */
  async #take({ memory, alerts, tells }: Step, nowMs: number): Promise<void> {
    const { home, show } = this.#parts;
    const { id: site, timeZone } = home.facts.site;
    const reports = dueReports(this.channels, this.#memory.reports, { nowMs, timeZone });
    const accounts = tells.length === 0 ? [] : this.channels.flatMap(({ account = [] }) => account);
    const hearers = await this.#parts.hearers([...new Set(accounts)]);
    const { deliveries } = planned(tells, {
      site,
      timeZone,
      nowMs,
      channels: this.channels,
      escalateMinutes: this.settings.escalateMinutes,
      preferencesOf: (account) => this.preferencesOf(account),
      mayHear: ({ account }, isOfInstallation) => {
        // Where there are several homes, what is of all of them is no affair of one.
        if (account === undefined) return !isOfInstallation || this.#parts.isAlone();
        const hearer = hearers.get(account);
        return hearer !== undefined && (!isOfInstallation || hearer.installation);
      },
      waiting: this.sender.waiting,
      newId,
    });
    const sent = reports.due.map(
      ({ channel, period, day }): DeliveryRecord => ({
        id: newId(),
        site,
        channel,
        state: 'waiting',
        body: { what: 'report', period, day },
        createdMs: nowMs,
        dueMs: nowMs,
        tries: 0,
      }),
    );
    const run: RunMemory = { ...memory, reports: reports.marks };
    const text = textOf(run);
    const all = [...deliveries, ...sent];
    if (text !== this.#keptText || alerts.length > 0 || all.length > 0)
      await this.#save({ memory: text, alerts, deliveries: all });
    this.#keptText = text;
    this.#memory = run;
    this.sender.take(all);
    if (alerts.length > 0) show(alerts);
  }

  async #save(change: {
    readonly memory?: string;
    readonly alerts: readonly AlertRecord[];
    readonly deliveries: readonly DeliveryRecord[];
  }): Promise<void> {
    const { lease, store, home } = this.#parts;
    lease.check();
    await store.save({ site: home.facts.site.id, ...change });
  }

  async #forget(nowMs: number): Promise<void> {
    if (nowMs - this.#forgotMs < dayMs && nowMs >= this.#forgotMs) return;
    this.#forgotMs = nowMs;
    await this.#parts.store.forget(this.#parts.home.facts.site.id, nowMs - keptMs);
  }

  /** What a person wants; the usual where they said nothing. */
  preferencesOf(account: string): AlertPreferences {
    return this.people.get(account) ?? { language: 'en', criticalPasses: true };
  }
}
