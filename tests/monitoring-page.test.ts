// The owner ends and renews the subscription, sets a factor and announces maintenance on the page; a client of the interface sees it.
import { WebSocket } from 'ws';
import { expect, test } from 'vitest';
import { openBrowser } from '#tools/testkit/browser.ts';
import { claim, emptyHome } from './own-home.ts';
import { expectAccessible, expectFits, watchedPage } from './page.ts';

test('monitoring is ended, renewed and announced on the page of settings', { timeout: 180_000 }, async (ctx) => {
  const browser = await openBrowser(ctx);
  const { url } = await emptyHome(ctx);
  const { page, watch } = await watchedPage(browser, url);
  await claim(page);
  const system = await page.evaluate(async () => {
    const sites = (await (await fetch('/api/v1/sites')).json()) as { readonly id: string }[];
    return sites[0]?.id ?? '';
  });
  const [cookie] = await page.context().cookies();
  const socket = new WebSocket(`${url.replace('http', 'ws').replace(/\/$/, '')}/ws/monitoring/${system}`, {
    headers: { cookie: `${cookie?.name}=${cookie?.value}` },
  });
  ctx.onTestFinished(() => socket.terminate());
  const seen: Readonly<Record<string, unknown>>[] = [];
  socket.on('message', (data: Buffer) => seen.push(JSON.parse(data.toString()) as Readonly<Record<string, unknown>>));
  await expect.poll(() => seen.at(-1)?.['system_id']).toBe(system);

  await page.goto(`${url}/#/sites/${system}/settings`);
  const card = page.getByRole('region', { name: 'For dashboards of your own' });
  await card.getByText('1 program watches now.').waitFor();
  await card.getByRole('button', { name: 'Switch it off' }).click();
  await card.getByText('programs get no data').waitFor();
  await expect.poll(() => seen.at(-1), { timeout: 20_000 }).toEqual({ error: 'No active subscription' });
  await card.getByRole('button', { name: 'Switch it on again' }).click();
  await card.getByText('1 program watches now.').waitFor();
  await card.getByLabel('Money a kWh saves').fill('cheap');
  await card.getByText('A number of at least 0').waitFor();
  await card.getByLabel('Money a kWh saves').fill('0,85');
  await card.getByRole('button', { name: 'Save factors' }).click();
  await card.getByLabel('Message to those who watch').fill('The roof is cleaned');
  await card.getByRole('button', { name: 'Announce' }).click();
  await card.getByText('The roof is cleaned').waitFor();
  const told = { system_id: system, status: 'maintenance', message: 'The roof is cleaned' };
  await expect.poll(() => seen).toContainEqual(told);
  await expect.poll(() => seen.at(-1)?.['status'], { timeout: 20_000 }).toBe('maintenance');
  await card.getByLabel('What will be done').fill('The router is replaced');
  await card.getByLabel('Begins at (your time)').fill('2026-12-01T08:00');
  await card.getByLabel('Minutes it takes').fill('0');
  await card.getByText('A whole number from 1').waitFor();
  expect(await card.getByRole('button', { name: 'Tell all homes' }).isDisabled()).toBe(true);
  await card.getByLabel('Minutes it takes').fill('45');
  await card.getByRole('button', { name: 'Tell all homes' }).click();
  const notice = { type: 'maintenance_notice', message: 'The router is replaced', duration_minutes: 45 };
  await expect.poll(() => seen).toContainEqual(expect.objectContaining(notice));
  await expectAccessible(page);
  await expectFits(page);
  expect(watch).toEqual({ errors: [], outside: [] });
});
