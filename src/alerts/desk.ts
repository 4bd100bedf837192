// The alerts of the homes of an installation: one runs for each open home; settings, channels and people are kept, secrets apart from them.
import { randomBytes } from 'node:crypto';
import type {
  AlertDesk,
  AlertPage,
  AlertPreferences,
  AlertQuery,
  AlertReader,
  AlertRecord,
  AlertSettings,
  AlertSettingsView,
  AlertStore,
  AlertTemplate,
  ChannelChange,
  ChannelRecord,
  ChannelView,
  DeliveryRecord,
  ReportPeriod,
  ReportText,
  TemplatePreview,
} from '#core/alert.ts';
import type { Clock } from '#core/clock.ts';
import type { Consumer, SiteFacts } from '#core/consumer.ts';
import { isRecord } from '#core/entries.ts';
import { SolsteadError } from '#core/errors.ts';
import type { Lease } from '#core/lease.ts';
import { limitedLog } from '#core/limited-log.ts';
import { because } from '#core/reason.ts';
import { makeSecret, type SecretStore } from '#core/secrets.ts';
import { languageOf } from '#words/languages.ts';
import type { AlertOpeners, ChannelMessage, SendParts } from './channels/channel-kind.ts';
import { setChannel } from './channels/kinds.ts';
import { assertRoom, channelTests } from './channel-bounds.ts';
import { emptyRun, HomeAlerts, type HomeAlertsParts, type KeptAlerts, type RunMemory } from './home-alerts.ts';
import { assertSettings, kindViews, usualSettings } from './kinds.ts';
import type { AlertEvent } from './machine.ts';
import { alertMessage, type Hearer, testMessage } from './message.ts';
import type { WatchedHome } from './observer.ts';
import { takenBack } from './take-back.ts';
import { previewOf } from './template-preview.ts';
import { assertLanguage, assertTemplate, assertTemplates, inOwnWords } from './templates.ts';
import { vapidKeys, type VapidKeys } from './push/vapid.ts';
import { reportFigures, type ReportSource } from './report/figures.ts';
import { reportText } from './report/text.ts';

/** What a desk is made of. */
export interface AlertDeskParts {
  readonly clock: Clock;
  readonly log: { warn(fields: object, message: string): void };
  readonly store: AlertStore;
  readonly secrets: SecretStore;
  readonly openers: AlertOpeners;
  homeOf(facts: SiteFacts): WatchedHome;
  energyOf(site: string): ReportSource['energy'];
  hearers(site: string, accounts: readonly string[]): ReturnType<HomeAlertsParts['hearers']>;
  /** Whether there is one home alone. */
  isAlone(): boolean;
  show(site: string, alerts: readonly AlertRecord[]): void;
}

/** The desk, and what it gives to sites and rules. */
export interface OpenAlertDesk extends AlertDesk {
  /** The consumer of a site that is being opened. */
  consumer(facts: SiteFacts, lease: Lease): Promise<Consumer>;
  /** Something happened at a home. */
  happen(site: string, event: AlertEvent): void;
}

interface Home {
  readonly facts: SiteFacts;
  readonly running: HomeAlerts;
  readonly lease: Lease;
}

const mostDeliveries = 200;
const usualLimit = 50;
const mostReported = 200;

const secretRef = (channel: string): string => `alert.${channel}`;
const newId = (): string => randomBytes(8).toString('hex');

/** What is kept as JSON; undefined where it is not there or of another version. */
function recordIn(text: string | undefined): Readonly<Record<string, unknown>> | undefined {
  if (text === undefined) return undefined;
  try {
    const read: unknown = JSON.parse(text);
    return isRecord(read) ? read : undefined;
  } catch {
    return undefined;
  }
}

function memoryFrom(text: string | undefined): RunMemory {
  const kept = recordIn(text);
  const isWhole = kept !== undefined && ['tracks', 'open', 'reports'].every((name) => isRecord(kept[name]));
  // This program wrote it.
  return isWhole ? { ...emptyRun, ...(kept as Partial<RunMemory>) } : emptyRun;
}

/** Opens it. */
export function openAlertDesk(parts: AlertDeskParts): OpenAlertDesk {
  return new Desk(parts);
}

class Desk implements OpenAlertDesk {
  readonly #parts: AlertDeskParts;
  readonly #homes = new Map<string, Home>();
  readonly #tell: (key: string, line: string) => void;
  readonly #tests: ReturnType<typeof channelTests>;
  #vapid: Promise<VapidKeys> | undefined;

  constructor(parts: AlertDeskParts) {
    this.#parts = parts;
    this.#tests = channelTests(parts.clock);
    this.#tell = limitedLog(parts.clock, (line) => parts.log.warn({}, line));
  }

  async consumer(facts: SiteFacts, lease: Lease): Promise<Consumer> {
    const { id } = facts.site;
    const { clock, store } = this.#parts;
    const running = new HomeAlerts({
      clock,
      store,
      lease,
      home: this.#parts.homeOf(facts),
      kept: await this.#kept(id),
      hearers: (accounts) => this.#parts.hearers(id, accounts),
      isAlone: () => this.#parts.isAlone(),
      send: (delivery, signal) => this.#send(this.#homeOf(id), delivery, signal),
      show: (alerts) => this.#parts.show(id, alerts),
      onTrouble: (message) => this.#tell(`${id} ${message}`, `the alerts of ${id}: ${message}`),
    });
    this.#homes.set(id, { facts, running, lease });
    return {
      name: 'alerts',
      wants: { events: [], metrics: [] },
      take: () => undefined,
      flush: async () => undefined,
      close: async () => {
        this.#homes.delete(id);
        await running.close();
      },
    };
  }

  happen(site: string, event: AlertEvent): void {
    this.#homes.get(site)?.running.happen(event);
  }

  async list(site: string, { state, before, limit }: AlertQuery, reader: AlertReader): Promise<AlertPage> {
    const { running } = this.#homeOf(site);
    const wanted = limit || usualLimit;
    const page = await this.#parts.store.list({ site, state, before, limit: wanted + 1 });
    const next = page.length > wanted ? page[wanted - 1]?.id : undefined;
    const alerts = page
      .slice(0, wanted)
      .filter(({ isOfInstallation }) => reader.seesInstallation || isOfInstallation !== true);
    return { alerts, open: running.openCount(reader.seesInstallation), ...(next === undefined ? {} : { next }) };
  }

  openCount(site: string, seesInstallation: boolean): number | undefined {
    return this.#homes.get(site)?.running.openCount(seesInstallation);
  }

  async acknowledge(site: string, id: string, reader: AlertReader): Promise<AlertRecord> {
    const { running } = this.#homeOf(site);
    await this.#assertAlert(site, id, reader);
    return (await running.acknowledge(id, reader.name)) ?? this.#noAlert(id);
  }

  async snooze(
    site: string,
    { id, minutes }: { readonly id: string; readonly minutes: number },
    reader: AlertReader,
  ): Promise<AlertRecord> {
    const { running } = this.#homeOf(site);
    await this.#assertAlert(site, id, reader);
    return (await running.snooze(id, minutes)) ?? this.#noAlert(id);
  }

  async settings(site: string): Promise<AlertSettingsView> {
    const { settings } = this.#homeOf(site).running;
    return { ...settings, kinds: kindViews(settings) };
  }

  async saveSettings(site: string, change: AlertSettings): Promise<AlertSettingsView> {
    const { running, lease } = this.#homeOf(site);
    assertSettings(change);
    assertTemplates(change.templates ?? []);
    assertLanguage(change.language);
    await running.inTurn(async () => {
      lease.check();
      // Who changes thresholds alone leaves the words as they are.
      const { templates, language } = running.settings;
      const words = {
        ...(templates === undefined ? {} : { templates }),
        ...(language === undefined ? {} : { language }),
      };
      const settings = { ...words, ...change };
      await this.#parts.store.saveDocument({ site, name: 'settings', content: JSON.stringify(settings) });
      running.settings = settings;
    });
    return this.settings(site);
  }

  async preview(site: string, template: AlertTemplate): Promise<TemplatePreview> {
    const home = this.#homeOf(site);
    const { listener, ...rest } = await this.#hearer(home, undefined);
    assertTemplate(template);
    const language = await languageOf(template.language);
    return previewOf(template, this.#parts.clock.nowMs(), { ...rest, listener: { ...listener, language } });
  }

  async channels(site: string, reader: AlertReader): Promise<readonly ChannelView[]> {
    const home = this.#homeOf(site);
    const seen = home.running.channels.filter((one) => this.#isSeen(one, reader));
    const last = await this.#parts.store.deliveries({ site, limit: mostDeliveries });
    return Promise.all(seen.map((channel) => this.#view(home, channel, { last, reader })));
  }

  async addChannel(site: string, change: ChannelChange, reader: AlertReader): Promise<ChannelView> {
    return this.#keepChannel(site, { id: newId(), change }, reader);
  }

  async changeChannel(
    site: string,
    { id, change }: { readonly id: string; readonly change: ChannelChange },
    reader: AlertReader,
  ): Promise<ChannelView> {
    this.#channelOf(this.#homeOf(site), id, reader);
    return this.#keepChannel(site, { id, change, isThere: true }, reader);
  }

  async removeChannel(site: string, id: string, reader: AlertReader): Promise<void> {
    const home = this.#homeOf(site);
    const before = this.#channelOf(home, id, reader);
    await home.running.inTurn(async () => {
      home.lease.check();
      await this.#parts.store.removeChannel(id);
      home.running.channels = home.running.channels.filter((one) => one.id !== id);
      home.running.sender.drop(id);
      await this.#parts.secrets.remove(secretRef(id));
    });
    await takenBack(before, home.running.channels, this.#parts);
  }

  async testChannel(
    site: string,
    { id, change }: { readonly id?: string | undefined; readonly change: ChannelChange },
    reader: AlertReader,
  ): Promise<{ readonly tookMs: number }> {
    const home = this.#homeOf(site);
    const before = id === undefined ? undefined : this.#channelOf(home, id, reader);
    this.#assertMay(change, reader);
    const kind = setChannel(change.settings, site);
    this.#tests.begin(reader.account);
    if (before !== undefined && change.secret === undefined) await this.#assertSamePlace(before, change.settings);
    const kept = before === undefined ? undefined : await this.#parts.secrets.read(secretRef(before.id));
    const given = change.secret === undefined ? kept : change.secret === '' ? undefined : makeSecret(change.secret);
    const { clock } = this.#parts;
    const startMs = clock.monotonicMs();
    const hearer = await this.#hearer(home, change.isOwn ? reader.account : undefined);
    const signal = AbortSignal.timeout(30_000);
    await kind.send(testMessage(newId(), clock.nowMs(), hearer), change.settings, this.#sendParts(given, signal));
    return { tookMs: Math.round(clock.monotonicMs() - startMs) };
  }

  async deliveries(site: string, reader: AlertReader): Promise<readonly DeliveryRecord[]> {
    const { running } = this.#homeOf(site);
    const seen = new Set(running.channels.filter((one) => this.#isSeen(one, reader)).map(({ id }) => id));
    const last = await this.#parts.store.deliveries({ site, limit: mostDeliveries });
    return last.filter(({ channel }) => seen.has(channel) || reader.manages);
  }

  async preferences(site: string, account: string): Promise<AlertPreferences> {
    return this.#homeOf(site).running.preferencesOf(account);
  }

  async savePreferences(
    site: string,
    preferences: AlertPreferences,
    { account }: Pick<AlertReader, 'account'>,
  ): Promise<AlertPreferences> {
    const { running, lease } = this.#homeOf(site);
    assertLanguage(preferences.language);
    await running.inTurn(async () => {
      lease.check();
      const people = new Map(running.people).set(account, preferences);
      const content = JSON.stringify(Object.fromEntries(people));
      await this.#parts.store.saveDocument({ site, name: 'people', content });
      running.people.set(account, preferences);
    });
    return preferences;
  }

  async pushKey(): Promise<string> {
    return (await this.#keys()).publicKey;
  }

  async report(
    site: string,
    asked: { readonly period: ReportPeriod; readonly day?: string | undefined },
    { account }: Pick<AlertReader, 'account'>,
  ): Promise<ReportText> {
    const home = this.#homeOf(site);
    return this.#report(home, asked, await this.#hearer(home, account));
  }

  #homeOf(site: string): Home {
    const home = this.#homes.get(site);
    if (home === undefined) throw new SolsteadError('site.unknown', { at: site });
    return home;
  }

  #noAlert(id: string): never {
    throw new SolsteadError('alert.unknown', { at: id });
  }

  /** Errors: `alert.unknown`, also for those of other homes. */
  async #assertAlert(site: string, id: string, { seesInstallation }: AlertReader): Promise<void> {
    const alert = await this.#parts.store.byId(id);
    if (alert?.site !== site || (alert.isOfInstallation === true && !seesInstallation)) this.#noAlert(id);
  }

  #isSeen({ account }: ChannelRecord, { account: own, manages }: AlertReader): boolean {
    return manages || account === own;
  }

  /** Errors: `alert.no-channel`, also for those of other people. */
  #channelOf({ running }: Home, id: string, reader: AlertReader): ChannelRecord {
    const channel = running.channels.find((one) => one.id === id && this.#isSeen(one, reader));
    if (channel === undefined) throw new SolsteadError('alert.no-channel', { at: id });
    return channel;
  }

  /** Who may not change alerts may add their own browser, and nothing else. Errors: `access.denied`, `input.invalid`. */
  #assertMay({ isOwn, settings, reports }: ChannelChange, { manages }: AlertReader): void {
    if (!manages && (!isOwn || settings.kind !== 'push'))
      throw new SolsteadError('access.denied', { at: 'settings.kind', why: because('alert.own-push') });
    if (reports.length > 0 && settings.kind !== 'email')
      throw new SolsteadError('input.invalid', { at: 'reports', why: because('alert.reports-mail') });
  }

  /** A kept secret belongs to its server: at another one it is asked for again. Errors: `input.invalid`. */
  async #assertSamePlace({ id, settings, site }: ChannelRecord, next: ChannelChange['settings']): Promise<void> {
    const place = (one: ChannelChange['settings']): string => `${one.kind} ${setChannel(one, site).secretFor(one)}`;
    if (place(settings) === place(next) || (await this.#parts.secrets.read(secretRef(id))) === undefined) return;
    throw new SolsteadError('input.invalid', { at: 'secret', why: because('secret.again') });
  }

  async #keepChannel(
    site: string,
    {
      id,
      change,
      isThere = false,
    }: { readonly id: string; readonly change: ChannelChange; readonly isThere?: boolean },
    reader: AlertReader,
  ): Promise<ChannelView> {
    const home = this.#homeOf(site);
    const { running, lease } = home;
    const { secrets, store } = this.#parts;
    this.#assertMay(change, reader);
    const kind = setChannel(change.settings, site);
    const known = isThere ? this.#channelOf(home, id, reader) : undefined;
    const view = await running.inTurn(async () => {
      // As it is now: another change, or its removal, may have been before this one.
      const before = isThere ? this.#channelOf(home, id, reader) : undefined;
      // A channel of somebody else stays theirs.
      const account = change.isOwn ? (before?.account ?? reader.account) : undefined;
      assertRoom(running.channels, { id, account });
      if (before !== undefined && change.secret === undefined) await this.#assertSamePlace(before, change.settings);
      const { secret, isOwn: _isOwn, ...rest } = change;
      const kept = before === undefined ? undefined : await secrets.read(secretRef(id));
      if (kind.needsSecret && (secret ?? kept?.reveal() ?? '') === '')
        throw new SolsteadError('input.invalid', { at: 'secret', why: because('alert.no-secret') });
      const channel: ChannelRecord = { id, site, ...rest, ...(account === undefined ? {} : { account }) };
      lease.check();
      if (secret === '') await secrets.remove(secretRef(id));
      else if (secret !== undefined) await secrets.save(secretRef(id), secret);
      await store.saveChannel(channel);
      running.channels = [...running.channels.filter((one) => one.id !== id), channel];
      const last = await store.deliveries({ site, limit: mostDeliveries });
      return this.#view(home, channel, { last, reader });
    });
    if (known !== undefined) await takenBack(known, home.running.channels, this.#parts);
    return view;
  }

  async #view(
    { running }: Home,
    channel: ChannelRecord,
    { last, reader }: { readonly last: readonly DeliveryRecord[]; readonly reader: AlertReader },
  ): Promise<ChannelView> {
    const { id, site: _site, account, settings, ...rest } = channel;
    const own = last.filter((one) => one.channel === id);
    const sent = own.find(({ state }) => state === 'sent');
    const failed = own.find(({ state, reason, tries }) => state !== 'skipped' && tries > 0 && reason !== undefined);
    const isNewer = failed !== undefined && (sent?.createdMs ?? 0) < failed.createdMs;
    return {
      id,
      ...rest,
      settings,
      isOwn: account !== undefined && account === reader.account,
      hasSecret: (await this.#parts.secrets.read(secretRef(id)).catch(() => undefined)) !== undefined,
      waiting: running.sender.waiting.filter((one) => one.channel === id).length,
      ...(sent?.endedMs === undefined ? {} : { sentMs: sent.endedMs }),
      ...(isNewer && failed.reason !== undefined
        ? { trouble: { atMs: failed.endedMs ?? failed.createdMs, reason: failed.reason } }
        : {}),
    };
  }

  /** Errors: as the kind; `alert.no-channel` where there is none any more. */
  async #send(home: Home, delivery: DeliveryRecord, signal: AbortSignal): Promise<void> {
    const { facts, running } = home;
    const { id: site } = facts.site;
    const channel = running.channels.find(({ id }) => id === delivery.channel);
    if (channel === undefined || !channel.isOn)
      throw new SolsteadError('alert.no-channel', { at: delivery.channel, why: because('alert.gone') });
    const { account, settings } = channel;
    if (account !== undefined && !(await this.#parts.hearers(site, [account])).has(account))
      throw new SolsteadError('access.denied', { at: channel.name, why: because('alert.may-not') });
    const kind = setChannel(settings, site);
    const secret = await this.#parts.secrets.read(secretRef(channel.id));
    const message = await this.#message(home, delivery, await this.#hearer(home, account));
    await kind.send(message, settings, this.#sendParts(secret, signal));
  }

  async #message(home: Home, delivery: DeliveryRecord, hearer: Hearer): Promise<ChannelMessage> {
    const { body, id, createdMs: atMs } = delivery;
    if (body.what !== 'report') {
      const { templates = [] } = home.running.settings;
      return inOwnWords(alertMessage(delivery, body, hearer), templates, hearer);
    }
    const { subject: title, text, html } = await this.#report(home, body, hearer);
    return { id, atMs, what: 'report', severity: 'info', site: hearer.site, title, text, html };
  }

  async #report(
    { facts }: Home,
    asked: { readonly period: ReportPeriod; readonly day?: string | undefined },
    hearer: Hearer,
  ): Promise<ReportText> {
    const { id: site, timeZone } = facts.site;
    const source: ReportSource = {
      timeZone,
      nowMs: this.#parts.clock.nowMs(),
      energy: this.#parts.energyOf(site),
      alerts: async (fromMs, toMs) => {
        const all = await this.#parts.store.list({ site, limit: mostReported });
        return all.filter(
          ({ openedMs, isOfInstallation }) => openedMs >= fromMs && openedMs < toMs && isOfInstallation !== true,
        );
      },
    };
    return reportText(await reportFigures(asked, source), hearer);
  }

  #sendParts(secret: SendParts['secret'], signal: AbortSignal): SendParts {
    const { openers, clock } = this.#parts;
    return { openers, clock, secret, signal, vapid: () => this.#keys() };
  }

  #keys(): Promise<VapidKeys> {
    this.#vapid ??= vapidKeys(this.#parts.secrets).catch((error: unknown) => {
      this.#vapid = undefined;
      throw error;
    });
    return this.#vapid;
  }

  async #hearer({ facts, running }: Home, account: string | undefined): Promise<Hearer> {
    const { id, name, timeZone } = facts.site;
    const { language = 'en' } = account === undefined ? running.settings : running.preferencesOf(account);
    return { listener: { language: await languageOf(language), timeZone }, site: { id, name } };
  }

  async #kept(site: string): Promise<KeptAlerts> {
    const { store } = this.#parts;
    const [memory, settings, people] = await Promise.all(
      ['memory', 'settings', 'people'].map((name) => store.document(site, name)),
    );
    const kept = recordIn(settings);
    const wants = Object.entries(recordIn(people) ?? {}) as [string, AlertPreferences][];
    return {
      memory: memoryFrom(memory),
      settings: { ...usualSettings, ...(kept as Partial<AlertSettings> | undefined) },
      channels: await store.channels(site),
      people: new Map(wants),
      waiting: await store.waiting(site),
    };
  }
}
