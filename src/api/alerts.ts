// The contract of alerts: what of a home wants attention, and who is told over which channel.
import Type, { type Static } from 'typebox';
import { type AlertKind, alertKinds } from '#core/alert.ts';
import { ChannelSettings } from './alerts/channels.ts';
import type { Frozen } from './frozen.ts';
import { line, lines } from './line.ts';
import { Reason } from './reason.ts';

const atMs = Type.Number({ description: 'Epoch milliseconds, UTC' });
const kind = Type.Unsafe<AlertKind>(Type.Enum([...alertKinds]));
const severity = Type.Union([Type.Literal('info'), Type.Literal('warning'), Type.Literal('critical')]);
const state = Type.Union([Type.Literal('open'), Type.Literal('acknowledged'), Type.Literal('resolved')]);
const period = Type.Union([Type.Literal('week'), Type.Literal('month')]);

/** Everything of one kind that is so at one time. */
export const Alert = Type.Object({
  id: Type.String(),
  site: Type.String(),
  kind,
  severity,
  /** `open` until somebody has seen it, `acknowledged` until it is over. */
  state,
  openedMs: atMs,
  changedMs: atMs,
  resolvedMs: Type.Optional(atMs),
  /** How often it began. */
  times: Type.Integer({ minimum: 1 }),
  /** What it is about: devices, budgets, or `home`. */
  subjects: Type.Array(Type.Object({ id: Type.String(), reason: Reason, sinceMs: atMs, endedMs: Type.Optional(atMs) })),
  /** Further subjects that are not named. */
  more: Type.Optional(Type.Integer({ minimum: 1 })),
  acknowledged: Type.Optional(Type.Object({ by: Type.String(), atMs })),
  /** Nobody is told before. */
  snoozedMs: Type.Optional(atMs),
  /** It is of the installation as a whole. */
  isOfInstallation: Type.Optional(Type.Literal(true)),
});
export type Alert = Frozen<Static<typeof Alert>>;

/** Which alerts. */
export const AlertsQuery = Type.Object({
  state: Type.Optional(state),
  before: Type.Optional(line({ maxLength: 100, description: 'Cursor: `next` of the page before' })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
});

/** A page of alerts, the newest first. */
export const Alerts = Type.Object({
  alerts: Type.Array(Alert),
  next: Type.Optional(Type.String({ description: 'Cursor of the next page; absent: there is none' })),
  open: Type.Integer({ minimum: 0, description: 'Alerts that nobody has acknowledged' }),
});
export type Alerts = Frozen<Static<typeof Alerts>>;

/** How long nobody is told. */
export const AlertSnooze = Type.Object({ minutes: Type.Integer({ minimum: 1, maximum: 43_200 }) });

const KindSettings = Type.Object({
  isOn: Type.Optional(Type.Boolean()),
  severity: Type.Optional(severity),
  holdSeconds: Type.Optional(
    Type.Integer({ minimum: 0, maximum: 604_800, description: 'It has to be so for so long' }),
  ),
  threshold: Type.Optional(Type.Number({ minimum: 0, maximum: 1e6, description: 'In the unit of the kind' })),
});

const minutes = (description: string) => Type.Integer({ minimum: 1, maximum: 1440, description });
const throttleMinutes = minutes('An alert that goes on changing is told once in so long');
const escalateMinutes = minutes('What is critical and not acknowledged goes on to the channels behind after so long');

/** Words of the home's own: `{home}`, `{kind}`, `{severity}`, `{device}`, `{value}`, `{since}` and so on are filled in. */
export const AlertTemplate = Type.Object({
  kind,
  language: line({ minLength: 2, maxLength: 35, description: 'BCP 47 tag: told to those who read it' }),
  title: Type.Optional(line({ maxLength: 200, description: 'Title; absent or empty: the usual one' })),
  text: Type.Optional(
    lines({ maxLength: 2000, description: 'Text, plain, several lines; absent or empty: the usual one' }),
  ),
});

/** How they would be told. */
export const AlertPreview = Type.Object({ title: Type.String(), text: Type.String() });

const templates = Type.Array(AlertTemplate, { maxItems: 100, description: 'Words of its own for kinds' });

const language = line({
  minLength: 2,
  maxLength: 35,
  description: 'BCP 47 tag of what channels of the home speak; absent: English',
});

/** What is set of the alerts of a home; what is absent is as usual. */
export const AlertSettingsChange = Type.Object({
  kinds: Type.Object(Object.fromEntries(alertKinds.map((name) => [name, Type.Optional(KindSettings)] as const))),
  throttleMinutes,
  escalateMinutes,
  templates: Type.Optional(templates),
  language: Type.Optional(language),
});
export type AlertSettingsChange = Frozen<{
  kinds: Partial<Record<AlertKind, Static<typeof KindSettings>>>;
  throttleMinutes: number;
  escalateMinutes: number;
  templates?: Static<typeof templates>;
  language?: string;
}>;

/** The settings in force. */
export const AlertSettings = Type.Object({
  kinds: Type.Array(
    Type.Object({
      kind,
      isOn: Type.Boolean(),
      severity,
      holdSeconds: Type.Integer(),
      threshold: Type.Number(),
      range: Type.Optional(Type.Object({ least: Type.Number(), most: Type.Number(), unit: Type.String() })),
    }),
  ),
  throttleMinutes,
  escalateMinutes,
  templates: Type.Optional(templates),
  language: Type.Optional(language),
});
export type AlertSettings = Frozen<Static<typeof AlertSettings>>;

const channel = {
  name: line({ minLength: 1, maxLength: 80, description: 'Name of the channel' }),
  isOn: Type.Boolean(),
  isOwn: Type.Boolean({
    description: 'It is the person’s own, in their language and quiet hours; otherwise the home’s',
  }),
  settings: ChannelSettings,
  least: severity,
  isEscalation: Type.Boolean({ description: 'Told only when nobody has acknowledged what is critical' }),
  escalateMinutes: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 1440,
      description: 'And that so many minutes after it was told first; absent: as it is set of the home',
    }),
  ),
  reports: Type.Array(period, { maxItems: 2 }),
};

/** What a person sets of a channel. */
export const ChannelChange = Type.Object({
  ...channel,
  secret: Type.Optional(
    Type.String({ maxLength: 2000, description: 'Password or token; absent: it stays; empty: it is forgotten' }),
  ),
});
export type ChannelChange = Frozen<Static<typeof ChannelChange>>;

/** A channel that is tried. */
export const ChannelTrial = Type.Object({
  /** One that is there already: its secret is used where none is given and the address is the same. */
  id: Type.Optional(line({ maxLength: 100 })),
  change: ChannelChange,
});

/** A channel, and how it is doing. */
export const Channel = Type.Object({
  id: Type.String(),
  ...channel,
  hasSecret: Type.Boolean(),
  waiting: Type.Integer({ minimum: 0 }),
  sentMs: Type.Optional(atMs),
  trouble: Type.Optional(Type.Object({ atMs, reason: Reason })),
});
export type Channel = Frozen<Static<typeof Channel>>;

/** The channels of a home, and the key with which browsers subscribe. */
export const Channels = Type.Object({
  channels: Type.Array(Channel),
  pushKey: Type.String({ description: 'Application server key, base64url. Source: RFC 8292' }),
});
export type Channels = Frozen<Static<typeof Channels>>;

/** What a test found. */
export const ChannelTested = Type.Object({ tookMs: Type.Integer({ minimum: 0 }) });

/** Messages, the newest first. */
export const AlertDeliveries = Type.Array(
  Type.Object({
    id: Type.String(),
    channel: Type.String(),
    state: Type.Union([Type.Literal('waiting'), Type.Literal('sent'), Type.Literal('failed'), Type.Literal('skipped')]),
    what: Type.Union([
      Type.Literal('raised'),
      Type.Literal('changed'),
      Type.Literal('resolved'),
      Type.Literal('escalated'),
      Type.Literal('report'),
    ]),
    alert: Type.Optional(Type.String()),
    createdMs: atMs,
    dueMs: atMs,
    tries: Type.Integer({ minimum: 0 }),
    endedMs: Type.Optional(atMs),
    reason: Type.Optional(Reason),
  }),
);
export type AlertDeliveries = Frozen<Static<typeof AlertDeliveries>>;

const timeOfDay = Type.String({
  maxLength: 5,
  pattern: '^([01]\\d|2[0-3]):[0-5]\\d$',
  description: 'Local time of the home',
});

/** What a person wants of every channel of theirs. */
export const AlertPreferences = Type.Object({
  language: line({ minLength: 2, maxLength: 35, description: 'BCP 47 tag' }),
  quiet: Type.Optional(Type.Object({ from: timeOfDay, to: timeOfDay })),
  criticalPasses: Type.Boolean({ description: 'What is critical is told in quiet hours, too' }),
});
export type AlertPreferences = Frozen<Static<typeof AlertPreferences>>;

/** Which report. */
export const ReportQuery = Type.Object({
  period,
  day: Type.Optional(
    line({ maxLength: 10, description: 'A day in it, YYYY-MM-DD; absent: the last one that is over' }),
  ),
});

/** A report as it is sent. */
export const Report = Type.Object({ subject: Type.String(), text: Type.String(), html: Type.String() });
export type Report = Frozen<Static<typeof Report>>;
