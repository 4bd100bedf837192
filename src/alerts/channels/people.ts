// Channels to people: mail, Telegram, ntfy, Gotify. What is sent is plain text, so that no word of a device is taken for a command or a link;
// the HTML of a report is made with everything escaped.
import type { ChannelSettingsOf } from '#api/alerts/channels.ts';
import { SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';
import { cut } from '#core/visible.ts';
import { assertTaken, called, type ChannelKind, jsonCall, secretOf } from './channel-kind.ts';

/** An address of one person, without anything a header could be made of. */
const isAddress = (text: string): boolean => /^[^\s@,;:<>"()[\]\\]{1,64}@[^\s@,;:<>"()[\]\\]{1,190}$/.test(text);

/** Mail, as text; reports as HTML, too. */
export const email: ChannelKind<ChannelSettingsOf<'email'>> = {
  needsSecret: false,
  secretFor: ({ server, user = '' }) => `${user}@${server}`,
  check({ from, to }) {
    for (const [field, address] of [
      ['from', from],
      ['to', to],
    ] as const)
      if (!isAddress(address))
        throw new SolsteadError('input.invalid', { at: `settings.${field}`, why: because('alert.address') });
  },
  send: ({ id, title, text, html }, { server, user, from, to }, { openers, secret, signal }) =>
    openers.sendMail({ server, user, secret, from, to, subject: title, text, html, id }, signal),
};

/** Longest message of Telegram, characters. Source: Telegram Bot API, `sendMessage`. */
const longestTelegram = 4096;

/** A bot of Telegram. Source: Telegram Bot API, `sendMessage`; without `parse_mode` a text is shown as it is. */
export const telegram: ChannelKind<ChannelSettingsOf<'telegram'>> = {
  needsSecret: true,
  secretFor: ({ server = '' }) => server,
  async send({ title, text, severity }, { server = 'https://api.telegram.org', chat }, parts) {
    const token = secretOf(parts).reveal();
    if (!/^[\w:-]{1,200}$/.test(token))
      throw new SolsteadError('input.invalid', { at: 'secret', why: because('http.secret') });
    const body = {
      chat_id: chat,
      text: cut(`${title}\n\n${text}`, longestTelegram),
      disable_notification: severity === 'info',
      link_preview_options: { is_disabled: true },
    };
    await called(parts, { server: { server }, call: jsonCall(`/bot${token}/sendMessage`, body) });
  },
};

/** Source: ntfy, "Publishing", priorities 1 to 5. */
const ntfyPriority = { info: 3, warning: 4, critical: 5 } as const;
const ntfyTag = { info: 'information_source', warning: 'warning', critical: 'rotating_light' } as const;

/** A topic of ntfy. Source: ntfy, "Publish as JSON": a POST to the root of the server. */
export const ntfy: ChannelKind<ChannelSettingsOf<'ntfy'>> = {
  needsSecret: false,
  secretFor: ({ server = '' }) => server,
  async send({ title, text, severity, what }, { server = 'https://ntfy.sh', topic }, parts) {
    const { secret } = parts;
    const tags = [what === 'resolved' ? 'white_check_mark' : ntfyTag[severity]];
    const priority = what === 'resolved' ? 2 : ntfyPriority[severity];
    await called(parts, {
      server: { server, ...(secret === undefined ? {} : { account: { by: 'bearer', secret } }) },
      call: jsonCall('/', { topic, title, message: text, priority, tags }),
    });
  },
};

/** Source: Gotify, "Message priorities": from 8 on a telephone makes a noise. */
const gotifyPriority = { info: 2, warning: 5, critical: 8 } as const;

/** An application of Gotify. Source: Gotify API, `POST /message`, header `X-Gotify-Key`. */
export const gotify: ChannelKind<ChannelSettingsOf<'gotify'>> = {
  needsSecret: true,
  secretFor: ({ server }) => server,
  async send({ title, text, severity, what }, { server }, parts) {
    const priority = what === 'resolved' ? 1 : gotifyPriority[severity];
    const body = { title, message: text, priority, extras: { 'client::display': { contentType: 'text/plain' } } };
    await called(
      parts,
      {
        server: { server, account: { by: 'header', name: 'x-gotify-key', secret: secretOf(parts) } },
        call: jsonCall('/message', body),
      },
      assertTaken,
    );
  },
};
