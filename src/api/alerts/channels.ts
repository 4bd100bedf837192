// What is set of each kind of channel; what it does is in `alerts/channels/`.
import Type, { type Static } from 'typebox';
import type { Frozen } from '../frozen.ts';
import { line } from '../line.ts';
import { httpServer } from '../outputs/http.ts';

/** Mail over a server of somebody's own; its password is the secret. */
const EmailChannel = Type.Object({
  kind: Type.Literal('email'),
  server: line({
    minLength: 1,
    maxLength: 300,
    description: 'smtps://host:465, or smtp://host:587 (with STARTTLS); without TLS only smtp+plain://host:25',
  }),
  user: Type.Optional(line({ maxLength: 200, description: 'User at the server; absent: it asks for none' })),
  from: line({ minLength: 3, maxLength: 200, description: 'Address of the sender' }),
  to: line({ minLength: 3, maxLength: 200, description: 'Address of the person' }),
});

/** A bot of Telegram; its token is the secret. */
const TelegramChannel = Type.Object({
  kind: Type.Literal('telegram'),
  server: Type.Optional(httpServer),
  chat: line({ minLength: 1, maxLength: 64, description: 'Id of the chat, or @name of a channel' }),
});

/** A topic of ntfy; an access token is the secret. */
const NtfyChannel = Type.Object({
  kind: Type.Literal('ntfy'),
  server: Type.Optional(httpServer),
  topic: Type.String({ pattern: '^[A-Za-z0-9_-]{1,64}$', description: 'Topic' }),
});

/** An application of Gotify; its token is the secret. */
const GotifyChannel = Type.Object({ kind: Type.Literal('gotify'), server: httpServer });

/** A POST of JSON to an address; with a secret, the body is signed by it. */
const WebhookChannel = Type.Object({ kind: Type.Literal('webhook'), server: httpServer });

/** A topic of the home's broker. */
const MqttChannel = Type.Object({
  kind: Type.Literal('mqtt'),
  topic: Type.Optional(line({ maxLength: 200, description: 'Below solstead/<home>/; absent: solstead/<home>/alerts' })),
});

/** Notifications in Home Assistant; a long-lived access token is the secret. */
const HomeAssistantChannel = Type.Object({ kind: Type.Literal('home-assistant'), server: httpServer });

/** An event in Home Assistant, announced at the home's broker. Source: Home Assistant, "MQTT", discovery by device; "MQTT Event". */
const HomeAssistantEventChannel = Type.Object({
  kind: Type.Literal('home-assistant-event'),
  discovery: Type.Optional(
    Type.String({
      pattern: '^[A-Za-z0-9_-]{1,60}$',
      description: 'Prefix of the topics at which Home Assistant looks for devices; absent: homeassistant',
    }),
  ),
});

/** A browser, as its push service named it; `auth` of the subscription is the secret. Source: W3C Push API. */
const PushChannel = Type.Object({
  kind: Type.Literal('push'),
  endpoint: line({ minLength: 10, maxLength: 1000, description: 'Address at the push service of the browser' }),
  p256dh: Type.String({
    maxLength: 88,
    pattern: '^[A-Za-z0-9_-]{87}=?$',
    description: 'Public key of the browser, base64url',
  }),
});

/** Schema of every kind by its name. */
export const channelKinds = Object.freeze({
  email: EmailChannel,
  telegram: TelegramChannel,
  ntfy: NtfyChannel,
  gotify: GotifyChannel,
  webhook: WebhookChannel,
  mqtt: MqttChannel,
  'home-assistant': HomeAssistantChannel,
  'home-assistant-event': HomeAssistantEventChannel,
  push: PushChannel,
} as const);

/** Name of a kind. */
export type ChannelKindName = keyof typeof channelKinds;

/** What is set of a channel of a kind. */
export type ChannelSettingsOf<Kind extends ChannelKindName> = Frozen<Static<(typeof channelKinds)[Kind]>>;

/** What is set of a channel. */
export const ChannelSettings = Type.Union([
  EmailChannel,
  TelegramChannel,
  NtfyChannel,
  GotifyChannel,
  WebhookChannel,
  MqttChannel,
  HomeAssistantChannel,
  HomeAssistantEventChannel,
  PushChannel,
]);
export type ChannelSettings = Frozen<Static<typeof ChannelSettings>>;
