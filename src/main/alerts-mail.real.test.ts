// Alerts and reports as people get them by mail: a whole house, and a mail server on a real socket that takes them.
import { expect, test, type TestContext, vi } from 'vitest';
import { systemClock } from '#core/clock.ts';
import { dayMs, hourMs } from '#core/time.ts';
import { ask } from '#server/testing/test-server.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { type MailServer, mailServer } from './testing/mail-server.ts';
import { openOwnedHouse } from './testing/owned-house.ts';
import { openHome, owner as furnisher } from './testing/uplinked.ts';

vi.setConfig({ testTimeout: 240_000 });

const path = '/api/v1/sites/demo';
const soon = { timeout: 30_000, interval: 200 };

const subjects = ({ mails }: MailServer): readonly string[] =>
  mails.map(({ data }) => /^Subject: (.*(?:\r\n[ \t].*)*)/m.exec(data)?.[1]?.replaceAll(/\r\n\s+/g, ' ') ?? '');

const mailTo = ({ port }: MailServer, more: object) => ({
  name: 'Mail',
  isOn: true,
  isOwn: false,
  settings: {
    kind: 'email',
    server: `smtp+plain://127.0.0.1:${port}`,
    from: 'home@example.org',
    to: 'anna@example.org',
  },
  least: 'info',
  isEscalation: false,
  reports: [],
  ...more,
});

const rule = (name: string, severity: string): string =>
  `  - {name: ${name}, when: [{kind: called, by: webhook, name: ${name}}], do: [{kind: notify, title: ${name}, severity: ${severity}}]}\n`;

async function opened(context: TestContext) {
  const house = await openOwnedHouse();
  context.onTestFinished(() => house.close());
  const owner = (method: string, at: string, json?: unknown) =>
    ask(house.port, at, { method, token: house.token, ...(json === undefined ? {} : { json }) });
  const text = `rules:\n${rule('wet', 'warning')}${rule('fire', 'alarm')}`;
  expect((await owner('PUT', `${path}/automation`, { text })).status).toBe(200);
  const call = async (name: string): Promise<void> => {
    expect((await owner('POST', `${path}/automation/call`, { what: 'webhook', name })).status).toBe(200);
  };
  return { house, owner, call };
}

const clockText = (atMs: number, timeZone: string): string =>
  new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone }).format(atMs);

test('in quiet hours of one’s own what is critical comes by mail, and the rest waits for their end', async (context) => {
  const { house, owner, call } = await opened(context);
  const mail = await mailServer(context);
  const { timeZone } = house.house.hub.as(furnisher).sites()[0] ?? { timeZone: 'UTC' };
  const nowMs = systemClock.nowMs();
  const quiet = { from: clockText(nowMs - hourMs, timeZone), to: clockText(nowMs + hourMs, timeZone) };
  const wants = { language: 'de', quiet, criticalPasses: true };
  expect((await owner('PUT', `${path}/alert-preferences`, wants)).status).toBe(200);
  expect((await owner('POST', `${path}/alert-channels`, mailTo(mail, { isOwn: true }))).status).toBe(201);
  await call('wet');
  await call('fire');
  await vi.waitFor(() => expect(subjects(mail)).toEqual([expect.stringMatching(/fire/) as string]), soon);
  expect(subjects(mail)[0]).toMatch(/Kritisch/);
  const log = (await owner('GET', `${path}/alert-deliveries`)).body as { state: string; dueMs: number }[];
  const waiting = log.filter(({ state }) => state === 'waiting');
  expect(waiting).toHaveLength(1);
  expect(Math.abs((waiting[0]?.dueMs ?? 0) - nowMs - hourMs)).toBeLessThan(2 * 60_000);
});

test('a report of the week comes by mail once: as text and as a table, also when the house was closed on the Monday', async (context) => {
  const mail = await mailServer(context);
  const folder = tempDir(context);
  // A Wednesday: on a Monday morning the report is not due yet.
  const days = (3 - new Date(systemClock.nowMs()).getUTCDay() + 7) % 7;
  const clock = { ...systemClock, nowMs: () => systemClock.nowMs() + days * dayMs };
  const open = async () => openHome(folder, 'home', { clock });
  const first = await open();
  const alerts = first.hub.as(furnisher).site('home').alerts();
  await alerts.addChannel(mailTo(mail, { reports: ['week'] }) as never);
  // It looks each five seconds: the channel begins with the next week.
  await systemClock.sleep(6000);
  await first.records.alerts.document('home', 'memory').then(async (text) => {
    const kept = JSON.parse(text ?? '{}') as { reports?: Record<string, string> };
    const marks = Object.entries(kept.reports ?? {});
    expect(marks).toHaveLength(1);
    expect(mail.mails).toEqual([]);
    await first.close();
    // As after a fortnight in which it was closed.
    const before = new Date(clock.nowMs() - 21 * dayMs).toISOString().slice(0, 10);
    const late = { ...kept, reports: { [marks[0]?.[0] ?? '']: before } };
    const again = await open();
    await again.records.alerts.saveDocument({ site: 'home', name: 'memory', content: JSON.stringify(late) });
    await again.close();
  });
  const second = await open();
  context.onTestFinished(() => second.close());
  await vi.waitFor(() => expect(mail.mails).toHaveLength(1), soon);
  const data = mail.mails[0]?.data ?? '';
  expect(subjects(mail)[0]).toMatch(/week/i);
  expect(data).toMatch(/^Content-Type: multipart\/alternative/m);
  expect(data).toMatch(/^Content-Type: text\/plain/m);
  expect(data).toMatch(/^Content-Type: text\/html/m);
  await systemClock.sleep(12_000);
  expect(mail.mails).toHaveLength(1);
});
