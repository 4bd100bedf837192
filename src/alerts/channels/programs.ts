// Channels to programs: a web hook, a topic of the home's broker, Home Assistant.
import { createHmac } from 'node:crypto';
import { SolsteadError } from '#core/errors.ts';
import { external } from '#core/message-params.ts';
import { because } from '#core/reason.ts';
import type { ChannelSettingsOf } from '#api/alerts/channels.ts';
import { called, type ChannelKind, jsonCall, programBody, secretOf } from './channel-kind.ts';

/** A POST of JSON; with a secret, `X-Solstead-Signature` has the HMAC of the body. */
export const webhook: ChannelKind<ChannelSettingsOf<'webhook'>> = {
  needsSecret: false,
  secretFor: ({ server }) => server,
  async send(message, { server }, parts) {
    const { secret } = parts;
    const url = URL.canParse(server) ? new URL(server) : undefined;
    if (url === undefined || url.username !== '' || url.password !== '')
      throw new SolsteadError('input.invalid', { at: 'settings.server', why: because('http.address') });
    const call = jsonCall(`${url.pathname}${url.search}`, programBody(message), { 'x-solstead-delivery': message.id });
    const signed =
      secret === undefined
        ? {}
        : {
            'x-solstead-signature': `sha256=${createHmac('sha256', secret.reveal()).update(String(call.body)).digest('hex')}`,
          };
    await called(parts, { server: { server: url.origin }, call: { ...call, headers: { ...call.headers, ...signed } } });
  },
};

/** Where a home says its alerts. */
const topicOf = (site: string, topic: string | undefined): string => topic ?? `solstead/${site}/alerts`;

/** A topic of the home's broker, as JSON. */
export const mqtt: ChannelKind<ChannelSettingsOf<'mqtt'>> = {
  needsSecret: false,
  secretFor: () => '',
  check({ topic }, site) {
    const prefix = `solstead/${site}/`;
    const isOwn =
      topic === undefined || (topic.startsWith(prefix) && topic.length > prefix.length && !/[+#]/.test(topic));
    if (!isOwn)
      throw new SolsteadError('input.invalid', {
        at: 'settings.topic',
        why: because('alert.topic', { prefix: external(prefix) }),
      });
  },
  send: (message, { topic }, { openers }) =>
    openers.say(message.site.id, {
      topic: topicOf(message.site.id, topic),
      payload: JSON.stringify(programBody(message)),
    }),
};

/** What Home Assistant shows is Markdown: words of others are shown as they are. */
const plainMarkdown = (text: string): string => text.replaceAll(/[\\`*_{}[\]<>()#!|~]/g, '\\$&');

/**
 * A notification in Home Assistant that goes when the alert is over. Source: Home Assistant, "REST API", `POST /api/services/<domain>/<service>`;
 * "Persistent notification", `create` and `dismiss`.
 */
export const homeAssistant: ChannelKind<ChannelSettingsOf<'home-assistant'>> = {
  needsSecret: true,
  secretFor: ({ server }) => server,
  async send(message, { server }, parts) {
    const { what, title, text, alert, id } = message;
    const notification = { notification_id: `solstead_${alert?.id ?? id}` };
    const [service, body] =
      what === 'resolved'
        ? (['dismiss', notification] as const)
        : (['create', { ...notification, title: plainMarkdown(title), message: plainMarkdown(text) }] as const);
    await called(parts, {
      server: { server, account: { by: 'bearer', secret: secretOf(parts) } },
      call: jsonCall(`/api/services/persistent_notification/${service}`, body),
    });
  },
};
