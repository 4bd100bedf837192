// A channel as it is typed: the fields of its kind, and what is sent.
import type { Channel, ChannelChange } from '#api/alerts.ts';
import { type ChannelKindName, type ChannelSettings, channelKinds } from '#api/alerts/channels.ts';
import { keysOf } from '#core/entries.ts';

/** Kinds that people set up here; a browser sets up itself. */
export const typedKinds = keysOf(channelKinds).filter((kind) => kind !== 'push');

/** Fields that are typed. */
export type FieldName = 'server' | 'user' | 'from' | 'to' | 'chat' | 'topic' | 'discovery';

/** Fields of each kind, in the order in which they are asked for. */
export const fieldsOf: Readonly<Record<ChannelKindName, readonly FieldName[]>> = {
  email: ['server', 'user', 'from', 'to'],
  telegram: ['chat'],
  ntfy: ['server', 'topic'],
  gotify: ['server'],
  webhook: ['server'],
  mqtt: ['topic'],
  'home-assistant': ['server'],
  'home-assistant-event': ['discovery'],
  push: [],
};

/** Kinds that have a secret. */
export const hasSecret = (
  kind: ChannelKindName,
): kind is Exclude<ChannelKindName, 'mqtt' | 'home-assistant-event' | 'push'> =>
  kind !== 'mqtt' && kind !== 'home-assistant-event' && kind !== 'push';

/** What a field of a kind looks like, where that helps. */
export const examples: Readonly<Partial<Record<ChannelKindName, Readonly<Partial<Record<FieldName, string>>>>>> = {
  email: { server: 'smtp://mail.example.org:587', from: 'home@example.org', to: 'anna@example.org' },
  ntfy: { server: 'https://ntfy.sh', topic: 'my-home' },
  gotify: { server: 'https://gotify.example.org' },
  webhook: { server: 'https://example.org/hook' },
  'home-assistant': { server: 'http://homeassistant.local:8123' },
};

/** A channel as it is typed. */
export interface ChannelDraft extends Omit<ChannelChange, 'settings' | 'secret' | 'escalateMinutes'> {
  /** Absent: as it is set of the home. */
  readonly escalateMinutes?: number | undefined;
  readonly kind: ChannelKindName;
  readonly fields: Readonly<Partial<Record<FieldName, string>>>;
  readonly secret: string;
}

/** A new one, or one as it is. */
export function channelDraft(channel: Channel | undefined): ChannelDraft {
  if (channel === undefined)
    return {
      kind: 'email',
      name: '',
      isOn: true,
      isOwn: true,
      least: 'info',
      isEscalation: false,
      reports: [],
      fields: {},
      secret: '',
    };
  const { settings, name, isOn, isOwn, least, isEscalation, escalateMinutes, reports } = channel;
  const { kind, ...set } = settings;
  const fields: ChannelDraft['fields'] = Object.fromEntries(Object.entries(set));
  return { kind, name, isOn, isOwn, least, isEscalation, escalateMinutes, reports, fields, secret: '' };
}

/** What is sent; fields that are empty are left out, and so is a secret that stays. */
export function channelChange(draft: ChannelDraft, channel: Channel | undefined): ChannelChange {
  const { kind, fields, secret, reports, name, escalateMinutes, ...rest } = draft;
  const typed = fieldsOf[kind].flatMap((field) => {
    const text = fields[field]?.trim() ?? '';
    return text === '' ? [] : [[field, text] as const];
  });
  // The server checks them against the schema of the kind.
  const settings = (
    kind === 'push' && channel !== undefined ? channel.settings : { kind, ...Object.fromEntries(typed) }
  ) as ChannelSettings;
  return {
    ...rest,
    name: name.trim(),
    settings,
    reports: kind === 'email' ? reports : [],
    ...(rest.isEscalation && escalateMinutes !== undefined ? { escalateMinutes } : {}),
    ...(secret === '' ? {} : { secret }),
  };
}
