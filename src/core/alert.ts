// The interface of alerts: what of a home wants attention, who is told over which channel, and what of that is kept. The hub above it asks
// who may; the alerts room below it does it.
import type { Reason } from './reason.ts';

/** How grave it is, from least to most. */
export const severities = ['info', 'warning', 'critical'] as const;

/** One of {@link severities}. */
export type Severity = (typeof severities)[number];

/** What can be alerted of, beside what rules say (`rule`). */
export const alertKinds = [
  'device-offline',
  'data-gap',
  'error-burst',
  'implausible',
  'battery-low',
  'cell-drift',
  'no-production',
  'under-production',
  'unusual',
  'budget',
  'backup',
  'output-behind',
  'data-waiting',
  'disk',
  'clock',
  'broker-refused',
  'system',
  'rule',
] as const;

/** One of {@link alertKinds}. */
export type AlertKind = (typeof alertKinds)[number];

/** How an alert is: `open` until somebody has seen it, `acknowledged` until it is over. */
export type AlertState = 'open' | 'acknowledged' | 'resolved';

/** What an alert is about: a device, a budget, an output; `home` for the home as a whole. */
export interface AlertSubject {
  readonly id: string;
  readonly reason: Reason;
  /** Since when it is so, and until when it was, epoch ms. */
  readonly sinceMs: number;
  readonly endedMs?: number;
}

/** An alert: everything of one kind that is so at one time. */
export interface AlertRecord {
  readonly id: string;
  readonly site: string;
  readonly kind: AlertKind;
  readonly severity: Severity;
  readonly state: AlertState;
  readonly openedMs: number;
  readonly changedMs: number;
  readonly resolvedMs?: number;
  /** How often it began: one that comes back soon is the same. */
  readonly times: number;
  /** The newest last; those that are over stay until the alert is. */
  readonly subjects: readonly AlertSubject[];
  /** Subjects that found no room. */
  readonly more?: number;
  readonly acknowledged?: { readonly by: string; readonly atMs: number };
  /** Nobody is told before, epoch ms. */
  readonly snoozedMs?: number;
  /** It is of the installation as a whole, not of this home alone. */
  readonly isOfInstallation?: true;
}

/** What is told of an alert. */
export type TellWhat = 'raised' | 'changed' | 'resolved' | 'escalated';

/** How far a message is. */
export type DeliveryState = 'waiting' | 'sent' | 'failed' | 'skipped';

/** What a message says: an alert as it was, or the report of a period. */
export type DeliveryBody =
  | { readonly what: TellWhat; readonly alert: AlertRecord }
  | { readonly what: 'report'; readonly period: ReportPeriod; readonly day: string };

/** A message to a channel. */
export interface DeliveryRecord {
  readonly id: string;
  readonly site: string;
  readonly channel: string;
  readonly state: DeliveryState;
  readonly body: DeliveryBody;
  readonly createdMs: number;
  /** When it is sent, or tried again, epoch ms. */
  readonly dueMs: number;
  readonly tries: number;
  readonly endedMs?: number;
  /** Why the last try failed, or why it was not sent. */
  readonly reason?: Reason;
}

/** Periods of reports. */
export type ReportPeriod = 'week' | 'month';

/** Settings of one kind of channel; its schema is that of its kind. */
export interface ChannelSettings {
  readonly kind: string;
}

/** A way to tell somebody. Its secret is kept apart. */
export interface ChannelRecord {
  readonly id: string;
  readonly site: string;
  /** The account whose it is; absent: it is the home's. */
  readonly account?: string;
  readonly name: string;
  readonly isOn: boolean;
  readonly settings: ChannelSettings;
  /** What is less grave is not told. */
  readonly least: Severity;
  /** Told only when nobody has acknowledged what is critical. */
  readonly isEscalation: boolean;
  /** And that after so many minutes; absent: as it is set of the home. */
  readonly escalateMinutes?: number | undefined;
  /** Reports that are sent over it. */
  readonly reports: readonly ReportPeriod[];
}

/** What a person wants, for every channel of theirs. */
export interface AlertPreferences {
  /** BCP 47 tag of a language that there is. */
  readonly language: string;
  /** Local times of the home, `HH:MM`; nothing is told from the first to the second. */
  readonly quiet?: { readonly from: string; readonly to: string };
  /** What is critical is told in quiet hours, too. */
  readonly criticalPasses: boolean;
}

/** What is set of a kind; what is absent is as usual. */
export interface KindSettings {
  readonly isOn?: boolean | undefined;
  readonly severity?: Severity | undefined;
  /** It has to be so for so long, s. */
  readonly holdSeconds?: number | undefined;
  readonly threshold?: number | undefined;
}

/** Words of the home's own for a kind, told to those who read this language; what is empty is said in the usual words. */
export interface AlertTemplate {
  readonly kind: AlertKind;
  /** BCP 47 tag of a language that there is. */
  readonly language: string;
  readonly title?: string;
  readonly text?: string;
}

/** How words of one's own would be told. */
export interface TemplatePreview {
  readonly title: string;
  readonly text: string;
}

/** What is set of the alerts of a home. */
export interface AlertSettings {
  readonly kinds: Readonly<Partial<Record<AlertKind, KindSettings>>>;
  /** So long nothing more is told of an alert that changes, minutes. */
  readonly throttleMinutes: number;
  /** So long until what is critical and not acknowledged goes on to the channels behind, minutes. */
  readonly escalateMinutes: number;
  /** Words of its own; absent: none. */
  readonly templates?: readonly AlertTemplate[];
  /** BCP 47 tag of what channels of the home speak; absent: English. Those of a person speak the person's. */
  readonly language?: string;
}

/** What is saved together, all or nothing. */
export interface AlertChange {
  readonly site: string;
  /** What the state machine remembers, as JSON. */
  readonly memory?: string;
  readonly alerts: readonly AlertRecord[];
  readonly deliveries: readonly DeliveryRecord[];
}

/** Where alerts are kept. */
export interface AlertStore {
  /** Documents of a home by name: `memory`, `settings`, `person:<account>`. */
  document(site: string, name: string): Promise<string | undefined>;
  saveDocument(document: { readonly site: string; readonly name: string; readonly content: string }): Promise<void>;
  /** Saves all of it, or nothing. */
  save(change: AlertChange): Promise<void>;
  byId(id: string): Promise<AlertRecord | undefined>;
  /** The newest first; `before`: only older ones than the alert of that id. */
  list(query: AlertQuery & { readonly site: string }): Promise<readonly AlertRecord[]>;
  /** Forgets resolved alerts and ended messages that are older. */
  forget(site: string, beforeMs: number): Promise<void>;
  waiting(site: string): Promise<readonly DeliveryRecord[]>;
  /** The newest first. */
  deliveries(query: { readonly site: string; readonly limit: number }): Promise<readonly DeliveryRecord[]>;
  channels(site: string): Promise<readonly ChannelRecord[]>;
  saveChannel(channel: ChannelRecord): Promise<void>;
  /** With what waits for it. */
  removeChannel(id: string): Promise<void>;
}

/** Which alerts. */
export interface AlertQuery {
  readonly state?: AlertState | undefined;
  readonly before?: string | undefined;
  readonly limit: number;
}

/** A page of alerts. */
export interface AlertPage {
  readonly alerts: readonly AlertRecord[];
  /** The cursor of the next page; absent: there is none. */
  readonly next?: string;
  /** Alerts that nobody has acknowledged. */
  readonly open: number;
}

/** Who asks, as far as alerts care. */
export interface AlertReader {
  readonly account: string;
  readonly name: string;
  /** Sees what is of the installation as a whole. */
  readonly seesInstallation: boolean;
  /** Sees and changes every channel, not only their own. */
  readonly manages: boolean;
}

/** What a person sets of a channel. */
export interface ChannelChange {
  readonly name: string;
  readonly isOn: boolean;
  /** It is the person's own; otherwise the home's. */
  readonly isOwn: boolean;
  readonly settings: ChannelSettings;
  readonly least: Severity;
  readonly isEscalation: boolean;
  readonly escalateMinutes?: number | undefined;
  readonly reports: readonly ReportPeriod[];
  /** Absent: it stays; empty: it is forgotten. */
  readonly secret?: string | undefined;
}

/** A channel as people see it. */
export interface ChannelView extends Omit<ChannelRecord, 'site' | 'account'> {
  readonly isOwn: boolean;
  readonly hasSecret: boolean;
  readonly waiting: number;
  readonly sentMs?: number;
  readonly trouble?: { readonly atMs: number; readonly reason: Reason };
}

/** A kind with what counts for it now. */
export interface KindView {
  readonly kind: AlertKind;
  readonly isOn: boolean;
  readonly severity: Severity;
  readonly holdSeconds: number;
  readonly threshold: number;
  /** What can be set, in the unit of the threshold; absent: it has none. */
  readonly range?: { readonly least: number; readonly most: number; readonly unit: string };
}

/** The settings of a home as people see them. */
export interface AlertSettingsView extends Omit<AlertSettings, 'kinds'> {
  readonly kinds: readonly KindView[];
}

/** A report as it is sent. */
export interface ReportText {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** The alerts of an installation. Errors of all: `site.unknown`, `store.*`. */
export interface AlertDesk {
  list(site: string, query: AlertQuery, reader: AlertReader): Promise<AlertPage>;
  /** Alerts that nobody has acknowledged, from memory; absent while the home is not watched. */
  openCount(site: string, seesInstallation: boolean): number | undefined;
  /** Errors: `alert.unknown`. */
  acknowledge(site: string, id: string, reader: AlertReader): Promise<AlertRecord>;
  /** Errors: `alert.unknown`. */
  snooze(
    site: string,
    act: { readonly id: string; readonly minutes: number },
    reader: AlertReader,
  ): Promise<AlertRecord>;
  settings(site: string): Promise<AlertSettingsView>;
  /** Errors: `input.invalid`. */
  saveSettings(site: string, settings: AlertSettings): Promise<AlertSettingsView>;
  /** Fills words with an example of their kind. Errors: `input.invalid`. */
  preview(site: string, template: AlertTemplate): Promise<TemplatePreview>;
  channels(site: string, reader: AlertReader): Promise<readonly ChannelView[]>;
  /** Errors: `input.invalid`. */
  addChannel(site: string, change: ChannelChange, reader: AlertReader): Promise<ChannelView>;
  /** Errors: `input.invalid`, `alert.no-channel`. */
  changeChannel(
    site: string,
    channel: { readonly id: string; readonly change: ChannelChange },
    reader: AlertReader,
  ): Promise<ChannelView>;
  /** Errors: `alert.no-channel`. */
  removeChannel(site: string, id: string, reader: AlertReader): Promise<void>;
  /** Sends a message over it now. Errors: `alert.not-sent`, `alert.no-channel`, `input.invalid`, `link.*`. */
  testChannel(
    site: string,
    trial: { readonly id?: string | undefined; readonly change: ChannelChange },
    reader: AlertReader,
  ): Promise<{ readonly tookMs: number }>;
  deliveries(site: string, reader: AlertReader): Promise<readonly DeliveryRecord[]>;
  preferences(site: string, account: string): Promise<AlertPreferences>;
  /** Errors: `input.invalid`. */
  savePreferences(
    site: string,
    preferences: AlertPreferences,
    reader: Pick<AlertReader, 'account'>,
  ): Promise<AlertPreferences>;
  /** The key with which browsers subscribe, base64url. */
  pushKey(): Promise<string>;
  /** Errors: `input.invalid` for a day that is none. */
  report(
    site: string,
    asked: { readonly period: ReportPeriod; readonly day?: string | undefined },
    reader: Pick<AlertReader, 'account'>,
  ): Promise<ReportText>;
}
