// Every channel to the server it is for, as that is documented; hostile names of devices in each of them.
import { createDecipheriv, createECDH, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { type AddressInfo, createServer } from 'node:net';
import { connectAsync, type MqttClient } from 'mqtt';
import { expect, test, type TestContext } from 'vitest';
import type { ChannelSettings } from '#api/alerts/channels.ts';
import type { AlertOpeners, ChannelMessage } from '#alerts/channels/channel-kind.ts';
import { setChannel } from '#alerts/channels/kinds.ts';
import { alertMessage } from '#alerts/message.ts';
import { vapidKeys } from '#alerts/push/vapid.ts';
import type { AlertRecord } from '#core/alert.ts';
import { systemClock } from '#core/clock.ts';
import { external } from '#core/message-params.ts';
import { because } from '#core/reason.ts';
import { makeSecret, type SecretStore } from '#core/secrets.ts';
import { english } from '#words/languages.ts';
import { openHttpClient } from '#transport/http-client.ts';
import { sendMail } from '#transport/smtp.ts';
import { deviceKeys, payloadKeys, platforms, topicId } from '#outputs/home-assistant/testing/schema.ts';
import { mosquitto } from '#tools/testkit/mosquitto.ts';
import { isPushService } from './house-alerts.ts';
import { hearingServer } from './testing/heard-requests.ts';
import { mailServer } from './testing/mail-server.ts';

const evil = 'Roof\r\nBcc: everybody@example.org\r\n\r\n<script>alert(1)</script> [here](http://evil.example) *_`';
const alert: AlertRecord = {
  id: '0123456789abcdef',
  site: 'home',
  kind: 'device-offline',
  severity: 'critical',
  state: 'open',
  openedMs: 1_790_000_000_000,
  changedMs: 1_790_000_000_000,
  times: 2,
  subjects: [{ id: 'roof', reason: because('alert.offline', { device: external(evil) }), sinceMs: 1_790_000_000_000 }],
};
const hearer = { listener: { language: english, timeZone: 'UTC' }, site: { id: 'home', name: `Home\r\nX-Evil: 1` } };
const message = (what: 'raised' | 'resolved' = 'raised'): ChannelMessage =>
  alertMessage({ id: 'm1', createdMs: 1_790_000_000_000 }, { what, alert }, hearer);

function secretStore(): SecretStore {
  const kept = new Map<string, string>();
  return {
    read: async (ref) => (kept.has(ref) ? makeSecret(kept.get(ref) ?? '') : undefined),
    save: async (ref, text) => void kept.set(ref, text),
    remove: async (ref) => void kept.delete(ref),
  };
}

const said: { topic: string; payload: string }[] = [];
const openers: AlertOpeners = {
  openHttp: (server) => openHttpClient(server, systemClock),
  sendMail,
  say: async (_site, one) => void said.push(one),
  isPushService: ({ host }) => /^127\.0\.0\.1:\d+$/.test(host),
};

/** As it is checked before it is saved. */
const checked = (settings: ChannelSettings): unknown => setChannel(settings, 'home');

async function send(settings: ChannelSettings, one: ChannelMessage = message(), secret?: string): Promise<void> {
  const secrets = secretStore();
  await setChannel(settings, 'home').send(one, settings, {
    openers,
    clock: systemClock,
    secret: secret === undefined ? undefined : makeSecret(secret),
    signal: AbortSignal.timeout(20_000),
    vapid: () => vapidKeys(secrets),
  });
}

const heardBy = async (context: TestContext) => hearingServer(context);
const json = (body: Buffer): Record<string, unknown> => JSON.parse(body.toString()) as Record<string, unknown>;

test('Home Assistant: an event is announced as a device, over a real broker, and taken back', async (context) => {
  const broker = await mosquitto(context);
  const open = async (): Promise<MqttClient> => {
    const client = await connectAsync(broker.url, { reconnectPeriod: 0 });
    context.onTestFinished(() => void client.end(true));
    return client;
  };
  const own = await open();
  const overBroker: AlertOpeners = {
    ...openers,
    say: async (_site, { topic, payload, retain = false }) =>
      void (await own.publishAsync(topic, payload, { qos: 1, retain })),
  };
  /** What Home Assistant hears that comes later: whether the broker had kept it. */
  const heardLater = async (): Promise<Map<string, { text: string; retain: boolean }>> => {
    const heard = new Map<string, { text: string; retain: boolean }>();
    const client = await open();
    client.on('message', (topic, payload, { retain }) => heard.set(topic, { text: payload.toString(), retain }));
    await client.subscribeAsync('#', { qos: 1 });
    return heard;
  };
  const settings = { kind: 'home-assistant-event' } as const;
  const kind = setChannel(settings, 'home');
  const parts = { openers: overBroker, clock: systemClock, secret: undefined, signal: AbortSignal.timeout(20_000) };
  const live = await heardLater();
  await kind.send(message(), settings, { ...parts, vapid: () => vapidKeys(secretStore()) });
  await expect.poll(() => live.size, { timeout: 10_000 }).toBe(2);
  const config = 'homeassistant/device/solstead_home_alerts/config';
  const { device, origin, components, ...rest } = JSON.parse(live.get(config)?.text ?? '{}') as Record<string, object>;
  expect(Object.keys(rest).filter((key) => !payloadKeys.includes(key))).toEqual([]);
  expect(Object.keys(device ?? {}).filter((key) => !deviceKeys.includes(key))).toEqual([]);
  expect(origin).toEqual({ name: 'Solstead' });
  const [name, entity] = (Object.entries(components ?? {}) as [string, Record<string, unknown>][])[0] ?? ['', {}];
  const { keys = [], needs = [] } = platforms[String(entity['platform'])] ?? {};
  expect(Object.keys(entity).filter((key) => !keys.includes(key))).toEqual([]);
  expect([...needs, 'unique_id'].filter((key) => entity[key] === undefined)).toEqual([]);
  expect(name).toMatch(topicId);
  // What comes at the topic of its state has a type that was announced.
  const event = JSON.parse(live.get(String(entity['state_topic']))?.text ?? '{}') as Record<string, unknown>;
  expect(event).toMatchObject({
    event_type: 'raised',
    severity: 'critical',
    kind: 'device-offline',
    devices: ['roof'],
  });
  expect(entity['event_types']).toContain(event['event_type']);
  // Who comes later hears of the entity, and is not told an old event as a new one; removed, nothing is left.
  const later = await heardLater();
  await expect
    .poll(() => [...later], { timeout: 10_000 })
    .toEqual([[config, expect.objectContaining({ retain: true })]]);
  await kind.takeBack?.(settings, 'home', overBroker);
  await expect.poll(() => live.get(config)?.text, { timeout: 10_000 }).toBe('');
  expect((await heardLater()).size).toBe(0);
  expect(() => checked({ kind: 'home-assistant-event', discovery: 'a/b' })).toThrow(/discovery/);
});

test('Telegram: sendMessage with plain text, the token in the path alone', async (context) => {
  const server = await heardBy(context);
  const settings = { kind: 'telegram' as const, server: server.url, chat: '42' };
  await send(settings, message(), '123:AAsecret');
  const [heard] = server.heard;
  expect(heard).toMatchObject({ method: 'POST', path: '/bot123:AAsecret/sendMessage' });
  const body = json(heard?.body ?? Buffer.of());
  expect(body).toMatchObject({
    chat_id: '42',
    disable_notification: false,
    link_preview_options: { is_disabled: true },
  });
  expect(body).not.toHaveProperty('parse_mode');
  expect(body['text']).toMatch(/^Critical – Home.*A device does not answer\n\nRoof.*does not answer\n\nSince/su);
  server.status = 400;
  server.said = '{"ok":false,"description":"chat not found"}';
  const failure = await send(settings, message(), '123:AAsecret').catch((error: unknown) => error);
  expect(String(failure)).toMatch(/: it answered with the status 400$/);
  expect(JSON.stringify(failure) + String(failure)).not.toContain('AAsecret');
  await expect(send(settings, message(), '../../x')).rejects.toMatchObject({ code: 'input.invalid' });
  await expect(send(settings)).rejects.toMatchObject({ code: 'input.invalid' });
});

test('ntfy: JSON to the root, priorities as documented, a token where there is one', async (context) => {
  const server = await heardBy(context);
  await send({ kind: 'ntfy', server: server.url, topic: 'house' }, message(), 'tk_secret');
  await send({ kind: 'ntfy', server: server.url, topic: 'house' }, message('resolved'));
  const [first, second] = server.heard;
  expect(first).toMatchObject({ method: 'POST', path: '/', headers: { authorization: 'Bearer tk_secret' } });
  expect(json(first?.body ?? Buffer.of())).toMatchObject({ topic: 'house', priority: 5, tags: ['rotating_light'] });
  expect(second?.headers.authorization).toBeUndefined();
  expect(json(second?.body ?? Buffer.of())).toMatchObject({
    priority: 2,
    tags: ['white_check_mark'],
    title: expect.stringMatching(/^Over/) as string,
  });
});

test('Gotify: POST /message with its key in a header', async (context) => {
  const server = await heardBy(context);
  await send({ kind: 'gotify', server: `${server.url}/push` }, message(), 'Asecret');
  const [heard] = server.heard;
  expect(heard).toMatchObject({ method: 'POST', path: '/push/message', headers: { 'x-gotify-key': 'Asecret' } });
  expect(json(heard?.body ?? Buffer.of())).toMatchObject({
    priority: 8,
    extras: { 'client::display': { contentType: 'text/plain' } },
  });
});

test('Home Assistant: a notification that goes when it is over; Markdown of a name is shown as it is', async (context) => {
  const server = await heardBy(context);
  await send({ kind: 'home-assistant', server: server.url }, message(), 'token');
  await send({ kind: 'home-assistant', server: server.url }, message('resolved'), 'token');
  const [created, dismissed] = server.heard;
  expect(created).toMatchObject({
    path: '/api/services/persistent_notification/create',
    headers: { authorization: 'Bearer token' },
  });
  const body = json(created?.body ?? Buffer.of());
  expect(body['notification_id']).toBe('solstead_0123456789abcdef');
  expect(body['message']).toContain('\\[here\\]\\(http://evil.example\\)');
  expect(body['message']).toContain('\\<script\\>');
  expect(dismissed?.path).toBe('/api/services/persistent_notification/dismiss');
  expect(json(dismissed?.body ?? Buffer.of())).toEqual({ notification_id: 'solstead_0123456789abcdef' });
});

test('a web hook: JSON, signed; no redirect is followed, no address of a rented computer is called', async (context) => {
  const server = await heardBy(context);
  await send({ kind: 'webhook', server: `${server.url}/hook?key=1` }, message(), 'shared');
  const [heard] = server.heard;
  expect(heard).toMatchObject({ method: 'POST', path: '/hook?key=1', headers: { 'x-solstead-delivery': 'm1' } });
  const digest = createHmac('sha256', 'shared')
    .update(heard?.body ?? '')
    .digest('hex');
  expect(heard?.headers['x-solstead-signature']).toBe(`sha256=${digest}`);
  expect(json(heard?.body ?? Buffer.of())).toMatchObject({
    what: 'raised',
    severity: 'critical',
    alert: { id: alert.id },
  });
  server.status = 302;
  await expect(send({ kind: 'webhook', server: server.url })).rejects.toMatchObject({ code: 'alert.not-sent' });
  await expect(send({ kind: 'webhook', server: 'http://169.254.169.254/x' })).rejects.toMatchObject({
    code: 'link.forbidden',
  });
  await expect(send({ kind: 'webhook', server: 'http://a:b@127.0.0.1/' })).rejects.toMatchObject({
    code: 'input.invalid',
  });
  await expect(send({ kind: 'webhook', server: 'file:///etc/passwd' })).rejects.toMatchObject({
    code: 'input.invalid',
  });
  expect(server.heard).toHaveLength(2);
});

test('push services of browsers, over TLS alone and at their own port', () => {
  expect(isPushService(new URL('https://fcm.googleapis.com/wp/x'))).toBe(true);
  for (const address of [
    'http://fcm.googleapis.com/wp/x',
    'https://fcm.googleapis.com:8443/x',
    'https://evil.example/x',
  ])
    expect(isPushService(new URL(address))).toBe(false);
});

test('what answers nearby is not read back: of every kind of channel the status alone', async (context) => {
  const server = await heardBy(context);
  server.said = '{"error":"INTERNAL token=S3cret"}';
  server.status = 404;
  const at = { server: server.url };
  const channels: readonly [ChannelSettings, string?][] = [
    [{ kind: 'webhook', server: `${server.url}/admin/config` }],
    [{ kind: 'ntfy', ...at, topic: 'x' }],
    [{ kind: 'gotify', ...at }, 'word'],
    [{ kind: 'telegram', ...at, chat: '1' }, 'word'],
    [{ kind: 'home-assistant', ...at }, 'word'],
  ];
  for (const [settings, secret] of channels) {
    const failure: unknown = await send(settings, message(), secret).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'alert.not-sent', reason: { params: { status: 404 } } });
    expect(JSON.stringify(failure) + String(failure)).not.toContain('S3cret');
  }
  expect(server.heard).toHaveLength(channels.length);
});

test('a mail server nearby: the code of its answer; what speaks no mail is told as that', async (context) => {
  const server = await mailServer(context);
  server.refusal = '550 5.7.1 S3cret of a page';
  const settings = {
    kind: 'email' as const,
    server: `smtp+plain://127.0.0.1:${server.port}`,
    from: 'home@example.org',
    to: 'anna@example.org',
  };
  const failed = async (one: ChannelSettings): Promise<string> =>
    send(one).then(
      () => 'sent',
      (error: unknown) => String(error),
    );
  expect(await failed(settings)).toMatch(/the mail server answered 550 5\.7\.1$/);
  const other = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.end('-ERR S3cret of a database\r\n');
  });
  await new Promise<void>((done) => void other.listen(0, '127.0.0.1', done));
  context.onTestFinished(() => void other.close());
  const { port } = other.address() as AddressInfo;
  expect(await failed({ ...settings, server: `smtp+plain://127.0.0.1:${port}` })).toMatch(/is no mail server$/);
});

test('a topic of the broker: below the home’s own alone', async () => {
  await send({ kind: 'mqtt' });
  expect(said.at(-1)?.topic).toBe('solstead/home/alerts');
  expect(JSON.parse(said.at(-1)?.payload ?? '')).toMatchObject({ what: 'raised', site: { id: 'home' } });
  for (const topic of ['solstead/other/alerts', 'solstead/home/#', 'solstead/home/', 'x'])
    expect(() => checked({ kind: 'mqtt', topic })).toThrow(/topic/);
});

test('mail: one head and one recipient, whatever a device is called; an account where there is one', async (context) => {
  const server = await mailServer(context);
  const settings = {
    kind: 'email' as const,
    server: `smtp+plain://127.0.0.1:${server.port}`,
    from: 'home@example.org',
    to: 'anna@example.org',
  };
  await send(settings);
  await send({ ...settings, user: 'home' }, message(), 'word');
  const [mail] = server.mails;
  expect([mail?.from, mail?.to]).toEqual(['home@example.org', ['anna@example.org']]);
  const [head = '', ...body] = (mail?.data ?? '').split('\r\n\r\n');
  expect(head).not.toMatch(/^(?:Bcc|X-Evil):/im);
  expect(head).toMatch(/^Subject: /m);
  expect(head).toMatch(/^Message-ID: <m1@solstead\.invalid>/im);
  expect(head).toMatch(/^Auto-Submitted: auto-generated/im);
  expect(body.join('\n')).toContain('Roof');
  expect(server.accounts).toEqual(['home:word']);
  server.refusal = '550 no such person';
  await expect(send(settings)).rejects.toMatchObject({ code: 'alert.not-sent' });
  await expect(send({ ...settings, server: 'smtp+plain://127.0.0.1:1' })).rejects.toMatchObject({
    code: 'link.unavailable',
  });
  // A server without STARTTLS is told nothing where TLS is wanted.
  const before = server.mails.length;
  await expect(send({ ...settings, server: `smtp://127.0.0.1:${server.port}` })).rejects.toMatchObject({});
  expect(server.mails).toHaveLength(before);
  // A line that goes on is none; the address is not even looked at.
  expect(() => checked({ ...settings, to: 'a@b\r\nBcc: c@d' })).toThrow(/settings/);
  for (const to of ['a@b, c@d', '"a" <a@b>', 'nobody'])
    expect(() => checked({ ...settings, to })).toThrow(/address of mail/);
  await expect(send({ ...settings, server: 'smtp+plain://169.254.169.254' })).rejects.toMatchObject({
    code: 'link.forbidden',
  });
});

test('a browser: only it can read the message; what its service says of a subscription that is gone is the last word', async (context) => {
  const server = await heardBy(context);
  const browser = createECDH('prime256v1');
  browser.generateKeys();
  const auth = randomBytes(16);
  const settings = {
    kind: 'push' as const,
    endpoint: `${server.url}/wp/abc`,
    p256dh: browser.getPublicKey().toString('base64url'),
  };
  const long = { ...message(), text: '✓'.repeat(5000) };
  await send(settings, long, auth.toString('base64url'));
  const [heard] = server.heard;
  expect(heard).toMatchObject({
    path: '/wp/abc',
    headers: { 'content-encoding': 'aes128gcm', ttl: '86400', urgency: 'high', topic: alert.id },
  });
  expect(heard?.headers.authorization).toMatch(/^vapid t=[\w.-]+, k=[\w-]{87}$/);
  const body = heard?.body ?? Buffer.of();
  const sender = body.subarray(21, 86);
  const about = Buffer.concat([Buffer.from('WebPush: info\0'), browser.getPublicKey(), sender]);
  const secret = Buffer.from(hkdfSync('sha256', browser.computeSecret(sender), auth, about, 32));
  const key = Buffer.from(hkdfSync('sha256', secret, body.subarray(0, 16), 'Content-Encoding: aes128gcm\0', 16));
  const nonce = Buffer.from(hkdfSync('sha256', secret, body.subarray(0, 16), 'Content-Encoding: nonce\0', 12));
  const cipher = createDecipheriv('aes-128-gcm', key, nonce);
  cipher.setAuthTag(body.subarray(-16));
  const plain = Buffer.concat([cipher.update(body.subarray(86, -16)), cipher.final()]).subarray(0, -1);
  expect(json(plain)).toMatchObject({ tag: alert.id, url: expect.stringMatching(/alerts$/) as string });
  server.status = 410;
  await expect(send(settings, message(), auth.toString('base64url'))).rejects.toMatchObject({
    code: 'alert.no-channel',
  });
  server.status = 500;
  await expect(send(settings, message(), auth.toString('base64url'))).rejects.toMatchObject({ code: 'alert.not-sent' });
  // A browser could name anything.
  for (const endpoint of ['http://127.0.0.2/x', 'https://intranet.example/x', 'no address at all'])
    await expect(send({ ...settings, endpoint }, message(), 'AA')).rejects.toMatchObject({
      code: 'input.invalid',
    });
});
