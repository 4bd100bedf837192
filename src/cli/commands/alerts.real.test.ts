// `solstead alerts` and `solstead report` against a home that runs.
import { expect, test, type TestContext, vi } from 'vitest';
import { hearingServer } from '#main/testing/heard-requests.ts';
import { openOwnedHouse } from '#main/testing/owned-house.ts';
import { systemClock } from '#core/clock.ts';
import { dayMs } from '#core/time.ts';
import { makeSecret } from '#core/secrets.ts';
import { listChannels, testChannel } from './alert-channels.ts';
import { acknowledgeAlert, listAlerts, printReport, snoozeAlert } from './alerts.ts';

vi.setConfig({ testTimeout: 180_000 });

/** A day of which the demo has figures. */
const day = new Date(systemClock.nowMs() - dayMs).toISOString().slice(0, 10);
const text = `rules:
  - {name: Tell, when: [{kind: called, by: webhook, name: tell}], do: [{kind: notify, title: "Hot", text: "\\u001b[31mboiler"}]}
`;

async function printing(context: TestContext) {
  const home = await openOwnedHouse();
  context.onTestFinished(() => home.close());
  const said: string[] = [];
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((part) => said.push(String(part)) > 0);
  const exit = process.exitCode;
  context.onTestFinished(() => {
    write.mockRestore();
    process.exitCode = exit;
  });
  const flags = { url: home.url, token: makeSecret(home.token) };
  const printed = async (run: () => Promise<void>): Promise<string> => {
    said.length = 0;
    await run();
    return said.join('');
  };
  const owner = { id: 'anna', name: 'Anna', kind: 'person', grants: [{ site: '*', may: 'owner' }] } as const;
  return { flags, exit, printed, site: home.house.hub.as(owner).site('demo') };
}

test('alerts are listed, snoozed and acknowledged; a report is printed; a script sees whether one is open', async (context) => {
  const { flags, exit, printed, site } = await printing(context);
  const list = (more = {}) => printed(() => listAlerts({ ...flags, state: 'open', ...more }));
  expect(await list({ check: true })).toContain('Nothing wants your attention.');
  expect(process.exitCode).toBe(exit);
  const automation = site.automation();
  await automation.save(text);
  await automation.call('webhook', 'tell');
  await vi.waitFor(async () => expect(await list()).toContain('Hot'), { timeout: 20_000 });
  const table = await list({ check: true });
  expect(process.exitCode).toBe(1);
  expect(table).not.toContain('\u001b');
  const [, id = ''] = /^(\w{16}) {2}info/m.exec(table) ?? [];
  expect(await printed(() => snoozeAlert(id, { ...flags, minutes: '5' }))).toContain('snoozed for 5 min');
  await expect(snoozeAlert(id, { ...flags, minutes: 'long' })).rejects.toMatchObject({ code: 'command.refused' });
  expect(await printed(() => acknowledgeAlert(id, flags))).toContain('acknowledged');
  await expect(acknowledgeAlert('nobody', flags)).rejects.toMatchObject({ code: 'command.refused' });
  expect(await list({ state: 'acknowledged', json: true })).toContain('"by": "Anna"');
  expect(await printed(() => printReport({ ...flags, period: 'week', day }))).toContain('Made by the sun');
  expect(await printed(() => printReport({ ...flags, period: 'week', day, html: true }))).toContain('<table');
  await expect(printReport({ ...flags, period: 'week', day: 'x' })).rejects.toMatchObject({ code: 'command.refused' });
});

test('channels are listed and tried; one that does not arrive says why', async (context) => {
  const { flags, printed, site } = await printing(context);
  const hook = await hearingServer(context);
  expect(await printed(() => listChannels(flags))).toContain('Nobody is told outside of the page.');
  const settings = { kind: 'webhook', server: hook.url } as { readonly kind: string };
  const channel = { isOn: true, isOwn: false, settings, isEscalation: false, reports: [] };
  const { id } = await site.alerts().addChannel({ ...channel, name: 'Kitchen', least: 'warning', secret: 'wpQ7' });
  const table = await printed(() => listChannels(flags));
  expect(table).toMatch(new RegExp(`${id} +Kitchen +webhook +yes +warning and worse +0`));
  expect(await printed(() => listChannels({ ...flags, json: true }))).not.toContain('wpQ7');
  expect(await printed(() => testChannel(id, flags))).toMatch(/Kitchen: the test was taken after \d+ ms/);
  expect(JSON.parse(hook.heard[0]?.body.toString() ?? '')).toMatchObject({ what: 'test', title: 'Test – Demo home' });
  hook.status = 500;
  await expect(testChannel(id, flags)).rejects.toMatchObject({ code: 'command.refused' });
  await expect(testChannel('nobody', flags)).rejects.toMatchObject({ code: 'input.usage' });

  // Channels of the home speak its language; who changes thresholds alone leaves it.
  hook.status = 200;
  const change = { kinds: {}, throttleMinutes: 15, escalateMinutes: 15 };
  await expect(site.alerts().saveSettings({ ...change, language: 'tlh' })).rejects.toMatchObject({
    code: 'input.invalid',
  });
  await site.alerts().saveSettings({ ...change, language: 'en-XA' });
  expect(await site.alerts().saveSettings(change)).toMatchObject({ language: 'en-XA' });
  await testChannel(id, flags);
  const { title } = JSON.parse(hook.heard.at(-1)?.body.toString() ?? '') as { readonly title: string };
  expect(title).not.toContain('Test');
  expect(title).toContain('Demo home');
});
