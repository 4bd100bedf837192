// A browser, also while its page is closed: encrypted for it alone, and handed to its push service. Source: RFC 8030.
import type { ChannelSettingsOf } from '#api/alerts/channels.ts';
import { toUtf8 } from '#core/bytes.ts';
import { SolsteadError } from '#core/errors.ts';
import { external } from '#core/message-params.ts';
import { because } from '#core/reason.ts';
import { cut } from '#core/visible.ts';
import { encryptedPush, longestPush } from '../push/encrypt.ts';
import { vapidHeader } from '../push/vapid.ts';
import {
  assertTaken,
  called,
  type ChannelKind,
  type ChannelMessage,
  secretOf,
  type SendParts,
} from './channel-kind.ts';

/** How long a push service keeps what it cannot deliver, s. */
const keepS = 24 * 3600;
const urgency = { info: 'low', warning: 'normal', critical: 'high' } as const;

/** What the browser shows; cut until it fits. */
function payload({ title, text, site, alert, what }: ChannelMessage): Uint8Array {
  const about = { title, tag: alert?.id ?? what, url: `#/sites/${site.id}/alerts` };
  for (let length = Math.min(text.length, 2000); ; length = Math.floor(length / 2)) {
    const bytes = toUtf8(JSON.stringify({ ...about, text: cut(text, length) }));
    if (bytes.length <= longestPush || length === 0) return bytes;
  }
}

/** Only push services that browsers use: what a browser names could be anything. Errors: `input.invalid`. */
function addressOf(endpoint: string, { openers }: Pick<SendParts, 'openers'>): URL {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (url === undefined || !openers.isPushService(url) || url.username !== '' || url.password !== '')
    throw new SolsteadError('input.invalid', {
      at: 'settings.endpoint',
      why: because('alert.push-host'),
      ...(url === undefined ? {} : { help: because('outside.said', { said: external(url.host) }) }),
    });
  return url;
}

/** A browser. */
export const push: ChannelKind<ChannelSettingsOf<'push'>> = {
  needsSecret: true,
  secretFor: ({ endpoint, p256dh }) => `${endpoint} ${p256dh}`,
  async send(message, { endpoint, p256dh }, parts) {
    const { origin, pathname, search } = addressOf(endpoint, parts);
    const keys = {
      publicKey: Buffer.from(p256dh, 'base64url'),
      auth: Buffer.from(secretOf(parts).reveal(), 'base64url'),
    };
    const { alert, severity, what } = message;
    const headers = {
      'content-type': 'application/octet-stream',
      'content-encoding': 'aes128gcm',
      ttl: String(keepS),
      urgency: what === 'resolved' ? 'low' : urgency[severity],
      // A newer message of the same alert takes the place of one that waits.
      ...(alert === undefined ? {} : { topic: alert.id.slice(0, 32) }),
      authorization: vapidHeader(await parts.vapid(), { origin, nowMs: parts.clock.nowMs() }),
    };
    const body = encryptedPush(payload(message), keys);
    await called(
      parts,
      { server: { server: origin }, call: { method: 'POST', path: `${pathname}${search}`, headers, body } },
      (answer, at) => {
        if (answer.status === 404 || answer.status === 410)
          throw new SolsteadError('alert.no-channel', { at, why: because('alert.push-gone') });
        assertTaken(answer, at);
      },
    );
  },
};
